"""Pages of a call: load and agreement of its reviews, and the letters to those who owe some."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultation.actions.review_letters import request as letter_to
from consultation.actions.review_letters import write_to_owing
from consultation.admin.one_input import is_key
from consultation.exports.page_table import PageTable
from consultation.models import Call
from consultation.queries import load
from consultation.queries.load import Owing
from consultation.queries.reviews import may_oversee
from wsis_forum import clock
from wsis_forum.languages import language
from wsis_forum.letters.rendering import render

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _CallAdmin = ModelAdmin[Call]

_PER_PAGE = 100


def urls(model_admin: "_CallAdmin") -> list[URLPattern]:
    """Return the addresses of the pages."""
    wrap = model_admin.admin_site.admin_view
    pages: tuple[tuple[str, Any, str], ...] = (
        ("<int:pk>/reviews/", show, "reviews"),
        ("<int:pk>/reviews/letters/", letters, "review_letters"),
    )
    return [
        path(route, wrap(partial(view, model_admin=model_admin)), name=f"consultation_call_{name}")
        for route, view, name in pages
    ]


def show(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """Show who has how much to do, and where reviewers differ."""
    call = _call_or_404(request, pk)
    sort = request.GET.get("sort", "")
    sort = sort if sort in load.SORTS else "spread"
    page = Paginator(load.inputs(request.user, call, sort), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    loads = load.by_reviewer(request.user, call, clock.now())
    rows = list(page.object_list)
    said = load.recommended(request.user, rows)
    context = {
        **_context(request, call, model_admin),
        "title": _("Reviews"),
        "totals": load.totals(request.user, call, loads),
        "loads": loads,
        "page": page,
        "rows": [(row, said[row.pk]) for row in rows],
        "sort": sort,
        "tables": {
            "reviewers": PageTable(_("Reviewers"), _reviewer_heads(), partial(_load_rows, loads)),
            "inputs": PageTable(
                _("Inputs"), _input_heads(), partial(_input_rows, request.user, call, sort)
            ),
        },
    }
    return TemplateResponse(request, "admin/consultation/call/reviews.html", context)


def _reviewer_heads() -> list[str]:
    return [_("Reviewer"), _("Assigned"), _("Given"), _("Owed"), _("Late"), _("Mean given")]


def _load_rows(loads: Sequence[load.Load]) -> Iterator[list[Any]]:
    for one in loads:
        yield [one.reviewer, one.assigned, one.given, one.owed, one.late, one.mean]


def _input_heads() -> list[str]:
    return [
        *(_("Number"), _("Title"), _("Asked"), _("Given")),
        *(_("Mean"), _("Spread"), _("Recommended")),
    ]


def _input_rows(user: Any, call: Call, sort: str) -> Iterator[list[Any]]:
    rows = list(load.inputs(user, call, sort))
    said = load.recommended(user, rows)
    for row in rows:
        words = ", ".join(f"{word}: {count}" for word, count in said[row.pk])
        figures = [row.reviewers_assigned, row.reviews_given, row.review_mean, row.review_spread]  # type: ignore[attr-defined]  # annotated
        yield [row.number, row.title, *figures, words]


def letters(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """Show who would get a letter, and send it once that is confirmed."""
    call = _call_or_404(request, pk)
    at = clock.now()
    only_late = (request.POST or request.GET).get("which") == "late"
    if request.method == "POST":
        to = {int(key) for key in request.POST.getlist("to") if is_key(key)}
        sent = write_to_owing(
            call_id=pk,
            by=request.user,  # type: ignore[arg-type]
            to=to,
            only_late=only_late,
            at=at,
        )
        _say(request, sent, len(to))
        return HttpResponseRedirect(reverse("admin:consultation_call_reviews", args=(pk,)))
    rows = load.owing(request.user, call, at, only_late=only_late)
    context = {
        **_context(request, call, model_admin),
        "title": _("Letters to those who owe reviews"),
        "only_late": only_late,
        "rows": rows,
        "previews": _previews(rows, call, at),
    }
    return TemplateResponse(request, "admin/consultation/call/review_letters.html", context)


def _say(request: HttpRequest, sent: int, wanted: int) -> None:
    """Say how many letters are queued, and why not all."""
    words = ngettext("%(count)d letter is queued.", "%(count)d letters are queued.", sent)
    messages.success(request, words % {"count": sent})
    if sent < wanted:
        words = ngettext(
            "%(count)d person gets none: she owes nothing any more, or had one today.",
            "%(count)d people get none: they owe nothing any more, or had one today.",
            wanted - sent,
        )
        messages.info(request, words % {"count": wanted - sent})


def _previews(rows: Sequence[Owing], call: Call, at: Any) -> list[tuple[Any, Any]]:
    """Return a letter per language of those who get one, with the language."""
    first: dict[str, Owing] = {}
    for row in rows:
        first.setdefault(language(row.reviewer.language).code, row)
    return [
        (language(code), render(letter_to(row, call, at), at=at))
        for code, row in sorted(first.items())
    ]


def _call_or_404(request: HttpRequest, pk: int) -> Call:
    """
    Read the call, for its secretariat.

    :raises Http404: there is none, or the person does not belong to it
    """
    call: Call = get_object_or_404(Call.objects.select_related("forum"), pk=pk)
    if not may_oversee(request.user, pk):  # type: ignore[arg-type]
        raise Http404
    return call


def _context(request: HttpRequest, call: Call, model_admin: "_CallAdmin") -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "subtitle": str(call),
        "call": call,
    }
