"""Tells quickly what would be wrong with a placement elsewhere; the rules are those of ``find``."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from agenda.scheduling.conflicts import (
    can_come,
    comes_first,
    is_blocked,
    is_outside,
    minutes_to_walk,
    missing_booths,
    missing_equipment,
    missing_seats,
)
from agenda.scheduling.facts import Kind, Level, Placement, SessionFacts, Timetable
from agenda.scheduling.holidays import holiday

# A conflict of one placement: kind, the other placement's slot (none: 0), what it is about.
Wrong = tuple[Kind, int, tuple[str | int, ...]]
_OF_ROOMS = {
    Kind.SEATS: missing_seats,
    Kind.EQUIPMENT: missing_equipment,
    Kind.INTERPRETATION: missing_booths,
}


class Places:
    """
    A timetable by what its conflicts depend on.

    Every kind of conflict is about one placement or about two, so that a move changes nothing
    but the conflicts of what moves: those are all that has to be asked.
    """

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.asked = frozenset(kind for kind in Kind if timetable.level(kind) is not Level.IGNORE)
        self._sharing: dict[object, list[Placement]] = {}
        self._held: dict[int, list[Placement]] = {}
        self._longest = timedelta(0)
        self._related: dict[int, Sequence[Placement]] = {}
        for one in (*timetable.placements, *timetable.cancelled):
            if one.room_id is not None:
                self._held.setdefault(one.room_id, []).append(one)
            self._longest = max(self._longest, one.end - one.start)
        for held in self._held.values():
            held.sort(key=_start)
        for one in timetable.placements:
            for shared in _shared_by(one.session):
                self._sharing.setdefault(shared, []).append(one)

    def is_taken(self, one: Placement) -> bool:
        """Tell whether the room is another's then, or the session is elsewhere then."""
        held = self._held.get(one.room_id or 0, ())
        first = bisect_left(held, one.start - self._longest, key=_start)
        for other in held[first : bisect_left(held, one.end, key=_start)]:
            if other.slot_id != one.slot_id and one.overlaps(other.start, other.end):
                return True
        return any(
            other.session.id == one.session.id and one.overlaps(other.start, other.end)
            for other in self._close_to(one)
        )

    def wrong_then(self, one: Placement) -> Iterator[Wrong]:
        """Give what is wrong with the time, whichever the room."""
        timetable = self.timetable
        if is_outside(timetable, one, timetable.day_of.get(one.day)):
            yield Kind.OUTSIDE_HOURS, 0, ()
        if one.is_in_geneva and (name := holiday(one.day)):
            yield Kind.HOLIDAY, 0, (name.value,)
        for blocked in timetable.blocked:
            if blocked.room_id is None and is_blocked(one, blocked):
                yield Kind.BLOCKED_TIME, 0, (blocked.title,)
        for person in one.session.people:
            if not can_come(timetable, person, one):
                yield Kind.SPEAKER_WINDOW, 0, (person,)
        yield from self._clashes(one)

    def _clashes(self, one: Placement) -> Iterator[Wrong]:
        for other in self._close_to(one):
            if other.slot_id != one.slot_id and one.overlaps(other.start, other.end):
                for person in one.session.people & other.session.people:
                    yield Kind.SPEAKER_TWICE, other.slot_id, (person,)
                lines = one.session.action_lines & other.session.action_lines
                if lines and other.session.id != one.session.id:
                    yield Kind.SAME_ACTION_LINE, other.slot_id, tuple(sorted(lines))

    def wrong_there(self, one: Placement) -> Iterator[Wrong]:
        """Give what is wrong with the room, at that time."""
        timetable = self.timetable
        room = timetable.rooms.get(one.room_id or 0)
        if room is not None:
            for kind, missing in _OF_ROOMS.items():
                if what := missing(one.session, room):
                    yield kind, 0, what
        for blocked in timetable.blocked:
            if blocked.room_id is not None and is_blocked(one, blocked):
                yield Kind.BLOCKED_TIME, 0, (blocked.title,)
        if one.room_id is not None:
            yield from self._walks(one)
        yield from self._against_protocol(one)

    def _walks(self, one: Placement) -> Iterator[Wrong]:
        for other in self._close_to(one):
            if other.room_id is None or not (shared := one.session.walkers & other.session.walkers):
                continue
            former, later = (other, one) if other.start < one.start else (one, other)
            minutes = minutes_to_walk(self.timetable, former, later)
            if minutes is not None:
                for walker in shared:
                    yield Kind.ROOM_CHANGE, other.slot_id, (walker, minutes)

    def _against_protocol(self, one: Placement) -> Iterator[Wrong]:
        for other in self.timetable.by_day.get(one.day, ()):
            if other.slot_id == one.slot_id or other.start == one.start:
                continue
            first, second = (one, other) if one.start < other.start else (other, one)
            if comes_first(self.timetable, second, first):
                yield Kind.PROTOCOL_ORDER, other.slot_id, ()

    def _close_to(self, one: Placement) -> Iterator[Placement]:
        """Give what shares something with it and is so near in time that this matters."""
        related = self._related.get(one.slot_id)
        if related is None:
            related = self._related[one.slot_id] = self._all_related(one)
        margin = self.timetable.between_rooms
        first = bisect_left(related, one.start - self._longest - margin, key=_start)
        for other in related[first:]:
            if other.start > one.end + margin:
                return
            yield other

    def _all_related(self, one: Placement) -> list[Placement]:
        found = {
            other.slot_id: other
            for shared in _shared_by(one.session)
            for other in self._sharing.get(shared, ())
            if other.slot_id != one.slot_id
        }
        return sorted(found.values(), key=lambda each: (each.start, each.slot_id))

    def counted(self, found: Iterable[Wrong]) -> frozenset[Wrong]:
        """Leave out the kinds that the Forum ignores."""
        return frozenset(one for one in found if one[0] in self.asked)


def _shared_by(session: SessionFacts) -> Iterator[object]:
    yield "session", session.id
    for person in session.people:
        yield "person", person
    for walker in session.walkers:
        yield "walker", walker
    for line in session.action_lines:
        yield "line", line


def moved(one: Placement, room_id: int | None, start: datetime) -> Placement:
    """Return a placement elsewhere, as long as it is; ``day`` is that of its zone."""
    # Through UTC, so that an hour lasts an hour when the clocks change.
    start = start.astimezone(UTC)
    day = start.astimezone(ZoneInfo(one.zone)).date()
    return replace(one, room_id=room_id, start=start, end=start + (one.end - one.start), day=day)


def _start(one: Placement) -> datetime:
    return one.start
