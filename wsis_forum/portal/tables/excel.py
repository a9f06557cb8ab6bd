"""An Excel file, written row by row, in which nothing runs: every word is typed as a word."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import IO, Any

from wsis_forum.portal.tables.columns import Cell

# Excel's own limits.
MOST_CHARACTERS = 32_767
MOST_ROWS = 1_048_576
_LONGEST_SHEET = 31
_NOT_IN_SHEETS = str.maketrans("[]:*?/\\'", "        ")
_NARROWEST, _WIDEST = 12, 60
# Numbers that a float of 64 bits does not hold exactly are written as words.
_MOST_EXACT = 2**53


def write_excel(
    file: IO[bytes],
    *,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    is_right_to_left: bool = False,
) -> int:
    """
    Write a sheet with the columns' heads on top into a file; return how many rows it holds.

    Moments are written as their own zone's clock shows them: Excel knows no zones. The memory that
    it takes does not grow with the rows.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 needed by no other page

    book = Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    sheet = book.add_worksheet(_sheet_name(title))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    styles = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    if is_right_to_left:
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    for place, head in enumerate(heads):
        sheet.set_column(place, place, min(max(len(head) + 4, _NARROWEST), _WIDEST))
        sheet.write_string(0, place, head, bold)
    count = 0
    for count, row in enumerate(islice(rows, MOST_ROWS - 1), start=1):
        for place, value in enumerate(row):
            _write(sheet, count, place, value, styles)
    book.close()
    return count


def _write(sheet: Any, row: int, place: int, value: Cell, styles: dict[type, Any]) -> None:
    if isinstance(value, datetime | date):
        style = styles[datetime if isinstance(value, datetime) else date]
        sheet.write_datetime(row, place, value, style)
    elif not isinstance(value, str) and -_MOST_EXACT <= value <= _MOST_EXACT:
        sheet.write_number(row, place, value)
    elif value != "":
        text = str(value)
        short = text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
        sheet.write_string(row, place, short)


def _sheet_name(title: str) -> str:
    return title.translate(_NOT_IN_SHEETS).strip()[:_LONGEST_SHEET] or "1"
