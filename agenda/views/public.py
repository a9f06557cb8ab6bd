"""Public pages of the programme, all read from a release."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agenda.exports import FORMATS
from agenda.presentation import days_of, page_of, unplaced_of
from agenda.queries.sources import sources_of
from agenda.views.reading import read
from wsis_forum import clock
from wsis_forum.languages import language


@require_safe
def agenda(request: HttpRequest, year: str) -> HttpResponse:
    """Show the agenda by day."""
    reading = read(request, year)
    programme = reading.programme
    context = {
        "reading": reading,
        "forum": reading.forum,
        "programme": programme,
        "days": days_of(programme) if programme else [],
        "unplaced": unplaced_of(programme) if programme else [],
        "formats": FORMATS,
    }
    return render(request, "agenda/agenda.html", context)


@require_safe
def session(request: HttpRequest, year: str, number: int) -> HttpResponse:
    """Show one session."""
    reading = read(request, year)
    programme = reading.programme
    one = programme.index.sessions.get(number) if programme else None
    if programme is None or one is None:
        raise Http404
    context = {
        "reading": reading,
        "forum": reading.forum,
        "programme": programme,
        "session": one,
        "page": page_of(programme, one, language().code),
        "sources": sources_of(one, reading.forum, at=clock.now()),
    }
    return render(request, "agenda/session.html", context)
