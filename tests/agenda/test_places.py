"""Rooms and times: a room holds one session at a time, whoever asks first."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import close_old_connections, connection

from agenda.actions.places import FURTHER, place, unplace
from agenda.admin.refusals import refusal as refusal_words
from agenda.exceptions import RoomTaken, SlotImpossible, SlotProblem
from agenda.models import Room, Session, Slot
from tests.factories import NOW, ForumFactory, RoomFactory, SessionFactory, UserFactory

HOUR = timedelta(hours=1)
ZONE = "Europe/Zurich"


def _put(
    session: Session,
    room: Room | None,
    start: datetime = NOW,
    length: timedelta = HOUR,
    end: datetime | None = None,
    **more,
):
    return place(
        session_id=session.pk,
        room_id=room.pk if room else None,
        starts_at=start,
        ends_at=end or start + length,
        timezone=ZONE,
        by=None,
        at=NOW,
        **more,
    )


@pytest.mark.django_db
def test_a_session_is_placed_and_moved() -> None:
    session, room, other = SessionFactory(), RoomFactory(), RoomFactory()
    slot = _put(session, room)
    assert (slot.room, slot.period.lower, slot.period.upper, slot.timezone) == (
        room,
        NOW,
        NOW + HOUR,
        ZONE,
    )
    moved = _put(session, other, NOW + HOUR)
    assert (moved.pk, moved.room) == (slot.pk, other)
    assert Slot.objects.count() == 1


@pytest.mark.django_db
def test_each_move_raises_the_version_and_repeating_does_not() -> None:
    session, room = SessionFactory(), RoomFactory()
    _put(session, room)
    _put(session, room)
    session.refresh_from_db()
    assert session.version == 2


@pytest.mark.django_db
def test_of_several_slots_the_named_one_moves() -> None:
    session, room = SessionFactory(), RoomFactory()
    first = _put(session, room)
    further = _put(session, room, NOW + 3 * HOUR, slot_id=FURTHER)
    moved = _put(session, room, NOW + 5 * HOUR, slot_id=further.pk)
    assert moved.pk == further.pk
    assert list(session.slots.values_list("pk", flat=True)) == [first.pk, further.pk]


@pytest.mark.django_db
def test_a_taken_room_is_refused_with_the_other_sessions_name() -> None:
    room = RoomFactory(name="Room A")
    _put(SessionFactory(number=124, title="Opening"), room)
    late = SessionFactory(number=125)
    with pytest.raises(RoomTaken) as refusal:
        _put(late, room, NOW + HOUR / 2)
    assert (refusal.value.room, refusal.value.other) == ("Room A", "124 · Opening")
    assert late.slots.count() == 0


@pytest.mark.django_db
def test_sessions_may_follow_each_other_and_be_online_at_once() -> None:
    room = RoomFactory()
    _put(SessionFactory(), room)
    _put(SessionFactory(), room, NOW + HOUR)
    _put(SessionFactory(), None)
    _put(SessionFactory(), None)
    assert Slot.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "length", "problem"),
    [
        (NOW, timedelta(0), SlotProblem.NO_LENGTH),
        (NOW, -HOUR, SlotProblem.NO_LENGTH),
        (NOW, 25 * HOUR, SlotProblem.TOO_LONG),
        (NOW.replace(year=2062), HOUR, SlotProblem.FAR_FROM_FORUM),
    ],
)
def test_times_that_cannot_be_meant_are_refused(start, length, problem) -> None:
    with pytest.raises(SlotImpossible) as refusal:
        _put(SessionFactory(), None, start, length)
    assert refusal.value.problem == problem
    assert Slot.objects.count() == 0


def _in_zurich(
    year: int, month: int, day: int, hour: int, minute: int = 0, *, fold: int = 0
) -> datetime:
    return datetime(year, month, day, hour, minute, fold=fold, tzinfo=ZoneInfo("Europe/Zurich"))


@pytest.mark.django_db
def test_an_hour_in_which_the_clocks_go_back_is_an_hour() -> None:
    session = SessionFactory()
    start, end = _in_zurich(2026, 10, 25, 2, 30), _in_zurich(2026, 10, 25, 2, 30, fold=1)
    slot = _put(session, None, start, end=end)
    assert slot.period.upper - slot.period.lower == HOUR
    long = _in_zurich(2026, 10, 24, 12), _in_zurich(2026, 10, 25, 12)
    with pytest.raises(SlotImpossible) as refusal:
        _put(session, None, long[0], end=long[1])
    assert refusal.value.problem == SlotProblem.TOO_LONG


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end"),
    [
        (_in_zurich(2027, 3, 28, 2, 30), _in_zurich(2027, 3, 28, 3)),
        (_in_zurich(2027, 3, 28, 1, 30), _in_zurich(2027, 3, 28, 2, 15)),
    ],
)
def test_an_hour_that_the_clocks_skip_is_refused(start: datetime, end: datetime) -> None:
    session = SessionFactory()
    with pytest.raises(SlotImpossible) as refusal:
        _put(session, None, start, end=end)
    assert refusal.value.problem == SlotProblem.SKIPPED
    assert Slot.objects.count() == 0
    assert refusal_words(refusal.value) == (
        "start",
        "The clocks skip this hour on that day. Choose another time.",
    )


@pytest.mark.django_db
def test_a_room_of_another_forum_is_refused() -> None:
    with pytest.raises(SlotImpossible) as refusal:
        _put(SessionFactory(), RoomFactory(forum=ForumFactory(slug="2019")))
    assert refusal.value.problem == SlotProblem.OTHER_FORUM


@pytest.mark.django_db
def test_a_session_leaves_its_room() -> None:
    session, room, by = SessionFactory(), RoomFactory(), UserFactory()
    slot = _put(session, room)
    unplace(session_id=session.pk, by=by, at=NOW, slot_id=slot.pk + 1)
    assert session.slots.count() == 1
    unplace(session_id=session.pk, by=by, at=NOW)
    assert session.slots.count() == 0
    _put(SessionFactory(), room)


@pytest.mark.django_db(transaction=True)
def test_of_two_organizers_who_want_one_room_one_gets_it() -> None:
    room = RoomFactory(name="Room A")
    wanted = [SessionFactory(number=100, title="One"), SessionFactory(number=101, title="Two")]
    ready, said = threading.Barrier(2), []

    def ask(session: Session) -> None:
        try:
            ready.wait(timeout=10)
            _put(session, room)
            said.append(("placed", str(session)))
        except RoomTaken as refusal:
            said.append(("taken", refusal.other))
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=ask, args=(session,)) for session in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    placed = Slot.objects.get().session
    assert sorted(said) == [("placed", str(placed)), ("taken", str(placed))]
