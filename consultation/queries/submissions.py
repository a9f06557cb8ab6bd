"""Reads of a person's own submissions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When

from consultation.choices import Status
from consultation.models import Clarification, Submission, SubmissionVersion

# The parts of "my submissions", in their order there.
ASKED, DRAFTS, SENT, ANSWERED = 1, 2, 3, 4


def own() -> QuerySet[Submission]:
    """Return submissions with their calls, Forums and authors, for a page of one's own input."""
    return Submission.objects.select_related("call__forum", "author")


def own_whole() -> QuerySet[Submission]:
    """Return submissions for a page that shows all of one: also decision, history, questions."""
    versions = SubmissionVersion.objects.defer("answers")
    return (
        own()
        .select_related("decision")
        .prefetch_related("events", Prefetch("versions", versions), "clarifications")
    )


def of_person(user: Any, references: Iterable[str]) -> QuerySet[Submission]:
    """
    Return all that a person writes, or the drafts of an unknown one's browser.

    First what the secretariat has asked, then drafts by deadline, then sent, then answered ones;
    ``part`` says which. Preloads the decision and the open question (``open_questions``).
    """
    if user.is_authenticated:
        whose = Submission.objects.of(user)
    else:
        whose = Submission.objects.drafts().filter(
            author__isnull=True, reference__in=list(references)
        )
    part = Case(
        When(status=Status.RETURNED, then=Value(ASKED)),
        When(status=Status.DRAFT, then=Value(DRAFTS)),
        When(status__in=(Status.DECIDED, Status.WITHDRAWN), then=Value(ANSWERED)),
        default=Value(SENT),
        output_field=IntegerField(),
    )
    # A deadline orders drafts only.
    deadline = Case(When(status=Status.DRAFT, then="call__closes_at"))
    asked = Clarification.objects.filter(answered_at__isnull=True)
    return (
        whose.select_related("call__forum", "decision")
        .prefetch_related(Prefetch("clarifications", asked, to_attr="open_questions"))
        .alias(deadline=deadline)
        .annotate(part=part)
        .order_by("part", "deadline", "-submitted_at", "-saved_at", "-pk")
    )


def last_answers(submissions: Iterable[Submission]) -> Mapping[int, Mapping[str, Any]]:
    """Return what was handed in last, by the ids of the submissions (1 query)."""
    versions = (
        SubmissionVersion.objects.filter(submission__in=list(submissions))
        .order_by("submission", "-number")
        .distinct("submission")
    )
    return dict(versions.values_list("submission", "answers"))
