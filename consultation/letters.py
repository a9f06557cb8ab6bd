"""The letters of the consultation: a receipt, an answer, a reminder."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from consultation import reminders
from consultation.models import Decision, Submission
from wsis_forum.letters import kinds, outbox
from wsis_forum.letters.rendering import Request

UNTITLED = _("Untitled draft")


def register() -> None:
    """Make our kinds known to the outbox."""
    kinds.register(kinds.Kind("receipt", urgent=True))
    kinds.register(kinds.Kind("decision"))
    kinds.register(kinds.Kind("reminder", optional=True, check=reminders.unwanted))


def queue_receipt(*, submission: Submission, at: datetime) -> None:
    """Queue the letter that confirms a hand-in; once per submission."""
    outbox.queue(
        kind="receipt",
        key=f"submission:{submission.pk}:receipt",
        user=submission.author,
        context=_about(submission),
        at=at,
    )


def queue_decision(*, decision: Decision, at: datetime) -> None:
    """Queue the letter that tells an author the decision and its public reason; only once."""
    submission = decision.submission
    outbox.queue(
        kind="decision",
        key=f"decision:{decision.pk}",
        user=submission.author,
        context={**_about(submission), "decision": decision},
        at=at,
    )


def queue_reminders(due: Iterable[reminders.Reminder], *, at: datetime) -> int:
    """Queue reminders, and return how many were new."""
    return outbox.queue_many((_request(reminder) for reminder in due), at=at)


def _about(submission: Submission) -> dict[str, Any]:
    return {
        "submission": submission,
        "title": submission.title or UNTITLED,
        "call": submission.call,
        "forum": submission.call.forum,
    }


def _request(reminder: reminders.Reminder) -> Request:
    context = {
        "call": reminder.call,
        "forum": reminder.call.forum,
        "drafts": reminder.drafts,
        "untitled": UNTITLED,
    }
    return Request("reminder", reminder.key, context, user=reminder.author)
