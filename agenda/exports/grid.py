"""The timetable of a day: rooms beside each other, time downwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from math import ceil

from agenda.presentation import Day, Row
from agenda.programme import Programme

# What stays readable on A4 across.
MOST_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A room, or one of the lanes of a place where several sessions run at once."""

    room: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Cell:
    """A session in a grid; it begins in line ``line`` and fills ``height`` lines."""

    row: Row
    column: int
    line: int
    height: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A part of a day's timetable; ``starts`` says when each line begins."""

    rooms: Sequence[str]
    starts: Sequence[datetime]
    cells: Sequence[Cell]


def grids_of(programme: Programme, day: Day) -> list[Grid]:
    """Return the timetable of a day, split into parts of much the same width."""
    columns = _columns(programme, day)
    parts = ceil(len(columns) / MOST_COLUMNS)
    bounds = [round(part * len(columns) / parts) for part in range(parts + 1)]
    return [_grid(columns[first:last]) for first, last in pairwise(bounds)]


def _columns(programme: Programme, day: Day) -> list[Column]:
    """Return the places of a day, rooms in the Forum's order, online last."""
    order = {room.name: place for place, room in enumerate(programme.rooms)}
    places: dict[str, list[Row]] = {}
    for row in day.rows:
        places.setdefault(row.slot.room if row.slot else "", []).append(row)
    names = sorted(places, key=lambda name: (not name, order.get(name, len(order)), name))
    return [Column(name, lane) for name in names for lane in _lanes(places[name])]


def _lanes(rows: Sequence[Row]) -> list[list[Row]]:
    """Share rows, sorted by their start, so that no two of a lane overlap."""
    lanes: list[list[Row]] = []
    for row in rows:
        free = next((lane for lane in lanes if _instant(lane[-1])[1] <= _instant(row)[0]), None)
        if free is None:
            lanes.append([row])
        else:
            free.append(row)
    return lanes


def _grid(columns: Sequence[Column]) -> Grid:
    # By the instant: where the clocks go back, one time of a zone is two, and Python sees one.
    shown = {
        moment.astimezone(UTC): moment
        for column in columns
        for row in column.rows
        for moment in _span(row)
    }
    bounds = sorted(shown)
    line = {moment: place for place, moment in enumerate(bounds)}
    cells = [
        Cell(row, place, line[start], line[end] - line[start])
        for place, column in enumerate(columns)
        for row in column.rows
        for start, end in [_instant(row)]
    ]
    starts = [shown[moment] for moment in bounds[:-1]]
    return Grid([column.room for column in columns], starts, cells)


def _instant(row: Row) -> tuple[datetime, datetime]:
    start, end = _span(row)
    return start.astimezone(UTC), end.astimezone(UTC)


def _span(row: Row) -> tuple[datetime, datetime]:
    if row.starts_at is None or row.ends_at is None:
        raise AssertionError(row.session.number)
    return row.starts_at, row.ends_at
