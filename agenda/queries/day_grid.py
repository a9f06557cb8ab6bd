"""One day of the working timetable as a table: times down, rooms across."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from agenda.choices import SessionStatus
from agenda.models import Session
from agenda.programme import pick
from agenda.scheduling.facts import BlockedFacts, Placement, Timetable
from wsis_forum.languages import column, language

STEP = timedelta(minutes=15)
USUAL_MINUTES = 60
_FIRST, _LAST = time(9), time(18)
_TITLES = tuple((code, column("title", code)) for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Card:
    """A session as the timetable shows it."""

    pk: int
    number: int
    title: str
    language: str
    status: str
    track: str
    minutes: int

    @property
    def is_tentative(self) -> bool:
        """Whether it is not firm yet."""
        return self.status == SessionStatus.TENTATIVE

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.status == SessionStatus.CANCELLED


@dataclass(frozen=True, slots=True)
class Block:
    """A session in the table, over so many rows."""

    card: Card
    slot_id: int
    start: datetime
    end: datetime
    rows: int

    @property
    def hours(self) -> str:
        """From when until when: "10:00–11:00"."""
        return f"{self.start:%H:%M}–{self.end:%H:%M}"

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        # Of seconds since the epoch: two times of one zone are subtracted as its clocks show them.
        return int(self.end.timestamp() - self.start.timestamp()) // 60


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the table: a session that begins there, or nothing; and whether in a break."""

    block: Block | None = None
    is_blocked: bool = False
    # Named where it begins.
    break_title: str = ""


_NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Column:
    """A room; ``room_id`` is ``None`` online, where several columns hold what overlaps."""

    room_id: int | None
    name: str
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A time of the day with what begins then."""

    start: datetime
    cells: Sequence[Cell]

    @property
    def clock(self) -> str:
        """What the clock shows: "10:15"."""
        return f"{self.start:%H:%M}"

    @property
    def is_full_hour(self) -> bool:
        """Whether the clock shows a full hour."""
        return self.start.minute == 0


@dataclass(frozen=True, slots=True)
class Grid:
    """The table of one day."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    end: datetime
    session_ids: frozenset[int]

    def holds(self, session_id: int) -> bool:
        """Tell whether a session takes place on this day."""
        return session_id in self.session_ids


def cards_of(forum_id: int) -> Mapping[int, Card]:
    """Return all sessions of a Forum by their ids (1 query)."""
    names = [name for _code, name in _TITLES]
    track = column("track__title", language().code)
    columns = ("pk", "number", "status", "minutes", "original_language", track, "track__title_en")
    rows = Session.objects.filter(forum=forum_id).order_by("number")
    return {row["pk"]: _card(row, track) for row in rows.values(*dict.fromkeys(columns), *names)}


def _card(row: Mapping[str, object], track: str) -> Card:
    titles = {code: str(row[name] or "") for code, name in _TITLES}
    title, spoken = pick(titles, language().code, original=str(row["original_language"]))
    return Card(
        pk=row["pk"],  # type: ignore[arg-type]
        number=row["number"],  # type: ignore[arg-type]
        title=title,
        language=spoken,
        status=str(row["status"]),
        track=str(row[track] or row["track__title_en"]),
        minutes=row["minutes"] or USUAL_MINUTES,  # type: ignore[arg-type]
    )


def grid_of(
    timetable: Timetable, cards: Mapping[int, Card], day: date, zone: ZoneInfo, online: str
) -> Grid:
    """Return the table of a day; ``online`` is what the column without a room is called."""
    midnight = datetime.combine(day, time(0), zone)
    next_midnight = datetime.combine(day + timedelta(days=1), time(0), zone)
    placed = [
        one
        for one in (*timetable.placements, *timetable.cancelled)
        if one.overlaps(midnight, next_midnight)
    ]
    placed.sort(key=lambda one: (one.start, one.slot_id))
    hours = timetable.day_of.get(day)
    first = hours.start if hours else datetime.combine(day, _FIRST, zone)
    last = hours.end if hours else datetime.combine(day, _LAST, zone)
    first = max(midnight, min([first, *(one.start for one in placed)]))
    last = min(next_midnight, max([last, *(one.end for one in placed)]))
    starts = _starts(first.astimezone(zone), last.astimezone(zone), placed, zone)
    lanes = list(_lanes(timetable, placed, online))
    blocked = [one for one in timetable.blocked if one.start < last and first < one.end]
    columns = [_cells(starts, last, room, held, cards, blocked) for room, held in lanes]
    rows = [
        Row(start, [cells[place] for cells in columns if place in cells])
        for place, start in enumerate(starts)
    ]
    sessions = frozenset(one.session.id for one in placed)
    return Grid([room for room, _held in lanes], rows, last.astimezone(zone), sessions)


def _starts(
    first: datetime, last: datetime, placed: Iterable[Placement], zone: ZoneInfo
) -> list[datetime]:
    """Return a time every quarter of an hour, and every moment at which something changes."""
    moment = first.replace(minute=first.minute - first.minute % 15, second=0, microsecond=0)
    found = {moment}
    while moment + STEP < last:
        moment += STEP
        found.add(moment)
    edges = {edge.astimezone(zone) for one in placed for edge in (one.start, one.end)}
    return sorted(found | {edge for edge in edges if first <= edge < last})


def _lanes(
    timetable: Timetable, placed: Sequence[Placement], online: str
) -> Iterator[tuple[Column, list[Placement]]]:
    for room in timetable.rooms.values():
        held = [one for one in placed if one.room_id == room.id]
        yield Column(room.id, room.name, room.seats), held
    lanes: list[list[Placement]] = [[]]
    for one in (each for each in placed if each.room_id is None):
        free = next((lane for lane in lanes if not lane or lane[-1].end <= one.start), None)
        if free is None:
            lanes.append([one])
        else:
            free.append(one)
    for lane in lanes:
        yield Column(None, online), lane


def _cells(
    starts: Sequence[datetime],
    last: datetime,
    room: Column,
    held: Sequence[Placement],
    cards: Mapping[int, Card],
    blocked: Sequence[BlockedFacts],
) -> Mapping[int, Cell]:
    """Return what stands in a column, by rows; rows that a session covers have nothing."""
    cells: dict[int, Cell] = {}
    ends = [*starts[1:], last]
    here = [one for one in blocked if one.room_id in (None, room.room_id)]
    covered_until = starts[0]
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start < covered_until:
            continue
        rest = next((one for one in here if one.start < end and start < one.end), None)
        one = next((each for each in held if each.start <= start < each.end), None)
        block = None
        if one is not None:
            rows = sum(1 for each in starts if start <= each < one.end)
            block = Block(
                cards[one.session.id],
                one.slot_id,
                one.start.astimezone(start.tzinfo),
                one.end.astimezone(start.tzinfo),
                rows,
            )
            covered_until = one.end
        is_begun = rest is not None and cells.get(place - 1, _NOTHING).is_blocked
        cells[place] = Cell(block, rest is not None, rest.title if rest and not is_begun else "")
    return cells


def days_of(timetable: Timetable, zone: ZoneInfo) -> list[date]:
    """Return the days to look at: those of the Forum, of its programme, and with a session."""
    length = (timetable.last_day - timetable.first_day).days
    found = {timetable.first_day + timedelta(days=step) for step in range(length + 1)}
    found |= {one.day for one in timetable.days}
    both = (*timetable.placements, *timetable.cancelled)
    return sorted(found | {one.start.astimezone(zone).date() for one in both})
