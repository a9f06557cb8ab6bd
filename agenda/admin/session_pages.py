"""Pages of the verbs on sessions: place, take out, make of accepted requests."""

from collections.abc import Collection, Iterable
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

from agenda.actions.invitations import invite_speakers
from agenda.actions.sessions import add_requests, make_session
from agenda.actions.timetable import change
from agenda.admin.agenda_page import agenda_page
from agenda.admin.place_words import place_words, slot_words
from agenda.admin.placing import PlaceForm
from agenda.admin.refusals import refusal
from agenda.exceptions import NotAccepted, NotOfOneForum, PlaceChanged
from agenda.models import Session
from agenda.queries.open_points import ending_nowhere
from consultation.admin.desk import require, verb_page
from consultation.admin.one_input import is_key
from consultation.models import Forum, Submission
from consultation.queries.access import readable
from consultation.queries.blind import blinds_for
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
        ("<int:pk>/agenda/", agenda_page, "agenda"),
        ("<int:pk>/place/", place_page, "place"),
        ("<int:pk>/unplace/", take_out, "unplace"),
        ("<int:pk>/invite/", invite, "invite"),
    )
    wrap = model_admin.admin_site.admin_view
    return [
        path(route, wrap(partial(view, model_admin=model_admin)), name=f"agenda_session_{name}")
        for route, view, name in pages
    ]


def marked(user: Any, rows: Iterable[Submission]) -> list[Submission]:
    """
    Give requests their ``read_title`` and ``read_organization``, as a person may read them.

    An organizer or reviewer reads a blind call's blind here, too (at most 7 queries). What a
    session says is the programme's text, and nobody's secret any more (ADR 9).
    """
    found = list(rows)
    blinds = blinds_for(user, found)
    for row in found:
        blind = blinds[row.pk]
        row.read_title = blind.text(row.title)  # type: ignore[attr-defined]  # shown only
        name = row.organization.name if row.organization else row.organization_name
        row.read_organization = blind.person(name)  # type: ignore[attr-defined]  # shown only
    return found


def without_session(user: Any) -> QuerySet[Submission]:
    """Return the accepted requests without a session that a person may see, first decided first."""
    rows = readable(user).filter(pk__in=ending_nowhere().values("pk"))
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
        "submissions": marked(request.user, rows.filter(call__forum=forum) if forum else rows),
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
    """Make a session of each chosen request, or one of all of them."""
    require("agenda.edit_programme", request)
    sent = request.POST.getlist("chosen")
    chosen = {int(key) for key in sent if key.isdecimal() and len(key) <= _MOST_DIGITS}
    if request.POST.get("together"):
        return _make_together(request, chosen, model_admin)
    if request.POST.get("add"):
        return _add_to(request, chosen, model_admin)
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


def _make_together(
    request: HttpRequest, chosen: Collection[int], model_admin: "SessionAdmin"
) -> HttpResponse:
    """Make one session of several requests; what the first one says becomes its text."""
    back = HttpResponseRedirect(reverse("admin:agenda_session_unmade"))
    keys = [row.pk for row in without_session(request.user).filter(pk__in=chosen)]
    if len(keys) < 2:  # noqa: PLR2004 one is no "together"
        messages.warning(request, _("Choose at least two requests for one session."))
        return back
    try:
        session = make_session(
            submission_id=keys[0],
            also=keys[1:],
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )
    except NotOfOneForum:
        messages.error(request, _("These requests are of several Forums. Choose those of one."))
        return back
    model_admin.log_addition(request, session, "Made of accepted requests")
    words = _("Session %(number)s is made of %(count)s requests. Check its title and its text.")
    messages.success(request, words % {"number": session.number, "count": len(keys)})
    return HttpResponseRedirect(reverse("admin:agenda_session_change", args=(session.pk,)))


def _add_to(
    request: HttpRequest, chosen: Collection[int], model_admin: "SessionAdmin"
) -> HttpResponse:
    """Build a session that is there from the chosen requests, too."""
    back = HttpResponseRedirect(reverse("admin:agenda_session_unmade"))
    rows = list(without_session(request.user).select_related("call").filter(pk__in=chosen))
    number = request.POST.get("number", "").strip()
    if not rows:
        messages.warning(request, _("Choose at least one request."))
        return back
    # A number stands once in a Forum; the requests say in which.
    session = Session.objects.filter(
        forum=rows[0].call.forum_id, number=int(number) if is_key(number) else 0
    ).first()
    if session is None:
        messages.error(request, _("Enter the number of a session of the same Forum."))
        return back
    try:
        add_requests(
            session_id=session.pk,
            submission_ids=[row.pk for row in rows],
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )
    except NotOfOneForum:
        messages.error(request, _("These requests are of several Forums. Choose those of one."))
        return back
    model_admin.log_change(request, session, "Built from further requests")
    words = ngettext(
        "Session %(number)s is built from %(count)s more request. Check its speakers and tags.",
        "Session %(number)s is built from %(count)s more requests. Check its speakers and tags.",
        len(rows),
    )
    messages.success(request, words % {"number": session.number, "count": len(rows)})
    return HttpResponseRedirect(reverse("admin:agenda_session_change", args=(session.pk,)))


def place_page(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Put a session into a room at a time; what stands in the way is said at its field."""
    require("agenda.edit_programme", request)
    session = _session(pk)
    form = PlaceForm(
        session,
        request.POST or None,
        slot_id=_number(request, "slot"),
        is_further="further" in request.GET,
    )
    if request.method == "POST" and form.is_valid() and form.save(request):
        return model_admin.say_placed(request, session)
    named = session.slots.filter(pk=_number(request, "slot") or 0).first()
    words = {
        "title": _("Place the session"),
        "submit": _("Place"),
        "intro": _("A room holds one session at a time; the database refuses a second one."),
        "facts": [(_("Now"), slot_words(named) if named else place_words(session))],
        "subtitle": str(session),
    }
    return verb_page(model_admin, request, session, form, words)


@require_POST
def take_out(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Take a session out of its room, or away one of its times."""
    require("agenda.edit_programme", request)
    session = _session(pk)
    slot_id = _number(request, "slot")
    slot = session.slots.filter(pk=slot_id or 0).first()
    former = slot_words(slot) if slot else place_words(session)
    try:
        change(
            session_id=pk,
            to=None,
            slot_id=slot_id,
            revision=_number(request, "revision"),
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


@require_POST
def invite(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Write to the speakers of a session who have not answered."""
    require("agenda.edit_programme", request)
    session = _session(pk)
    done = invite_speakers(session_id=pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
    if done.queued:
        model_admin.log_change(request, session, "Speakers invited")
        words = ngettext(
            "%(count)s invitation is on its way.",
            "%(count)s invitations are on their way.",
            done.queued,
        )
        messages.success(request, words % {"count": done.queued})
    else:
        messages.info(request, _("Everybody who can be written to was written to today."))
    if done.without_address:
        words = _("No e-mail address is known of: %(people)s.")
        people = ", ".join(map(str, done.without_address))
        messages.warning(request, words % {"people": people})
    return HttpResponseRedirect(reverse("admin:agenda_session_change", args=(pk,)))


def _number(request: HttpRequest, name: str) -> int | None:
    """Return a number that the address names; whatever else stands there is none."""
    typed = request.GET.get(name, "")
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_DIGITS
    return int(typed) if is_number else None


def _session(pk: int) -> Session:
    session = Session.objects.select_related("forum").filter(pk=pk).first()
    if session is None:
        raise Http404
    return session
