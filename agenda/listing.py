"""The rows of the agenda's page; what depends on the release alone is made once per process."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from agenda.choices import SessionStatus
from agenda.finding import Entry, entries_of
from agenda.models import Release
from agenda.presentation import last_day
from agenda.queries.releases import Edition, edition_of
from wsis_forum import dates
from wsis_forum.languages import language

# What begins within this time is "next", and worth a place at the head of the page.
NEAR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class DayPart:
    """
    A day with its rows and breaks; ``day`` is ``None`` for what has no time yet.

    ``start`` is its first moment, ``offset`` how far its zone is from UTC then.
    """

    day: date | None
    start: datetime | None
    offset: str
    rows: SafeString
    breaks: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """
    How rows are shown: ``query`` keeps the release in their links, ``zone`` is that of the times.

    ``keeps`` are the numbers that the reader has chosen; ``None`` offers no choice. A page that is
    framed opens its links elsewhere (``is_frame``).
    """

    zone: str
    query: str = ""
    keeps: frozenset[int] | None = None
    is_frame: bool = False


def entries(release: Release) -> tuple[Entry, ...]:
    """Return the rows of a release with what finds them, folded once per process."""
    return entries_of_edition(edition_of(release))


def entries_of_edition(edition: Edition) -> tuple[Entry, ...]:
    """Return the rows of a release as it may be shown now."""
    return _entries(edition)


def by_day(release: Release, rows: Iterable[Entry], look: Look) -> list[DayPart]:
    """Write rows by day in the zone of the look, those without a time last."""
    write = _writer(release, look)
    days: dict[date | None, list[str]] = {}
    starts: dict[date | None, datetime | None] = {}
    for one in rows:
        day, html = write(one, is_anchor=True)
        days.setdefault(day, []).append(html)
        starts.setdefault(day, one.row.slot.starts_at if one.row.slot else None)
    breaks = _breaks(edition_of(release), look.zone, language().code)
    return [
        DayPart(
            day,
            start := starts[day],
            dates.offset_words(start, look.zone) if start else "",
            _joined(html),
            breaks.get(day, _joined(())),
        )
        for day, html in days.items()
    ]


def in_a_row(release: Release, rows: Iterable[Entry], look: Look) -> SafeString:
    """Write rows without their days."""
    write = _writer(release, look)
    return _joined(write(one, is_anchor=False)[1] for one in rows)


def now_and_next(rows: Sequence[Entry], at: datetime) -> tuple[list[Entry], list[Entry]]:
    """Return what takes place at a moment, and what begins first after it, if that is near."""
    firm = [
        (one, one.row.slot)
        for one in rows
        if one.row.slot and one.row.session.status != SessionStatus.CANCELLED
    ]
    running = [one for one, slot in firm if slot.starts_at <= at < slot.ends_at]
    ahead = [slot.starts_at for _one, slot in firm if at < slot.starts_at <= at + NEAR]
    first = min(ahead, default=None)
    return running, [one for one, slot in firm if slot.starts_at == first]


def first_day(rows: Sequence[Entry], zone: str) -> date | None:
    """Return the day on which the first of some rows begins, in a zone."""
    slot = rows[0].row.slot if rows else None
    return slot.starts_at.astimezone(ZoneInfo(zone)).date() if slot else None


def _joined(html: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(html))  # noqa: S308 of parts that are escaped


def _writer(release: Release, look: Look) -> Callable[..., tuple[date | None, str]]:
    edition = edition_of(release)
    bodies = _bodies(edition, language().code, look.query, look.is_frame)
    times = _times(edition, look.zone, language().code)
    button = _buttons(look.keeps)
    unfixed = format_html('<span class="hint">{}</span>', _("not yet fixed"))

    def write(one: Entry, *, is_anchor: bool) -> tuple[date | None, str]:
        day, time = times[one.place]
        anchor = f' id="session-{one.key}"' if is_anchor else ""
        state = " agenda-row-cancelled" if one.row.session.status == "cancelled" else ""
        return day, (
            f'<li class="agenda-row{state}"{anchor}>'
            f'<div class="agenda-when">{time or unfixed}</div>'
            f"{bodies[one.place]}{button(one.row.session.number)}</li>"
        )

    return write


def _buttons(keeps: frozenset[int] | None) -> Callable[[int], str]:
    """Return what writes the button of a row; it belongs to the form ``keep`` of the page."""
    if keeps is None:
        return lambda _number: ""
    pattern = (
        '<button type="submit" form="keep" name="{}" value="%d" class="agenda-keep"'
        '>{} <span class="visually-hidden">%d</span></button>'
    )
    add = str(format_html(pattern, "add", _("Add to my choice")))
    remove = str(format_html(pattern, "remove", _("Remove from my choice")))
    return lambda number: (remove if number in keeps else add) % (number, number)


@lru_cache(maxsize=8)
def _entries(edition: Edition) -> tuple[Entry, ...]:
    return entries_of(edition.programme)


@lru_cache(maxsize=64)
def _times(edition: Edition, zone: str, code: str) -> tuple[tuple[date | None, str], ...]:
    """Write the day and the time of each row in a zone, in the active language (``code``)."""
    return tuple(_time(one, ZoneInfo(zone)) for one in _entries(edition))


def _time(one: Entry, zone: ZoneInfo) -> tuple[date | None, str]:
    slot = one.row.slot
    return _clocks(slot.starts_at, slot.ends_at, zone) if slot else (None, "")


def _clocks(first: datetime, last: datetime, zone: ZoneInfo) -> tuple[date, SafeString]:
    """Write from when to when, and return on which day that is in a zone."""
    start, end = first.astimezone(zone), last.astimezone(zone)
    ends = last_day(start, end)
    html = format_html(
        '<time datetime="{}" data-agenda-time data-until="{}" data-offset="{}">'
        '<bdi dir="ltr">{}–{}</bdi>{}</time>',
        f"{start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"{end.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"{start:%z}",
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        format_html(' <span class="agenda-until">({})</span>', dates.short_day_words(ends))
        if ends
        else "",
    )
    return start.date(), html


@lru_cache(maxsize=64)
def _breaks(edition: Edition, zone: str, code: str) -> Mapping[date | None, SafeString]:
    """Write the breaks of each day in a zone, in the active language (``code``)."""
    days: dict[date | None, list[dict[str, Any]]] = {}
    for one in edition.programme.breaks:
        day, time = _clocks(one.starts_at, one.ends_at, ZoneInfo(zone))
        days.setdefault(day, []).append({"said": one, "time": time})
    return {
        day: render_to_string("agenda/_breaks.html", {"breaks": rows}) for day, rows in days.items()
    }


@lru_cache(maxsize=24)
def _bodies(
    edition: Edition,
    code: str,
    query: str,
    is_frame: bool,  # noqa: FBT001 a key
) -> tuple[str, ...]:
    """Write what stands in each row beside its time, in the active language (``code``)."""
    shared = {"programme": edition.programme, "query": query, "is_frame": is_frame}
    return tuple(
        render_to_string("agenda/_row.html", {"row": one.row, **shared}).strip()
        for one in _entries(edition)
    )
