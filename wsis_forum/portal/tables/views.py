"""The addresses of the tables, ``/admin/APP/MODEL/export.csv`` and ``.xlsx``, as of their lists."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR, SEARCH_VAR, ChangeList
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.text import capfirst, slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultation.exports.cells import csv_lines
from wsis_forum import clock
from wsis_forum.languages import language
from wsis_forum.portal.tables.columns import Cell, heads, table_rows
from wsis_forum.portal.tables.excel import write_excel

KINDS = ("csv", "xlsx")
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NAME = 80
_NO_FILTERS = frozenset({"o", "all", ERROR_FLAG, PAGE_VAR})
# So many rows are sent together.
_AT_ONCE = 200


@never_cache
@require_safe
def export(
    request: HttpRequest, app: str, model: str, kind: str, *, site: AdminSite
) -> HttpResponseBase:
    """
    Send a list of the workbench as a table: the rows and columns that the person is shown.

    Filters, search and order are those of the address, whatever the page.

    :raises Http404: there is no such list
    :raises PermissionDenied: the person may not see it
    """
    if kind not in KINDS:
        raise Http404
    changes = _changes(request, site, app, model)
    if changes is None:
        return HttpResponseRedirect(f"{reverse(f'admin:{app}_{model}_changelist')}?{ERROR_FLAG}=1")
    name = f"{file_name(request, changes)}.{kind}"
    response: StreamingHttpResponse | FileResponse
    if kind == "xlsx":
        title = capfirst(str(changes.opts.verbose_name_plural))
        response = excel_response(title, heads(changes), table_rows(changes))
    else:
        response = csv_response(heads(changes), table_rows(changes))
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def exports_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the tables that the list of this address is offered as: kind and address."""
    match = request.resolver_match
    list_name = match.url_name if match and match.app_name == "admin" else ""
    table, is_list, rest = (list_name or "").rpartition("_changelist")
    if not is_list or rest:
        return []
    app, _underscore, model = table.rpartition("_")
    asked = request.GET.copy()
    for key in (PAGE_VAR, ERROR_FLAG):
        asked.pop(key, None)
    query = f"?{asked.urlencode()}" if asked else ""
    try:
        return [
            (kind.upper(), reverse("admin:export", args=(app, model, kind)) + query)
            for kind in KINDS
        ]
    except NoReverseMatch:
        return []


def file_name(request: HttpRequest, changes: ChangeList) -> str:
    """Name a file by its list, what it was filtered by, and the day (UTC)."""
    asked = (
        str(value) if key == SEARCH_VAR else f"{key.partition('__')[0]} {value}"
        for key, value in request.GET.items()
        if value and key not in _NO_FILTERS
    )
    parts = (str(changes.opts.verbose_name_plural), *asked)
    words = "-".join(filter(None, (slugify(part, allow_unicode=True) for part in parts)))
    return f"{words[:_LONGEST_NAME].strip('-_')}-{clock.now():%Y-%m-%d}"


def _changes(request: HttpRequest, site: AdminSite, app: str, model: str) -> ChangeList | None:
    """
    Return the list as its own page builds it, so that whatever closes the page closes the table.

    Nothing where its address asks nonsense; a table of the database without a list is none.
    """
    try:
        model_admin = site._registry[apps.get_model(app, model)]  # noqa: SLF001 the site has no method for it
    except LookupError as error:
        raise Http404 from error
    asked = request.GET.copy()
    asked.pop(PAGE_VAR, None)
    request.GET = asked  # type: ignore[assignment]  # a copy, as of a request
    # The list of inputs need not read its first page (``consultation.admin.listing``).
    request._only_the_order = True  # type: ignore[attr-defined]  # noqa: SLF001 a mark of ours
    response = model_admin.changelist_view(request)
    if isinstance(response, HttpResponseRedirect) and response.url.endswith(f"?{ERROR_FLAG}=1"):
        return None
    changes = (getattr(response, "context_data", None) or {}).get("cl")
    if not isinstance(changes, ChangeList):
        raise Http404
    return changes


def csv_response(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """Stream a table as CSV, with its heads on top."""
    content_type = "text/csv; charset=utf-8"
    active = translation.get_language()
    return StreamingHttpResponse(_parts(heads, rows, active), content_type=content_type)


def _parts(
    heads: Sequence[str], table: Iterable[Sequence[Cell]], active: str | None
) -> Iterator[bytes]:
    """Yield the heads at once, then some hundred rows at a time."""
    first: list[Sequence[Cell]] = [list(heads)]
    rows = chain(first, table)
    lines = csv_lines([_told(value) for value in row] for row in rows)
    # The server reads us when the request is over and its language may be another's.
    with translation.override(active):
        yield next(lines)
    while True:
        with translation.override(active):
            part = b"".join(islice(lines, _AT_ONCE))
        if not part:
            return
        yield part


def _told(value: Cell) -> Any:
    """Write days and moments as ISO 8601 says; a moment names its distance from UTC."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def excel_response(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> FileResponse:
    """Send a table as an Excel file."""
    # Closed by the response.
    file = TemporaryFile()  # noqa: SIM115
    write_excel(
        file,
        title=title,
        heads=heads,
        rows=rows,
        is_right_to_left=language().direction == "rtl",
    )
    file.seek(0)
    return FileResponse(file, content_type=_EXCEL)
