"""Conditions of the list that ask more than one table."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from consultation.choices import Role
from consultation.models import Assignment, CallRole, Review, Submission
from wsis_forum.accounts import roles

_Inputs = QuerySet[Submission, Any]


def with_reviews(submissions: _Inputs, how_many: str) -> _Inputs:
    """
    Keep the inputs of which ``none``, ``some`` or ``all`` reviews are in; else, all inputs.

    Some: at least one is in, and at least one more is owed. All: none is owed any more.
    """
    given = Review.objects.filter(submission=OuterRef("pk"), submitted_at__isnull=False)
    hers = Review.objects.filter(
        submission=OuterRef("submission"),
        reviewer=OuterRef("reviewer"),
        submitted_at__isnull=False,
    )
    owed = Assignment.objects.filter(~Exists(hers), submission=OuterRef("pk"), ended_at=None)
    match how_many:
        case "none":
            return submissions.exclude(Exists(given))
        case "some":
            return submissions.filter(Exists(given), Exists(owed))
        case "all":
            return submissions.filter(Exists(given)).exclude(Exists(owed))
    return submissions


def open_to(user: Any, submissions: _Inputs) -> _Inputs:
    """Keep the inputs whose names a person may read: not those of calls that she reads blind."""
    if roles.has_role(user, roles.SECRETARIAT):
        return submissions
    mine = CallRole.objects.filter(user=user.pk, role=Role.SECRETARIAT).values("call")
    return submissions.filter(Q(call__is_blind=False) | Q(call__in=mine))
