"""The verb that moves an input from one desk to another."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from consultation import letters_of_colleagues
from consultation.actions.decisions import locked
from consultation.choices import Role, Status
from consultation.exceptions import NoDesk, WrongStatus
from consultation.models import Submission
from consultation.queries import access
from wsis_forum.accounts.models import User


@transaction.atomic
def hand_over(*, submission_id: int, to_id: int, by: User, at: datetime) -> Submission:
    """
    Lay an input on somebody's desk: one's own, or that of a colleague, who gets a letter.

    Answers of its author come back there. One that lies there already stays as it is.

    :raises NoDesk: the person does not belong to the secretariat here, or may not see the input
    :raises WrongStatus: nothing is to be done about it any more
    """
    submission = locked([submission_id])[submission_id]
    if submission.status in {Status.DRAFT, Status.DECIDED, Status.WITHDRAWN}:
        raise WrongStatus(source=submission.status, target=Status.UNDER_REVIEW)
    person = secretaries(submission).filter(pk=to_id).first()
    if person is None:
        raise NoDesk
    if submission.handler_id == person.pk:
        return submission
    submission.handler = person
    submission.save(update_fields=("handler",))
    if person != by:
        letters_of_colleagues.queue_handed_over(submission=submission, by=by, at=at)
    return submission


def secretaries(submission: Submission) -> QuerySet[User]:
    """Return those on whose desk an input can lie (1 query)."""
    around = access.staff_around(submission, Role.SECRETARIAT)
    return around.filter(~Q(is_near=True))
