"""How the queue of letters stands, for the operator's figures and the page of its health."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from wsis_forum.letters.models import DomainRest, Heartbeat, Letter, ServerState


@dataclass(frozen=True)
class Health:
    """
    The queue at a moment.

    ``oldest_due_at`` is since when the letter that has waited longest has been due; ``counts`` are
    state, kind and number; ``down_until`` is the next knock at a mail server that takes nothing.
    """

    at: datetime
    oldest_due_at: datetime | None
    counts: Sequence[tuple[str, str, int]]
    down_until: datetime | None
    rests: Sequence[DomainRest]
    beats: Mapping[str, datetime]

    @property
    def oldest_due_seconds(self) -> float:
        """How long the oldest letter that is due has waited, 0 without one."""
        if self.oldest_due_at is None:
            return 0.0
        return max(0.0, (self.at - self.oldest_due_at).total_seconds())

    def by_state(self) -> dict[str, int]:
        """Add up the letters by state."""
        found: dict[str, int] = {}
        for state, _kind, count in self.counts:
            found[state] = found.get(state, 0) + count
        return found


def health(at: datetime) -> Health:
    """Return how the queue stands (5 queries)."""
    counted = Letter.objects.order_by("state", "kind").values_list("state", "kind")
    return Health(
        at=at,
        oldest_due_at=Letter.objects.due(at).aggregate(oldest=Min("due_at"))["oldest"],
        counts=list(counted.annotate(count=Count("pk"))),
        down_until=ServerState.objects.filter(down_until__isnull=False)
        .values_list("down_until", flat=True)
        .first(),
        rests=list(DomainRest.objects.filter(until__gt=at)),
        beats=dict(Heartbeat.objects.values_list("name", "beaten_at")),
    )
