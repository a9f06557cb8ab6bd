"""Closes the secretariat's open question about a submission; part of other verbs."""

from datetime import datetime

from django.db import connection

from consultation.models import Clarification, Submission
from wsis_forum.accounts.models import User

# Django's update does not return what it has changed.
_CLOSE = f"""
UPDATE {Clarification._meta.db_table}
SET answer = %(answer)s, answered_by_id = %(by)s, answered_at = %(at)s
WHERE submission_id = %(submission)s AND answered_at IS NULL AND until > %(until)s
RETURNING asked_by_id
"""  # noqa: S608 our own table


def close_question(
    submission: Submission, *, by: User | None, answer: str, at: datetime, in_time: bool = False
) -> list[int | None]:
    """
    Close the open question of a locked submission; return the key of who asked it (1 query).

    Nothing: there was no open question. ``None`` in it: who asked is not known any more. Without an
    ``answer`` it is closed unanswered: the changed text answers it, the secretariat goes on
    without, or the author withdraws. ``in_time``: only if it may still be answered at ``at``.
    """
    values = {
        "answer": answer,
        "by": by.pk if by else None,
        "at": at,
        "submission": submission.pk,
        "until": at if in_time else "-infinity",
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, values)
        return [asker for (asker,) in cursor.fetchall()]
