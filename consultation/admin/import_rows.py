"""The rows of an import as its page and its CSV show them."""

from collections.abc import Iterator
from typing import Any

from defusedcsv import csv
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from consultation.admin.import_words import change_words, row_words
from consultation.importing.mapping import Mapping
from consultation.models import Fate, ImportRow, ImportRun, Submission
from consultation.queries.access import readable

_ON_A_PAGE = 50
_TONES = {Fate.NEW: "new", Fate.CHANGED: "open", Fate.SAME: "quiet", Fate.REFUSED: "bad"}


def shown(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    """Return the rows of the asked page, with words for all that is wrong."""
    if run.made_by_id != request.user.pk:
        return {"rows": [], "page_obj": None, "fate": ""}
    fate = request.GET.get("fate", "")
    rows = run.rows.select_related("submission").order_by("line")
    if fate in Fate.values and fate:
        rows = rows.filter(fate=fate)
    page_obj = Paginator(rows, _ON_A_PAGE).get_page(request.GET.get("page"))
    keys = [row.submission_id for row in page_obj if row.submission_id]
    seen = set(readable(request.user).filter(pk__in=keys).values_list("pk", flat=True))
    mapping = Mapping.of(run.mapping) if run.mapping else Mapping()
    shown = [_row(row, mapping, seen) for row in page_obj]
    return {"rows": shown, "page_obj": page_obj, "fate": fate}


def _row(row: ImportRow, mapping: Mapping, seen: set[int]) -> dict[str, Any]:
    """Return what the page says of a row; of an input that is not hers to see, only its line."""
    submission = row.submission if row.submission_id in seen else None
    is_hidden = row.submission_id is not None and submission is None
    title = submission.title if submission else mapping.said(row.cells, "title")
    return {
        "line": row.line,
        "key": "" if is_hidden else _key(row, submission, mapping),
        "title": "" if is_hidden else title,
        "fate": Fate(row.fate),
        "tone": _TONES.get(Fate(row.fate), "quiet"),
        "problems": row_words(row),
        "changes": change_words(row),
        "submission": submission,
    }


def _key(row: ImportRow, submission: Submission | None, mapping: Mapping) -> str:
    """Return a row's key; once it is taken over, the input holds it behind its Forum's."""
    said = mapping.said(row.cells, "key")
    if said or submission is None:
        return said
    return str(submission.import_key or "").partition(":")[2]


class _Echo:
    def write(self, value: str) -> str:
        return value


def refused(run: ImportRun) -> Iterator[bytes]:
    """Write the refused rows; the mark tells Excel the encoding, and no cell is a formula."""
    writer = csv.writer(_Echo())
    yield b"\xef\xbb\xbf"
    yield writer.writerow([_("Line"), _("What is wrong"), *run.header]).encode()
    rows = run.rows.filter(fate=Fate.REFUSED).order_by("line")
    for row in rows.iterator(chunk_size=500):
        said = " ".join(row_words(row))
        yield writer.writerow([row.line, said, *row.cells]).encode("utf-8", "replace")
