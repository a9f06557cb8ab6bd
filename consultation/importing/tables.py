"""Reads a table of strangers: CSV in any usual encoding, or the first sheet of an XLSX file."""

import codecs
import csv
import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from wsis_forum.cleaning import clean_line, clean_text

MOST_ROWS = 20_000
MOST_COLUMNS = 200
# In characters; ten times the longest text that a call takes.
MOST_CELL = 100_000
# In bytes. What a sheet of 20,000 rows with texts needs; more would keep a request waiting.
MOST_UNPACKED = 60 * 1024 * 1024
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 30
# A row that a broken file runs together must not stop those before it; the cap above refuses it.
_MOST_FIELD = 64 * 1024 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    OSError,
)
# What a cell holds whose formula failed, or that is too long: refused with its row.
ERROR_CELL = "\ue000error:"
LONG_CELL = "\ue000long"

Row = tuple[int, list[str]]


class TableUnreadable(Exception):
    """A file that is no usable table; ``code`` says why (``admin.importing_words``)."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True)
class Table:
    """
    The cells as text, each row with its line (CSV) or row (XLSX) in the file, counted from 1.

    ``encoding`` is named where it was guessed. Days are in ISO format, whatever the file shows.
    """

    header: list[str]
    rows: list[Row]
    encoding: str = ""


def read_table(path: Path, suffix: str) -> Table:
    """
    Read a file that ``wsis_forum.uploads`` has checked; ``suffix`` is ``csv`` or ``xlsx``.

    The first row that holds anything is the header. Empty rows are left out.

    :raises TableUnreadable: it is too large, damaged, or holds no row below its header
    """
    if suffix == "xlsx":
        return _table(_xlsx_rows(path))
    text, encoding = _decoded(path.read_bytes())
    return _table(_csv_rows(text), encoding)


def _table(rows: Iterable[Row], encoding: str = "") -> Table:
    kept = ((line, cells) for line, cells in rows if any(cells))
    first = next(kept, None)
    if first is None:
        raise TableUnreadable("empty")
    if len(first[1]) > MOST_COLUMNS:
        raise TableUnreadable("columns", most=MOST_COLUMNS)
    found = list(itertools.islice(kept, MOST_ROWS + 1))
    if not found:
        raise TableUnreadable("no-rows")
    if len(found) > MOST_ROWS:
        raise TableUnreadable("rows", most=MOST_ROWS)
    return Table([clean_line(cell)[:200] for cell in first[1]], found, encoding)


def _decoded(raw: bytes) -> tuple[str, str]:
    """Return the text and, where nothing in the file tells it, the encoding that was guessed."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16"), ""
        except UnicodeDecodeError as error:
            raise TableUnreadable("damaged") from error
    for encoding, name in (("utf-8-sig", ""), ("cp1252", "Windows-1252")):
        try:
            return raw.decode(encoding), name
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1"), "ISO 8859-1"


def _csv_rows(text: str) -> Iterator[Row]:
    csv.field_size_limit(_MOST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    line = 0
    try:
        for cells in reader:
            # The line on which the row begins; a text may go over several.
            yield line + 1, [_clean(cell) for cell in cells[: MOST_COLUMNS + 1]]
            line = reader.line_num
    except csv.Error as error:
        raise TableUnreadable("line", line=line + 1) from error


def _delimiter(text: str) -> str:
    """Return what stands between cells: whatever gives the most columns in the first rows."""

    def columns(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            counts = [len(cells) for cells in itertools.islice(reader, _SAMPLE_LINES) if cells]
        except csv.Error:
            return (0, 0)
        if not counts or counts[0] == 1:
            return (0, 0)
        return (sum(count == counts[0] for count in counts), counts[0])

    return max(_DELIMITERS, key=columns)


def _xlsx_rows(path: Path) -> Iterator[Row]:
    # Takes 25 MB of memory, which no other page needs.
    import openpyxl  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise TableUnreadable("unpacked", most=MOST_UNPACKED // 1024 // 1024)
        # Values, not formulas; read only, so that a sheet is never in memory as a whole.
        # Opened here: a stored file has no ending, and openpyxl would ask for one.
        with path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                yield from _rows_of(book)
            finally:
                book.close()
    except (InvalidFileException, *_BROKEN) as error:
        raise TableUnreadable("damaged") from error


def _rows_of(book: Any) -> Iterator[Row]:
    if not book.worksheets:
        raise TableUnreadable("empty")
    sheet = book.worksheets[0]
    # What a file says of its size may be wrong.
    sheet.reset_dimensions()
    seen = 0
    for line, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        texts = [_cell(one) for one in cells]
        while texts and not texts[-1]:
            texts.pop()
        seen += bool(texts)
        # Formatted rows without a word may go on to the millionth.
        if line > MOST_ROWS * 3:
            return
        if seen > MOST_ROWS + 1:
            raise TableUnreadable("rows", most=MOST_ROWS)
        yield line, texts


def _cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return f"{ERROR_CELL}{clean_line(str(value))}"
    if isinstance(value, datetime):
        # Excel keeps a day as its midnight.
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(str(value))


def _clean(text: str) -> str:
    return LONG_CELL if len(text) > MOST_CELL else clean_text(text)
