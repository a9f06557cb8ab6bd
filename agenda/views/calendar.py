"""Calendars of a part of the agenda, at addresses that a calendar program asks again and again."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from agenda.actions.documents import written
from agenda.exceptions import DocumentFailed
from agenda.exports import FORMATS
from agenda.queries.calendars import PartCalendar, UnknownChoice, read_choice
from agenda.queries.releases import before_of
from agenda.views.export import document, unavailable
from agenda.views.reading import read
from wsis_forum import clock
from wsis_forum.languages import language

_log = logging.getLogger(__name__)


@require_safe
def calendar(request: HttpRequest, year: str) -> HttpResponseBase:
    """Answer with the calendar of what the address chooses, or else of the whole agenda."""
    reading = read(request, year)
    if reading.release is None:
        raise Http404
    try:
        # The whole names itself what is gone.
        before = None
        if request.GET:
            before = before_of(reading.release, internal=not reading.release.is_public)
        choice = read_choice(request.GET, reading.release, before)
    except UnknownChoice as error:
        raise Http404 from error
    if choice.is_whole:
        return document(request, reading.release, "ics")
    one = PartCalendar(reading.release, before, choice, language().code, clock.now())
    response = get_conditional_response(request, etag=one.etag)
    if response is None:
        try:
            content = written(one.write, extension="ics", language=language().code)
        except DocumentFailed:
            _log.exception("A calendar cannot be made: %s", one.filename)
            return unavailable(request, reading.release, "ics")
        response = HttpResponse(content, content_type=FORMATS["ics"].media_type)
        response["Content-Disposition"] = f'attachment; filename="{one.filename}"'
    response["ETag"] = one.etag
    response["Cache-Control"] = "no-cache" if reading.release.is_public else "private, no-cache"
    return response
