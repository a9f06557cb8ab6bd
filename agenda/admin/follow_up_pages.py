"""Pages of one session's follow-ups: what was handed in, letters and links, and its files."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from agenda.actions.asking_follow_ups import Asked, ask_for_follow_ups
from agenda.actions.follow_up_settings import end_follow_up_links
from agenda.admin import follow_up_adopt, follow_up_settings
from agenda.models import FollowUp, Session
from agenda.owed_words import State, due_words, state_of
from agenda.queries.contacts import contact_of
from agenda.queries.follow_ups import Owed, owed_by_session
from consultation.admin.desk import require
from wsis_forum import clock, uploads

if TYPE_CHECKING:
    from agenda.admin.sessions import SessionAdmin


class Part(NamedTuple):
    """One kind: its state and what was handed in, the last one first."""

    owed: Owed
    title: str
    state: State
    due: str
    rows: list[FollowUp]


@require_GET
def show(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Show what a session owes, and everything that was handed in for it."""
    require("agenda.edit_programme", request)
    session, at = _session(pk), clock.now()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("What organizers owe"),
        "opts": model_admin.opts,
        "subtitle": str(session),
        "original": session,
        "contact": contact_of(session),
        "parts": [
            Part(
                one,
                capfirst(str(one.kind.label)),
                state_of(one, at),
                due_words(one),
                list(reversed(one.rows)),
            )
            for one in owed_by_session(session)
        ],
    }
    return TemplateResponse(request, "admin/agenda/follow_ups/session.html", context)


@require_POST
def ask(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Write to the contact of a session what is open."""
    require("agenda.edit_programme", request)
    session = _session(pk)
    said = ask_for_follow_ups(session_ids=[pk], by=request.user, at=clock.now())  # type: ignore[arg-type]
    if said.queued:
        model_admin.log_change(request, session, "Asked for follow-ups")
    say_asked(request, said)
    return _to(session)


@require_POST
def end_links(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Make the personal links invalid that were sent for a session so far."""
    require("agenda.edit_programme", request)
    session = _session(pk)
    end_follow_up_links(session_id=pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
    model_admin.log_change(request, session, "Personal links for follow-ups made invalid")
    messages.success(request, _("The links sent so far are invalid now."))
    return _to(session)


@require_GET
def file(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponseBase:
    """Send a file that was handed in."""
    require("agenda.edit_programme", request)
    row = FollowUp.objects.filter(pk=pk).exclude(stored_name="").first()
    if row is None:
        raise Http404
    return uploads.answer_with(row.stored_name, name=row.file_name, media_type=row.media_type)


def say_asked(request: HttpRequest, said: Asked) -> None:
    """Say how many letters are queued, and who gets none."""
    if said.queued:
        words = ngettext(
            "%(count)d letter is queued.", "%(count)d letters are queued.", said.queued
        )
        messages.success(request, words % {"count": said.queued})
    else:
        messages.info(request, _("No letter is queued: nothing is owed, or all had one today."))
    if said.without_contact:
        numbers = ", ".join(str(one.number) for one in said.without_contact)
        words = _("Nobody can be written to for: %(sessions)s. Name a contact first.")
        messages.warning(request, words % {"sessions": numbers})


def _to(session: Session) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:agenda_session_follow_up", args=(session.pk,)))


def _session(pk: int) -> Session:
    session = Session.objects.select_related("forum").filter(pk=pk).first()
    if session is None:
        raise Http404
    return session


PAGES: tuple[tuple[str, Any, str], ...] = (
    ("<int:pk>/follow-ups/", show, "follow_up"),
    ("<int:pk>/follow-ups/ask/", ask, "follow_up_ask"),
    ("<int:pk>/follow-ups/end-links/", end_links, "follow_up_end_links"),
    ("<int:pk>/follow-ups/settings/", follow_up_settings.settings, "follow_up_settings"),
    ("follow-ups/<int:pk>/adopt/", follow_up_adopt.adopt_page, "follow_up_adopt"),
    ("follow-ups/<int:pk>/file/", file, "follow_up_file"),
)
