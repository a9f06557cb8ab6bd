"""The page behind the personal link of who owes a session's follow-ups; no account is needed."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agenda.actions.follow_ups import hand_in
from agenda.choices import SessionStatus
from agenda.exceptions import NotAsked, TooManyFollowUps
from agenda.forms.follow_up_parts import part_of, problems_of
from agenda.forms.follow_ups import Part
from agenda.models import Session
from agenda.owed_words import State, due_words, state_of
from agenda.queries.contacts import Contact
from agenda.queries.follow_ups import Owed, owed_by_session
from agenda.views.follow_up_files import by_token
from wsis_forum import clock, uploads


class Section(NamedTuple):
    """One kind on the page: its state, what was handed in, and the form for more."""

    owed: Owed
    state: State
    due: str
    part: Part

    @property
    def title(self) -> str:
        """What it is, as a heading."""
        return capfirst(str(self.owed.kind.label))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_ups(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a session owes, and take what is filled in; the token is the permission."""
    at = clock.now()
    session, contact = by_token(token, at)
    owed = [one for one in owed_by_session(session) if one.is_asked or one.rows]
    is_open = session.status != SessionStatus.CANCELLED
    sent = (request.POST, request.FILES) if request.method == "POST" and is_open else (None, None)
    parts = [part_of(one, *sent) for one in owed]
    response: HttpResponse | None = None
    if sent[0] is not None:
        response = _take(request, session, contact, parts, at)
    if response is None:
        owed = [one for one in owed_by_session(session) if one.is_asked or one.rows]
        response = _page(request, session, owed, parts, at=at)
    # As of a speaker's page: the address must not travel on, and the form must name its origin.
    response["Referrer-Policy"] = "same-origin"
    return response


def _take(
    request: HttpRequest, session: Session, by: Contact, parts: Sequence[Part], at: datetime
) -> HttpResponse | None:
    """Hand in every part that is filled in; ``None`` if one is refused, which stays as typed."""
    filled = [part for part in parts if part.is_filled]
    taken = [
        capfirst(str(part.kind.label))
        for part in filled
        if part.is_valid() and _hand_in(part, session, by, at)
    ]
    if taken:
        said = _("Handed in: %(what)s.")
        messages.success(request, said % {"what": ", ".join(taken)})
    elif not filled:
        messages.info(request, _("Nothing was filled in, so nothing was handed in."))
    if len(taken) < len(filled):
        return None
    return HttpResponseRedirect(reverse("agenda:follow_ups", args=(_token(request),)))


def _token(request: HttpRequest) -> str:
    return str(request.resolver_match.kwargs["token"]) if request.resolver_match else ""


def _hand_in(part: Part, session: Session, by: Contact, at: datetime) -> bool:
    """Hand one part in; or write into it why not."""
    try:
        hand_in(session_id=session.pk, kind=part.kind, said=part.said(), by=by, at=at)
    except uploads.BadUpload as error:
        part.add_error("file", error.message)
    except TooManyFollowUps:
        words = _("This was handed in too often. Please write to the organizers of the Forum.")
        part.add_error(None, words)
    except NotAsked:
        part.add_error(None, _("This is not asked for any more."))
    else:
        part.taken = True
        return True
    return False


def _page(
    request: HttpRequest,
    session: Session,
    owed: Sequence[Owed],
    parts: Sequence[Part],
    *,
    at: datetime,
) -> HttpResponse:
    by_kind = {part.kind: part for part in parts}
    sections = [
        Section(
            one,
            state_of(one, at),
            due_words(one),
            # What was just taken is shown as it stands now, not as it was typed.
            part if (part := by_kind.get(one.kind)) and not part.taken else part_of(one),
        )
        for one in owed
    ]
    context = {
        "session": session,
        "forum": session.forum,
        "sections": sections,
        "token": _token(request),
        "is_cancelled": session.status == SessionStatus.CANCELLED,
        "problems": [problem for part in parts for problem in problems_of(part)],
        "reference": _("Session %(number)s") % {"number": session.number},
    }
    return render(request, "agenda/follow_ups.html", context)
