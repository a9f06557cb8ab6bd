"""The public page of one input: what it says, and where it went."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultation.models import Forum, Submission
from consultation.presentation import ShownAnswer, ShownPart, shown_parts
from consultation.publication import hidden_keys, is_shown, names_people, shown_organization
from consultation.queries import questions
from consultation.queries.public import public_at, withdrawn_from_view_at
from consultation.queries.way import way_of, with_way
from consultation.questionnaire import Questionnaire
from wsis_forum import clock

# What stands at the head of the page, so not a second time among the answers.
_HEAD = frozenset(
    {
        "language",
        "title",
        "organization_name",
        "on_behalf_of",
        "stakeholder_type",
        "country",
        "action_lines",
        "goals",
    }
)


@dataclass(frozen=True)
class Head:
    """The facts about an input that may be shown; blank or empty where they may not."""

    title: str
    organization: str
    on_behalf_of: str
    stakeholder_type: Any
    country: Any
    action_lines: tuple[Any, ...]
    goals: tuple[Any, ...]


@require_safe
def public_input(request: HttpRequest, year: str, number: str) -> HttpResponse:
    """Show a public input and its way; what never was public is not known to exist."""
    at = clock.now()
    rows = with_way(public_at(at).filter(call__forum__slug=year, number=number))
    one = (
        rows.select_related("stakeholder_type", "country")
        .prefetch_related("action_lines", "goals", "events", "versions")
        .first()
    )
    if one is None:
        return _withdrawn_or_404(request, year, number, at)
    asked = questions.of_call(one.call)
    given = one.last_version.answers if one.last_version else one.answers
    are_named = names_people(one)
    parts = shown_parts(one, asked, given, only_public=True)
    context = {
        "submission": one,
        "forum": one.call.forum,
        "head": _head(one, asked),
        "answers": _public_only(one, parts),
        "has_files": any(said.shape == "files" for part in parts for said in part.answers),
        "columns": {} if asked.parts else {"summary": one.summary, "text": one.text},
        "way": way_of(one, at=at, are_named=are_named, hidden=hidden_keys(asked)),
        "are_named": are_named,
        "canonical": f"{settings.PORTAL_URL}{request.path}",
    }
    return render(request, "consultation/input.html", context)


def _withdrawn_or_404(request: HttpRequest, year: str, number: str, at: datetime) -> HttpResponse:
    """
    Say that an input is not there any more, if it was public before.

    :raises Http404: it was not, or there is none; both look the same
    """
    gone = withdrawn_from_view_at(at).filter(call__forum__slug=year, number=number)
    if not gone.exists():
        raise Http404
    forum = Forum.objects.get(slug=year)
    context = {"forum": forum, "number": number}
    return render(request, "consultation/input_withdrawn.html", context, status=410)


def _head(one: Submission, asked: Questionnaire) -> Head:
    hidden = hidden_keys(asked)
    on_behalf_of = one.on_behalf_of if names_people(one) else ""
    return Head(
        title="" if "title" in hidden else one.title,
        organization=shown_organization(one, hidden),
        on_behalf_of="" if "on_behalf_of" in hidden else on_behalf_of,
        stakeholder_type=None if "stakeholder_type" in hidden else one.stakeholder_type,
        country=None if "country" in hidden else one.country,
        action_lines=() if "action_lines" in hidden else tuple(one.action_lines.all()),
        goals=() if "goals" in hidden else tuple(one.goals.all()),
    )


def _public_only(one: Submission, parts: tuple[ShownPart, ...]) -> list[ShownAnswer]:
    """Leave out what is not shown, what the head shows, and what was not answered."""
    return [
        answer
        for part in parts
        for answer in part.answers
        if answer.shape != "none" and answer.asked.key not in _HEAD and is_shown(answer.asked, one)
    ]
