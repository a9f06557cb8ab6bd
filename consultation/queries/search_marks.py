"""What ``is:overdue`` and ``has:files`` mean in the staff's search."""

from collections.abc import Callable, Mapping

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from consultation.choices import RelationKind, Status
from consultation.models import (
    Assignment,
    Attachment,
    BasketItem,
    Clarification,
    Conflict,
    Contributor,
    Relation,
    Review,
    Screening,
    Submission,
    TeamNote,
)
from consultation.queries.search_asker import Asker


def _of(rows: QuerySet[Assignment] | QuerySet[Clarification]) -> Q:
    return Q(pk__in=rows.values("submission"))


def _is_mine(asker: Asker) -> Q:
    assigned = Assignment.objects.active().filter(reviewer=asker.user.pk)
    return Q(handler=asker.user.pk) | _of(assigned)


def _is_overdue(asker: Asker) -> Q:
    """Keep those of which an author owes an answer, or a reviewer a review."""
    answers = Clarification.objects.filter(answered_at__isnull=True, until__lte=asker.at)
    given = Review.objects.given().filter(
        submission=OuterRef("submission"), reviewer=OuterRef("reviewer")
    )
    owed = Assignment.objects.active().filter(~Exists(given), due_at__lte=asker.at)
    still_read = Q(status__in=(Status.SUBMITTED, Status.UNDER_REVIEW, Status.RETURNED))
    return _of(answers) | (still_read & _of(owed))


def _is_merged(kind: RelationKind | None = None) -> Q:
    relations = Relation.objects.active()
    if kind is not None:
        relations = relations.filter(kind=kind)
    return Q(pk__in=relations.values("source"))


def _has_reviews(asker: Asker) -> Q:
    """Given ones; of other reviewers only the secretariat is told."""
    given = Review.objects.counted()
    if not asker.is_secretary:
        given = given.filter(reviewer=asker.user.pk)
    return Q(pk__in=given.values("submission"))


def _has_conflict(asker: Asker) -> Q:
    """Somebody declared one; whose, and of whom, is the secretariat's."""
    standing = Conflict.objects.filter(ended_at__isnull=True)
    if not asker.is_secretary:
        standing = standing.none()
    return Q(pk__in=standing.values("submission"))


IS: Mapping[str, Callable[[Asker], Q]] = {
    "waiting": lambda _a: Q(status__in=(Status.SUBMITTED, Status.UNDER_REVIEW)),
    "mine": _is_mine,
    "overdue": _is_overdue,
    "late": lambda _a: Q(submitted_at__gte=F("call__closes_at")),
    "assigned": lambda _a: _of(Assignment.objects.active()),
    "unassigned": lambda _a: ~_of(Assignment.objects.active()),
    "screened": lambda _a: Q(pk__in=Screening.objects.values("submission")),
    "merged": lambda _a: _is_merged(),
    "duplicate": lambda _a: _is_merged(RelationKind.DUPLICATE),
}

HAS: Mapping[str, Callable[[Asker], Q]] = {
    "files": lambda _a: Q(
        pk__in=Attachment.objects.filter(removed_at__isnull=True).values("submission")
    ),
    "reviews": _has_reviews,
    "notes": lambda _a: Q(pk__in=TeamNote.objects.values("submission")),
    "question": lambda _a: _of(Clarification.objects.filter(answered_at__isnull=True)),
    "contributors": lambda _a: Q(pk__in=Contributor.objects.active().values("submission")),
    "conflict": _has_conflict,
    "session": lambda _a: Q(pk__in=Submission.objects.filter(sessions__isnull=False).values("pk")),
    "basket": lambda _a: Q(pk__in=BasketItem.objects.values("submission")),
}
