"""What the secretariat's desk reads: the page of one submission, its neighbours, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from consultation.choices import Disposition, Status
from consultation.models import Call, Clarification, Submission
from consultation.models.submission import SubmissionQuerySet

_WAITING = (Status.SUBMITTED, Status.UNDER_REVIEW)


# For work: what waits first, the oldest on top, then the rest, the newest on top.
_IS_WAITING = Q(status__in=_WAITING)
WORK_ORDER = (
    Case(When(_IS_WAITING, then=Value(0)), default=Value(1), output_field=IntegerField()).asc(),
    Case(When(_IS_WAITING, then=F("submitted_at")), output_field=DateTimeField()).asc(),
    F("submitted_at").desc(),
    F("pk").desc(),
)


_open_question = Clarification.objects.filter(submission=OuterRef("pk"), answered_at__isnull=True)


def worklist(submissions: SubmissionQuerySet) -> SubmissionQuerySet:
    """
    Read what a list of submissions shows; long texts stay in the database.

    Keeps what was handed in; drafts belong to their authors. ``answer_until`` is the date of the
    open question to the author, if there is one.
    """
    return (
        submissions.handed_in()
        .select_related("call__forum", "stakeholder_type", "author")
        .defer("text", "summary", "answers")
        .annotate(answer_until=Subquery(_open_question.values("until")[:1]))
    )


def page_of(submissions: SubmissionQuerySet, pk: int) -> Submission | None:
    """Read one handed-in submission with all that its page shows, in a fixed number of queries."""
    return (
        submissions.handed_in()
        .with_everything()
        .select_related("decision__decided_by", "organization__country", "call__phase")
        .prefetch_related(
            "sessions",
            "versions__by",
            "contributors__user",
            "clarifications__asked_by",
            "clarifications__answered_by",
        )
        .filter(pk=pk)
        .first()
    )


@dataclass(frozen=True)
class Neighbours:
    """Where a submission stands in the list one came from; positions begin with 1."""

    position: int | None
    total: int
    previous: int | None
    next: int | None


def neighbours(keys: Sequence[int], here: int, after: int | None = None) -> Neighbours:
    """
    Find the submissions before and after one in a list of keys.

    One that has just left the list (a filter on its status) is followed by ``after``, which was
    next to it before, else by the first that is left.
    """
    if here in keys:
        at = keys.index(here)
        previous = keys[at - 1] if at else None
        following = keys[at + 1] if at + 1 < len(keys) else None
        return Neighbours(at + 1, len(keys), previous, following)
    following = after if after in keys else next(iter(keys), None)
    return Neighbours(None, len(keys), None, following)


@dataclass(frozen=True)
class Waiting:
    """How many submissions are in a status, and since when the oldest of them waits."""

    status: Status
    count: int
    oldest: datetime | None


def waiting_by_status() -> list[Waiting]:
    """Count what waits for us or for its author, in one query."""
    statuses = (*_WAITING, Status.RETURNED)
    rows = {
        row["status"]: row
        for row in Submission.objects.filter(status__in=statuses)
        .order_by()
        .values("status")
        .annotate(count=Count("pk"), oldest=Min("submitted_at"))
    }
    return [
        Waiting(status, rows.get(status, {}).get("count", 0), rows.get(status, {}).get("oldest"))
        for status in statuses
    ]


def oldest_waiting(limit: int) -> list[Submission]:
    """Read the submissions that have waited longest for us."""
    waiting = worklist(Submission.objects.filter(status__in=_WAITING))
    return list(waiting.order_by("submitted_at", "pk")[:limit])


def calls_to_watch(at: datetime) -> QuerySet[Call, Any]:
    """Keep the calls that are open or open later, what closes first on top, with both counts."""
    draft = Q(submissions__status=Status.DRAFT)
    return (
        Call.objects.filter(takes_drafts=True, closes_at__gt=at)
        .select_related("forum")
        .annotate(
            draft_count=Count("submissions", filter=draft),
            handed_in_count=Count("submissions", filter=~draft & Q(submissions__isnull=False)),
        )
        .order_by("closes_at", "pk")
    )


def accepted_without_session() -> int:
    """Count the requests that were accepted as sessions and have none yet."""
    return Submission.objects.filter(
        decision__disposition=Disposition.BECOMES, sessions__isnull=True
    ).count()
