"""The letter to a reviewer: which inputs wait for her now, and until when."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models import Assignment
from wsis_forum.letters import kinds, outbox
from wsis_forum.letters.rendering import Request

KIND = "assigned"
UNTITLED = _("Untitled")


def register() -> None:
    """Make the kind known to the outbox."""
    kinds.register(kinds.Kind(KIND, title=pgettext_lazy("letter", "reviews assigned")))


def queue_assigned(assignments: Sequence[Assignment], *, at: datetime) -> None:
    """Queue one letter to each reviewer with the list of what she was given just now."""
    ordered = sorted(assignments, key=lambda row: (row.reviewer_id, row.submission_id))
    requests = []
    for _person, group in groupby(ordered, key=lambda row: row.reviewer_id):
        rows = list(group)
        reviewer, due_at = rows[0].reviewer, rows[0].due_at
        context = {"assignments": rows, "count": len(rows), "due_at": due_at, "untitled": UNTITLED}
        key = f"assigned:{reviewer.pk}:{rows[0].pk}"
        requests.append(Request(KIND, key, context, user=reviewer))
    outbox.queue_many(requests, at=at)
