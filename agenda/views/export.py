"""The addresses from which other people's software fetches the programme."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from agenda.exports import FORMATS
from agenda.models import Release
from agenda.queries.exports import Export, export_of
from agenda.queries.sheets import Sheet, room_sheet, session_sheet, speaker_sheet
from agenda.views.reading import read
from wsis_forum.languages import language


@require_safe
def export(request: HttpRequest, year: str, ext: str) -> HttpResponse:
    """Answer with a release in the format ``ext``; 304 where the reader has it already."""
    reading = read(request, year)
    if reading.release is None or ext not in FORMATS:
        raise Http404
    one = export_of(reading.release, extension=ext, language=language().code)
    return _file(request, one, reading.release)


@require_safe
def session_pdf(request: HttpRequest, year: str, number: int) -> HttpResponse:
    """Answer with one session as PDF."""
    return _sheet(request, year, partial(session_sheet, number=number))


@require_safe
def room_pdf(request: HttpRequest, year: str, room: str) -> HttpResponse:
    """Answer with what hangs at the door of a room."""
    return _sheet(request, year, partial(room_sheet, room=room))


@require_safe
def speaker_pdf(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Answer with a speaker's own programme."""
    return _sheet(request, year, partial(speaker_sheet, slug=slug))


def _sheet(request: HttpRequest, year: str, sheet_of: Callable[..., Sheet]) -> HttpResponse:
    reading = read(request, year)
    if reading.release is None:
        raise Http404
    try:
        one = sheet_of(reading.release, language=language().code)
    except KeyError as error:
        raise Http404 from error
    return _file(request, one, reading.release)


def _file(request: HttpRequest, one: Export | Sheet, release: Release) -> HttpResponse:
    response = get_conditional_response(request, etag=one.etag)
    if response is None:
        response = HttpResponse(one.write(), content_type=one.media_type)
        response["Content-Disposition"] = f'attachment; filename="{one.filename}"'
    response["ETag"] = one.etag
    # Kept by the reader, asked about each time; an internal release never by a proxy.
    response["Cache-Control"] = "no-cache" if release.is_public else "private, no-cache"
    return response
