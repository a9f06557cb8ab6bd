"""What the tests of reviews share."""

from typing import Any

from django.contrib.auth.models import Group

from consultation.actions.reviews import ReviewContent, give_review
from consultation.models import Assignment, Criterion, Review, Submission
from tests.factories import NOW, UserFactory
from wsis_forum.accounts.models import User


def staff(name: str, role: str = "reviewer") -> User:
    """Make a member of the staff with a role for all calls."""
    user = UserFactory(email=f"{name.lower()}@staff.example", name=name, is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def criteria(call: Any, *weights: int) -> list[Criterion]:
    """Give a call criteria of these weights."""
    return [
        Criterion.objects.create(call=call, title=f"Criterion {place}", weight=weight, order=place)
        for place, weight in enumerate(weights or (3, 1), start=1)
    ]


def assign(submission: Submission, reviewer: User, **given: Any) -> Assignment:
    """Ask a reviewer for her review."""
    usual = {"how": "hand", "made_at": NOW, "made_by": None}
    return Assignment.objects.create(submission=submission, reviewer=reviewer, **{**usual, **given})


def give(submission: Submission, reviewer: User, *scores: int, **said: Any) -> Review:
    """Give a review with a score for each criterion of the call."""
    rows = submission.call.criteria.filter(is_active=True)
    values = dict(zip((row.pk for row in rows), scores, strict=True))
    content = ReviewContent(**{"recommendation": "accept", "scores": values, **said})
    return give_review(
        submission_id=submission.pk, reviewer=reviewer, content=content, version=0, at=NOW
    )
