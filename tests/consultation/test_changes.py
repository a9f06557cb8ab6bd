"""Which questions are new or changed since the last Forum's call of the same kind."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.choices import CallKind, Requirement
from consultation.models import Call, Option, Question
from consultation.queries.changes import marks
from tests.factories import CallFactory, ForumFactory

pytestmark = pytest.mark.django_db


def forum(year: int) -> Any:
    return ForumFactory(
        slug=str(year), year=year, start_date=date(year, 2, 8), end_date=date(year, 2, 12)
    )


@pytest.fixture
def former() -> Call:
    return CallFactory(forum=forum(2026), slug="workshops")


@pytest.fixture
def call(former: Call) -> Call:
    return CallFactory(forum=forum(2027), slug="workshops")


def question(call: Call, key: str = "format") -> Any:
    return Question.objects.get(call=call, key=key)


def test_the_same_questions_bear_no_mark(call: Call):
    assert marks(call) == {}


def test_the_first_call_of_a_kind_bears_no_mark(former: Call):
    CallFactory(forum=forum(2025), kind=CallKind.PHOTO)
    CallFactory(forum=forum(2024), questions=False)
    assert marks(former) == {}


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("summary", {"type": "short"}),
        ("summary", {"label_ar": "ملخص آخر"}),
        ("summary", {"help_ru": "Иначе"}),
        ("summary", {"word_limit": 77}),
        ("summary", {"character_limit": 999}),
        ("minutes", {"most": 91}),
        ("minutes", {"least": 7}),
        ("format", {"requirement": Requirement.OPTIONAL}),
    ],
)
def test_what_an_author_would_notice_is_a_change(call: Call, key: str, changes: dict[str, Any]):
    Question.objects.filter(call=call, key=key).update(**changes)
    assert marks(call) == {key: "changed"}


def test_a_condition_and_its_codes_are_changes(call: Call, former: Call):
    waiting = question(call, "expected_people")
    waiting.shown_if = question(call)
    waiting.save()
    assert marks(call) == {"expected_people": "changed"}
    twin = question(former, "expected_people")
    twin.shown_if = question(former)
    twin.save()
    assert marks(call) == {}
    waiting.shown_if_values = ["COUNTRY_WS"]
    waiting.save()
    assert marks(call) == {"expected_people": "changed"}


def test_an_answer_to_choose_is_part_of_its_question(call: Call):
    Option.objects.filter(question=question(call)).first().delete()  # type: ignore[union-attr]
    assert marks(call) == {"format": "changed"}


def test_the_limit_of_the_text_is_the_call_s(call: Call):
    Call.objects.filter(pk=call.pk).update(text_limit_words=1234)
    assert marks(Call.objects.select_related("forum").get(pk=call.pk)) == {"text": "changed"}


def test_a_question_asked_for_the_first_time_is_new_and_one_left_out_is_nothing(call: Call):
    question(call, "minutes").delete()
    section = question(call).section
    Question.objects.create(call=call, section=section, key="motto", type="short", label_en="Motto")
    assert marks(call) == {"motto": "new"}


def test_the_year_and_the_order_are_no_change(call: Call, former: Call):
    Question.objects.filter(call=former, key="summary").update(help_en="For the Forum 2026")
    Question.objects.filter(call=call, key="summary").update(help_en="For the Forum 2027", order=99)
    assert marks(call) == {}


def test_the_last_forum_that_asked_counts_and_there_the_call_at_the_same_address(call: Call):
    CallFactory(forum=forum(2020), slug="workshops")
    Call.objects.filter(forum__year=2026).update(order=5)
    other = CallFactory(forum=forum(2026), slug="another", order=1)
    Question.objects.filter(call=other).update(word_limit=5)
    assert marks(call) == {}


def test_marks_cost_three_queries_however_many_questions_there_are(call: Call):
    asked = Call.objects.select_related("forum").get(pk=call.pk)
    with CaptureQueriesContext(connection) as queries:
        marks(asked)
    assert len(queries) == 3
