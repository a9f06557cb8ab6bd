"""
The slots of a session: put into a room at a time, taken out.

Whoever changes the working timetable calls ``timetable.change``, which calls these and records it.
"""

from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from agenda.exceptions import RoomTaken, SlotImpossible, SlotProblem
from agenda.models import Room, Session, Slot
from wsis_forum.accounts.models import User

LONGEST = timedelta(hours=24)
# Meetings of the phases take place up to a year before the Forum, follow-ups after it.
FARTHEST = timedelta(days=400)
# The number that no slot has: the session gets one more.
FURTHER = 0
_ONE_AT_A_TIME = "room_holds_one_session_at_a_time"


@transaction.atomic
def place(
    *,
    session_id: int,
    room_id: int | None,
    starts_at: datetime,
    ends_at: datetime,
    timezone: str,
    by: User | None,
    at: datetime,
    slot_id: int | None = None,
) -> Slot:
    """
    Put a session into a room at a time, or move it there; no room is online.

    All moments are timezone-aware; ``timezone`` is the zone in which they are said. ``slot_id`` is
    the slot that moves, else the first one does; with ``FURTHER`` the session gets one more.

    :raises SlotImpossible: the end is not after the start, the clocks skip that hour, or the time
        cannot be meant
    :raises RoomTaken: another session is in that room at that time
    """
    session = _locked(session_id)
    # Two organizers who want one room take turns, so the database never has to end a deadlock.
    room = Room.objects.select_for_update(of=("self",)).get(pk=room_id) if room_id else None
    for moment in (starts_at, ends_at):
        _require_shown(moment)
    # Two moments of one zone are compared as their clocks show them, and an hour is none in autumn.
    starts_at, ends_at = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    _require_possible(session, room, starts_at, ends_at)
    slot = _slot_to_move(session, slot_id)
    period = (starts_at, ends_at)
    if _is_there(slot, room, period, timezone):
        return slot
    slot.room, slot.period, slot.timezone = room, period, timezone
    try:
        with transaction.atomic():
            slot.save()
    except IntegrityError as error:
        if room is None or not _is_double_booking(error):
            raise
        raise RoomTaken(room=room.name, other=_other(slot, room, period)) from error
    _raise_version(session)
    slot.refresh_from_db()
    return slot


@transaction.atomic
def unplace(
    *,
    session_id: int,
    by: User | None,
    at: datetime,
    slot_id: int | None = None,
) -> None:
    """Take a session out of its rooms, or out of one slot only."""
    session = _locked(session_id)
    slots = session.slots.all()
    deleted, _rows = (slots.filter(pk=slot_id) if slot_id else slots).delete()
    if deleted:
        _raise_version(session)


def _is_there(
    slot: Slot, room: Room | None, period: tuple[datetime, datetime], timezone: str
) -> bool:
    if slot.pk is None:
        return False
    now = (slot.room_id, slot.period.lower, slot.period.upper, slot.timezone)
    return now == (room.pk if room else None, *period, timezone)


def _slot_to_move(session: Session, slot_id: int | None) -> Slot:
    slots = session.slots.order_by("period", "pk")
    if slot_id is not None:
        slots = slots.filter(pk=slot_id)
    return slots.first() or Slot(session=session)


def _locked(session_id: int) -> Session:
    return (
        Session.objects.select_for_update(of=("self",)).select_related("forum").get(pk=session_id)
    )


def _raise_version(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)


def _require_shown(moment: datetime) -> None:
    """Refuse a wall-clock time that its zone's clocks never show: it comes back as another one."""
    again = moment.astimezone(UTC).astimezone(moment.tzinfo)
    if again.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise SlotImpossible(SlotProblem.SKIPPED)


def _require_possible(
    session: Session, room: Room | None, starts_at: datetime, ends_at: datetime
) -> None:
    if ends_at <= starts_at:
        raise SlotImpossible(SlotProblem.NO_LENGTH)
    if ends_at - starts_at > LONGEST:
        raise SlotImpossible(SlotProblem.TOO_LONG)
    if room is not None and room.forum_id != session.forum_id:
        raise SlotImpossible(SlotProblem.OTHER_FORUM)
    if abs(starts_at.date() - session.forum.start_date) > FARTHEST:
        raise SlotImpossible(SlotProblem.FAR_FROM_FORUM)


def _is_double_booking(error: IntegrityError) -> bool:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) == _ONE_AT_A_TIME


def _other(slot: Slot, room: Room, period: tuple[datetime, datetime]) -> str:
    """Name the session that holds the room; the failed write saw it, so it is there."""
    others = Slot.objects.select_related("session").filter(room=room, period__overlap=period)
    return str(others.exclude(pk=slot.pk).order_by("period")[0].session)
