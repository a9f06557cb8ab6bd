"""The ledger of dispositions: which inputs have none yet, and the mark of a decided call."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consultation.actions.ledger import mark_decided
from consultation.admin.one_input import is_key
from consultation.exceptions import StillOpen, WrongStatus
from consultation.exports.page_table import PageTable
from consultation.models import Call, Submission
from consultation.queries import access
from consultation.queries.blind import mark_titles
from consultation.queries.decisions import decides_in, undecided, undecided_by_call
from wsis_forum import clock

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _CallAdmin = ModelAdmin[Call]

_PER_PAGE = 100


class Line(NamedTuple):
    """A call, how many of its inputs have no disposition, and what can be done now."""

    call: Call
    left: int
    is_over: bool
    may_mark: bool


def urls(model_admin: "_CallAdmin") -> list[URLPattern]:
    """Return the addresses of the ledger."""
    wrap = model_admin.admin_site.admin_view
    pages: tuple[tuple[str, Any, str], ...] = (
        ("undecided/", undecided_page, "undecided"),
        ("<int:pk>/mark-decided/", mark, "mark_decided"),
    )
    return [
        path(route, wrap(partial(view, model_admin=model_admin)), name=f"consultation_call_{name}")
        for route, view, name in pages
    ]


def undecided_page(request: HttpRequest, *, model_admin: "_CallAdmin") -> HttpResponse:
    """List the inputs without a disposition, of every call or of ``?call=``."""
    user: Any = request.user
    if not access.sees_inputs(user):
        raise PermissionDenied
    at, calls = clock.now(), decides_in(user)
    lines = [
        Line(
            call=call,
            left=call.open_count,  # type: ignore[attr-defined]
            is_over=call.closes_at is not None and call.closes_at <= at,
            may_mark=not call.open_count and (calls is None or call.pk in calls),  # type: ignore[attr-defined]
        )
        for call in undecided_by_call(user)
    ]
    chosen = request.GET.get("call", "")
    here = next((line for line in lines if is_key(chosen) and line.call.pk == int(chosen)), None)
    rows = undecided(user)
    rows = rows.filter(call=here.call) if here else rows
    pages = Paginator(rows, _PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    mark_titles(user, page.object_list)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Inputs without a disposition"),
        "opts": model_admin.opts,
        "lines": lines,
        "here": here,
        "page": page,
        "tables": {
            "inputs": PageTable(
                _("Inputs without a disposition"),
                [_("Number"), _("Title"), _("Call"), _("Forum"), _("Status"), _("Handed in")],
                partial(_input_rows, user, rows),
            )
        },
    }
    return TemplateResponse(request, "admin/consultation/call/undecided.html", context)


def _input_rows(user: Any, rows: QuerySet[Submission]) -> Iterator[list[Any]]:
    every = list(rows)
    mark_titles(user, every)
    for row in every:
        title = row.read_title  # type: ignore[attr-defined]  # just marked
        call, status = row.call, row.get_status_display()
        kind, forum = call.get_kind_display(), call.forum.slug
        yield [row.number, title, kind, forum, status, row.submitted_at]


@require_POST
def mark(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """Mark a call as decided, or say what is left to do."""
    user: Any = request.user
    calls = decides_in(user)
    if calls is not None and pk not in calls:
        raise PermissionDenied
    call = get_object_or_404(Call, pk=pk if is_key(str(pk)) else 0)
    back = HttpResponseRedirect(f"{reverse('admin:consultation_call_undecided')}?call={pk}")
    try:
        mark_decided(call_id=pk, by=user, at=clock.now())
    except WrongStatus:
        messages.error(request, _("The call has not closed yet."))
    except StillOpen:
        messages.error(request, _still_open(undecided(user).filter(call=call).count()))
    else:
        model_admin.log_change(request, call, "Marked as decided")
        messages.success(request, _("The call is marked as decided: every input has its answer."))
    return back


def _still_open(count: int) -> str:
    """Say how many inputs are left, of those that the person may see."""
    if not count:
        return _("Inputs that you cannot see have no disposition yet. A colleague can tell you.")
    words = ngettext(
        "%(count)d input of this call has no disposition yet.",
        "%(count)d inputs of this call have no disposition yet.",
        count,
    )
    return words % {"count": count}
