"""Verbs about conflicts of interest: declare one, lift one."""

from datetime import datetime

from django.db import transaction

from consultation.actions.decisions import locked
from consultation.exceptions import OwnConflict
from consultation.models import Assignment, Conflict
from wsis_forum.accounts.models import User


@transaction.atomic
def declare(*, submission_id: int, by: User, user: User, note: str, at: datetime) -> Conflict:
    """
    Record that an input is too near to ``user``: from now on it does not exist for her.

    Her assignments of it end, and it leaves her desk. What she has reviewed stays on record; who
    counts reviews leaves out those of people with a conflict that stands. Declared twice, it is the
    first one.

    :raises Submission.DoesNotExist: there is no such input
    """
    submission = locked([submission_id])[submission_id]
    conflict, _is_new = Conflict.objects.get_or_create(
        submission=submission,
        user=user,
        ended_at=None,
        defaults={"note": note, "declared_at": at, "declared_by": by},
    )
    Assignment.objects.active().filter(submission=submission, reviewer=user).update(
        ended_by=by, ended_at=at
    )
    if submission.handler_id == user.pk:
        submission.handler = None
        submission.save(update_fields=("handler",))
    return conflict


@transaction.atomic
def lift(*, conflict_id: int, by: User, at: datetime) -> Conflict:
    """
    End a declared conflict; one that has ended stays as it is. Assignments do not come back.

    :raises Conflict.DoesNotExist: there is none
    :raises OwnConflict: it is that of who wants to lift it
    """
    conflict = Conflict.objects.select_for_update().get(pk=conflict_id)
    if conflict.user_id == by.pk:
        raise OwnConflict
    if conflict.ended_at is None:
        conflict.ended_at = at
        conflict.save(update_fields=("ended_at",))
    return conflict
