"""The verb that writes to reviewers who owe reviews, and to nobody else."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from consultation.models import Call
from consultation.queries.blind import blinds_for
from consultation.queries.load import Owing, owing
from wsis_forum.accounts.models import User
from wsis_forum.letters import outbox
from wsis_forum.letters.rendering import Request

KIND = "reviews-owed"


@transaction.atomic
def write_to_owing(
    *, call_id: int, by: User, to: Collection[int], only_late: bool, at: datetime
) -> int:
    """
    Queue one letter to each reviewer of ``to`` who still owes reviews of a call; return how many.

    Each names her own inputs. A person gets one letter a day (of the call's zone) and call, however
    often somebody asks; who has handed in her review meanwhile gets none.
    """
    call = Call.objects.select_related("forum").get(pk=call_id)
    rows = owing(by, call, at, only_late=only_late)
    wanted = (request(row, call, at) for row in rows if row.reviewer.pk in set(to))
    return outbox.queue_many(wanted, at=at)


def _address(submission_id: int) -> str:
    return reverse("admin:consultation_submission_change", args=(submission_id,))


def request(row: Owing, call: Call, at: datetime) -> Request:
    """Return the letter to one reviewer, for the outbox or for a preview."""
    day = at.astimezone(call.zone).date().isoformat()
    blinds = blinds_for(row.reviewer, (one.submission for one in row.assignments))
    context: dict[str, Any] = {
        "call": call,
        "forum": call.forum,
        "inputs": [
            {
                "number": one.submission.number,
                "title": blinds[one.submission_id].text(one.submission.title),
                "language": one.submission.language,
                "due_at": one.due_at,
                "is_late": one.due_at is not None and one.due_at <= at,
                "link": f"{settings.PORTAL_URL}{_address(one.submission_id)}",
            }
            for one in row.assignments
        ],
        "count": row.count,
        "late": row.late,
        "at": at,
    }
    return Request(KIND, f"{KIND}:{call.pk}:{row.reviewer.pk}:{day}", context, user=row.reviewer)
