"""Closes the secretariat's open question about a submission; part of other verbs."""

from datetime import datetime

from consultation.models import Clarification, Submission
from wsis_forum.accounts.models import User


def close_question(
    submission: Submission, *, by: User | None, answer: str, at: datetime, in_time: bool = False
) -> bool:
    """
    Close the open question of a locked submission; tell whether there was one (1 query).

    Without an ``answer`` it is closed unanswered: the changed text answers it, the secretariat goes
    on without, or the author withdraws. ``in_time``: only if it may still be answered at ``at``.
    """
    open_ones = Clarification.objects.filter(submission=submission, answered_at__isnull=True)
    if in_time:
        open_ones = open_ones.filter(until__gt=at)
    return open_ones.update(answer=answer, answered_by=by, answered_at=at) > 0
