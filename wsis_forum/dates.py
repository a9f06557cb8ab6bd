"""Dates, moments and spans in words, in the active language, always with their zone named."""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone_location
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wsis_forum.languages import language

GENEVA = "Europe/Zurich"

# What a count of time left is said in: the largest unit of which at least two are left.
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


class Dated(Protocol):
    """Something whose date is as exact as it is known, such as a phase."""

    precision: str
    starts_at: datetime | None
    ends_at: datetime | None
    start_date: date | None
    end_date: date | None
    timezone: str


def day_words(day: date) -> str:
    """Write a day: "10 February 2019"."""
    return _day_in(day, language().locale)


def short_day_words(day: date) -> str:
    """Write a day beside another one: "Wed 15 Mar"."""
    return format_skeleton("MMMEd", day, locale=language().locale)


def days_words(first: date, last: date) -> str:
    """Write a range of days, both included: "8–12 April 2019"."""
    if first == last:
        return day_words(first)
    field = next(unit for unit in ("y", "M", "d") if _part(first, unit) != _part(last, unit))
    locale = language().locale
    # Most locales have this interval with shortened months only; it holds with the full names too.
    intervals = locale.interval_formats.get("yMMMMd") or locale.interval_formats["yMMMd"]
    return "".join(
        format_date(day, re.sub("M{3,4}", "MMMM", piece), locale=locale)
        for day, piece in zip((first, last), intervals[field], strict=True)
    )


def months_words(first: date, last: date) -> str:
    """Write a range of months: "January/February 2019"."""
    locale = language().locale
    if (first.year, first.month) == (last.year, last.month):
        return format_skeleton("yMMMM", first, locale=locale)
    if first.year != last.year:
        return " / ".join(format_skeleton("yMMMM", day, locale=locale) for day in (first, last))
    pattern = str(locale.datetime_skeletons["yMMMM"].pattern)
    # In Chinese the month's own word (月) belongs to the number before it.
    month = re.search(r"[ML]+月?", pattern)
    if month is None:
        raise AssertionError(pattern)
    both = "/".join(format_date(day, _alone(month[0]), locale=locale) for day in (first, last))
    head, tail = pattern[: month.start()], pattern[month.end() :]
    return "".join((_in_pattern(first, head), both, _in_pattern(first, tail)))


def moment_words(value: datetime, zone: str) -> str:
    """Write a moment: "12 December 2026, 23:59 (Geneva time, UTC+01:00)"."""
    local = value.astimezone(ZoneInfo(zone))
    return _("%(date)s, %(time)s (%(zone)s)") % {
        "date": day_words(local.date()),
        "time": f"{local:%H:%M}",
        "zone": zone_and_offset_words(value, zone),
    }


def span_words(start: datetime, end: datetime | None, zone: str) -> str:
    """Write when something begins and ends, in one zone: "2 July 2018, 14:30–15:30 (…)"."""
    if end is None:
        return moment_words(start, zone)
    first, last = (value.astimezone(ZoneInfo(zone)) for value in (start, end))
    if first.date() != last.date():
        return _("%(start)s to %(end)s") % {
            "start": moment_words(start, zone),
            "end": moment_words(end, zone),
        }
    return _("%(date)s, %(start)s–%(end)s (%(zone)s)") % {
        "date": day_words(first.date()),
        "start": f"{first:%H:%M}",
        "end": f"{last:%H:%M}",
        "zone": zone_and_offset_words(start, zone),
    }


def zone_words(zone: str) -> str:
    """Name a zone by its city: "Addis Ababa time"; the Forum's own is Geneva's."""
    if zone == GENEVA:
        return _("Geneva time")
    if zone in {"UTC", "Etc/UTC"}:
        return "UTC"
    city = get_timezone_location(ZoneInfo(zone), locale=language().locale, return_city=True)
    return _("%(city)s time") % {"city": city}


def offset_words(value: datetime, zone: str) -> str:
    """Write a zone's distance from UTC at a moment: "UTC+05:30"."""
    seconds = int(ZoneInfo(zone).utcoffset(value.astimezone(ZoneInfo(zone))).total_seconds())  # type: ignore[union-attr]
    hours, rest = divmod(abs(seconds), 3600)
    return f"UTC{'-' if seconds < 0 else '+'}{hours:02d}:{rest // 60:02d}"


def zone_and_offset_words(value: datetime, zone: str) -> str:
    """Name a zone with its distance from UTC: "Geneva time, UTC+01:00"; UTC is just "UTC"."""
    name = zone_words(zone)
    if name == "UTC":
        return name
    return _("%(zone)s, %(offset)s") % {"zone": name, "offset": offset_words(value, zone)}


def zone_over_words(moments: Collection[datetime], zone: str) -> str:
    """
    Name a zone, with its distance from UTC where that is the same at all these moments.

    A meeting months before a Forum may lie on the other side of a change of its clocks.
    """
    if len({offset_words(moment, zone) for moment in moments}) == 1:
        return zone_and_offset_words(next(iter(moments)), zone)
    return zone_words(zone)


def dated_words(dated: Dated) -> str:
    """Write a phase's date as exactly as it is known."""
    if dated.precision == "moment" and dated.starts_at:
        return span_words(dated.starts_at, dated.ends_at, dated.timezone)
    if dated.start_date and dated.end_date:
        if dated.precision == "month-range":
            return months_words(dated.start_date, dated.end_date)
        return days_words(dated.start_date, dated.end_date)
    return _("Date not known")


def former_words(former: Mapping[str, Any]) -> str:
    """
    Write the date that a moved phase or call had, from what its change keeps.

    ``former`` holds ``precision``, ``start``, ``end`` (ISO 8601; a month as ``2019-01``)
    and ``timezone``.
    """
    start, end = former.get("start") or former.get("end"), former.get("end") or former.get("start")
    if not start or not end:
        return _("Date not known")
    zone = former.get("timezone") or GENEVA
    if former.get("precision") == "moment":
        first, last = (_aware(text, zone) for text in (start, end))
        return span_words(first, None if first == last else last, zone)
    write = months_words if former.get("precision") == "month-range" else days_words
    return write(_first_day(start), _first_day(end))


def left_words(left: timedelta) -> str:
    """Write how long is left, never more than there is: "20 days left"."""
    if left <= timedelta(0):
        return _("closed")
    if left >= 2 * _DAY:
        days = left // _DAY
        return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    if left >= 2 * _HOUR:
        hours = left // _HOUR
        return ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}
    minutes = left // _MINUTE
    if minutes < 1:
        return _("less than a minute left")
    return ngettext("%(count)d minute left", "%(count)d minutes left", minutes) % {"count": minutes}


def utc_stamp(value: datetime) -> str:
    """Write a moment in UTC for machines: ``2026-12-12T22:59:00Z``."""
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@lru_cache(maxsize=4096)
def _day_in(day: date, locale: Locale) -> str:
    """Write a day; a list shows the same few days again and again."""
    return format_date(day, "long", locale=locale)


def _part(day: date, unit: str) -> int:
    return {"y": day.year, "M": day.month, "d": day.day}[unit]


def _alone(month: str) -> str:
    """Turn a pattern's month into the form it has without a day ("январь", not "января")."""
    return month.replace("M", "L")


def _in_pattern(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=language().locale) if pattern else ""


def _aware(text: str, zone: str) -> datetime:
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))


def _first_day(text: str) -> date:
    return date.fromisoformat(f"{text[:7]}-01" if len(text) == len("2019-01") else text[:10])
