"""One row of a file as values, or what is wrong with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from consultation.choices import Disposition
from consultation.importing.mapping import WORDED, Mapping
from consultation.importing.tables import ERROR_CELL, LONG_CELL
from consultation.importing.words import Words
from consultation.questionnaire.known import ORGANIZATION_LENGTH, TITLE_LENGTH
from wsis_forum.cleaning import clean_line, clean_text

_LENGTHS = {
    "key": 120,
    "number": 24,
    "title": TITLE_LENGTH,
    "organization": ORGANIZATION_LENGTH,
    "session": 40,
    "link": 500,
}
_OF_A_DECISION = frozenset({"reason", "decided", "taken_up_as", "merged_into"})
_TEXTS = ("summary", "text", "reason")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DIGITS = re.compile(r"[0-9]{1,6}")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
# Days since 1899-12-30, as Excel counts: 1954 to 2064.
_SERIAL = re.compile(r"[2-5]\d{4}(\.\d+)?")
_EXCEL = date(1899, 12, 30)
_NOON = time(12)


@dataclass(frozen=True)
class Where:
    """Where a file goes: the Forum's address, the zone of the call, and the moment now."""

    slug: str
    zone: ZoneInfo
    at: datetime


@dataclass
class Read:
    """
    A row: ``values`` by field, and ``problems`` as a run stores them.

    ``answers`` are those of the fields that are answers of an input. Only what the file has a
    column or a value for is there, so that an update leaves the rest alone.
    """

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)

    def refuse(self, name: str, code: str, value: str = "") -> None:
        """Note what is wrong in a field; ``value`` is what the file says there."""
        self.problems.append({"field": name, "code": code, "value": value[:200]})

    @property
    def key(self) -> str:
        """The row's key in its Forum."""
        return str(self.values.get("key", ""))

    @property
    def answers(self) -> dict[str, Any]:
        """The answers of the input."""
        return {ANSWERS[name]: value for name, value in self.values.items() if name in ANSWERS}


# Field of a file -> question's key (``questionnaire.known``).
ANSWERS = {
    "title": "title",
    "summary": "summary",
    "text": "text",
    "language": "language",
    "organization": "organization_name",
    "stakeholder_type": "stakeholder_type",
    "country": "country",
    "action_lines": "action_lines",
    "goals": "goals",
    "link": "link",
}


def read_row(line: int, cells: Sequence[str], mapping: Mapping, words: Words, where: Where) -> Read:
    """Make values of a row's cells; every problem is noted, not only the first."""
    read = Read(line)
    names = {**mapping.columns, **mapping.otherwise}
    if not mapping.said(cells, "disposition"):
        # Nothing is decided: what holds for decisions of other rows is nothing here.
        names = {name: at for name, at in names.items() if name not in _OF_A_DECISION}
    for name in names:
        said = mapping.said(cells, name)
        if said.startswith(ERROR_CELL):
            read.refuse(name, "error", said.removeprefix(ERROR_CELL))
        elif said == LONG_CELL:
            read.refuse(name, "long")
        else:
            _READERS.get(name, _read_line)(read, name, said, mapping, words, where)
    _check_whole(read)
    are_said = all(mapping.is_in_cells(cells, name) for name in ("decided", "handed_in"))
    _check_days(read, are_said=are_said)
    return read


def _check_whole(read: Read) -> None:
    """Find what is missing, and what does not fit together."""
    wrong = {problem["field"] for problem in read.problems}
    for name in ("key", "title", "language", "handed_in"):
        if not read.values.get(name) and name not in wrong:
            read.refuse(name, "missing")
    disposition = read.values.get("disposition")
    if disposition:
        for name in ("reason", "decided"):
            if not read.values.get(name) and name not in wrong:
                read.refuse(name, "missing-for-disposition")
        if disposition == Disposition.TAKEN_UP and not read.values.get("taken_up_as"):
            read.refuse("taken_up_as", "missing-for-disposition")
        if disposition == Disposition.MERGED and not read.values.get("merged_into"):
            read.refuse("merged_into", "missing-for-disposition")


def _check_days(read: Read, *, are_said: bool) -> None:
    """Compare both days; ``are_said``: the row says both, none comes from beside a column."""
    begun, ended = read.values.get("handed_in"), read.values.get("decided")
    if read.values.get("disposition") and begun and ended and ended < begun:
        code = "before-hand-in" if are_said else "usual-before-hand-in"
        days = f"{ended.date().isoformat()}/{begun.date().isoformat()}"
        read.refuse("decided", code, days)


def _read_line(read: Read, name: str, said: str, *_others: Any) -> None:
    text = clean_line(said)
    if len(text) > _LENGTHS.get(name, ORGANIZATION_LENGTH):
        read.refuse(name, "long")
        return
    read.values[name] = text


def _read_text(read: Read, name: str, said: str, *_others: Any) -> None:
    read.values[name] = clean_text(said)


def _read_number(
    read: Read, name: str, said: str, mapping: Mapping, words: Words, where: Where
) -> None:
    """Take a number as it is; digits alone become a number of the Forum."""
    if _DIGITS.fullmatch(said):
        read.values[name] = f"WSIS-{where.slug}-{int(said):04d}"
    elif said and (len(said) > _LENGTHS["number"] or not _NUMBER.fullmatch(said)):
        read.refuse(name, "number", said)
    elif said:
        read.values[name] = said


def _read_word(
    read: Read, name: str, said: str, mapping: Mapping, words: Words, where: Where
) -> None:
    code = words.code(name, said, mapping.words) if said else ""
    if code is None:
        read.refuse(name, "unknown", said)
    else:
        read.values[name] = code


def _read_lines(
    read: Read, name: str, said: str, mapping: Mapping, words: Words, where: Where
) -> None:
    codes, unknown = words.tags(said)
    if unknown:
        read.refuse(name, "unknown", "; ".join(unknown))
    read.values[name] = codes


def _read_goals(
    read: Read, name: str, said: str, mapping: Mapping, words: Words, where: Where
) -> None:
    numbers, unknown = words.numbers(said)
    if unknown:
        read.refuse(name, "unknown", "; ".join(unknown))
    read.values[name] = numbers


def _read_day(
    read: Read, name: str, said: str, mapping: Mapping, words: Words, where: Where
) -> None:
    if not said:
        return
    moment = moment_of(said, is_day_first=mapping.is_day_first, zone=where.zone)
    if moment is None:
        read.refuse(name, "day", said)
    elif moment > where.at:
        read.refuse(name, "future", said)
    else:
        read.values[name] = moment


def _read_link(read: Read, name: str, said: str, *_others: Any) -> None:
    if not said:
        return
    try:
        parts = urlsplit(said)
        is_link = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_link = False
    if not is_link or len(said) > _LENGTHS["link"] or any(map(str.isspace, said)):
        read.refuse(name, "link", said)
        return
    read.values[name] = said


def moment_of(said: str, *, is_day_first: bool, zone: ZoneInfo) -> datetime | None:
    """
    Read a day, or a day and time; ``None`` if it is neither.

    ISO format, "3/4/2019", or Excel's number of a day. A day alone is its noon in ``zone``: the
    same day in most zones. A time without a zone is in ``zone``.
    """
    try:
        moment = _moment(said, is_day_first=is_day_first)
    except (ValueError, OverflowError):
        return None
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone).astimezone(UTC)


def _moment(said: str, *, is_day_first: bool) -> datetime | None:
    if _SERIAL.fullmatch(said):
        return datetime.combine(_EXCEL + timedelta(days=int(float(said))), _NOON)
    found = _DAY.fullmatch(said)
    if found:
        first, second, year = map(int, found.groups())
        day, month = (first, second) if is_day_first else (second, first)
        return datetime.combine(date(year, month, day), _NOON)
    if len(said) <= len("2019-02-10"):
        return datetime.combine(date.fromisoformat(said), _NOON)
    return datetime.fromisoformat(said)


_READERS: dict[str, Any] = {
    **dict.fromkeys(_TEXTS, _read_text),
    **dict.fromkeys(WORDED, _read_word),
    "number": _read_number,
    "action_lines": _read_lines,
    "goals": _read_goals,
    "handed_in": _read_day,
    "decided": _read_day,
    "link": _read_link,
}
