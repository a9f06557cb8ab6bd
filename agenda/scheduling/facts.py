"""What the search for conflicts has to know of a Forum's timetable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

GENEVA = "Europe/Zurich"
# From a moment to another, the second one excluded.
Span = tuple[datetime, datetime]


class Kind(StrEnum):
    """What can be wrong with a timetable, the gravest first; the values name columns."""

    SPEAKER_TWICE = "speaker_twice"
    SPEAKER_WINDOW = "speaker_window"
    BLOCKED_TIME = "blocked_time"
    HOLIDAY = "holiday"
    OUTSIDE_HOURS = "outside_hours"
    SEATS = "seats"
    INTERPRETATION = "interpretation"
    EQUIPMENT = "equipment"
    ROOM_CHANGE = "room_change"
    PROTOCOL_ORDER = "protocol_order"
    SAME_ACTION_LINE = "same_action_line"


class Level(StrEnum):
    """What a conflict of a kind does: refuses the placing, is shown, is not looked for."""

    BLOCK = "block"
    WARN = "warn"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """A room; ``seats`` is ``None`` where nobody has counted them."""

    id: int
    name: str
    seats: int | None = None
    equipment: frozenset[str] = frozenset()
    booths: int = 0


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """
    A session, as far as its place depends on it.

    ``people`` are the ids of all who speak, ``on_site`` of those who have to walk. ``organizers``
    are their names, folded; ``languages`` those that are interpreted into.
    """

    id: int
    number: int
    people: frozenset[int] = frozenset()
    on_site: frozenset[int] = frozenset()
    organizers: str = ""
    expected_people: int | None = None
    equipment: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    action_lines: frozenset[str] = frozenset()
    track_id: int = 0
    type_id: int | None = None

    @property
    def walkers(self) -> frozenset[str | int]:
        """Who has to be in its room: people by their ids, organizers by name."""
        return self.on_site | {self.organizers} if self.organizers else self.on_site


@dataclass(frozen=True, slots=True)
class Placement:
    """A session in a room (or online) from ``start`` to ``end``; ``day`` is that of ``zone``."""

    slot_id: int
    session: SessionFacts
    room_id: int | None
    start: datetime
    end: datetime
    day: date
    zone: str = GENEVA

    @property
    def is_in_geneva(self) -> bool:
        """Tell whether it takes place in a room in Geneva."""
        return self.zone == GENEVA and self.room_id is not None

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Tell whether it takes place at some moment of a span; its end does not belong to it."""
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class DayFacts:
    """A day of the programme, from its first to its last moment."""

    day: date
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class BlockedFacts:
    """A break or a time that is kept free, in one room or (``None``) in all."""

    title: str
    start: datetime
    end: datetime
    room_id: int | None = None


@dataclass(frozen=True)
class Timetable:
    """
    All of it. ``levels`` says what each kind does; what it does not name is a warning.

    ``cancelled`` are places of cancelled sessions: they clash with nothing, but hold their rooms.
    ``windows`` says when people can speak, by their ids; those who are not in it can at any time.
    ``opening_type`` is the first type of the first track.
    """

    placements: Sequence[Placement] = ()
    cancelled: Sequence[Placement] = ()
    rooms: Mapping[int, RoomFacts] = field(default_factory=dict)
    windows: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    days: Sequence[DayFacts] = ()
    blocked: Sequence[BlockedFacts] = ()
    first_day: date = date.min
    last_day: date = date.min
    levels: Mapping[Kind, Level] = field(default_factory=dict)
    between_rooms: timedelta = timedelta(0)
    first_track: int | None = None
    opening_type: int | None = None

    def level(self, kind: Kind) -> Level:
        """Return what a conflict of a kind does."""
        return self.levels.get(kind, Level.WARN)

    @cached_property
    def day_of(self) -> Mapping[date, DayFacts]:
        """The days of the programme by their dates."""
        return {one.day: one for one in self.days}

    @cached_property
    def whole_windows(self) -> Mapping[int, Sequence[Span]]:
        """The windows of each person, those that touch or overlap as one."""
        return {person: merged(spans) for person, spans in self.windows.items()}

    @cached_property
    def by_day(self) -> Mapping[date, Sequence[Placement]]:
        """The placements of each day, in the order of their starts."""
        found: dict[date, list[Placement]] = {}
        for one in sorted(self.placements, key=lambda each: (each.start, each.slot_id)):
            found.setdefault(one.day, []).append(one)
        return found


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in their order, those that touch or overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


@dataclass(frozen=True, slots=True)
class Conflict:
    """
    Something wrong.

    ``placements`` holds the one concerned, or both. ``what`` says what it is about, by kind: the
    person's id, the missing seats, equipment or languages, the shared Action Lines, the title of
    the break, the name of the holiday, the minutes that are left.
    """

    kind: Kind
    level: Level
    placements: tuple[Placement, ...]
    what: tuple[str | int, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What stays the same while the same thing is wrong."""
        return self.kind, *sorted(one.session.number for one in self.placements), *self.what

    def concerns(self, session_id: int) -> bool:
        """Tell whether a session is part of it."""
        return any(one.session.id == session_id for one in self.placements)
