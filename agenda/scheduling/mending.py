"""Finds where a session could go so that a conflict is gone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agenda.scheduling.conflicts import can_come, is_outside
from agenda.scheduling.facts import Conflict, Kind, Placement, RoomFacts, Timetable

STEP = timedelta(minutes=15)
# Kinds that another room mends; the others need another time.
OF_THE_ROOM = frozenset({Kind.SEATS, Kind.EQUIPMENT, Kind.INTERPRETATION})


@dataclass(frozen=True, slots=True)
class Mend:
    """Move ``placement`` to that room (``None`` is online) and time."""

    placement: Placement
    room_id: int | None
    start: datetime
    end: datetime


def mend(timetable: Timetable, conflict: Conflict) -> Mend | None:
    """
    Return the nearest place that mends a conflict; ``None`` where the day has none.

    Of two sessions the one that is later in the list moves. A place counts if the room is free,
    nothing is kept free there, everybody can come, and the room has what the session needs.
    """
    one = conflict.placements[-1]
    if conflict.kind in OF_THE_ROOM:
        return _other_room(timetable, one)
    if conflict.kind is Kind.HOLIDAY:
        return None
    if conflict.kind is Kind.PROTOCOL_ORDER:
        one = conflict.placements[0]
        return _other_time(timetable, one, after=conflict.placements[1].end)
    if conflict.kind is Kind.ROOM_CHANGE:
        return _same_room_as(timetable, one, conflict.placements[0])
    return _other_time(timetable, one)


def _other_room(timetable: Timetable, one: Placement) -> Mend | None:
    fitting = [room for room in timetable.rooms.values() if fits(one, room)]
    # The smallest that will do, so that the large ones stay free.
    for room in sorted(fitting, key=lambda each: (each.seats is None, each.seats or 0, each.name)):
        if _is_free(timetable, replace(one, room_id=room.id)):
            return Mend(one, room.id, one.start, one.end)
    return None


def _same_room_as(timetable: Timetable, one: Placement, former: Placement) -> Mend | None:
    moved = replace(one, room_id=former.room_id)
    if _is_free(timetable, moved) and _fits_its_room(timetable, moved):
        return Mend(one, former.room_id, one.start, one.end)
    return _other_time(timetable, one, after=former.end + timetable.between_rooms)


def _other_time(timetable: Timetable, one: Placement, after: datetime | None = None) -> Mend | None:
    day = timetable.day_of.get(one.day)
    if day is None:
        return None
    length = one.end - one.start
    count = max(0, int((day.end - length - day.start) / STEP) + 1)
    starts = (day.start + STEP * step for step in range(count))
    wanted = (start for start in starts if after is None or start >= after)
    for start in sorted(wanted, key=lambda each: (abs(each - one.start), each)):
        moved = replace(one, start=start, end=start + length)
        if start == one.start or is_outside(timetable, moved, day):
            continue
        if _is_free(timetable, moved) and _can_all_come(timetable, moved):
            return Mend(one, one.room_id, start, moved.end)
    return None


def fits(one: Placement, room: RoomFacts) -> bool:
    """Tell whether a room has the seats, equipment and booths that a session needs."""
    return (
        (room.seats is None or (one.session.expected_people or 0) <= room.seats)
        and one.session.equipment <= room.equipment
        and len(one.session.languages) <= room.booths
    )


def _fits_its_room(timetable: Timetable, one: Placement) -> bool:
    room = timetable.rooms.get(one.room_id or 0)
    return room is None or fits(one, room)


def _is_free(timetable: Timetable, one: Placement) -> bool:
    taken = (
        other
        for other in (*timetable.by_day.get(one.day, ()), *timetable.cancelled)
        if one.room_id is not None and other.room_id == one.room_id
        if other.slot_id != one.slot_id
    )
    return not any(one.overlaps(other.start, other.end) for other in taken) and not any(
        one.overlaps(blocked.start, blocked.end)
        for blocked in timetable.blocked
        if blocked.room_id in (None, one.room_id)
    )


def _can_all_come(timetable: Timetable, one: Placement) -> bool:
    for other in timetable.by_day.get(one.day, ()):
        if other.session.id != one.session.id and one.overlaps(other.start, other.end):
            lines = one.session.action_lines & other.session.action_lines
            if lines or one.session.people & other.session.people:
                return False
    return all(can_come(timetable, person, one) for person in one.session.people)
