"""CSV for spreadsheets: UTF-8 with BOM, CRLF, one row a session, no cell that runs."""

import io

from defusedcsv import csv

from agenda.exports import words
from agenda.exports.labels import Labels
from agenda.programme import Programme, ProgrammeSession

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
    "sign_language",
    "floor_languages",
    "interpretation",
    "passive",
    "remote",
    "recording",
    "outcome",
    "documents",
    "links",
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
    return {**words.of_session(programme, session, labels), **_times(session, labels)}


def _times(session: ProgrammeSession, labels: Labels) -> dict[str, object]:
    if not session.slots:
        return dict.fromkeys(
            ("date", "start", "end", "offset", "zone", "room", "further_times"), ""
        )
    first, *others = session.slots
    return {
        "date": f"{first.local_start:%Y-%m-%d}",
        "start": f"{first.local_start:%H:%M}",
        "end": words.end(first),
        "offset": words.offset(first),
        "zone": first.timezone,
        "room": first.room or labels.online,
        "further_times": "\n".join(words.placed(slot, labels) for slot in others),
    }
