"""Everything that falls due, called together by beat and by hand; and what will fall due."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from consultation.reminding import planning
from consultation.reminding.subjects import Planned
from wsis_forum.letters import outbox


def queue_due(at: datetime) -> int:
    """Queue all reminders that are due, and return how many are new."""
    new = list(_not_queued(planning.due(at)))
    keys = [one.key for one in new]
    return outbox.queue_anew(planning.requests(new, at=at), keys=keys, at=at) if new else 0


def forecast(at: datetime, until: datetime) -> list[Planned]:
    """Return what will be queued from ``at`` to ``until`` if nothing changes, in its order."""
    return [*_not_queued(planning.due(at)), *planning.coming(at, until)]


def _not_queued(planned: Iterable[Planned]) -> Iterator[Planned]:
    """Leave out what is in the outbox already."""
    by_key = {one.key: one for one in planned}
    there = outbox.there(by_key)
    return (one for key, one in by_key.items() if key not in there)
