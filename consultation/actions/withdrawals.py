"""The verb by which an author takes an input back."""

from datetime import datetime

from django.db import transaction

from consultation import letters, workflow
from consultation.actions.open_questions import close_question
from consultation.choices import Disposition, EventKind, Status
from consultation.exceptions import ReasonMissing
from consultation.models import Decision, Submission, SubmissionEvent
from wsis_forum.accounts.models import User


@transaction.atomic
def withdraw(*, submission_id: int, by: User, reason: str, at: datetime) -> Submission:
    """
    Withdraw what was handed in, with a public reason, and confirm it to its author.

    It takes the place of an earlier decision, which stays in the history; a session that was made
    of it stays as it is, for its organizers to decide about. Withdrawing again changes nothing.

    :raises ReasonMissing: the reason is blank
    :raises WrongStatus: it was not handed in
    """
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("call__forum", "author")
        .get(pk=submission_id)
    )
    if submission.status == Status.WITHDRAWN:
        return submission
    workflow.require_move(submission.status, Status.WITHDRAWN)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    submission.status = Status.WITHDRAWN
    submission.withdrawn_reason = reason
    submission.save(update_fields=("status", "withdrawn_reason"))
    # Nobody of the secretariat decided this; the event says who withdrew.
    Decision.objects.update_or_create(
        submission=submission,
        defaults={
            "disposition": Disposition.WITHDRAWN,
            "reason": reason,
            "decided_by": None,
            "decided_at": at,
        },
    )
    close_question(submission, by=None, answer="", at=at)
    SubmissionEvent.objects.create(
        submission=submission, kind=EventKind.WITHDRAWN, at=at, by=by, note=reason
    )
    letters.queue_withdrawal(submission=submission, at=at)
    return submission
