"""Finds what is wrong with a timetable; a room twice is not among it: the database refuses that."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta

from agenda.scheduling.facts import (
    BlockedFacts,
    Conflict,
    DayFacts,
    Kind,
    Level,
    Placement,
    RoomFacts,
    SessionFacts,
    Timetable,
)
from agenda.scheduling.holidays import holiday

_WEIGHTS: Mapping[Kind, int] = {kind: place for place, kind in enumerate(Kind)}
_LEVELS: Mapping[Level, int] = {level: place for place, level in enumerate(Level)}

_Found = Iterator[tuple[tuple[Placement, ...], tuple[str | int, ...]]]


def find(timetable: Timetable) -> list[Conflict]:
    """Return all conflicts of the kinds that are not ignored, the gravest first."""
    found = [
        Conflict(kind, level, placements, what)
        for kind, search in _SEARCHES.items()
        if (level := timetable.level(kind)) is not Level.IGNORE
        for placements, what in search(timetable)
    ]
    return sorted(found, key=_weight)


def _weight(conflict: Conflict) -> tuple[object, ...]:
    first = conflict.placements[0]
    return (
        _LEVELS[conflict.level],
        _WEIGHTS[conflict.kind],
        first.start,
        first.session.number,
        conflict.placements[-1].session.number,
        tuple(map(str, conflict.what)),
    )


def overlapping(placements: Iterable[Placement]) -> Iterator[tuple[Placement, Placement]]:
    """Yield each two placements of different sessions that overlap, the earlier one first."""
    for one, other in _at_once(placements):
        if other.session.id != one.session.id:
            yield one, other


def _at_once(placements: Iterable[Placement]) -> Iterator[tuple[Placement, Placement]]:
    """Yield each two that overlap, those of one session, too."""
    running: list[Placement] = []
    for one in sorted(placements, key=lambda each: (each.start, each.slot_id)):
        running = [other for other in running if other.end > one.start]
        yield from ((other, one) for other in running)
        running.append(one)


def _speaker_twice(timetable: Timetable) -> _Found:
    # A session in two rooms at once needs its speakers in both.
    for one, other in _at_once(timetable.placements):
        for person in sorted(one.session.people & other.session.people):
            yield (one, other), (person,)


def _same_action_line(timetable: Timetable) -> _Found:
    for one, other in overlapping(timetable.placements):
        shared = one.session.action_lines & other.session.action_lines
        if shared:
            yield (one, other), tuple(sorted(shared))


def _speaker_window(timetable: Timetable) -> _Found:
    for one in timetable.placements:
        for person in sorted(one.session.people):
            if not can_come(timetable, person, one):
                yield (one,), (person,)


def can_come(timetable: Timetable, person: int, one: Placement) -> bool:
    """Tell whether a person can speak from beginning to end; windows that touch are one."""
    windows = timetable.whole_windows.get(person)
    return not windows or any(a <= one.start and one.end <= b for a, b in windows)


def _blocked_time(timetable: Timetable) -> _Found:
    for one in timetable.placements:
        for blocked in timetable.blocked:
            if is_blocked(one, blocked):
                yield (one,), (blocked.title,)


def is_blocked(one: Placement, blocked: BlockedFacts) -> bool:
    """Tell whether a placement is in a blocked time; that of one room keeps nothing free online."""
    is_there = blocked.room_id in (None, one.room_id)
    return is_there and one.overlaps(blocked.start, blocked.end)


def _holiday(timetable: Timetable) -> _Found:
    for one in timetable.placements:
        name = holiday(one.day) if one.is_in_geneva else None
        if name:
            yield (one,), (name.value,)


def _outside_hours(timetable: Timetable) -> _Found:
    for one in timetable.placements:
        if is_outside(timetable, one, timetable.day_of.get(one.day)):
            yield (one,), ()


def is_outside(timetable: Timetable, one: Placement, day: DayFacts | None) -> bool:
    """Tell whether a placement reaches beyond its day; days far from the Forum have no hours."""
    if day is not None:
        return one.start < day.start or one.end > day.end
    return bool(timetable.days) and timetable.first_day <= one.day <= timetable.last_day


def _seats(timetable: Timetable) -> _Found:
    return _in_rooms(timetable, missing_seats)


def _equipment(timetable: Timetable) -> _Found:
    return _in_rooms(timetable, missing_equipment)


def _interpretation(timetable: Timetable) -> _Found:
    return _in_rooms(timetable, missing_booths)


def _in_rooms(
    timetable: Timetable, missing: Callable[[SessionFacts, RoomFacts], tuple[str | int, ...]]
) -> _Found:
    for one in timetable.placements:
        room = timetable.rooms.get(one.room_id or 0)
        what = missing(one.session, room) if room else ()
        if what:
            yield (one,), what


def missing_seats(session: SessionFacts, room: RoomFacts) -> tuple[str | int, ...]:
    """Return how many seats a room has too few, or nothing."""
    few = 0 if room.seats is None else (session.expected_people or 0) - room.seats
    return (few,) if few > 0 else ()


def missing_equipment(session: SessionFacts, room: RoomFacts) -> tuple[str | int, ...]:
    """Return what a session needs and a room does not have."""
    return tuple(sorted(session.equipment - room.equipment))


def missing_booths(session: SessionFacts, room: RoomFacts) -> tuple[str | int, ...]:
    """Return the languages to interpret into and the booths, where these are too few."""
    count = len(session.languages)
    return (count, room.booths) if count > room.booths else ()


def _room_change(timetable: Timetable) -> _Found:
    """
    Compare each two places of a walker that are close to each other, on whatever days.

    Not only neighbours in the list: what began earlier may have ended later.
    """
    for walker, placements in _by_walker(timetable.placements).items():
        recent: list[Placement] = []
        for one in placements:
            recent = [each for each in recent if one.start - each.end < timetable.between_rooms]
            for former in sorted(recent, key=lambda each: (each.end, each.slot_id)):
                minutes = minutes_to_walk(timetable, former, one)
                if minutes is not None:
                    yield (former, one), (walker, minutes)
            recent.append(one)


def _by_walker(placements: Iterable[Placement]) -> Mapping[str | int, list[Placement]]:
    """Group placements in rooms by those who walk: people, and organizers by name."""
    found: dict[str | int, list[Placement]] = {}
    for one in sorted(placements, key=lambda each: (each.start, each.slot_id)):
        if one.room_id is not None:
            for walker in one.session.walkers:
                found.setdefault(walker, []).append(one)
    return found


def minutes_to_walk(timetable: Timetable, former: Placement, one: Placement) -> int | None:
    """Return the minutes from one room to another, where they are too few; else ``None``."""
    left = one.start - former.end
    # Who would have to be in two rooms at once is counted elsewhere.
    is_close = timedelta(0) <= left < timetable.between_rooms
    return int(left.total_seconds() // 60) if is_close and former.room_id != one.room_id else None


def _protocol_order(timetable: Timetable) -> _Found:
    """
    Find what begins before those who, by protocol, come first.

    Two sentences, from the lists of tracks and types: nothing of a day begins before its opening
    (a session of the first type of the first track), whichever the room; and in one room on one
    day, sessions of the first track (the High-Level Track) come before those of other tracks.
    """
    for placements in timetable.by_day.values():
        for place, one in enumerate(placements):
            for other in placements[place + 1 :]:
                if one.start < other.start and comes_first(timetable, other, one):
                    yield (one, other), ()


def comes_first(timetable: Timetable, one: Placement, other: Placement) -> bool:
    """Tell whether, on one day, one has to begin before the other by protocol."""
    first, second = one.session, other.session
    if first.id == second.id:
        return False
    opening = timetable.opening_type
    if opening is not None and first.type_id == opening:
        return second.type_id != opening
    is_higher = first.track_id == timetable.first_track != second.track_id
    return is_higher and one.room_id is not None and one.room_id == other.room_id


_SEARCHES: Mapping[Kind, Callable[[Timetable], _Found]] = {
    Kind.SPEAKER_TWICE: _speaker_twice,
    Kind.SPEAKER_WINDOW: _speaker_window,
    Kind.BLOCKED_TIME: _blocked_time,
    Kind.HOLIDAY: _holiday,
    Kind.OUTSIDE_HOURS: _outside_hours,
    Kind.SEATS: _seats,
    Kind.INTERPRETATION: _interpretation,
    Kind.EQUIPMENT: _equipment,
    Kind.ROOM_CHANGE: _room_change,
    Kind.PROTOCOL_ORDER: _protocol_order,
    Kind.SAME_ACTION_LINE: _same_action_line,
}
