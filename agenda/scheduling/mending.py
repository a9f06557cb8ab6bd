"""Finds where a session could go so that a conflict is gone and none comes in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from agenda.scheduling.facts import Conflict, DayFacts, Kind, Placement, Timetable
from agenda.scheduling.places import Places, Wrong, moved

STEP = timedelta(minutes=15)
# What a new time has to be free of altogether; at its own time a session may stay in what it is.
_OF_THE_TIME = frozenset({Kind.SPEAKER_TWICE, Kind.SAME_ACTION_LINE, Kind.OUTSIDE_HOURS})


class Searched(Enum):
    """Where a place was looked for: all rooms, at that time only or in the whole programme."""

    ROOMS_AT_THAT_TIME = auto()
    ALL_DAYS = auto()


@dataclass(frozen=True, slots=True)
class Mend:
    """Move ``placement`` to that room (``None`` is online) and time."""

    placement: Placement
    room_id: int | None
    start: datetime
    end: datetime

    @property
    def is_of_that_day(self) -> bool:
        """Whether it stays on its day, as its zone counts days."""
        return self.start.astimezone(ZoneInfo(self.placement.zone)).date() == self.placement.day


def mend(timetable: Timetable, conflict: Conflict) -> Mend | None:
    """
    Return the nearest place that mends a conflict and adds none; ``None`` where there is none.

    Looked at are all rooms and each quarter of an hour of the day, then of the other days. Of two
    sessions the one that is later in the list moves, by protocol the one that is too early; the
    other one where that cannot. What is in a room stays in rooms, what is online stays online.
    """
    return Mender(timetable).mend(conflict)


def searched(timetable: Timetable, conflict: Conflict) -> Searched:
    """Return where ``mend`` looks for a place."""
    if any(_is_of_the_days(timetable, one) for one in conflict.placements):
        return Searched.ALL_DAYS
    return Searched.ROOMS_AT_THAT_TIME


class Mender:
    """Mends the conflicts of one timetable; make one for many of them."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.places = Places(timetable)
        self._then: dict[tuple[int, datetime], frozenset[Wrong]] = {}
        # The smallest first, so that the large ones stay free.
        self._rooms = sorted(
            timetable.rooms.values(),
            key=lambda each: (each.seats is None, each.seats or 0, each.name),
        )

    def mend(self, conflict: Conflict) -> Mend | None:
        """Return the nearest place that mends a conflict and adds none."""
        pair = conflict.placements
        movers = pair if conflict.kind is Kind.PROTOCOL_ORDER else tuple(reversed(pair))
        for is_that_day in (True, False):
            for one in movers:
                other = next((each.slot_id for each in pair if each is not one), 0)
                found = self._place(one, (conflict.kind, other, conflict.what), is_that_day)
                if found is not None:
                    return Mend(one, found.room_id, found.start, found.end)
        return None

    def _place(self, one: Placement, wrong: Wrong, is_that_day: bool) -> Placement | None:  # noqa: FBT001 one of two halves
        kept = self._all_wrong(one) - {wrong}
        kept_elsewhen = frozenset(each for each in kept if each[0] not in _OF_THE_TIME)
        rooms = self._rooms_for(one)
        for start in self._starts(one, is_that_day):
            allowed = kept if start == one.start else kept_elsewhen
            then = self._wrong_then(moved(one, one.room_id, start))
            if not then <= allowed:
                continue
            for room_id in rooms:
                there = moved(one, room_id, start)
                if not self.places.is_taken(there) and self._is_allowed_there(there, allowed):
                    return there
        return None

    def _is_allowed_there(self, one: Placement, allowed: frozenset[Wrong]) -> bool:
        return self.places.counted(self.places.wrong_there(one)) <= allowed

    def _all_wrong(self, one: Placement) -> frozenset[Wrong]:
        return self._wrong_then(one) | self.places.counted(self.places.wrong_there(one))

    def _wrong_then(self, one: Placement) -> frozenset[Wrong]:
        key = (one.slot_id, one.start)
        if key not in self._then:
            self._then[key] = self.places.counted(self.places.wrong_then(one))
        return self._then[key]

    def _rooms_for(self, one: Placement) -> list[int | None]:
        if one.room_id is None:
            return [None]
        return [one.room_id, *(room.id for room in self._rooms if room.id != one.room_id)]

    def _starts(self, one: Placement, is_that_day: bool) -> Iterator[datetime]:  # noqa: FBT001
        """Give the moments to try, the nearest first; elsewhen, at the nearest time of a day."""
        timetable = self.timetable
        if is_that_day:
            yield one.start
            if (day := timetable.day_of.get(one.day)) is not None:
                yield from sorted(_grid(one, day), key=lambda each: (abs(each - one.start), each))
        elif _is_of_the_days(timetable, one):
            for day in sorted(timetable.days, key=lambda each: abs(each.day - one.day)):
                if day.day != one.day:
                    usual = _same_time(one, day)
                    yield from sorted(_grid(one, day), key=lambda each: (abs(each - usual), each))


def _is_of_the_days(timetable: Timetable, one: Placement) -> bool:
    """Tell whether it belongs to the Forum's days; a meeting of a phase is not moved there."""
    is_within = timetable.first_day <= one.day <= timetable.last_day
    return one.day in timetable.day_of or (bool(timetable.days) and is_within)


def _same_time(one: Placement, day: DayFacts) -> datetime:
    """Return the moment of another day at which the clocks show what they show at its beginning."""
    shown = one.start.astimezone(ZoneInfo(one.zone))
    return datetime.combine(shown.date() + (day.day - one.day), shown.timetz()).astimezone(UTC)


def _grid(one: Placement, day: DayFacts) -> list[datetime]:
    start, end = day.start.astimezone(UTC), day.end.astimezone(UTC)
    count = int((end - start - (one.end - one.start)) / STEP) + 1
    return [start + STEP * step for step in range(count)]
