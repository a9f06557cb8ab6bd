"""Words of the import's pages: why a file or a row is not taken."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consultation.choices import Disposition
from consultation.importing.mapping import FIELDS
from consultation.importing.tables import TableUnreadable
from consultation.models import ImportRow
from wsis_forum import dates

_FILES = {
    "empty": gettext_lazy("This file holds no table."),
    "no-rows": gettext_lazy("This file holds a header, but no row below it."),
    "columns": gettext_lazy("This table is too wide: at most %(most)d columns."),
    "rows": gettext_lazy("This table is too long: at most %(most)d rows. Split the file."),
    "unpacked": gettext_lazy(
        "This file is too large when it is unpacked: at most %(most)d MB. Save it as CSV."
    ),
    "line": gettext_lazy("Line %(line)d cannot be read. Save the file as CSV in UTF-8 again."),
    "damaged": gettext_lazy("This file cannot be read. Save it anew, and try again."),
}
# code -> sentence; ``value`` is what the file says.
_ROWS = {
    "missing": gettext_lazy("is empty. Cells that were merged count for their first row only"),
    "missing-for-disposition": gettext_lazy("is empty, but the row says a disposition"),
    "long": gettext_lazy("is too long"),
    "error": gettext_lazy("holds an error of the spreadsheet: %(value)s"),
    "unknown": gettext_lazy("is not known: %(value)s"),
    "number": gettext_lazy("can have letters, digits, dots and dashes only: %(value)s"),
    "day": gettext_lazy("is no day: %(value)s"),
    "future": gettext_lazy("lies in the future: %(value)s"),
    "before-hand-in": gettext_lazy("lies before the hand-in: %(value)s"),
    "usual-before-hand-in": gettext_lazy(
        "lies before the hand-in: %(value)s. Where a row says no day, "
        "the one beside the column holds"
    ),
    "link": gettext_lazy("is no web address: %(value)s"),
    "twice": gettext_lazy("stands in line %(value)s already"),
    "taken": gettext_lazy("belongs to another input: %(value)s"),
    "fixed": gettext_lazy("cannot change: this input is %(value)s already"),
    "other-call": gettext_lazy("belongs to an input of another call: %(value)s"),
    "returned": gettext_lazy("belongs to an input that waits for its author’s answer"),
    "call-decided": gettext_lazy("is empty, but the call is marked as decided"),
    "decided-otherwise": gettext_lazy(
        "is another one than the secretariat decided (%(value)s). Reopen that decision first"
    ),
    "no-target": gettext_lazy("names no row and no input of this Forum: %(value)s"),
    "refused-target": gettext_lazy("names a row that is refused itself: %(value)s"),
    "itself": gettext_lazy("names the row itself: %(value)s"),
    "circle": gettext_lazy("leads back to this row"),
    "database": gettext_lazy("does not fit to what is there, such as inputs merged into this one"),
    "fault": gettext_lazy("could not be taken over; the operator finds the reason in the log"),
}
# Of these the value is two days: of the decision, and of the hand-in.
_OF_DAYS = frozenset({"before-hand-in", "usual-before-hand-in"})
_WHOLE_ROW = pgettext_lazy("what is wrong in an import", "the row")


def file_words(error: TableUnreadable) -> str:
    """Say why a file is no usable table."""
    return str(_FILES[error.code]) % error.details


def problem_words(problem: Mapping[str, Any]) -> str:
    """Say what is wrong in one field: "Country is not known: Atlantis"."""
    name, code, value = problem["field"], problem["code"], problem["value"]
    if code == "decided-otherwise":
        value = str(Disposition(value).label)
    elif code in _OF_DAYS and "/" in value:
        value = " < ".join(dates.day_words(date.fromisoformat(day)) for day in value.split("/"))
    said = str(_ROWS[code]) % {"value": value} if "%(value)s" in str(_ROWS[code]) else _ROWS[code]
    return _("%(field)s %(problem)s.") % {"field": field_words(name), "problem": said}


def row_words(row: ImportRow) -> list[str]:
    """Say all that is wrong with a row."""
    return [problem_words(problem) for problem in row.problems]


def change_words(row: ImportRow) -> str:
    """Name the fields that a row changes."""
    return ", ".join(str(FIELDS[name]) for name in row.changes)


def field_words(name: str) -> str:
    """Name a field of the file."""
    return capfirst(str(FIELDS.get(name, _WHOLE_ROW)))
