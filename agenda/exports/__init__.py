"""One function a format, from the frozen programme to bytes; nothing of Django."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agenda.exports.agenda_json import write_json
from agenda.exports.csv_file import write_csv
from agenda.exports.ical import write_ical
from agenda.exports.labels import Labels
from agenda.exports.pdf import write_pdf
from agenda.exports.schedule_json import write_schedule_json
from agenda.exports.schedule_xml import write_schedule_xml
from agenda.exports.site_zip import write_site
from agenda.exports.word import write_docx
from agenda.exports.xlsx import write_xlsx
from agenda.programme import Programme

__all__ = ["FORMATS", "REVISION", "Format", "Labels", "file_name"]

_OOXML = "application/vnd.openxmlformats-officedocument"

# Raise it when an exporter writes other bytes from the same release: readers then fetch it anew.
REVISION = 5


@dataclass(frozen=True, slots=True)
class Format:
    """
    How a programme leaves the portal: the writer, its media type, and what it is called.

    One that ``has_photos`` is another document when other photos may be shown.
    """

    write: Callable[[Programme, Labels], bytes]
    media_type: str
    name: str
    has_photos: bool = False


# By the extension in the address. A further format is one function and one line here.
FORMATS: Mapping[str, Format] = {
    "ics": Format(write_ical, "text/calendar; charset=utf-8; method=PUBLISH", "iCalendar"),
    "pdf": Format(write_pdf, "application/pdf", "PDF"),
    "docx": Format(write_docx, f"{_OOXML}.wordprocessingml.document", "Word"),
    "xlsx": Format(write_xlsx, f"{_OOXML}.spreadsheetml.sheet", "Excel"),
    "csv": Format(write_csv, "text/csv; charset=utf-8; header=present", "CSV"),
    "zip": Format(write_site, "application/zip", "HTML (ZIP)", has_photos=True),
    "json": Format(write_json, "application/json", "JSON"),
    "schedule.xml": Format(
        write_schedule_xml, "application/vnd.c3voc.schedule+xml", "schedule.xml"
    ),
    "schedule.json": Format(
        write_schedule_json, "application/json", "schedule.json", has_photos=True
    ),
}


def file_name(extension: str) -> str:
    """Return the name under which a format stands in an address: agenda.ics, schedule.xml."""
    return extension if "." in extension else f"agenda.{extension}"
