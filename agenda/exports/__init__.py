"""One function a format, from the frozen programme to bytes; nothing of Django."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agenda.exports.csv_file import write_csv
from agenda.exports.ical import write_ical
from agenda.exports.labels import Labels
from agenda.programme import Programme

__all__ = ["FORMATS", "REVISION", "Format", "Labels"]

# Raise it when an exporter writes other bytes from the same release: readers then fetch it anew.
REVISION = 2


@dataclass(frozen=True, slots=True)
class Format:
    """How a programme leaves the portal: the writer, its media type, and what it is called."""

    write: Callable[[Programme, Labels], bytes]
    media_type: str
    name: str


# By the extension in the address. A further format is one function and one line here.
FORMATS: Mapping[str, Format] = {
    "ics": Format(write_ical, "text/calendar; charset=utf-8; method=PUBLISH", "iCalendar"),
    "csv": Format(write_csv, "text/csv; charset=utf-8; header=present", "CSV"),
}
