"""Reads of an author's own submissions."""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from consultation.choices import Status
from consultation.models import Call, Submission

# The three parts of "my submissions", in their order there.
DRAFTS, SENT, ANSWERED = 1, 2, 3


def own() -> QuerySet[Submission]:
    """Return submissions for a page of one section: with call, Forum, type, country, workshop."""
    return Submission.objects.select_related(
        "call__forum", "stakeholder_type", "country", "workshop"
    )


def own_whole() -> QuerySet[Submission]:
    """Return submissions for a page that shows all of one: also tags, speakers, events."""
    return Submission.objects.with_everything()


def mine(author: Any) -> QuerySet[Submission]:
    """
    Return all of an author's submissions: drafts by deadline, then sent, then answered ones.

    ``part`` says which of the three; preloads what ``sections.problems`` reads, and the decision.
    """
    answered = (Status.DECIDED, Status.WITHDRAWN)
    part = Case(
        When(status=Status.DRAFT, then=Value(DRAFTS)),
        When(status__in=answered, then=Value(ANSWERED)),
        default=Value(SENT),
        output_field=IntegerField(),
    )
    # A deadline orders drafts only.
    deadline = Case(When(status=Status.DRAFT, then="call__closes_at"))
    return (
        Submission.objects.of(author)
        .select_related("call__forum", "stakeholder_type", "workshop", "decision")
        .prefetch_related("action_lines", "goals", "speakers")
        .alias(deadline=deadline)
        .annotate(part=part)
        .order_by("part", "deadline", "-submitted_at", "-saved_at", "-pk")
    )


def drafts_in(call: Call, author: Any) -> QuerySet[Submission]:
    """Return the drafts that a person has in one call, the last saved first."""
    return Submission.objects.of(author).drafts().filter(call=call).order_by("-saved_at", "-pk")
