"""
Verbs of reviewing: save a draft, give the review, open it again.

A review is its writer's alone. Two of her tabs are two editors: each save says which version it was
opened on. Whether she may review the input at all, ``rules`` says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from consultation.actions.decisions import locked
from consultation.choices import Recommendation, Status
from consultation.exceptions import (
    CriterionUnknown,
    ReviewGiven,
    ReviewIncomplete,
    StaleVersion,
    WrongStatus,
)
from consultation.models import Criterion, Review, Score, Submission
from consultation.queries.reviews import visible_to
from wsis_forum.accounts.models import User

# They say which one.
_WHICH = frozenset({Recommendation.MERGE, Recommendation.OTHER_TRACK})
_OPEN = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW, Status.RETURNED})


@dataclass(frozen=True)
class ReviewContent:
    """
    What a reviewer says; the columns of ``models.Review`` say what each part means.

    ``scores``: criterion -> 1 to 5, without those not given yet. ``read_version`` is the version of
    the input that her page showed; without it, the last counts.
    """

    recommendation: str = ""
    detail: str = ""
    note_for_colleagues: str = ""
    note_for_author: str = ""
    scores: Mapping[int, int] = field(default_factory=dict)
    read_version: int | None = None


@transaction.atomic
def save_review(
    *, submission_id: int, reviewer: User, content: ReviewContent, version: int, at: datetime
) -> Review:
    """
    Keep what a reviewer has written so far, complete or not; nobody else sees it.

    ``version`` is that of the review which her page was opened on; 0: she had none.

    :raises StaleVersion: she saved it elsewhere since
    :raises ReviewGiven: it is in already; open it again first
    :raises CriterionUnknown: a score for something that is not in force for the input's call
    :raises WrongStatus: the input is a draft, decided or withdrawn
    """
    submission = _open(submission_id)
    review = Review.objects.filter(submission=submission, reviewer=reviewer).first()
    if (review.version if review else 0) != version:
        raise StaleVersion(current=review.version if review else 0)
    if review is not None and review.submitted_at is not None:
        raise ReviewGiven
    in_force = set(_criteria(submission))
    if set(content.scores) - in_force:
        raise CriterionUnknown
    review = review or Review(submission=submission, reviewer=reviewer, version=0)
    review.version += 1
    review.version_number = _read_version(submission, content.read_version)
    review.recommendation = content.recommendation
    review.detail = content.detail
    review.note_for_colleagues = content.note_for_colleagues
    review.note_for_author = content.note_for_author
    review.saved_at = at
    review.save()
    _save_scores(review, content.scores)
    return review


@transaction.atomic
def give_review(
    *, submission_id: int, reviewer: User, content: ReviewContent, version: int, at: datetime
) -> Review:
    """
    Save a review and hand it to the colleagues; raises what ``save_review`` raises.

    :raises ReviewIncomplete: the recommendation, the score for a criterion in force, or what it
        should be merged into or moved to is missing
    """
    # Saving takes the lock, so what is complete now stays so.
    review = save_review(
        submission_id=submission_id, reviewer=reviewer, content=content, version=version, at=at
    )
    scores = [key for key in _criteria(review.submission) if key not in content.scores]
    missing = [f"score_{key}" for key in scores]
    if content.recommendation not in Recommendation.values:
        missing.append("recommendation")
    elif content.recommendation in _WHICH and not content.detail.strip():
        missing.append("detail")
    if missing:
        raise ReviewIncomplete(missing)
    review.submitted_at = at
    review.save(update_fields=("submitted_at",))
    return review


@transaction.atomic
def reopen_review(*, submission_id: int, reviewer: User, at: datetime) -> Review:
    """
    Make a given review its writer's draft again; one that is a draft stays one.

    If she can read others' reviews by now, what she said first is kept with hers, and shown.

    :raises Review.DoesNotExist: she has none
    :raises WrongStatus: the input is a draft, decided or withdrawn
    """
    submission = _open(submission_id)
    review = Review.objects.get(submission=submission, reviewer=reviewer)
    if review.submitted_at is not None:
        if review.first_given is None and _reads_others(reviewer, submission):
            review.first_given = _said(review)
        review.submitted_at, review.saved_at = None, at
        review.version += 1
        review.save(update_fields=("submitted_at", "saved_at", "version", "first_given"))
    return review


def _reads_others(reviewer: User, submission: Submission) -> bool:
    return visible_to(reviewer, submission).exclude(reviewer=reviewer).exists()


def _said(review: Review) -> dict[str, Any]:
    """Return what a given review said, as ``Review.first_given`` holds it."""
    given_at = review.submitted_at
    return {
        "at": given_at.isoformat() if given_at else "",
        "recommendation": review.recommendation,
        "scores": {
            str(key): value for key, value in review.scores.values_list("criterion", "value")
        },
    }


def _open(submission_id: int) -> Submission:
    """Lock an input that is not decided yet."""
    submission = locked([submission_id])[submission_id]
    if submission.status not in _OPEN:
        raise WrongStatus(source=submission.status, target=Status.UNDER_REVIEW)
    return submission


def _criteria(submission: Submission) -> list[int]:
    """Return the criteria that are in force, in their order."""
    rows = Criterion.objects.filter(call=submission.call_id, is_active=True)
    return list(rows.order_by("order", "pk").values_list("pk", flat=True))


def _read_version(submission: Submission, read: int | None) -> int:
    numbers = list(submission.versions.order_by("number").values_list("number", flat=True))
    if read in numbers:
        return int(read)
    return numbers[-1] if numbers else 1


def _save_scores(review: Review, scores: Mapping[int, int]) -> None:
    """Make the scores in force what is given; those of former criteria stay as they were."""
    mine = Score.objects.filter(review=review)
    mine.filter(criterion__is_active=True).exclude(criterion__in=scores).delete()
    Score.objects.bulk_create(
        [Score(review=review, criterion_id=key, value=value) for key, value in scores.items()],
        update_conflicts=True,
        unique_fields=("review", "criterion"),
        update_fields=("value",),
    )
