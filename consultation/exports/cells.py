"""Lines of a CSV for spreadsheets: UTF-8 with BOM, CRLF, no cell that runs; nothing of Django."""

import io
from collections.abc import Iterable, Iterator, Sequence

from defusedcsv import csv

_BOM = "\ufeff"
# What defusedcsv lets pass: characters that spreadsheets skip before they look for a formula, and
# the wide signs that East Asian editions read as the narrow ones.
_SKIPPED = "\t\r\n\x00 \u00a0\ufeff\u200b"
_DEFUSED = "=+-@|%"
_SIGNS = f"{_DEFUSED}＝＋－＠"
_LINE_ENDS = str.maketrans(
    {"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
)


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield each row as bytes, the mark of UTF-8 before the first; nothing is kept."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    out.write(_BOM)
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()


def safe(cell: object) -> str:
    """Return a cell that no spreadsheet takes for a formula; lines in it end with a line feed."""
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    if not text:
        return text
    rest = text.lstrip(_SKIPPED)
    hides_sign = rest[:1] in tuple(_SIGNS) and text[0] not in _DEFUSED
    return f"'{text}" if text[0] in "\t\n\x00" or hides_sign else text
