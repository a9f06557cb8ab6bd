"""A call copied to the next Forum brings its questions along, tied to each other anew."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultation.actions.forums import copy_call, copy_forum
from consultation.exceptions import DateImpossible
from consultation.models import Call, Forum, Option, Question
from consultation.queries.changes import marks
from tests.factories import NOW, CallFactory, DraftFactory, ForumFactory
from wsis_forum import clock
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    """Return a call of a Forum that begins on 8 February 2027."""
    made = CallFactory(
        slug="workshops",
        title="Workshops 2027",
        opens_at=datetime(2026, 11, 1, 8, 0, tzinfo=UTC),
        closes_at=datetime(2027, 1, 30, 22, 59, 59, tzinfo=UTC),
    )
    Question.objects.filter(call=made, key="format").update(
        frozen_at=datetime(2027, 1, 15, 11, 0, tzinfo=UTC), label_fr="Format 2027"
    )
    waiting: Any = Question.objects.get(call=made, key="minutes")
    waiting.shown_if = Question.objects.get(call=made, key="format")
    waiting.shown_if_values = ["COUNTRY_WS"]
    waiting.save()
    return made


@pytest.fixture
def following() -> Forum:
    """Return the next Forum, 175 days later: in summer time."""
    return ForumFactory(
        slug="2028", year=2028, start_date=date(2027, 8, 2), end_date=date(2027, 8, 6)
    )


def texts(call: Call) -> list[tuple[Any, ...]]:
    """Return everything that a question says, in order."""
    rows: Any = call.questions.order_by("section__order", "order")
    return [
        (row.section.slug, row.key, row.type, row.requirement, row.label_ar, row.help_zh_hans,
         row.word_limit, row.most, row.is_public, row.shown_if and row.shown_if.key,
         row.shown_if_values, [(one.code, one.label_ru) for one in row.options.order_by("order")])
        for row in rows
    ]  # fmt: skip


def test_a_call_is_copied_with_all_that_it_asks(
    call: Call, following: Forum, secretary: User, at: datetime
):
    DraftFactory(call=call)
    made = copy_call(call_id=call.pk, forum_id=following.pk, by=secretary, at=at)
    made.refresh_from_db()
    assert texts(made) == texts(call)
    assert made.questions.count() > 10
    assert not made.questions.filter(shown_if__call=call).exists()
    assert Option.objects.filter(question__call=made).count() > 0
    assert not made.submissions.exists()
    assert (made.slug, made.forum_id, made.phase_id) == ("workshops", following.pk, None)


def test_dates_move_by_the_days_between_the_forums_and_hours_stay(
    call: Call, following: Forum, secretary: User, at: datetime
):
    made: Any = copy_call(call_id=call.pk, forum_id=following.pk, by=secretary, at=at)
    zone = made.zone
    assert [moment.astimezone(zone).isoformat() for moment in (made.opens_at, made.closes_at)] == [
        "2027-04-25T09:00:00+02:00",
        "2027-07-24T23:59:59+02:00",
    ]
    frozen: Any = Question.objects.get(call=made, key="format")
    assert frozen.frozen_at.astimezone(zone).isoformat() == "2027-07-09T12:00:00+02:00"


def test_the_year_in_its_texts_is_the_new_one_and_nothing_is_marked_as_changed(
    call: Call, following: Forum, secretary: User, at: datetime
):
    made: Any = copy_call(call_id=call.pk, forum_id=following.pk, by=secretary, at=at)
    frozen: Any = Question.objects.get(call=made, key="format")
    assert (made.title, frozen.label_fr) == ("Workshops 2028", "Format 2028")
    assert marks(made) == {}


def test_an_address_that_is_taken_gets_a_number(
    call: Call, following: Forum, secretary: User, at: datetime
):
    slugs = [
        copy_call(call_id=call.pk, forum_id=following.pk, by=secretary, at=at).slug
        for _time in range(3)
    ]
    assert slugs == ["workshops", "workshops-2", "workshops-3"]


def test_a_moment_that_the_clocks_skip_copies_nothing(
    call: Call, following: Forum, secretary: User, at: datetime
):
    # 175 days later the clocks of Geneva skip this hour.
    Question.objects.filter(call=call, key="format").update(
        frozen_at=datetime(2026, 10, 4, 0, 30, tzinfo=UTC)
    )
    with pytest.raises(DateImpossible):
        copy_call(call_id=call.pk, forum_id=following.pk, by=secretary, at=at)
    assert not following.calls.exists()


def test_a_copied_forum_s_calls_bring_their_questions(call: Call, secretary: User, at: datetime):
    forum = copy_forum(
        forum_id=call.forum_id,
        by=secretary,
        slug="2028",
        year=2028,
        start_date=date(2028, 2, 7),
        at=at,
    )
    assert texts(forum.calls.get()) == texts(call)


def test_a_secretary_copies_a_call_by_a_button(
    desk: Client, call: Call, following: Forum, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    page = desk.get(reverse("admin:consultation_call_change", args=(call.pk,)))
    url = reverse("admin:consultation_call_copy", args=(call.pk,))
    assert f'href="{url}"' in page.content.decode()
    assert '<select name="forum"' in desk.get(url).content.decode()
    refused = desk.post(url, {"forum": call.forum_id})
    assert list(refused.context["form"].errors) == ["forum"]
    response = desk.post(url, {"forum": following.pk})
    made = following.calls.get()
    assert response.headers["Location"] == reverse(
        "admin:consultation_call_change", args=(made.pk,)
    )
    assert texts(made) == texts(call)


@pytest.mark.parametrize("person", ["reviewer", "organizer"])
def test_only_the_secretariat_copies(
    client: Client, call: Call, following: Forum, person: str, request: pytest.FixtureRequest
):
    client.force_login(request.getfixturevalue(person))
    url = reverse("admin:consultation_call_copy", args=(call.pk,))
    assert client.post(url, {"forum": following.pk}).status_code == 403
    assert not following.calls.exists()
