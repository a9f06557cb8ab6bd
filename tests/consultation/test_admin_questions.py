"""Questions are rows that the secretariat edits: in six languages, with every slip said."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.choices import CallKind
from consultation.models import Call, CallSection, Option, Question
from tests.consultation.test_admin_forums import fields_of
from tests.factories import NOW, CallFactory, DraftFactory, ForumFactory, UserFactory
from wsis_forum import clock

pytestmark = pytest.mark.django_db

ADD = "/admin/consultation/question/add/"


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def call() -> Call:
    return CallFactory()


def question(call: Call, key: str) -> Any:
    return Question.objects.get(call=call, key=key)


def page(row: Any) -> str:
    return reverse(f"admin:consultation_{row._meta.model_name}_change", args=(row.pk,))


def outline(call: Call) -> str:
    return reverse("admin:consultation_call_questions", args=(call.pk,))


def options(*rows: dict[str, Any], saved: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = {"options-TOTAL_FORMS": len(rows), "options-INITIAL_FORMS": saved}
    for index, row in enumerate(rows):
        data |= {f"options-{index}-{name}": value for name, value in row.items()}
    return data


def saved_options(row: Any) -> dict[str, Any]:
    """Return what a browser sends back from the options of a question, unchanged."""
    rows = [
        {"id": one.pk, "question": row.pk, "code": one.code, "order": one.order}
        | {f"label_{code}": getattr(one, f"label_{code}") or ""
           for code in ("en", "fr", "es", "ar", "zh_hans", "ru")}
        for one in row.options.order_by("order", "pk")
    ]  # fmt: skip
    return options(*rows, saved=len(rows))


def add(desk: Client, section: CallSection, **typed: Any) -> Any:
    data = {
        "section": section.pk,
        "key": "motto",
        "type": "short",
        "requirement": "optional",
        "is_public": "on",
        "label_en": "Motto",
        "max_files": 1,
        "max_megabytes": 10,
        **options(),
        **typed,
    }
    return desk.post(f"{ADD}?section={section.pk}", data)


def change(desk: Client, row: Any, **typed: Any) -> Any:
    data = fields_of(desk.get(page(row))) | saved_options(row)
    data["shown_if_values"] = ",".join(row.shown_if_values)
    return desk.post(page(row), data | typed)


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {**response.context["adminform"].form.errors}


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# --- Writing -------------------------------------------------------------------------------


def test_a_question_is_added_in_six_languages_with_its_answers(desk: Client, call: Call):
    section = call.sections.order_by("order").last()
    assert section is not None
    waits_for = question(call, "format")
    response = add(
        desk,
        section,
        type="one",
        label_ar="الشعار",
        label_zh_hans="口号",
        help_fr="Une seule ligne.",
        shown_if=waits_for.pk,
        shown_if_values="COUNTRY_WS",
        frozen_at_0="2026-12-01",
        frozen_at_1="18:00",
        **options(
            {"code": "a", "order": 1, "label_en": "First", "label_ru": "Первый"},
            {"code": "b", "order": 2, "label_en": "Second"},
        ),
    )
    assert response.status_code == 302, response.context["errors"]
    made = question(call, "motto")
    assert response.headers["Location"] == f"{outline(call)}#question-{made.pk}"
    assert (made.label_en, made.label_ar, made.label_zh_hans) == ("Motto", "الشعار", "口号")
    assert (made.help_fr, made.section, made.call) == ("Une seule ligne.", section, call)
    assert (made.shown_if, made.shown_if_values) == (waits_for, ["COUNTRY_WS"])
    assert made.frozen_at == datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
    assert [(one.code, one.label_ru) for one in made.options.order_by("order")] == [
        ("a", "Первый"),
        ("b", None),
    ]
    assert list(call.questions.order_by("section__order", "order"))[-1] == made


def test_an_unchanged_page_can_be_saved_whatever_the_question(desk: Client):
    for kind in CallKind:
        CallFactory(kind=kind)
    rows = {row.type: row for row in Question.objects.order_by("pk")}
    assert set(rows) >= {"one", "several", "file", "people", "confirmation", "language", "date"}
    for row in rows.values():
        response = change(desk, row)
        assert response.status_code == 302, (row.key, response.context["errors"])
        row.refresh_from_db()
        assert row.version == 2


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"key": "summary", "type": "long"}, "key", "Another question of this call has this name."),
        (
            {"key": "version", "type": "short"},
            "key",
            "The page uses this name itself. Choose another one.",
        ),
        (
            {"key": "Bad Name"},
            "key",
            "Use small Latin letters, digits and underscores, a letter first.",
        ),
        (
            {"key": "on_behalf_of", "type": "date"},
            "type",
            "A question named “on_behalf_of” is always of the type “short text”.",
        ),
        ({"word_limit": 0}, "word_limit", "Ensure this value is greater than or equal to 1."),
        (
            {"word_limit": 10**9},
            "word_limit",
            "Ensure this value is less than or equal to 20000.",
        ),
        (
            {"type": "date", "word_limit": 9},
            "word_limit",
            "Only a text has a limit of words or characters.",
        ),
        ({"most": 9}, "most", "Only a number or a list of people has this limit."),
        (
            {"type": "number", "least": 9, "most": 3},
            "most",
            "The largest number cannot be below the smallest.",
        ),
        ({"type": "people", "most": 9999}, "most", "Enter a number from 0 to 100."),
        ({"type": "file"}, "file_kinds", "Choose at least one kind of file."),
        (
            {"frozen_at_0": "2026-10-25", "frozen_at_1": "02:30"},
            "frozen_at",
            (
                "On 25 October 2026 the clocks show the time from 02:00 to 03:00 twice "
                "(Geneva time). Choose another time."
            ),
        ),
    ],
)
def test_a_slip_is_said_at_its_field(
    desk: Client, call: Call, typed: dict[str, Any], field: str, words: str
):
    # The standard set asks it of every call; here its name is free.
    Question.objects.filter(call=call, key="on_behalf_of").delete()
    section = question(call, "summary").section
    assert errors(add(desk, section, **typed)) == {field: [words]}
    assert not Question.objects.filter(call=call, key="motto").exists()


def test_a_condition_names_an_earlier_question_of_the_call_and_its_codes(desk: Client, call: Call):
    first, later = call.sections.order_by("order").first(), question(call, "format")
    assert first is not None
    assert first != later.section
    assert errors(add(desk, first, shown_if=later.pk)) == {
        "shown_if": ["“Motto” has to stand after “Format”, whose answer it waits for."]
    }
    foreign = question(CallFactory(), "format")
    assert list(errors(add(desk, later.section, shown_if=foreign.pk))) == ["shown_if"]
    assert errors(add(desk, later.section, shown_if=later.pk, shown_if_values="X,COUNTRY_WS")) == {
        "shown_if_values": [
            "That question has no answer with the code X. It has: THEMATIC_WS, COUNTRY_WS."
        ]
    }
    text = question(call, "summary")
    assert errors(add(desk, later.section, shown_if=text.pk, shown_if_values="yes")) == {
        "shown_if_values": ["Answers to that question have no codes. Leave this empty."]
    }


def test_questions_do_not_wait_for_each_other_in_a_circle(desk: Client, call: Call):
    first, second = question(call, "format"), question(call, "minutes")
    assert change(desk, second, shown_if=first.pk).status_code == 302
    assert list(errors(change(desk, first, shown_if=second.pk))) == ["shown_if"]
    assert errors(change(desk, first, shown_if=first.pk)) == {
        "shown_if": ["Choose another question of this call."]
    }


def test_a_choice_has_answers_and_nothing_else_has(desk: Client, call: Call):
    section = question(call, "summary").section
    response = add(desk, section, type="one")
    assert "A choice needs answers. Add them here." in response.content.decode()
    response = add(desk, section, **options({"code": "a", "order": 1, "label_en": "A"}))
    assert "Only a choice has answers. Remove these." in response.content.decode()
    response = add(
        desk, section, type="one", **options({"code": "a,b", "order": 1, "label_en": "A"})
    )
    assert "Use Latin letters, digits, hyphens and underscores." in response.content.decode()


# --- What is answered stays ----------------------------------------------------------------


def test_name_and_type_are_fixed_once_there_are_answers(desk: Client, call: Call):
    row = question(call, "expected_people")
    assert change(desk, row, key="people_expected", type="short").status_code == 200
    Question.objects.filter(pk=row.pk).update(key="guests")
    row.refresh_from_db()
    assert change(desk, row, key="visitors").status_code == 302
    DraftFactory(call=call, answers={"visitors": 12})
    row.refresh_from_db()
    form = desk.get(page(row)).context["adminform"].form
    assert not {"key", "type"} & set(form.fields)
    assert change(desk, row, key="others", type="short", label_en="Visitors").status_code == 302
    row.refresh_from_db()
    assert (row.key, row.type, row.label_en) == ("visitors", "number", "Visitors")


def test_a_chosen_answer_keeps_its_code(desk: Client, call: Call):
    row = question(call, "format")
    DraftFactory(call=call, answers={"format": "COUNTRY_WS"})
    index = [one.code for one in row.options.order_by("order", "pk")].index("COUNTRY_WS")
    words = "Somebody has chosen the answer COUNTRY_WS, so its code stays."
    response = change(desk, row, **{f"options-{index}-code": "COUNTRY"})
    assert words in response.content.decode()
    response = change(desk, row, **{f"options-{index}-DELETE": "on"})
    assert words in response.content.decode()
    assert change(desk, row, **{f"options-{index}-label_fr": "Pays"}).status_code == 302
    assert change(desk, row, **{f"options-{1 - index}-DELETE": "on"}).status_code == 302
    assert [(one.code, one.label_fr) for one in row.options.all()] == [("COUNTRY_WS", "Pays")]


def test_an_answer_that_another_question_waits_for_stays(desk: Client, call: Call):
    row, waiting = question(call, "format"), question(call, "minutes")
    change(desk, waiting, shown_if=row.pk, shown_if_values="COUNTRY_WS")
    index = [one.code for one in row.options.order_by("order", "pk")].index("COUNTRY_WS")
    html = change(desk, row, **{f"options-{index}-DELETE": "on"}).content.decode()
    assert "is asked only after the answer COUNTRY_WS, so it stays." in html
    assert row.options.count() == 2


def test_a_question_with_answers_or_follow_ups_is_not_deleted(desk: Client, call: Call):
    answered, waited, free = (question(call, key) for key in ("minutes", "format", "on_behalf_of"))
    DraftFactory(call=call, answers={"minutes": 60})
    Question.objects.filter(call=call, key="expected_people").update(shown_if=waited)
    for row, words in (
        (answered, "This question has answers, so it stays. Make it optional, or freeze it"),
        (waited, "is asked only after this question, so it stays."),
    ):
        url = reverse("admin:consultation_question_delete", args=(row.pk,))
        response = desk.post(url, {"post": "yes"}, follow=True)
        assert words in said(response)[0]
    url = reverse("admin:consultation_question_delete", args=(free.pk,))
    assert desk.get(url).status_code == 200
    desk.post(url, {"post": "yes"})
    assert not Question.objects.filter(pk=free.pk).exists()
    assert Question.objects.filter(pk__in=(answered.pk, waited.pk)).count() == 2


def test_a_section_with_questions_is_not_deleted(desk: Client, call: Call):
    section = question(call, "format").section
    url = reverse("admin:consultation_callsection_delete", args=(section.pk,))
    response = desk.post(url, {"post": "yes"}, follow=True)
    assert said(response) == ["This section has questions. Move or delete them first."]


# --- Two people ----------------------------------------------------------------------------


def test_the_second_of_two_editors_sees_both_texts_and_both_lists_of_answers(
    desk: Client, call: Call
):
    row = question(call, "format")
    opened = fields_of(desk.get(page(row))) | saved_options(row)
    assert desk.post(page(row), opened | {"label_en": "Kind of workshop"}).status_code == 302
    response = desk.post(page(row), opened | {"label_en": "Shape"})
    (difference,) = response.context["adminform"].form.differences
    assert (difference.theirs, difference.yours) == ("Kind of workshop", "Shape")
    row.refresh_from_db()
    assert row.label_en == "Kind of workshop"
    again = desk.post(page(row), {**opened, "seen": row.version, "label_en": "Shape"})
    assert again.status_code == 302


def test_answers_saved_by_somebody_else_are_not_overwritten_silently(desk: Client, call: Call):
    row = question(call, "format")
    opened = fields_of(desk.get(page(row))) | saved_options(row)
    assert desk.post(page(row), opened | {"options-0-label_fr": "Un"}).status_code == 302
    response = desk.post(page(row), opened | {"options-0-label_fr": "Deux"})
    assert response.status_code == 200
    assert "Somebody else has saved this page since." in response.content.decode()
    assert row.options.order_by("order").first().label_fr == "Un"
    seen = fields_of(response)["seen"]
    again = desk.post(page(row), opened | {"options-0-label_fr": "Deux", "seen": seen})
    assert again.status_code == 302
    assert row.options.order_by("order").first().label_fr == "Deux"


# --- The outline ---------------------------------------------------------------------------


def test_a_call_made_in_the_admin_asks_the_usual_questions(desk: Client):
    data = {
        "forum": ForumFactory().pk,
        "slug": "photos",
        "kind": "photo",
        "order": 0,
        "timezone": "Europe/Zurich",
        "grace_minutes": 15,
        "publication_rule": "at-once",
        "reviews_shown": "after-mine",
        "text_limit_words": 2000,
        "title_en": "Photos",
    }
    assert desk.post("/admin/consultation/call/add/", data).status_code == 302
    assert Call.objects.get().questions.count() > 5


def test_the_usual_questions_are_added_by_a_button_once(desk: Client):
    call = CallFactory(questions=False)
    url = reverse("admin:consultation_call_usual_questions", args=(call.pk,))
    assert f'action="{url}"' in desk.get(outline(call)).content.decode()
    assert desk.get(url).status_code == 405
    desk.post(url)
    count = call.questions.count()
    assert count > 10
    desk.post(url)
    assert call.questions.count() == count
    assert f'action="{url}"' not in desk.get(outline(call)).content.decode()


def test_the_outline_warns_of_drafts_while_the_call_is_open(desk: Client, call: Call):
    DraftFactory(call=call)
    words = "This call is open, and there is 1 unfinished draft"
    row = question(call, "format")
    assert words in desk.get(outline(call)).content.decode()
    assert words in desk.get(page(row)).content.decode()
    Call.objects.filter(pk=call.pk).update(closes_at=NOW)
    assert words not in desk.get(outline(call)).content.decode()


def test_questions_change_places_and_stay_after_what_they_wait_for(desk: Client, call: Call):
    section = question(call, "format").section
    url = reverse("admin:consultation_call_move_question", args=(call.pk,))

    def keys() -> list[str]:
        return list(section.questions.order_by("order", "pk").values_list("key", flat=True))

    before = keys()
    assert before[:2] == ["format", "minutes"]
    desk.post(url, {"move": f"question:{question(call, 'minutes').pk}:up"})
    assert keys() == ["minutes", "format", *before[2:]]
    desk.post(url, {"move": f"question:{question(call, 'minutes').pk}:up"})
    assert keys() == ["minutes", "format", *before[2:]]
    waiting = question(call, before[2])
    Question.objects.filter(pk=waiting.pk).update(shown_if=question(call, "format"))
    response = desk.post(url, {"move": f"question:{waiting.pk}:up"}, follow=True)
    assert "has to stand after “Format”, whose answer it waits for." in said(response)[0]
    assert keys() == ["minutes", "format", *before[2:]]


def test_sections_change_places(desk: Client, call: Call):
    url = reverse("admin:consultation_call_move_question", args=(call.pk,))
    slugs = list(call.sections.order_by("order").values_list("slug", flat=True))
    second = call.sections.get(slug=slugs[1])
    desk.post(url, {"move": f"section:{second.pk}:up"})
    moved = list(call.sections.order_by("order").values_list("slug", flat=True))
    assert moved == [slugs[1], slugs[0], *slugs[2:]]


@pytest.mark.parametrize("what", ["", "x", "question:0:up", "section:²:up", "call:1:up"])
def test_a_move_that_makes_no_sense_moves_nothing(desk: Client, call: Call, what: str):
    url = reverse("admin:consultation_call_move_question", args=(call.pk,))
    assert desk.post(url, {"move": what}).status_code == 302


def test_a_section_is_added_at_the_end_with_an_address_of_its_own(desk: Client, call: Call):
    url = f"{reverse('admin:consultation_callsection_add')}?call={call.pk}"
    slug = call.sections.values_list("slug", flat=True)[0]
    data = {"slug": slug, "title_en": "More", "title_ar": "المزيد"}
    assert errors(desk.post(url, data)) == {
        "slug": ["Another section of this call has this address."]
    }
    assert desk.post(url, data | {"slug": "more"}).status_code == 302
    made: Any = call.sections.order_by("order").last()
    assert (made.slug, made.title_ar) == ("more", "المزيد")


def test_the_outline_asks_the_same_number_of_questions_for_any_number_of_rows(
    desk: Client, call: Call
):
    with CaptureQueriesContext(connection) as many:
        desk.get(outline(call))
    keep = question(call, "format").pk
    Option.objects.filter(question__call=call).exclude(question=keep).delete()
    Question.objects.filter(call=call).exclude(pk=keep).delete()
    with CaptureQueriesContext(connection) as few:
        desk.get(outline(call))
    assert len(many) == len(few)


# --- Who -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "reads", "writes"),
    [("secretary", 200, 302), ("organizer", 200, 403), ("reviewer", 403, 403)],
)
def test_the_secretariat_writes_organizers_read_reviewers_do_not(
    client: Client,
    call: Call,
    person: str,
    reads: int,
    writes: int,
    request: pytest.FixtureRequest,
):
    client.force_login(request.getfixturevalue(person))
    row = question(call, "format")
    assert [client.get(url).status_code for url in (outline(call), page(row))] == [reads, reads]
    move = reverse("admin:consultation_call_move_question", args=(call.pk,))
    assert client.post(move, {"move": f"question:{row.pk}:down"}).status_code == writes
    posted = client.post(page(row), {})
    assert posted.status_code == (200 if writes == 302 else 403)


def test_the_list_of_questions_is_that_of_their_call(desk: Client):
    for url in ("/admin/consultation/question/", ADD):
        assert desk.get(url).headers["Location"] == "/admin/consultation/call/"
    assert "consultation/question/" not in desk.get("/admin/").content.decode()


def test_who_is_no_staff_does_not_come_in(client: Client, call: Call):
    client.force_login(UserFactory())
    assert client.get(outline(call)).headers["Location"].startswith("/admin/login/")
