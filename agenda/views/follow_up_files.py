"""Files that were handed in: for who sent them, and for all once a release names them."""

from datetime import datetime

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agenda.follow_up_links import opened
from agenda.models import FollowUp, Session
from agenda.queries.contacts import Contact
from agenda.views.reading import read
from wsis_forum import clock, uploads


def by_token(token: str, at: datetime) -> tuple[Session, Contact]:
    """
    Return the session and the contact of a personal link.

    :raises Http404: it opens nothing, or nothing any more
    """
    found = opened(token, at=at)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def follow_up_file(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    """Send back a file that was handed in for the session."""
    session, _contact = by_token(token, clock.now())
    row = FollowUp.objects.filter(session=session, pk=pk).exclude(stored_name="").first()
    if row is None:
        raise Http404
    response = uploads.answer_with(row.stored_name, name=row.file_name, media_type=row.media_type)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def session_file(request: HttpRequest, year: str, number: int, pk: int) -> HttpResponseBase:
    """Send a file that a public release names as a document of its session."""
    reading = read(request, year)
    one = reading.programme.index.sessions.get(number) if reading.programme else None
    row = FollowUp.objects.filter(
        pk=pk, session__forum=reading.forum, session__number=number, adopted_at__isnull=False
    ).first()
    # The address is the same in every language.
    end = request.path.split("/", 2)[2]
    named = one is not None and any(link.url.endswith(f"/{end}") for link in one.documents)
    if row is None or not named:
        raise Http404
    return uploads.answer_with(
        row.stored_name, name=row.file_name, media_type=row.media_type, is_shown=True
    )
