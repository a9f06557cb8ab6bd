"""
The privacy notice: a folder per version, with a text in each language and ``notice.json``.

A version that was in force is never edited, for hand-ins keep its name: a change is a new folder,
the times included. ``manage.py expire_data`` keeps the times of the current one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from babel.dates import format_timedelta

from wsis_forum.languages import fallback_codes, language

_FOLDER = Path(__file__).resolve().parent
_DAYS_OF_A_MONTH = 30


@dataclass(frozen=True)
class Period:
    """How long something is kept: a number of days or of calendar months."""

    count: int
    unit: str

    def before(self, at: datetime) -> datetime:
        """Return the moment that is just past its time at ``at``: what is as old has to go."""
        if self.unit == "days":
            return at - timedelta(days=self.count)
        months = at.year * 12 + at.month - 1 - self.count
        year, month = divmod(months, 12)
        # 31 March less one month is the last day of February.
        after = date(year + month // 11, (month + 1) % 12 + 1, 1)
        last_day = (after - timedelta(days=1)).day
        return at.replace(year=year, month=month + 1, day=min(at.day, last_day))

    def words(self) -> str:
        """Write it in the active language: "30 days"."""
        unit = self.unit.removesuffix("s")
        length = timedelta(days=self.count * (1 if unit == "day" else _DAYS_OF_A_MONTH))
        # The high threshold keeps 24 months from being said as years.
        locale = language().locale
        return format_timedelta(length, granularity=unit, threshold=10**6, locale=locale)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Notice:
    """One version: in force from a day on, with its times by the name of what is kept."""

    version: str
    since: date
    times: Mapping[str, Period]

    def text(self) -> str:
        """Return its Markdown in the active language, in English where it was not written."""
        folder = _FOLDER / self.version
        paths = (folder / f"{code}.md" for code in fallback_codes())
        return next(path for path in paths if path.exists()).read_text(encoding="utf-8")


@cache
def notices() -> tuple[Notice, ...]:
    """Return every version, the current one first."""
    found = [_read(path) for path in _FOLDER.glob("*/notice.json")]
    return tuple(sorted(found, key=_order, reverse=True))


def current() -> Notice:
    """Return the version in force."""
    return notices()[0]


def current_version() -> str:
    """Return the name of the version in force, which a hand-in agrees to."""
    return current().version


def _read(path: Path) -> Notice:
    data = json.loads(path.read_text(encoding="utf-8"))
    times = {name: _period(words) for name, words in data["times"].items()}
    return Notice(path.parent.name, date.fromisoformat(data["since"]), times)


def _period(words: str) -> Period:
    """
    Read "30 days" or "1 month".

    :raises ValueError: it is neither days nor months
    """
    count, unit = words.split()
    unit = unit.removesuffix("s") + "s"
    if unit not in {"days", "months"}:
        raise ValueError(words)
    return Period(int(count), unit)


def _order(notice: Notice) -> tuple[int, ...]:
    """Order 1.10 after 1.9."""
    return tuple(int(part) for part in notice.version.split("."))
