"""The public register of a Forum's inputs: the list and its table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consultation.models import Forum, StakeholderType, Submission
from consultation.publication import shown_organization
from consultation.queries import register as queries
from consultation.queries.facets import Facet, Hidden, facets_of, hidden_in
from consultation.queries.register_table import table_of
from consultation.standing import Standing, standing
from wsis_forum import clock
from wsis_forum.paging import page_so_far
from wsis_forum.templatetags.ui import local

if TYPE_CHECKING:
    from django.utils.functional import Promise

PAGE_SIZE = 25
# Four times what any year has had so far; who has more is told so.
COUNTED = 2_000


@dataclass(frozen=True)
class Row:
    """A line of the register: what may be shown of an input, and where it stands."""

    submission: Submission
    title: str
    summary: str
    organization: str
    stakeholder_type: str
    call: str
    line_codes: Sequence[str]
    standing: Standing


@dataclass(frozen=True)
class Chip:
    """Something that narrows the list down; ``query`` asks for the same without it."""

    label: "str | Promise"
    value: str
    query: str


@dataclass(frozen=True)
class _Asked:
    """What an address asks for, as far as it exists."""

    forum: Forum
    hidden: Hidden
    facets: tuple[Facet, ...]
    wanted: queries.Wanted
    at: datetime


@require_safe
def register(request: HttpRequest, year: str) -> HttpResponse:
    """List the public inputs of a Forum that the address asks for."""
    asked = _asked(request, year)
    rows = queries.found(asked.forum, asked.wanted, hidden=asked.hidden, at=asked.at)
    keys = rows.values_list("pk", flat=True)
    page = page_so_far(keys, PAGE_SIZE, request.GET.get("page"), least=COUNTED)
    context = {
        "forum": asked.forum,
        "wanted": asked.wanted,
        "facets": [(one, one.html(asked.wanted.chosen.get(one.name))) for one in asked.facets],
        "chips": list(_chips(asked)),
        "orders": queries.ORDERS,
        "most_characters": queries.MOST_CHARACTERS,
        "page_obj": page,
        "rows": _rows(queries.listed(list(page.object_list), at=asked.at), asked),
    }
    return render(request, "consultation/register.html", context)


@require_safe
def table(request: HttpRequest, year: str) -> StreamingHttpResponse:
    """Send all inputs that the address asks for as CSV, in the page's language."""
    asked = _asked(request, year)
    rows = queries.found(asked.forum, asked.wanted, hidden=asked.hidden, at=asked.at)
    lines = table_of(rows, hidden=asked.hidden, at=asked.at, language=get_language() or "en")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"wsis-forum-{asked.forum.slug}-inputs-{get_language()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-cache"
    return response


def _asked(request: HttpRequest, year: str) -> _Asked:
    forum = Forum.objects.filter(slug=year).first()
    if forum is None:
        raise Http404
    at = clock.now()
    hidden = hidden_in(forum)
    facets = facets_of(forum, hidden=hidden, at=at)
    return _Asked(forum, hidden, facets, queries.read(request.GET, facets), at)


def _rows(found: list[Submission], asked: _Asked) -> list[Row]:
    """Return the lines (1 query, and another if some were merged)."""
    public = queries.public_among([_target_id(one) for one in found], at=asked.at)
    # Written once each: there are few of them, and many lines.
    types = {one.pk: local(one, "title") for one in StakeholderType.objects.all()}
    facet = next(one for one in asked.facets if one.name == "call")
    calls = {one.pk: local(one.row, "title") for one in facet.options}
    lines = []
    for one in found:
        keys = {key for key, concealing in asked.hidden.items() if one.call_id in concealing}
        kind = types.get(one.stakeholder_type_id or 0, "")
        lines.append(
            Row(
                submission=one,
                title="" if "title" in keys else one.title,
                summary="" if "summary" in keys else one.summary,
                organization=shown_organization(one, keys),
                stakeholder_type="" if "stakeholder_type" in keys else kind,
                call=calls.get(one.call_id, ""),
                line_codes=() if "action_lines" in keys else one.line_codes,  # type: ignore[attr-defined]
                standing=standing(one, public),
            )
        )
    return lines


def _target_id(one: Submission) -> int | None:
    relation = getattr(one.decision, "relation", None)
    return relation.target_id if relation else None


def _chips(asked: _Asked) -> Iterator[Chip]:
    wanted = asked.wanted
    if wanted.text:
        yield Chip("", wanted.text, wanted.without("q"))
    for facet in asked.facets:
        if option := wanted.chosen.get(facet.name):
            yield Chip(facet.label, option.label, wanted.without(facet.name))
