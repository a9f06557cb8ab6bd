"""Pages of the verbs on sessions: place, take out, make of accepted requests."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from agenda.actions.sessions import make_session
from agenda.actions.timetable import change
from agenda.admin.place_words import place_words
from agenda.admin.placing import PlaceForm
from agenda.admin.refusals import refusal
from agenda.exceptions import NotAccepted, PlaceChanged
from agenda.models import Session
from consultation.admin.desk import require, verb_page
from consultation.choices import Disposition
from consultation.models import Forum, Submission
from consultation.queries.access import readable
from wsis_forum import clock

if TYPE_CHECKING:
    from agenda.admin.sessions import SessionAdmin

# More than any row's number has; Python refuses to read thousands of digits.
_MOST_DIGITS = 18


def urls(model_admin: "SessionAdmin") -> list[URLPattern]:
    """Return the addresses of the pages."""
    pages: tuple[tuple[str, Any, str], ...] = (
        ("unmade/", unmade, "unmade"),
        ("make/", make_chosen, "make_chosen"),
        ("make/<int:pk>/", make, "make"),
        ("<int:pk>/place/", place_page, "place"),
        ("<int:pk>/unplace/", take_out, "unplace"),
    )
    wrap = model_admin.admin_site.admin_view
    return [
        path(route, wrap(partial(view, model_admin=model_admin)), name=f"agenda_session_{name}")
        for route, view, name in pages
    ]


def without_session(user: Any) -> QuerySet[Submission]:
    """Return the accepted requests without a session that a person may see, first decided first."""
    rows = readable(user).filter(
        decision__disposition=Disposition.BECOMES, session_sources__isnull=True
    )
    return rows.select_related("call__forum", "organization", "workshop", "decision").order_by(
        "decision__decided_at", "pk"
    )


def unmade(request: HttpRequest, *, model_admin: "SessionAdmin") -> HttpResponse:
    """List the accepted requests without a session."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    rows = without_session(request.user)
    forum = Forum.objects.filter(slug=request.GET.get("forum", "")).first()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Accepted requests without a session"),
        "opts": model_admin.opts,
        "forums": Forum.objects.filter(calls__submissions__in=rows).distinct(),
        "forum": forum,
        "submissions": rows.filter(call__forum=forum) if forum else rows,
        "may_make": model_admin.has_add_permission(request),
    }
    return TemplateResponse(request, "admin/agenda/unmade.html", context)


@require_POST
def make(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Make a session of one request, and show it."""
    require("agenda.edit_programme", request)
    if not readable(request.user).filter(pk=pk).exists():
        raise Http404
    at = clock.now()
    try:
        session = make_session(submission_id=pk, by=request.user, at=at)  # type: ignore[arg-type]
    except NotAccepted:
        messages.error(request, _("This input was not accepted as a session."))
        return HttpResponseRedirect(reverse("admin:agenda_session_unmade"))
    # A second click gets the session of the first; only the call that made it says so.
    if session.session_sources.filter(submission=pk, linked_at=at).exists():
        model_admin.log_addition(request, session, "Made of an accepted request")
        messages.success(request, _("Session %(number)s is made.") % {"number": session.number})
    return HttpResponseRedirect(reverse("admin:agenda_session_change", args=(session.pk,)))


@require_POST
def make_chosen(request: HttpRequest, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Make a session of each chosen request."""
    require("agenda.edit_programme", request)
    sent = request.POST.getlist("chosen")
    chosen = {int(key) for key in sent if key.isdecimal() and len(key) <= _MOST_DIGITS}
    made: list[Session] = []
    for submission in without_session(request.user).filter(pk__in=chosen):
        session = make_session(submission_id=submission.pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
        model_admin.log_addition(request, session, "Made of an accepted request")
        made.append(session)
    if made:
        words = ngettext("%(count)s session is made.", "%(count)s sessions are made.", len(made))
        messages.success(request, words % {"count": len(made)})
    else:
        messages.warning(request, _("Choose at least one request."))
    return HttpResponseRedirect(reverse("admin:agenda_session_unmade"))


def place_page(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Put a session into a room at a time; what stands in the way is said at its field."""
    require("agenda.edit_programme", request)
    session = _session(pk)
    form = PlaceForm(session, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.save(request):
        return model_admin.say_placed(request, session)
    words = {
        "title": _("Place the session"),
        "submit": _("Place"),
        "intro": _("A room holds one session at a time; the database refuses a second one."),
        "facts": [(_("Now"), place_words(session))],
        "subtitle": str(session),
    }
    return verb_page(model_admin, request, session, form, words)


@require_POST
def take_out(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Take a session out of its room."""
    require("agenda.edit_programme", request)
    session = _session(pk)
    former = place_words(session)
    typed = request.GET.get("revision", "")
    try:
        change(
            session_id=pk,
            to=None,
            revision=int(typed) if typed.isdecimal() and len(typed) <= _MOST_DIGITS else None,
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )
    except PlaceChanged as error:
        messages.error(request, refusal(error)[1])
        return HttpResponseRedirect(reverse("admin:agenda_session_change", args=(pk,)))
    model_admin.log_change(request, session, "Taken out of its room")
    url = reverse("admin:agenda_session_place", args=(pk,))
    words = _("The session is taken out of: %(place)s.") % {"place": former}
    messages.success(request, format_html('{} <a href="{}">{}</a>', words, url, _("Place it anew")))
    return HttpResponseRedirect(reverse("admin:agenda_session_change", args=(pk,)))


def _session(pk: int) -> Session:
    session = Session.objects.select_related("forum").filter(pk=pk).first()
    if session is None:
        raise Http404
    return session
