"""CSV for spreadsheets: UTF-8 with BOM, CRLF, one row a session, no cell that runs."""

import io
from collections.abc import Iterator

from defusedcsv import csv

from agenda.exports import lines
from agenda.exports.labels import Labels
from agenda.programme import Programme, ProgrammeSession, ProgrammeSlot

COLUMNS = (
    "number",
    "title",
    "title_language",
    "track",
    "type",
    "status",
    "date",
    "start",
    "end",
    "offset",
    "zone",
    "room",
    "further_times",
    "mode",
    "organizers",
    "speakers",
    "description",
    "draft_agenda",
    "action_lines",
    "goals",
    "captioning",
    "interpretation",
    "passive",
    "inputs",
    "unverified",
    "url",
)

# What defusedcsv lets pass: characters that spreadsheets skip before they look for a formula, and
# the wide signs that East Asian editions read as the narrow ones.
_SKIPPED = "\t\r\n\x00 \u00a0\ufeff\u200b"
_DEFUSED = "=+-@|%"
_SIGNS = f"{_DEFUSED}＝＋－＠"
_LINE_ENDS = str.maketrans(
    {"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
)


def write_csv(programme: Programme, labels: Labels) -> bytes:
    """Return the whole programme as a table, in the language of the labels."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([labels.columns[name] for name in COLUMNS])
    for session in programme.sessions:
        row = _row(programme, session, labels)
        writer.writerow([row[name] if name == "number" else safe(row[name]) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def safe(cell: object) -> str:
    """Return a cell that no spreadsheet takes for a formula; lines in it end with a line feed."""
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    if not text:
        return text
    rest = text.lstrip(_SKIPPED)
    hides_sign = rest[:1] in tuple(_SIGNS) and text[0] not in _DEFUSED
    return f"'{text}" if text[0] in "\t\n\x00" or hides_sign else text


def _row(programme: Programme, session: ProgrammeSession, labels: Labels) -> dict[str, object]:
    title, language = lines.title(session, labels)
    track, kind = lines.kind(programme, session, labels)
    original = session.original_language
    return {
        "number": session.number,
        "title": title,
        "title_language": labels.languages.get(language, language),
        "track": track,
        "type": kind,
        "status": labels.statuses.get(session.status, session.status),
        **_times(session, labels),
        "mode": labels.modes.get(session.mode, session.mode),
        "organizers": lines.said(session.organizers, labels, original),
        "speakers": "\n".join(lines.speaker_lines(programme, session, labels)),
        "description": lines.said(session.description, labels, original),
        "draft_agenda": "\n".join(lines.agenda_lines(session.items, labels, original)),
        "action_lines": "\n".join(lines.action_line_lines(programme, session, labels)),
        "goals": "\n".join(lines.goal_lines(programme, session, labels)),
        "captioning": labels.yes if session.captioning else labels.no,
        "interpretation": _languages(session.interpretation, labels),
        "passive": _languages(session.interpretation_passive, labels),
        "inputs": ", ".join(session.submissions),
        "unverified": ", ".join(session.unverified),
        "url": f"{labels.sessions_url}{session.number}/",
    }


def _times(session: ProgrammeSession, labels: Labels) -> dict[str, object]:
    if not session.slots:
        return dict.fromkeys(
            ("date", "start", "end", "offset", "zone", "room", "further_times"), ""
        )
    first, *others = session.slots
    return {
        "date": f"{first.local_start:%Y-%m-%d}",
        "start": f"{first.local_start:%H:%M}",
        "end": _end(first),
        "offset": _offset(first),
        "zone": first.timezone,
        "room": first.room or labels.online,
        "further_times": "\n".join(_further(others, labels)),
    }


def _further(slots: list[ProgrammeSlot], labels: Labels) -> Iterator[str]:
    for slot in slots:
        start = f"{slot.local_start:%Y-%m-%d %H:%M}"
        place = slot.room or labels.online
        yield f"{start}–{_end(slot)} {_offset(slot)} ({slot.timezone}), {place}"


def _end(slot: ProgrammeSlot) -> str:
    is_same_day = slot.local_start.date() == slot.local_end.date()
    return f"{slot.local_end:%H:%M}" if is_same_day else f"{slot.local_end:%Y-%m-%d %H:%M}"


def _offset(slot: ProgrammeSlot) -> str:
    return f"UTC{slot.local_start.isoformat()[-6:]}"


def _languages(codes: tuple[str, ...], labels: Labels) -> str:
    return ", ".join(labels.languages.get(code, code) for code in codes)
