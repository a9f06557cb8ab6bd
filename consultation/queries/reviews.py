"""
Reads of reviews: who sees which, what several say together, what the author is told.

The one place of the rule who sees a review (``visible``): a draft is its writer's only. The
secretariat, of all calls or of one, sees every review that was given, unless she owes one of the
same input herself: she is a reviewer of it then. Everybody else, reviewers, organizers and
observers alike, sees others' as the call says: never, once her own is in, or always; "once her own
is in" is "never" for who does not review. A review that was opened again is not in.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Cast, Coalesce

from consultation.choices import ReviewsShown, Role, Status
from consultation.models import Assignment, CallRole, Criterion, Review, Score, Submission
from consultation.models.review import ReviewQuerySet
from consultation.models.submission import SubmissionQuerySet
from consultation.queries.access import readable
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User

# While it is in one of these, a reviewer who was asked still owes her review.
OWED_IN = (Status.SUBMITTED, Status.UNDER_REVIEW)
# As ``scores.spread``: one review agrees with nobody.
_SPREAD = "CASE WHEN COUNT(one.mean) > 1 THEN STDDEV_POP(one.mean) END"


def visible(user: Any) -> ReviewQuerySet:
    """Return every review that a member of the staff may see, of the inputs that she may see."""
    return Review.objects.filter(_shown_to(user), submission__in=readable(user).values("pk"))


def visible_to(user: Any, submission: Submission) -> ReviewQuerySet:
    """Return the reviews of one input that a person may see; the caller has asked for the input."""
    return Review.objects.filter(_shown_to(user), submission=submission)


def _shown_to(user: User) -> Q:
    """Return the condition of the reviews that a person may see, whatever the input."""
    mine = Q(reviewer=user.pk)
    given = Q(submitted_at__isnull=False)
    own = Review.objects.given().filter(submission=OuterRef("submission"), reviewer=user.pk)
    owes = owed_by(user).filter(submission=OuterRef("submission"))
    oversees = ~Q(Exists(owes))
    if not roles.has_role(user, roles.SECRETARIAT):
        secretary_of = CallRole.objects.filter(user=user.pk, role=Role.SECRETARIAT)
        oversees &= Q(submission__call__in=secretary_of.values("call"))
    return mine | given & (
        oversees
        | Q(submission__call__reviews_shown=ReviewsShown.ALWAYS)
        | Q(submission__call__reviews_shown=ReviewsShown.AFTER_MINE) & Q(Exists(own))
    )


def may_oversee(user: User, call_id: int) -> bool:
    """Tell whether a person sees load and agreement of a call: its secretariat (1 query)."""
    if roles.has_role(user, roles.SECRETARIAT):
        return True
    if not user.is_active or not user.is_staff:
        return False
    mine = CallRole.objects.filter(user=user.pk, call=call_id, role=Role.SECRETARIAT)
    return mine.exists()


def with_means(reviews: ReviewQuerySet) -> QuerySet[Any, Any]:
    """Annotate reviews with ``mean``: the weighted mean of their scores for criteria in force."""
    in_force = Q(scores__criterion__is_active=True)
    weight = F("scores__criterion__weight")
    return reviews.annotate(
        mean=Cast(Sum(F("scores__value") * weight, filter=in_force), FloatField())
        / Sum(weight, filter=in_force)
    )


class _Of(Subquery):
    """An aggregate over the means of an input's reviews."""

    def __init__(self, reviews: Any, aggregate: str) -> None:
        super().__init__(with_means(reviews).order_by().values("mean"), output_field=FloatField())
        self.template = f"(SELECT {aggregate} FROM (%(subquery)s) AS one)"  # noqa: S608 our words only


def with_figures(submissions: SubmissionQuerySet, user: Any) -> SubmissionQuerySet:
    """
    Annotate inputs for lists, by what the person may see of their reviews.

    ``review_mean`` and ``review_spread`` (standard deviation, from two reviews on) are ``None``
    without figures; ``reviews_given``; ``reviewers_assigned`` and, of those, ``reviewers_done``.
    """
    given = Review.objects.counted().filter(_shown_to(user), submission=OuterRef("pk"))
    asked = Assignment.objects.active().filter(submission=OuterRef("pk"))
    done = asked.filter(Exists(_given_by_assigned()))
    return submissions.annotate(
        review_mean=_Of(given, "AVG(one.mean)"),
        review_spread=_Of(given, _SPREAD),
        reviews_given=_count(given),
        reviewers_assigned=_count(asked),
        reviewers_done=_count(done),
    )


def _given_by_assigned() -> ReviewQuerySet:
    """Return the given review that an assignment asked for."""
    same = {"submission": OuterRef("submission"), "reviewer": OuterRef("reviewer")}
    return Review.objects.given().filter(**same)


def owed(assignments: Any = None) -> Any:
    """Return the assignments whose review is owed: it is not in, and the input waits for us."""
    rows = Assignment.objects.all() if assignments is None else assignments
    return (
        rows.active().filter(submission__status__in=OWED_IN).exclude(Exists(_given_by_assigned()))
    )


def owed_by(user: User) -> Any:
    """Return the assignments of a person whose review is not in, while the input may be decided."""
    mine = Assignment.objects.active().filter(reviewer=user.pk)
    still = mine.filter(submission__status__in=(*OWED_IN, Status.RETURNED))
    return still.exclude(Exists(_given_by_assigned()))


def _count(rows: Any) -> Coalesce:
    counted = rows.order_by().values("submission").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def criteria_of(submission: Submission) -> list[Criterion]:
    """Return the criteria that are in force for an input, in their order (1 query)."""
    return list(Criterion.objects.filter(call=submission.call_id, is_active=True))


def scored(reviews: ReviewQuerySet) -> list[Any]:
    """Read reviews with their writers, scores and ``mean``, the first given first (2 queries)."""
    scores = Score.objects.select_related("criterion").order_by("criterion__order", "criterion")
    found = (
        with_means(reviews).select_related("reviewer").order_by("submitted_at", "saved_at", "pk")
    )
    return list(found.prefetch_related(Prefetch("scores", scores)))


def notes_for_author(submission: Submission) -> list[str]:
    """
    Return what reviewers want its author to read, without their names (1 query).

    For the letter of a decision; before it, nobody but the staff reads them.
    """
    notes = submission.reviews.counted().exclude(note_for_author="").order_by("submitted_at", "pk")
    return list(notes.values_list("note_for_author", flat=True))


@dataclass(frozen=True)
class Mine:
    """A person's own review of an input, and whether she was asked for it."""

    review: Review | None
    assignment: Assignment | None


def mine(user: Any, submission: Submission) -> Mine:
    """Read a person's own review and assignment of an input (2 queries)."""
    of_mine = {"submission": submission, "reviewer": user.pk}
    return Mine(
        Review.objects.filter(**of_mine).first(),
        Assignment.objects.active().filter(**of_mine).first(),
    )
