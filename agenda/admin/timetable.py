"""The timetable of a day in the admin: seen as a table, changed by form, by key and by dragging."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agenda.actions.timetable import change, redo, undo
from agenda.admin.conflict_words import explained, kind_words
from agenda.admin.move_form import MoveForm
from agenda.admin.place_words import place_words, step_words
from agenda.admin.refusals import refusal
from agenda.admin.timetable_page import forum_asked, forums, page_of
from agenda.exceptions import AgendaError
from agenda.models import PlacingStep, Session
from agenda.queries.conflicts import conflicts_of
from agenda.queries.day_grid import cards_of
from agenda.queries.timetable import timetable_of
from agenda.scheduling.facts import Timetable
from consultation.admin.desk import require
from consultation.models import Forum
from wsis_forum import clock

if TYPE_CHECKING:
    from agenda.admin.sessions import SessionAdmin

_A_PAGE = 100
# No row's number is longer.
_MOST_DIGITS = 9
_PAGE = "admin/agenda/timetable/page.html"
_STATE = "admin/agenda/timetable/_state.html"


def urls(model_admin: "SessionAdmin") -> list[URLPattern]:
    """Return the addresses of the timetable."""
    pages: tuple[tuple[str, Any, str], ...] = (
        ("timetable/", timetable, "timetable"),
        ("timetable/undo/", undo_step, "timetable_undo"),
        ("timetable/redo/", redo_step, "timetable_redo"),
        ("conflicts/", conflicts, "conflicts"),
        ("<int:pk>/move/", move, "move"),
    )
    wrap = model_admin.admin_site.admin_view
    return [
        path(route, wrap(partial(view, model_admin=model_admin)), name=f"agenda_session_{name}")
        for route, view, name in pages
    ]


@require_GET
def timetable(request: HttpRequest, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Show a day of a Forum's timetable, and the form of a session that is to be moved."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    return _page(request, forum_asked(request), model_admin=model_admin)


@require_GET
def conflicts(request: HttpRequest, *, model_admin: "SessionAdmin") -> HttpResponse:
    """List the conflicts of a Forum, the gravest first, each with what would mend it."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    forum = forum_asked(request)
    found, facts = conflicts_of(forum.pk) if forum else ([], Timetable())
    cards = cards_of(forum.pk) if forum else {}
    asked = request.GET.get("session", "")
    session = next((one for one in cards.values() if str(one.pk) == asked), None)
    if session:
        found = [one for one in found if one.concerns(session.pk)]
    counts = Counter(one.kind for one in found)
    kind = next((one for one in counts if one.value == request.GET.get("kind")), None)
    wanted = [one for one in found if kind in (None, one.kind)]
    page_obj = Paginator(wanted, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Conflicts in the programme"),
        "opts": model_admin.opts,
        "forum": forum,
        "forums": forums(),
        "said": explained(page_obj.object_list, facts),
        "page_obj": page_obj,
        "kinds": [(one.value, kind_words(one), count) for one, count in counts.items()],
        "kind": kind.value if kind else "",
        "cards": cards,
        "session": session,
        "may_move": model_admin.has_change_permission(request),
    }
    return TemplateResponse(request, "admin/agenda/timetable/conflicts.html", context)


@require_POST
def move(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Place or move a session, or take it out of its room."""
    require("agenda.edit_programme", request)
    session = Session.objects.select_related("forum").filter(pk=pk).first()
    if session is None:
        raise Http404
    if "take_out" in request.POST:
        return _answer(request, session.forum, partial(_take_out, request, session), model_admin)
    form = MoveForm(session, request.POST)
    if form.is_valid() and form.save(request):
        words = _("“%(session)s” is placed: %(place)s.")
        said = words % {"session": session, "place": place_words(session)}
        model_admin.log_change(request, session, "Placed")
        return _done(request, session.forum, said, model_admin)
    if _wants_json(request):
        said = " ".join(words for errors in form.errors.values() for words in map(str, errors))
        return _state(request, session.forum, said, model_admin, is_done=False)
    return _page(request, session.forum, form=form, model_admin=model_admin)


@require_POST
def undo_step(request: HttpRequest, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Undo one's own last change."""
    require("agenda.edit_programme", request)
    return _reversed(request, undo, _("Undone: %(change)s."), model_admin)


@require_POST
def redo_step(request: HttpRequest, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Do again what one has undone."""
    require("agenda.edit_programme", request)
    return _reversed(request, redo, _("Done again: %(change)s."), model_admin)


def _take_out(request: HttpRequest, session: Session) -> str:
    former = place_words(session)
    change(
        session_id=session.pk,
        to=None,
        slot_id=_number(request, "move-slot"),
        revision=_number(request, "move-revision") or 0,
        by=request.user,  # type: ignore[arg-type]
        at=clock.now(),
    )
    return _("The session is taken out of: %(place)s.") % {"place": former}


def _reversed(
    request: HttpRequest, verb: Callable[..., PlacingStep], words: str, model_admin: "SessionAdmin"
) -> HttpResponse:
    forum = forum_asked(request)
    if forum is None:
        raise Http404

    def act() -> str:
        step = verb(
            forum_id=forum.pk, step_id=_number(request, "step"), by=request.user, at=clock.now()
        )
        return words % {"change": step_words(step, timetable_of(forum.pk).rooms)}

    return _answer(request, forum, act, model_admin)


def _answer(
    request: HttpRequest, forum: Forum, act: Callable[[], str], model_admin: "SessionAdmin"
) -> HttpResponse:
    """Do something to the timetable, and say what was done or why not."""
    try:
        said = act()
    except AgendaError as error:
        said = refusal(error)[1]
        if _wants_json(request):
            return _state(request, forum, said, model_admin, is_done=False)
        messages.error(request, said)
        return HttpResponseRedirect(_url(request, forum))
    return _done(request, forum, said, model_admin)


def _done(
    request: HttpRequest, forum: Forum, said: str, model_admin: "SessionAdmin"
) -> HttpResponse:
    if _wants_json(request):
        return _state(request, forum, said, model_admin)
    messages.success(request, said)
    return HttpResponseRedirect(_url(request, forum))


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _state(
    request: HttpRequest,
    forum: Forum,
    said: str,
    model_admin: "SessionAdmin",
    *,
    is_done: bool = True,
) -> JsonResponse:
    """Answer the page's script: what happened, and the timetable as it is now."""
    page = page_of(request, forum, may_move=model_admin.has_change_permission(request))
    html = render_to_string(_STATE, {"page": page}, request)
    return JsonResponse({"message": said, "html": html}, status=200 if is_done else 409)


def _page(
    request: HttpRequest,
    forum: Forum | None,
    *,
    model_admin: "SessionAdmin",
    form: MoveForm | None = None,
) -> HttpResponse:
    may_move = model_admin.has_change_permission(request)
    page = page_of(request, forum, may_move=may_move, form=form) if forum else None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Timetable"),
        "opts": model_admin.opts,
        "forum": forum,
        "forums": forums(),
        "page": page,
        "form": page.form if page else None,
        "error_title": _("There is a problem"),
    }
    return TemplateResponse(request, _PAGE, context)


def _number(request: HttpRequest, name: str) -> int | None:
    typed = request.POST.get(name, "")
    return (
        int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_DIGITS else None
    )


def _url(request: HttpRequest, forum: Forum) -> str:
    day = request.POST.get("shown", "")
    query = f"forum={forum.slug}" + (f"&day={day}" if day.replace("-", "").isalnum() else "")
    return f"{reverse('admin:agenda_session_timetable')}?{query}"
