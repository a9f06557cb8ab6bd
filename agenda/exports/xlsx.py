"""Excel workbooks: a sheet a day, what has no time yet, and the speakers; nothing in them runs."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from agenda.exports import words
from agenda.exports.labels import Labels
from agenda.exports.text import clean, one_line
from agenda.programme import Programme, ProgrammeSession, ProgrammeSlot

Cell = str | int | datetime

# Columns with their widths in characters.
SESSIONS = {
    "number": 9,
    "title": 44,
    "title_language": 12,
    "start": 17,
    "end": 17,
    "offset": 12,
    "local_time": 24,
    "room": 24,
    "track": 20,
    "type": 20,
    "status": 13,
    "mode": 14,
    "organizers": 30,
    "speakers": 44,
    "description": 60,
    "draft_agenda": 60,
    "action_lines": 30,
    "goals": 30,
    "captioning": 12,
    "sign_language": 12,
    "floor_languages": 16,
    "interpretation": 22,
    "passive": 22,
    "remote": 30,
    "recording": 30,
    "outcome": 44,
    "documents": 36,
    "links": 36,
    "inputs": 18,
    "unverified": 18,
    "url": 36,
}
TIMES = ("start", "end", "offset", "local_time", "room")
SPEAKERS = {
    "name": 28,
    "honorific": 12,
    "sort_name": 20,
    "function": 30,
    "organization": 30,
    "country": 18,
    "sessions": 50,
    "biography": 60,
    "links": 36,
    "unverified": 18,
}
# Excel holds 32,767 units of UTF-16 in a cell; a character takes one or two of them.
MOST_CHARACTERS = 16_000
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = str.maketrans("[]:*?/\\'", "        ")
_LINE_HEIGHT = 15
_A4 = 9
_MOST_LINES = 8
_ONLY_WORDS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # Moments are written as a clock shows them: Excel knows no zones, so the head names it.
    "remove_timezone": True,
}


def write_xlsx(programme: Programme, labels: Labels) -> bytes:
    """
    Return the programme as a workbook in the language of the labels.

    A day is one in the Forum's zone, in which the times of a sheet are, too. A session over several
    slots has a row for each; one without a time stands in a sheet of its own.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 needed by few processes

    out = io.BytesIO()
    book = Workbook(out, _ONLY_WORDS)
    # Without it the file would tell when it was made, and differ each time.
    book.set_properties({"title": one_line(labels.calendar_name), "created": programme.released_at})
    writer = _Writer(book, labels)
    for name, rows in _days(programme, labels).items():
        writer.sheet(name, _heads(programme, labels, SESSIONS), SESSIONS, rows)
    unplaced = [_row(programme, one, None, labels) for one in programme.sessions if not one.slots]
    if unplaced:
        columns = {name: width for name, width in SESSIONS.items() if name not in TIMES}
        heads = _heads(programme, labels, columns)
        writer.sheet(labels.columns["unplaced"], heads, columns, unplaced)
    parts = words.parts_of_speakers(programme, labels)
    people = (words.of_speaker(one, parts.get(one.slug, ()), labels) for one in programme.speakers)
    heads = _heads(programme, labels, SPEAKERS)
    writer.sheet(labels.columns["speakers"], heads, SPEAKERS, list(people))
    book.close()
    return out.getvalue()


def _days(programme: Programme, labels: Labels) -> dict[str, list[Mapping[str, Cell]]]:
    """Return the rows of each day by its date, in the order in which they take place."""
    placed = [(slot, session) for session in programme.sessions for slot in session.slots]
    placed.sort(key=lambda row: (row[0].starts_at, row[0].ends_at, row[0].room, row[1].number))
    days: dict[str, list[Mapping[str, Cell]]] = {}
    for slot, session in placed:
        day = f"{slot.starts_at.astimezone(programme.zone):%Y-%m-%d}"
        days.setdefault(day, []).append(_row(programme, session, slot, labels))
    return days


def _row(
    programme: Programme, session: ProgrammeSession, slot: ProgrammeSlot | None, labels: Labels
) -> Mapping[str, Cell]:
    row: dict[str, Cell] = {**words.of_session(programme, session, labels)}
    if slot is not None:
        row["start"] = start = slot.starts_at.astimezone(programme.zone)
        row["end"] = slot.ends_at.astimezone(programme.zone)
        row["offset"] = f"UTC{start.isoformat()[-6:]}"
        is_elsewhere = slot.local_start.utcoffset() != start.utcoffset()
        row["local_time"] = words.local_time(slot) if is_elsewhere else ""
        row["room"] = slot.room or labels.online
    return row


def _heads(programme: Programme, labels: Labels, columns: Iterable[str]) -> dict[str, str]:
    zoned = {"start", "end"}
    return {
        name: f"{labels.columns[name]} ({programme.timezone})"
        if name in zoned
        else labels.columns[name]
        for name in columns
    }


class _Writer:
    """Writes sheets one after the other; each name stands once in the book."""

    def __init__(self, book: Any, labels: Labels) -> None:
        self.book = book
        self.is_right_to_left = labels.direction == "rtl"
        self.names: set[str] = set()
        top = {"valign": "top", "text_wrap": True}
        self.head = book.add_format({**top, "bold": True, "bottom": 1})
        self.text = book.add_format(top)
        self.moment = book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm"})

    def sheet(
        self,
        name: str,
        heads: Mapping[str, str],
        widths: Mapping[str, int],
        rows: Sequence[Mapping[str, Cell]],
    ) -> None:
        """Write a sheet: a head that stays in sight, filters, and a row for each of the rows."""
        sheet = self.book.add_worksheet(self._free(name))
        if self.is_right_to_left:
            sheet.right_to_left()
        columns = list(_columns(heads, rows))
        for place, (column, _) in enumerate(columns):
            sheet.set_column(place, place, widths[column])
        # The first column stays, too: it tells which row one is in.
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        sheet.set_row(0, 2 * _LINE_HEIGHT)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.repeat_rows(0)
        for place, (column, part) in enumerate(columns):
            head = heads[column] if part == 0 else f"{heads[column]} ({part + 1})"
            sheet.write_string(0, place, clean(head), self.head)
        for number, row in enumerate(rows, start=1):
            sheet.set_row(number, _height(row, widths))
            for place, (column, part) in enumerate(columns):
                self._write(sheet, number, place, _part(row.get(column, ""), part))

    def _write(self, sheet: Any, row: int, place: int, value: Cell) -> None:
        if isinstance(value, datetime):
            sheet.write_datetime(row, place, value, self.moment)
        elif isinstance(value, int):
            sheet.write_number(row, place, value, self.text)
        elif value:
            sheet.write_string(row, place, value, self.text)

    def _free(self, name: str) -> str:
        """Return a name that Excel takes and no other sheet has."""
        stem = one_line(name).translate(_NOT_IN_SHEET_NAMES).strip()
        free, count = stem[:_LONGEST_SHEET_NAME], 1
        while not free or free.casefold() in self.names:
            count += 1
            free = f"{stem[: _LONGEST_SHEET_NAME - 4]} {count}".strip()
        self.names.add(free.casefold())
        return free


def _columns(heads: Iterable[str], rows: Sequence[Mapping[str, Cell]]) -> Iterator[tuple[str, int]]:
    """Give each column once, and again for every part of a text that is too long for a cell."""
    for name in heads:
        longest = max((len(str(row.get(name, ""))) for row in rows), default=0)
        for part in range(longest // MOST_CHARACTERS + 1):
            yield name, part


def _part(value: Cell, part: int) -> Cell:
    if isinstance(value, str):
        return clean(value)[part * MOST_CHARACTERS : (part + 1) * MOST_CHARACTERS]
    return value


def _height(row: Mapping[str, Cell], widths: Mapping[str, int]) -> int:
    """Return a height in points at which a row can be read without filling the screen."""
    counts = (
        sum(1 + len(line) // width for line in str(row.get(name, "")).split("\n"))
        for name, width in widths.items()
    )
    return _LINE_HEIGHT * min(max(counts), _MOST_LINES)
