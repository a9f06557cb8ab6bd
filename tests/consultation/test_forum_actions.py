"""Moved deadlines and phases keep what they were; a copied Forum keeps its hours."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation import phases
from consultation.actions.copies import Mover
from consultation.actions.forums import (
    PhaseDates,
    copy_forum,
    make_current,
    move_deadline,
    move_phase,
)
from consultation.exceptions import DateImpossible, ForumExists, StaleVersion
from consultation.models import Call, DateChange, Forum, ForumPartner, Phase, PhaseActivity
from tests.factories import CallFactory, ForumFactory, PhaseFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")
NOTES = {"en": "Extended from 30 January", "fr": "Prolongé", "ar": "  "}


def move(call: Call, by: User, at: datetime, **changes) -> Call:
    values = {
        "closes_at": call.closes_at and call.closes_at + timedelta(days=9),
        "notes": NOTES,
        "version": call.version,
        **changes,
    }
    return move_deadline(call_id=call.pk, by=by, at=at, **values)


# --- A deadline ------------------------------------------------------------------------


def test_a_moved_deadline_keeps_the_former_one_and_its_note(secretary: User, at: datetime):
    former = datetime(2027, 1, 30, 23, 0, tzinfo=ZURICH)
    call = CallFactory(closes_at=former)
    moved = move(call, secretary, at)
    call.refresh_from_db()
    assert call.closes_at == moved.closes_at == former + timedelta(days=9)
    assert (call.closes_revision, call.version) == (2, 2)
    change: Any = DateChange.objects.get()
    assert change.former == {
        "precision": "moment",
        "start": "2027-01-30T23:00:00+01:00",
        "end": "2027-01-30T23:00:00+01:00",
        "timezone": "Europe/Zurich",
    }
    assert (change.call, change.phase, change.changed_by, change.changed_at) == (
        call,
        None,
        secretary,
        at,
    )
    assert (change.note_en, change.note_fr, change.note_ar) == (
        "Extended from 30 January",
        "Prolongé",
        None,
    )


def test_an_assumed_deadline_is_kept_as_the_day_that_was_known(secretary: User, at: datetime):
    call = CallFactory(
        closes_at=phases.assumed_deadline(date(2027, 1, 30), "Europe/Zurich"),
        deadline_is_assumed=True,
    )
    move(call, secretary, at)
    call.refresh_from_db()
    assert call.deadline_is_assumed is False
    former = DateChange.objects.get().former
    assert (former["precision"], former["start"], former["end"]) == (
        "date",
        "2027-01-30",
        "2027-01-30",
    )


def test_a_stale_version_moves_nothing(secretary: User, at: datetime):
    call = CallFactory()
    move(call, secretary, at)
    with pytest.raises(StaleVersion) as caught:
        move(call, secretary, at, version=1)
    assert caught.value.current == 2
    assert DateChange.objects.count() == 1


@pytest.mark.parametrize("shift", [timedelta(0), timedelta(hours=-1)])
def test_a_call_cannot_close_before_it_opens(secretary: User, at: datetime, shift: timedelta):
    call = CallFactory()
    with pytest.raises(DateImpossible):
        move(call, secretary, at, closes_at=call.opens_at + shift)
    assert not DateChange.objects.exists()


def test_a_deadline_that_stays_is_not_moved(secretary: User, at: datetime):
    call = CallFactory()
    with pytest.raises(DateImpossible):
        move(call, secretary, at, closes_at=call.closes_at)


def test_a_first_deadline_has_no_former_one(secretary: User, at: datetime):
    call = CallFactory(takes_drafts=False, closes_at=None)
    move(call, secretary, at, closes_at=at + timedelta(days=5))
    assert not DateChange.objects.exists()


# --- A phase -----------------------------------------------------------------------------


def test_a_moved_phase_keeps_its_former_months(secretary: User, at: datetime):
    phase = PhaseFactory(
        precision="month-range", start_date=date(2027, 1, 1), end_date=date(2027, 2, 28)
    )
    dates = PhaseDates("moment", starts_at=datetime(2027, 2, 9, 9, 30, tzinfo=ZURICH))
    move_phase(phase_id=phase.pk, by=secretary, dates=dates, notes=NOTES, version=1, at=at)
    phase.refresh_from_db()
    assert (phase.precision, phase.starts_at, phase.start_date, phase.end_date, phase.version) == (
        "moment",
        dates.starts_at,
        None,
        None,
        2,
    )
    assert DateChange.objects.get().former == {
        "precision": "month-range",
        "start": "2027-01-01",
        "end": "2027-02-28",
        "timezone": "Europe/Zurich",
    }


@pytest.mark.parametrize(
    "dates",
    [
        PhaseDates("moment"),
        PhaseDates(
            "moment", starts_at=datetime(2027, 1, 1, tzinfo=UTC), start_date=date(2027, 1, 1)
        ),
        PhaseDates(
            "moment",
            starts_at=datetime(2027, 1, 1, tzinfo=UTC),
            ends_at=datetime(2027, 1, 1, tzinfo=UTC),
        ),
        PhaseDates("date", start_date=date(2027, 1, 1)),
        PhaseDates("date", start_date=date(2027, 1, 2), end_date=date(2027, 1, 1)),
        PhaseDates("unknown", start_date=date(2027, 1, 1)),
        # The present date: nothing would move.
        PhaseDates("date", start_date=date(2027, 1, 5), end_date=date(2027, 1, 5)),
    ],
)
def test_dates_that_cannot_be_are_refused(secretary: User, at: datetime, dates: PhaseDates):
    phase = PhaseFactory(precision="date", start_date=date(2027, 1, 5), end_date=date(2027, 1, 5))
    with pytest.raises(DateImpossible):
        move_phase(phase_id=phase.pk, by=secretary, dates=dates, notes=NOTES, version=1, at=at)
    assert not DateChange.objects.exists()


def test_a_phase_at_another_version_is_not_moved(secretary: User, at: datetime):
    phase = PhaseFactory()
    with pytest.raises(StaleVersion):
        move_phase(
            phase_id=phase.pk,
            by=secretary,
            dates=PhaseDates("date", start_date=date(2027, 1, 1), end_date=date(2027, 1, 1)),
            notes=NOTES,
            version=7,
            at=at,
        )


# --- The current Forum ---------------------------------------------------------------------


def test_only_one_forum_is_current(secretary: User, at: datetime):
    old = ForumFactory(slug="2026", year=2026, is_current=True)
    new = ForumFactory()
    make_current(forum_id=new.pk, by=secretary, at=at)
    assert list(Forum.objects.current()) == [new]
    old.refresh_from_db()
    assert old.version == 2
    make_current(forum_id=new.pk, by=secretary, at=at)
    new.refresh_from_db()
    assert new.version == 2


# --- A copy --------------------------------------------------------------------------------


@pytest.fixture
def forum() -> Forum:
    forum = ForumFactory(
        name_en="WSIS Forum 2027",
        name_ar="منتدى 2027",
        theme_en="Skills",
        reference="WSIS-FORUM-2027",
        chair_name="Somebody",
        is_current=True,
        is_demonstration=True,
        last_number=40,
        statistics={"participants": "3,000+"},
        sources={"theme_en": "a page"},
        unverified=["theme_ar"],
    )
    ForumPartner.objects.create(forum=forum, role="organizer", code="ITU", name_en="ITU")
    paris = PhaseFactory(
        forum=forum,
        order=1,
        title_en="Meeting before the Forum 2027",
        precision="moment",
        starts_at=datetime(2026, 10, 20, 12, 20, tzinfo=ZoneInfo("Europe/Paris")),
        timezone="Europe/Paris",
        session_number=124,
        remote_url="https://example.org/room",
    )
    PhaseActivity.objects.create(phase=paris, order=1, text_en="Launch", text_fr="Lancement")
    PhaseFactory(
        forum=forum,
        order=2,
        precision="month-range",
        start_date=date(2027, 1, 1),
        end_date=date(2027, 2, 28),
    )
    CallFactory(
        forum=forum,
        slug="workshops",
        phase=paris,
        closes_at=datetime(2026, 12, 12, 23, 59, 59, tzinfo=ZURICH),
        closes_revision=3,
        deadline_is_assumed=True,
        note="From the letter.",
    )
    DateChange.objects.create(call=forum.calls.get(), former={}, note_en="Moved")
    return forum


def copy(forum: Forum, by: User, at: datetime, **changes) -> Forum:
    values = {"slug": "2028", "year": 2028, "start_date": date(2028, 2, 7), **changes}
    return copy_forum(forum_id=forum.pk, by=by, at=at, **values)


def test_a_copy_begins_anew_with_the_texts_of_every_language(
    forum: Forum, secretary: User, at: datetime
):
    new: Any = Forum.objects.get(pk=copy(forum, secretary, at).pk)
    assert (new.slug, new.year, new.name_en, new.name_ar, new.name_fr, new.theme_en) == (
        "2028",
        2028,
        "WSIS Forum 2028",
        "منتدى 2028",
        None,
        "Skills",
    )
    assert (new.start_date, new.end_date) == (date(2028, 2, 7), date(2028, 2, 11))
    assert (new.is_current, new.is_demonstration, new.last_number, new.version) == (
        False,
        False,
        0,
        1,
    )
    assert (new.reference, new.chair_name, new.statistics, new.sources) == ("", "", {}, {})
    assert new.unverified == ["theme_ar"]
    assert list(new.partners.values_list("code", "name_en")) == [("ITU", "ITU")]
    forum.refresh_from_db()
    assert forum.is_current


def test_copied_phases_keep_their_hours_and_their_months(
    forum: Forum, secretary: User, at: datetime
):
    meeting: Any
    meeting, months = copy(forum, secretary, at).phases.all()
    # 364 days later, at the same hour on the wall in Paris, though summer time ends on another day.
    assert meeting.starts_at == datetime(2027, 10, 19, 12, 20, tzinfo=ZoneInfo("Europe/Paris"))
    assert (meeting.title_en, meeting.session_number, meeting.remote_url) == (
        "Meeting before the Forum 2028",
        None,
        "",
    )
    assert list(meeting.activities.values_list("text_en", "text_fr")) == [("Launch", "Lancement")]
    assert (months.start_date, months.end_date) == (date(2028, 1, 1), date(2028, 2, 29))


def test_a_copied_call_has_a_deadline_that_never_moved(forum: Forum, secretary: User, at: datetime):
    new = copy(forum, secretary, at)
    call = new.calls.get()
    assert call.closes_at == datetime(2027, 12, 11, 23, 59, 59, tzinfo=ZURICH)
    assert (call.closes_revision, call.deadline_is_assumed, call.takes_drafts, call.note) == (
        1,
        True,
        True,
        "",
    )
    assert call.phase == new.phases.first()
    assert not call.date_changes.exists()


def test_a_copy_does_not_take_another_forum_s_address(forum: Forum, secretary: User, at: datetime):
    with pytest.raises(ForumExists):
        copy(forum, secretary, at, slug="2027")
    assert Forum.objects.count() == 1


def test_a_copy_whose_hour_is_skipped_copies_nothing(forum: Forum, secretary: User, at: datetime):
    phase = forum.phases.get(order=1)
    phase.starts_at = datetime(2027, 3, 27, 2, 30, tzinfo=ZURICH)
    phase.timezone = "Europe/Zurich"
    phase.save()
    with pytest.raises(DateImpossible):
        copy(forum, secretary, at, start_date=forum.start_date + timedelta(days=1))
    assert Forum.objects.count() == 1


@given(
    start=st.dates(date(2015, 1, 1), date(2035, 12, 31)),
    months=st.integers(0, 4),
    days=st.integers(-800, 800),
)
def test_a_range_of_months_stays_one_of_whole_months(start: date, months: int, days: int):
    first = start.replace(day=1)
    final = (first.replace(day=28) + timedelta(days=32 * months)).replace(day=1)
    row: Any = Phase(start_date=first, end_date=final.replace(day=28))
    span = (final.year - first.year) * 12 + final.month - first.month
    Mover(days=days, years=(2027, 2028)).move_months(row, "start_date", "end_date")
    assert row.start_date.day == 1
    assert (row.end_date + timedelta(days=1)).day == 1
    moved = (
        (row.end_date.year - row.start_date.year) * 12 + row.end_date.month - row.start_date.month
    )
    assert moved == span
    assert abs((row.start_date - first).days - days) <= 16
