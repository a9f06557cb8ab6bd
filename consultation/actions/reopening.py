"""The verb that takes a decision back: it stays on record, and the input is open again."""

from datetime import datetime

from django.db import transaction

from consultation import letters, workflow
from consultation.actions.decisions import locked
from consultation.choices import Disposition, EventKind, Status
from consultation.exceptions import ReasonMissing, WrongStatus
from consultation.models import Call, Decision, Relation, Submission, SubmissionEvent
from wsis_forum.accounts.models import User


@transaction.atomic
def reopen(*, submission_id: int, by: User, reason: str, at: datetime) -> Submission:
    """
    Reopen a decided submission with a reason, and tell its author.

    The decision stays as it was, and the input is under review. A merge is undone with it: both
    inputs are again what they were before, also on whose desk, if on any. A call that was marked as
    decided is not any more.

    :raises ReasonMissing: the reason is blank
    :raises WrongStatus: it is not decided; what was withdrawn stays withdrawn
    """
    submission = locked([submission_id])[submission_id]
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    if submission.status != Status.DECIDED:
        raise WrongStatus(source=submission.status, target=Status.UNDER_REVIEW)
    decision = retire(submission, by=by, reason=reason, at=at)
    target = Status.UNDER_REVIEW
    if decision.disposition == Disposition.MERGED and decision.status_before:
        target = Status(decision.status_before)
        submission.handler_id = decision.handler_before_id
    workflow.require_move(submission.status, target)
    submission.status = target
    submission.save(update_fields=("status", "decision", "handler"))
    Call.objects.filter(pk=submission.call_id, decided_at__isnull=False).update(decided_at=None)
    SubmissionEvent.objects.create(
        submission=submission, kind=EventKind.REOPENED, at=at, by=by, note=reason
    )
    letters.queue_reopening(decision=decision, at=at)
    return submission


def retire(submission: Submission, *, by: User | None, reason: str, at: datetime) -> Decision:
    """
    Let the decision of a locked submission count no more; the caller saves the submission.

    Its merge, if it was one, is undone.
    """
    decision = submission.decision
    if decision is None:
        raise WrongStatus(source=submission.status, target=Status.UNDER_REVIEW)
    decision.reopened_by, decision.reopened_at, decision.reopen_reason = by, at, reason
    decision.save(update_fields=("reopened_by", "reopened_at", "reopen_reason"))
    Relation.objects.active().filter(decision=decision).update(undone_at=at)
    submission.decision = None
    return decision
