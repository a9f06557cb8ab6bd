"""What calendars call the times of a session: the same from release to release."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import icalendar
import pytest
from django.db import IntegrityError, connection, transaction

from agenda.actions.places import FURTHER
from agenda.actions.releases import release
from agenda.actions.timetable import Target, change, redo, undo
from agenda.differences import Kind
from agenda.exports.ical import write_ical
from agenda.exports.schedule import days_of
from agenda.labels import labels_for
from agenda.models import Release, Session, Slot
from agenda.programme import Programme, from_data, to_data
from agenda.queries.releases import changes_between, is_up_to_date, programme_of
from tests.factories import SessionFactory, UserFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def _put(session: Session, at: datetime, *, slot_id: int | None = FURTHER, by: Any = None) -> Any:
    to = Target(room_id=None, starts_at=at, ends_at=at + HOUR, timezone="Europe/Zurich")
    return change(session_id=session.pk, to=to, by=by, at=at, revision=None, slot_id=slot_id)


def _take_out(session: Session, slot: Slot, *, by: Any = None) -> None:
    at = slot.period.lower
    change(session_id=session.pk, to=None, by=by, at=at, revision=None, slot_id=slot.pk)


def _issue(session: Session, at: datetime) -> Release:
    return release(forum_id=session.forum_id, public=True, remark="", by=None, at=at)


def _ordinals(session: Session) -> list[int]:
    return [slot.ordinal for slot in session.slots.order_by("period", "pk")]


def _names(programme: Programme) -> dict[datetime, tuple[str, str]]:
    """Return what the calendar says of each start: the event's name, and its status."""
    data = write_ical(programme, labels_for(programme, "en"))
    events: list[Any] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {e.decoded("DTSTART"): (str(e["UID"]), str(e["STATUS"])) for e in events}


def test_a_slot_keeps_its_names_when_the_one_before_it_goes(at: datetime) -> None:
    session = SessionFactory(number=103)
    _put(session, at)
    _put(session, at + DAY)
    first = programme_of(_issue(session, at))
    (uid,) = {one.uid for one in first.sessions}
    assert _names(first) == {at: (uid, "TENTATIVE"), at + DAY: (f"{uid}-2", "TENTATIVE")}
    _take_out(session, session.slots.order_by("period")[0])
    second = programme_of(_issue(session, at + HOUR))
    assert _names(second) == {at: (uid, "CANCELLED"), at + DAY: (f"{uid}-2", "TENTATIVE")}

    def tuesday(programme: Programme) -> Any:
        days = days_of(programme, labels_for(programme, "en"))
        events = [e for day in days for rows in day.rooms.values() for e in rows]
        (found,) = [(e.id, e.guid, e.code, e.slug) for e in events if e.starts_at == at + DAY]
        return found

    assert tuesday(first) == tuesday(second)


def test_a_slot_keeps_its_name_when_it_moves_before_the_other(at: datetime) -> None:
    session = SessionFactory()
    _put(session, at)
    _put(session, at + DAY)
    second = session.slots.order_by("period")[1]
    _put(session, at - DAY, slot_id=second.pk)
    assert _ordinals(session) == [2, 1]


def test_an_ordinal_is_not_given_to_another_slot(at: datetime) -> None:
    session = SessionFactory()
    _put(session, at)
    _put(session, at + DAY)
    _take_out(session, session.slots.order_by("period")[1])
    _put(session, at + 2 * DAY)
    assert _ordinals(session) == [1, 3]
    # The session comes back under its own name, not under one of its former times.
    Slot.objects.filter(session=session).delete()
    _put(session, at)
    _put(session, at + DAY)
    assert _ordinals(session) == [1, 4]


def test_undo_brings_a_slot_back_under_its_own_ordinal(at: datetime) -> None:
    session, by = SessionFactory(), UserFactory()
    forum_id = session.forum_id
    _put(session, at, by=by)
    _put(session, at + DAY, by=by)
    _take_out(session, session.slots.order_by("period")[0], by=by)
    undo(forum_id=forum_id, by=by, at=at)
    assert _ordinals(session) == [1, 2]
    _put(session, at - DAY, slot_id=session.slots.order_by("period")[1].pk, by=by)
    assert _ordinals(session) == [2, 1]
    undo(forum_id=forum_id, by=by, at=at)
    assert _ordinals(session) == [1, 2]
    redo(forum_id=forum_id, by=by, at=at)
    assert _ordinals(session) == [2, 1]


def test_the_database_lets_no_two_slots_of_a_session_have_one_ordinal(at: datetime) -> None:
    session = SessionFactory()
    rows = [Slot(session=session, period=(at + n * DAY, at + n * DAY + HOUR)) for n in range(3)]
    Slot.objects.bulk_create(rows)
    assert [row.ordinal for row in rows] == [1, 2, 3]
    with pytest.raises(IntegrityError, match="slot_ordinal_once"), transaction.atomic():
        Slot.objects.create(session=session, period=(at, at + HOUR), ordinal=2)
    with pytest.raises(IntegrityError, match="slot_ordinals_start_at_1"), transaction.atomic():
        Slot.objects.filter(pk=rows[0].pk).update(ordinal=0)


def _as_before_ordinals(made: Release) -> None:
    """Store a release as it was stored before slots had ordinals."""
    for session in made.programme["sessions"]:
        for slot in session["slots"]:
            del slot["ordinal"]
    Release.objects.filter(pk=made.pk).delete()
    made.checksum = "before"
    made.save(force_insert=True)


def test_a_release_from_before_is_read_by_the_place_of_its_slots(at: datetime) -> None:
    session = SessionFactory()
    _put(session, at)
    _put(session, at + DAY)
    made = _issue(session, at)
    wanted = _names(programme_of(made))
    _as_before_ordinals(made)
    programme = programme_of(made)
    assert from_data(to_data(programme)) == programme
    assert _names(programme) == wanted
    # Nothing has changed since, so nothing is said to have.
    assert is_up_to_date(session.forum)
    following = _issue(session, at + HOUR)
    assert [one.sequence for one in programme_of(following).sessions] == [0]
    assert programme_of(following).gone == ()
    assert changes_between(made, following) == ()


def test_another_ordinal_at_the_same_time_is_a_change_for_calendars_only(at: datetime) -> None:
    session = SessionFactory()
    _put(session, at)
    _put(session, at + DAY)
    before = _issue(session, at)
    _take_out(session, session.slots.order_by("period")[1])
    _put(session, at + DAY)
    after = _issue(session, at + HOUR)
    assert not any(Kind.MOVED in change.kinds for change in changes_between(before, after))
    assert [one.sequence for one in programme_of(after).sessions] == [1]


def test_the_migration_fills_what_the_releases_have_said(at: datetime) -> None:
    session = SessionFactory()
    for day in (2, 0, 1):
        _put(session, at + day * DAY)
    _issue(session, at)
    _take_out(session, session.slots.order_by("period")[2])
    migration = import_module("agenda.migrations.0021_slots_have_ordinals")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(migration.FORGET)
        cursor.execute("DELETE FROM agenda_slotcounter")
        cursor.execute("UPDATE agenda_slot SET ordinal = ordinal + 100")
        cursor.execute(migration.FILL)
        cursor.execute(migration.COUNT)
    assert _ordinals(session) == [1, 2]
    _put(session, at + 5 * DAY)
    assert _ordinals(session) == [1, 2, 4]
