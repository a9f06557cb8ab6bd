"""Which speakers are reminded that they have not answered: from rows, so outages are caught up."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from agenda.letters_people import KEY, KIND, reminder, reminder_key
from agenda.models import Appearance
from wsis_forum.letters import outbox
from wsis_forum.letters.models import Letter
from wsis_forum.letters.rendering import Request

# After the last invitation; once more would be too often.
AFTER = timedelta(days=7)
# An invitation older than this is history: whoever wants an answer writes again.
FORGOTTEN = timedelta(days=60)


def queue_reminders(at: datetime) -> int:
    """Queue the reminders that are due, and return how many are new."""
    return outbox.queue_many(due(at), at=at)


def due(at: datetime) -> Iterator[Request]:
    """Find who was invited a week ago, has not answered and was not reminded since (3 queries)."""
    invited: dict[int, datetime] = {}
    letters = Letter.objects.filter(kind=KIND, queued_at__gt=at - FORGOTTEN, queued_at__lte=at)
    keys = list(letters.order_by("queued_at").values_list("key", "queued_at"))
    for key, queued_at in keys:
        match = KEY.match(key)
        if match and match[2] == "invitation":
            invited[int(match[1])] = queued_at
    there = {key for key, _moment in keys}
    waiting = {
        pk: moment
        for pk, moment in invited.items()
        if moment <= at - AFTER and reminder_key(pk, moment) not in there
    }
    if not waiting:
        return
    rows = (
        Appearance.objects.waiting()
        .filter(pk__in=waiting, session__forum__start_date__gt=at.date())
        .exclude(speaker__email="")
    )
    rows = rows.select_related("speaker", "session__forum").prefetch_related("session__slots")
    for row in rows.order_by("pk"):
        yield reminder(row, invited_at=waiting[row.pk])
