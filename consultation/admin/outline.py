"""A call's questions in one readable list: in order, each a link to its own page."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consultation.actions.question_order import move_question, move_section
from consultation.actions.questions import give_standard_questions
from consultation.admin.desk import require
from consultation.exceptions import OrderImpossible
from consultation.models import Call
from consultation.queries import outline
from wsis_forum import clock
from wsis_forum.accounts import roles

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _CallAdmin = ModelAdmin[Call]


def urls(model_admin: "_CallAdmin") -> list[URLPattern]:
    """Return the addresses of the outline and its buttons."""
    wrap = model_admin.admin_site.admin_view
    pages: tuple[tuple[str, Any, str], ...] = (
        ("<int:pk>/questions/", show, "questions"),
        ("<int:pk>/questions/usual/", give_usual, "usual_questions"),
        ("<int:pk>/questions/move/", move, "move_question"),
    )
    return [
        path(route, wrap(partial(view, model_admin=model_admin)), name=f"consultation_call_{name}")
        for route, view, name in pages
    ]


def outline_url(call: Call) -> str:
    """Return the address of a call's outline."""
    return reverse("admin:consultation_call_questions", args=(call.pk,))


def may_read(request: HttpRequest) -> bool:
    """Whether the person may read questions in the workbench; reviewers work with answers only."""
    return roles.has_role(request.user, roles.SECRETARIAT, roles.ORGANIZER)  # type: ignore[arg-type]


def drafts_warning(call: Call) -> str:
    """Say that people are answering already; nothing where the call is not open."""
    if not call.is_open(clock.now()):
        return ""
    count = call.submissions.drafts().count()
    return ngettext(
        "This call is open, and there is %(count)d unfinished draft: what you change here, its "
        "author sees at once.",
        "This call is open, and there are %(count)d unfinished drafts: what you change here, their "
        "authors see at once.",
        count,
    ) % {"count": count}


def show(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """Show the outline."""
    if not model_admin.has_view_permission(request) or not may_read(request):
        raise PermissionDenied
    call: Call = get_object_or_404(Call.objects.select_related("forum"), pk=pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Questions"),
        "subtitle": str(call),
        "call": call,
        "outline": outline.of_call(call),
        "drafts_warning": drafts_warning(call),
        "may_change": model_admin.has_change_permission(request, call),
    }
    return TemplateResponse(request, "admin/consultation/call/questions.html", context)


@require_POST
def give_usual(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """Give a call without questions those that its kind begins with."""
    require("consultation.manage_forums", request)
    call = get_object_or_404(Call, pk=pk)
    if give_standard_questions(call_id=pk):
        model_admin.log_change(request, call, "Added the usual questions")
        messages.success(request, _("The usual questions are added. Change what is different."))
    else:
        messages.info(request, _("This call has sections already; nothing was added."))
    return HttpResponseRedirect(outline_url(call))


@require_POST
def move(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """Move a question or a section one place up or down; the button's value says which."""
    require("consultation.manage_forums", request)
    call = get_object_or_404(Call, pk=pk)
    kind, _colon, rest = request.POST.get("move", "").partition(":")
    key, _colon, direction = rest.partition(":")
    pk = int(key) if key.isdecimal() and len(key) < len("9" * 19) else 0
    step: Any = {"up": direction == "up", "by": request.user, "at": clock.now()}
    try:
        if kind == "question" and call.questions.filter(pk=pk).exists():
            move_question(question_id=pk, **step)
        elif kind == "section" and call.sections.filter(pk=pk).exists():
            move_section(section_id=pk, **step)
        else:
            return HttpResponseRedirect(outline_url(call))
    except OrderImpossible as error:
        words = _("“%(waiting)s” has to stand after “%(first)s”, whose answer it waits for.")
        messages.error(request, words % {"waiting": error.waiting, "first": error.other})
    return HttpResponseRedirect(f"{outline_url(call)}#{kind}-{key}")
