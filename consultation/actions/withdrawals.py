"""The verb by which an author takes an input back."""

from datetime import datetime

from django.db import transaction

from consultation import letters, workflow
from consultation.actions.decisions import locked
from consultation.actions.open_questions import close_question
from consultation.actions.reopening import reopen, retire
from consultation.choices import Disposition, EventKind, Status
from consultation.exceptions import ReasonMissing
from consultation.models import BasketItem, Decision, Relation, Submission, SubmissionEvent
from wsis_forum.accounts.models import User


@transaction.atomic
def withdraw(*, submission_id: int, by: User, reason: str, at: datetime) -> Submission:
    """
    Withdraw what was handed in, with a public reason, and confirm it to its author.

    It takes the place of an earlier decision, which stays on record; a session that was made of it
    stays as it is, for its organizers to decide about. Inputs that were merged into it are what
    they were before, for the same reason. Withdrawing again changes nothing.

    :raises ReasonMissing: the reason is blank
    :raises WrongStatus: it was not handed in
    """
    rows = locked([submission_id, *_merged_into(submission_id)])
    submission = rows[submission_id]
    if submission.status == Status.WITHDRAWN:
        return submission
    workflow.require_move(submission.status, Status.WITHDRAWN)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    # Asked again under the lock: whoever merges into this one locks it, too.
    for source in _merged_into(submission_id):
        reopen(submission_id=source, by=by, reason=reason, at=at)
    if submission.decision is not None:
        retire(submission, by=by, reason=reason, at=at)
    submission.status = Status.WITHDRAWN
    submission.withdrawn_reason = reason
    # Nobody of the secretariat decided this; the event says who withdrew.
    submission.decision = Decision.objects.create(
        submission=submission,
        disposition=Disposition.WITHDRAWN,
        reason=reason,
        reason_language=submission.language,
        decided_at=at,
    )
    submission.save(update_fields=("status", "withdrawn_reason", "decision"))
    BasketItem.objects.filter(submission=submission).delete()
    close_question(submission, by=None, answer="", at=at)
    SubmissionEvent.objects.create(
        submission=submission, kind=EventKind.WITHDRAWN, at=at, by=by, note=reason
    )
    letters.queue_withdrawal(submission=submission, at=at)
    return submission


def _merged_into(submission_id: int) -> list[int]:
    """Return the keys of the inputs that are merged into this one, lowest first."""
    sources = Relation.objects.active().filter(target=submission_id)
    return list(sources.order_by("source").values_list("source", flat=True))
