"""The addresses of the tables of pages that are no lists of Django's, beside those pages."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultation.exports.page_table import PageTable
from wsis_forum import clock
from wsis_forum.portal.tables.columns import typed
from wsis_forum.portal.tables.views import csv_response, excel_response

# The pages, below the address of the admin.
PAGES = (
    r"(?:consultation/(?:call/[0-9]{1,18}/(?:reviews|people|late-codes)|call/undecided"
    r"|submission/filters|reviewercapacity|basketitem)|agenda/session/follow-ups)/"
)
ROUTE = rf"^(?P<page>{PAGES})(?P<table>[a-z]+)\.(?P<kind>csv|xlsx)$"


@never_cache
@require_safe
def export_page(request: HttpRequest, page: str, table: str, kind: str) -> HttpResponseBase:
    """
    Send a table of a page, as the page shows it to the person with the same query.

    :raises Http404: there is no such page or table, or it is not there for the person
    :raises PermissionDenied: the person may not see it
    """
    shown = _table(request, page, table)
    name = slugify(shown.title, allow_unicode=True)
    rows = ([typed(value) for value in row] for row in shown.rows())
    response: StreamingHttpResponse | FileResponse
    if kind == "xlsx":
        response = excel_response(shown.title, list(shown.heads), rows)
    else:
        response = csv_response(list(shown.heads), rows)
    name = f"{name}-{clock.now():%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _table(request: HttpRequest, page: str, table: str) -> PageTable:
    path = request.path[: request.path.index(page) + len(page)]
    try:
        match = resolve(path)
    except Resolver404 as error:
        raise Http404 from error
    response: Any = match.func(request, *match.args, **match.kwargs)
    shown = (getattr(response, "context_data", None) or {}).get("tables", {}).get(table)
    if not isinstance(shown, PageTable):
        raise Http404
    return shown
