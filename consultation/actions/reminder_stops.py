"""Verbs of the calendar of reminders: stop one rule, one day, one person; and go on."""

from datetime import date, datetime

from django.db import transaction

from consultation.models import ReminderRule, ReminderStop
from wsis_forum.accounts.models import User


@transaction.atomic
def stop(
    *,
    by: User,
    at: datetime,
    rule_id: int | None = None,
    day: date | None = None,
    user_id: int | None = None,
    address: str = "",
    reason: str = "",
) -> ReminderStop:
    """
    Stop the reminders that all of these are true of; the same stop twice is one.

    ``day`` is one of Geneva's. Letters that are queued and have not left are cancelled when their
    turn comes; what is stopped is sent after all if the stop is taken back while it is still due.

    :raises ValueError: nothing is named, so everything would be stopped
    """
    if not (rule_id or day or user_id or address):
        raise ValueError("a stop of everything is none of one rule, day or person")
    found, _made = ReminderStop.objects.get_or_create(
        rule_id=rule_id,
        day=day,
        user_id=user_id,
        address=address,
        defaults={"reason": reason, "made_by": by, "made_at": at},
    )
    return found


@transaction.atomic
def go_on(*, stop_id: int) -> bool:
    """Take a stop back; tell whether it was still there."""
    return bool(ReminderStop.objects.filter(pk=stop_id).delete()[0])


@transaction.atomic
def save_rule(*, rule: ReminderRule, is_new_moment: bool, at: datetime) -> ReminderRule:
    """
    Save a rule; one that is new, moved or in force again reminds of nothing before ``at``.

    Another hour of the reader's day is no other moment: what it reminded of, it does not again.
    """
    if is_new_moment:
        rule.since = at
    rule.save()
    return rule
