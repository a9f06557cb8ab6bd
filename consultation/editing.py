"""When a submission may be written in, and when handed in: the one place of that rule."""

from datetime import datetime

from consultation.choices import Status
from consultation.models import Call, Submission

# Handed in, and still open for another version until the deadline.
CHANGEABLE = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW})


def takes_hand_in(call: Call, *, at: datetime, opened_at: datetime | None) -> bool:
    """Tell whether ``call`` takes a hand-in at ``at`` from a form opened at ``opened_at``."""
    was_open = opened_at is not None and call.is_open(opened_at)
    return call.is_open(at, grace=was_open)


def can_write(submission: Submission, at: datetime) -> bool:
    """
    Tell whether its text may be changed at ``at``.

    A draft always: nothing typed is lost to a deadline. What was handed in until the call's
    deadline (with its grace, for a form opened before), a returned one until its own.
    """
    if submission.status == Status.DRAFT:
        return True
    if submission.status == Status.RETURNED:
        until = returned_until(submission)
        return until is not None and at < until
    return submission.status in CHANGEABLE and submission.call.is_open(at, grace=True)


def can_hand_in(submission: Submission, *, at: datetime, opened_at: datetime | None) -> bool:
    """Tell whether a hand-in at ``at``, from a form opened at ``opened_at``, is in time."""
    if submission.status == Status.RETURNED:
        return can_write(submission, at)
    if submission.status not in {Status.DRAFT, *CHANGEABLE}:
        return False
    return takes_hand_in(submission.call, at=at, opened_at=opened_at)


def returned_until(submission: Submission) -> datetime | None:
    """Return until when the author may answer the secretariat's open question (1 query)."""
    asked = submission.clarifications.filter(answered_at__isnull=True)
    return asked.values_list("until", flat=True).first()


def closes_at(submission: Submission) -> datetime | None:
    """Return the deadline that counts for this submission: its own, or its call's."""
    if submission.status == Status.RETURNED:
        return returned_until(submission)
    return submission.call.closes_at
