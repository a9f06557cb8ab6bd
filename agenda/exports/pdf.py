"""The agenda, one session, a room's door sheet and a speaker's sheet as PDF/UA-1."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from agenda.exports import lines
from agenda.exports.grid import Grid, grids_of
from agenda.exports.labels import Labels
from agenda.exports.printed import (
    breaks,
    languages,
    line,
    name,
    photo,
    place,
    post,
    said,
    session_data,
    speaker_data,
    status,
    title,
)
from agenda.presentation import Day, Row, days_of, unplaced_of
from agenda.programme import Programme, ProgrammeSession, ProgrammeSpeaker, pick
from consultation.exports.shown import shown
from consultation.exports.typeset import spoken, typeset, typeset_apart

_FOLDER = Path(__file__).with_name("print")
_PARTS, _AGENDA, _SHEET = (_FOLDER / name for name in ("parts.typ", "agenda.typ", "sheet.typ"))


def write_pdf(programme: Programme, labels: Labels) -> bytes:
    """Return the whole agenda: title page, timetables, lists by day, sessions, speakers."""
    days = days_of(programme)
    numbers = lines.sessions_of_speakers(programme)
    data = {
        **_frame(programme, labels, labels.words["agenda"]),
        "forum": said(programme.name, labels),
        "theme": said(programme.theme, labels),
        "cover": list(_cover(programme, labels)),
        "days": [_day(programme, day, labels) for day in days],
        "unplaced": _groups(unplaced_of(programme), labels),
        "sessions": [session_data(programme, one, labels) for one in programme.sessions],
        "speakers": [
            {
                "name": name(one, labels),
                "post": post(one, labels),
                "sessions": numbers.get(one.slug, []),
            }
            for one in programme.speakers
        ],
    }
    return typeset_apart(_PARTS, _AGENDA, data=data, at=programme.released_at)


def write_session(programme: Programme, labels: Labels, session: ProgrammeSession) -> bytes:
    """Return one session with the biographies of its speakers."""
    text, _language = pick(session.title, labels.language, original=session.original_language)
    data = {
        **_frame(programme, labels, f"{session.number} · {text}"),
        "sheet": "session",
        "session": session_data(programme, session, labels, biographies=True),
    }
    return typeset(_PARTS, _SHEET, data=data, at=programme.released_at)


def write_room(programme: Programme, labels: Labels, room: str) -> bytes:
    """Return what hangs at a room's door: its sessions, a day a page, in large type."""
    days = [
        Day(
            day.day,
            [row for row in day.rows if row.slot and row.slot.room == room],
            [one for one in day.breaks if one.said.room in ("", room)],
        )
        for day in days_of(programme)
    ]
    data = {
        **_frame(programme, labels, room),
        "sheet": "room",
        "room": line(room, labels),
        "days": _lists((day for day in days if day.rows), labels),
    }
    return typeset(_PARTS, _SHEET, data=data, at=programme.released_at)


def write_speaker(programme: Programme, labels: Labels, speaker: ProgrammeSpeaker) -> bytes:
    """Return a speaker's own programme: her sessions by day, with her role in each."""
    text, _language = pick(speaker.name, labels.language)
    own = set(lines.sessions_of_speakers(programme).get(speaker.slug, []))
    days = [
        Day(day.day, [row for row in day.rows if row.session.number in own], day.breaks)
        for day in days_of(programme)
    ]
    unplaced = [row for row in unplaced_of(programme) if row.session.number in own]
    data = {
        **_frame(programme, labels, text),
        "sheet": "speaker",
        "speaker": speaker_data(speaker, labels),
        "photo": photo(speaker, labels),
        "days": _lists((day for day in days if day.rows), labels, speaker.slug),
        "unplaced": _groups(unplaced, labels, speaker.slug),
    }
    return typeset(_PARTS, _SHEET, data=data, at=programme.released_at)


def _frame(programme: Programme, labels: Labels, subject: str) -> dict[str, Any]:
    """Return what every document says: its language, its name, its release."""
    forum, _language = pick(programme.name, labels.language)
    draft = "" if programme.is_public else labels.words["draft"]
    return {
        **spoken(labels.language),
        "code": labels.language,
        "languages": languages(labels),
        "name": shown(f"{subject} · {forum}"),
        "kind": shown(labels.words["agenda"]),
        "header": [line(forum, labels), line(labels.release, labels)],
        "draft": shown(draft),
        "zone": shown(labels.zone),
        "url": labels.agenda_url,
        "words": {key: shown(words) for key, words in labels.words.items()},
        "columns": {key: shown(words) for key, words in labels.columns.items()},
        "page": shown(labels.words["page"]),
    }


def _cover(programme: Programme, labels: Labels) -> Iterator[Any]:
    yield shown(labels.dates)
    places = [said(programme.venue, labels), said(programme.city, labels)]
    yield from (one for one in places if one)
    yield line(labels.release, labels)
    yield shown(labels.words["public"] if programme.is_public else labels.words["draft"])
    if programme.is_demonstration:
        yield shown(labels.words["demonstration"])
    if programme.remark:
        yield line(programme.remark, labels)


def _day(programme: Programme, day: Day, labels: Labels) -> dict[str, Any]:
    grids = grids_of(programme, day)
    part = labels.words["continued"]
    return {
        "title": shown(labels.days[day.day]),
        "grids": [
            {
                **_grid(grid, labels),
                "part": shown(part % {"part": number, "parts": len(grids)})
                if len(grids) > 1
                else "",
            }
            for number, grid in enumerate(grids, 1)
        ],
        "groups": _groups(day.rows, labels),
        "breaks": breaks(day, labels),
    }


def _grid(grid: Grid, labels: Labels) -> dict[str, Any]:
    return {
        "rooms": [line(room or labels.online, labels) for room in grid.rooms],
        "starts": [
            f"{start:%H:%M}" if any(cell.line == at for cell in grid.cells) else ""
            for at, start in enumerate(grid.starts)
        ],
        "cells": [
            {**_row(cell.row, labels), "x": cell.column, "y": cell.line, "height": cell.height}
            for cell in grid.cells
        ],
    }


def _lists(days: Iterable[Day], labels: Labels, slug: str = "") -> list[dict[str, Any]]:
    return [
        {
            "title": shown(labels.days[day.day]),
            "groups": _groups(day.rows, labels, slug),
            "breaks": breaks(day, labels),
        }
        for day in days
    ]


def _groups(rows: Iterable[Row], labels: Labels, slug: str = "") -> list[dict[str, Any]]:
    """Return sessions by their time, for rows that are in its order."""
    return [
        {
            "clock": clock,
            "until": shown(until),
            "rows": [_row(row, labels, slug) for row in group],
        }
        for (clock, until), group in groupby(
            rows, key=lambda row: (row.clock, lines.until(row, labels))
        )
    ]


def _row(row: Row, labels: Labels, slug: str = "") -> dict[str, Any]:
    """Return a session at a time as one line of a list; with a speaker's roles in it."""
    session, slot = row.session, row.slot
    elsewhere = ""
    if slot and row.is_elsewhere:
        there = labels.spans[slot.starts_at, slot.ends_at, slot.timezone]
        elsewhere = shown(f"{labels.words['elsewhere']} {there}")
    roles = [one.role for one in session.appearances if one.speaker == slug]
    return {
        "clock": row.clock,
        "number": session.number,
        "title": title(session, labels),
        "kind": said((row.type or row.track).title, labels),
        "status": status(session, labels),
        "is_firm": session.status == "confirmed",
        "room": place(row, labels) if slot else "",
        "elsewhere": elsewhere,
        "roles": shown(", ".join(labels.roles.get(role, role) for role in roles)),
    }
