"""The addresses from which other people's software fetches the programme."""

import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from agenda import stored
from agenda.actions.documents import TRIED_AGAIN, document_of, written
from agenda.exceptions import DocumentFailed
from agenda.exports import FORMATS
from agenda.models import Release
from agenda.queries.exports import about_export
from agenda.queries.sheets import Sheet, room_sheet, session_sheet, speaker_sheet
from agenda.views.reading import read
from wsis_forum import clock
from wsis_forum.languages import language

_log = logging.getLogger(__name__)


@require_safe
def export(request: HttpRequest, year: str, ext: str) -> HttpResponseBase:
    """Answer with a release in the format ``ext``, from storage; 304 where the reader has it."""
    reading = read(request, year)
    if reading.release is None or ext not in FORMATS:
        raise Http404
    return document(request, reading.release, ext)


def document(request: HttpRequest, release: Release, ext: str) -> HttpResponseBase:
    """Answer with a whole release in a format and the page's language (1 query once it is made)."""
    code = language().code
    at = clock.now()
    try:
        one = document_of(release=release, extension=ext, language=code, at=at)
    except DocumentFailed:
        return unavailable(request, release, ext)
    response: HttpResponseBase | None = get_conditional_response(request, etag=one.etag)
    if response is None:
        about = about_export(release, extension=ext, language=code, at=at)
        response = FileResponse(
            stored.path_of(one.stored_name).open("rb"),
            as_attachment=True,
            filename=about.filename,
            content_type=about.media_type,
        )
    return _kept(response, one.etag, release)


@require_safe
def session_pdf(request: HttpRequest, year: str, number: int) -> HttpResponseBase:
    """Answer with one session as PDF."""
    return _sheet(request, year, partial(session_sheet, number=number))


@require_safe
def room_pdf(request: HttpRequest, year: str, room: str) -> HttpResponseBase:
    """Answer with what hangs at the door of a room."""
    return _sheet(request, year, partial(room_sheet, room=room))


@require_safe
def speaker_pdf(request: HttpRequest, year: str, slug: str) -> HttpResponseBase:
    """Answer with a speaker's own programme."""
    return _sheet(request, year, partial(speaker_sheet, slug=slug))


def _sheet(request: HttpRequest, year: str, sheet_of: Callable[..., Sheet]) -> HttpResponseBase:
    """Make a sheet for its reader; it is a part of a release and not stored."""
    reading = read(request, year)
    if reading.release is None:
        raise Http404
    try:
        one = sheet_of(reading.release, language=language().code)
    except KeyError as error:
        raise Http404 from error
    response: HttpResponseBase | None = get_conditional_response(request, etag=one.etag)
    if response is None:
        try:
            content = written(one.write, extension="pdf", language=language().code)
        except DocumentFailed:
            _log.exception("A sheet cannot be made: %s", one.filename)
            return unavailable(request, reading.release, "pdf")
        response = HttpResponse(content, content_type=one.media_type)
        response["Content-Disposition"] = f'attachment; filename="{one.filename}"'
    return _kept(response, one.etag, reading.release)


def unavailable(request: HttpRequest, release: Release, ext: str) -> HttpResponse:
    """Say that a document cannot be made now, and offer the others; never why."""
    others = {key: one for key, one in FORMATS.items() if key != ext}
    context = {
        "forum": release.forum,
        "release": release,
        "format": FORMATS[ext],
        "formats": others,
        "version": release.version,
    }
    response = render(
        request, "agenda/document_failed.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE
    )
    response["Retry-After"] = str(int(TRIED_AGAIN.total_seconds()))
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    # Django would log each reader who comes; the failure is in the log already.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def _kept(response: HttpResponseBase, etag: str, release: Release) -> HttpResponseBase:
    response["ETag"] = etag
    # Kept by the reader, asked about each time; an internal release never by a proxy.
    response["Cache-Control"] = "no-cache" if release.is_public else "private, no-cache"
    return response
