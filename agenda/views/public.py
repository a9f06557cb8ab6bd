"""Public pages of the programme, all read from a release."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agenda.event_data import event_data
from agenda.keeping import kept
from agenda.presentation import page_of
from agenda.queries.photos import photos_of
from agenda.queries.sources import sources_of
from agenda.views.reading import read
from wsis_forum import clock
from wsis_forum.languages import language


@require_safe
def session(request: HttpRequest, year: str, number: int) -> HttpResponse:
    """Show one session."""
    reading = read(request, year)
    programme = reading.programme
    one = programme.index.sessions.get(number) if programme else None
    if programme is None or one is None:
        raise Http404
    at, page = clock.now(), page_of(programme, one, language().code)
    context = {
        "reading": reading,
        "forum": reading.forum,
        "programme": programme,
        "session": one,
        "page": page,
        "sources": sources_of(one, reading.forum, at=at),
        "remote_url": one.remote_url_at(at),
        "photos": photos_of(reading.forum, [person.speaker for person in page.people]),
        "is_kept": number in kept(request, reading.forum.slug),
        "event": event_data(programme, one),
        "url": f"{settings.PORTAL_URL}{reverse('agenda:session', args=(year, number))}",
    }
    return render(request, "agenda/session.html", context)
