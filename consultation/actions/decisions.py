"""Verbs of the secretariat's desk: take up, accept, decline."""

from datetime import datetime

from django.db import transaction

from consultation import letters, workflow
from consultation.actions.open_questions import close_question
from consultation.choices import (
    ACCEPTED_AS,
    ACCEPTED_OTHERWISE,
    Disposition,
    EventKind,
    Status,
)
from consultation.exceptions import ReasonMissing
from consultation.models import Decision, Submission, SubmissionEvent
from wsis_forum.accounts.models import User


@transaction.atomic
def take_up(*, submission_id: int, by: User, at: datetime) -> Submission:
    """
    Begin the review of a submission, or go on with one whose author did not answer.

    :raises WrongStatus: it does not wait to be taken up (a draft, under review, decided, withdrawn)
    """
    submission = _locked(submission_id)
    if submission.status == Status.RETURNED:
        close_question(submission, by=None, answer="", at=at)
    _take_up(submission, by=by, at=at)
    submission.save(update_fields=("status",))
    return submission


@transaction.atomic
def accept(*, submission_id: int, by: User, reason: str, at: datetime) -> Decision:
    """
    Accept a submission with a public reason, and tell its author.

    What accepting means follows from the call (``choices.ACCEPTED_AS``). One that nobody had taken
    up passes through the review, and both steps are recorded.

    :raises ReasonMissing: the reason is blank
    :raises WrongStatus: it cannot be decided from where it is; nothing is decided twice
    """
    submission = _locked(submission_id)
    disposition = ACCEPTED_AS.get(submission.call.kind, ACCEPTED_OTHERWISE)
    return _decide(submission, disposition, EventKind.ACCEPTED, by=by, reason=reason, at=at)


@transaction.atomic
def decline(*, submission_id: int, by: User, reason: str, at: datetime) -> Decision:
    """
    Decline a submission with a public reason, and tell its author.

    :raises ReasonMissing: the reason is blank
    :raises WrongStatus: it cannot be decided from where it is; nothing is decided twice
    """
    submission = _locked(submission_id)
    kind = EventKind.DECLINED
    return _decide(submission, Disposition.DECLINED, kind, by=by, reason=reason, at=at)


def _locked(submission_id: int) -> Submission:
    """Lock one submission; its call, Forum and author are read along, not locked."""
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("call__forum", "author")
        .get(pk=submission_id)
    )


def _take_up(submission: Submission, *, by: User, at: datetime) -> None:
    """Move a locked submission into the review and record it; the caller saves."""
    workflow.require_move(submission.status, Status.UNDER_REVIEW)
    submission.status = Status.UNDER_REVIEW
    SubmissionEvent.objects.create(submission=submission, kind=EventKind.TAKEN_UP, at=at, by=by)


def _decide(
    submission: Submission,
    disposition: Disposition,
    kind: EventKind,
    *,
    by: User,
    reason: str,
    at: datetime,
) -> Decision:
    """Give a locked submission its one disposition, record it, queue the letter."""
    is_new = submission.status == Status.SUBMITTED
    if not is_new:
        workflow.require_move(submission.status, Status.DECIDED)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    if is_new:
        _take_up(submission, by=by, at=at)
    submission.status = Status.DECIDED
    submission.save(update_fields=("status",))
    decision = Decision.objects.create(
        submission=submission,
        disposition=disposition,
        reason=reason,
        decided_by=by,
        decided_at=at,
    )
    SubmissionEvent.objects.create(submission=submission, kind=kind, at=at, by=by, note=reason)
    letters.queue_decision(decision=decision, at=at)
    return decision
