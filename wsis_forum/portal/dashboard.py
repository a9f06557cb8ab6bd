"""What the index of the workbench says: what waits, what closes when, what is unfinished."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from agenda.models import Release
from consultation.models import Call, Forum, Submission
from consultation.queries import access, desk
from consultation.queries.queues import Queue, queue_counts
from wsis_forum import clock
from wsis_forum.accounts.models import User
from wsis_forum.letters.hiding import visible
from wsis_forum.letters.models import Letter, LetterState

# How many submissions the index names; the list has them all.
_OLDEST = 10
_UNDELIVERED = (LetterState.DEFERRED, LetterState.BOUNCED)


@dataclass(frozen=True)
class Dashboard:
    """One person's view; a part that is not hers to see is ``None`` or empty."""

    at: datetime
    forum: Forum | None
    queues: Mapping[Queue, int] = field(default_factory=dict)
    waiting: Sequence[desk.Waiting] = ()
    oldest: Sequence[Submission] = ()
    calls: Sequence[Call] = ()
    without_session: int | None = None
    release: Release | None = None
    undelivered: dict[str, int] | None = field(default=None)

    @property
    def undelivered_total(self) -> int:
        """How many letters were deferred or refused."""
        return sum((self.undelivered or {}).values())


def dashboard(user: User) -> Dashboard:
    """
    Read the index's figures for one person.

    A fixed number of queries, however many rows there are; each part is left out without the
    permission to see its table.
    """
    at = clock.now()
    forum = Forum.objects.current().first()
    reads_inputs = access.sees_inputs(user)
    return Dashboard(
        at=at,
        forum=forum,
        queues=queue_counts(user, at) if reads_inputs else {},
        waiting=desk.waiting_by_status(user) if reads_inputs else (),
        oldest=desk.oldest_waiting(user, _OLDEST) if reads_inputs else (),
        calls=(
            list(desk.calls_to_watch(user, at)) if user.has_perm("consultation.view_call") else ()
        ),
        without_session=(
            desk.accepted_without_session(user) if user.has_perm("agenda.view_session") else None
        ),
        release=_latest_release(forum) if user.has_perm("agenda.view_release") else None,
        undelivered=_undelivered(user) if user.has_perm("letters.view_letter") else None,
    )


def _latest_release(forum: Forum | None) -> Release | None:
    """Read the newest release of the current Forum, without its frozen programme."""
    if forum is None:
        return None
    return (
        Release.objects.filter(forum=forum)
        .select_related("released_by")
        .defer("programme")
        .newest_first()
        .first()
    )


def _undelivered(user: User) -> dict[str, int]:
    """Count the letters that did not arrive, by state."""
    counted = dict.fromkeys(_UNDELIVERED, 0)
    rows = (
        visible(user, Letter.objects.filter(state__in=_UNDELIVERED))
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    counted.update({LetterState(state): count for state, count in rows})
    return {str(state.value): count for state, count in counted.items()}
