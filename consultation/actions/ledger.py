"""The verb that closes the books of a call: every input of it has its disposition."""

from datetime import datetime

from django.db import transaction

from consultation.choices import Status
from consultation.exceptions import StillOpen, WrongStatus
from consultation.models import Call
from wsis_forum.accounts.models import User


@transaction.atomic
def mark_decided(*, call_id: int, by: User, at: datetime) -> Call:
    """
    Mark a closed call as decided; from then on the database refuses an input without disposition.

    Reopening a decision takes the mark away again. Marking twice changes nothing.

    :raises WrongStatus: the call has not closed yet
    :raises StillOpen: some of its inputs have no disposition
    """
    call = Call.objects.select_for_update(of=("self",)).get(pk=call_id)
    if call.decided_at is not None:
        return call
    if call.closes_at is None or at < call.closes_at:
        raise WrongStatus(source="open", target="decided")
    ended = (Status.DRAFT, Status.DECIDED, Status.WITHDRAWN)
    count = call.submissions.exclude(status__in=ended).count()
    if count:
        raise StillOpen(count=count)
    call.decided_at = at
    call.version += 1
    call.save(update_fields=("decided_at", "version"))
    return call
