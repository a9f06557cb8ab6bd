"""The queues of the desk: what waits for one person, for others, for an answer; what is overdue."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import pgettext_lazy

from consultation.choices import Status
from consultation.models import Assignment, Clarification, Mention, Submission
from consultation.queries import access
from consultation.queries.capped import Statement, counted, statement
from consultation.queries.reviews import owed
from wsis_forum.accounts.models import User

# Tabs count up to here; one more means "more than that".
MOST = 999

_WAITING = (Status.SUBMITTED, Status.UNDER_REVIEW)

# Stand in statements for who asks and when; nothing else in them is like these.
_SOMEBODY = -(2**62) + 1
_SOME_MOMENT = datetime(9001, 1, 1, tzinfo=UTC)


class Queue(TextChoices):
    """A tab above the list; ``all`` keeps everything that the person may see."""

    MINE = "mine", pgettext_lazy("queue of inputs", "Waits for me")
    FREE = "free", pgettext_lazy("queue of inputs", "Nobody’s yet")
    OTHERS = "others", pgettext_lazy("queue of inputs", "Waits for others")
    ANSWER = "answer", pgettext_lazy("queue of inputs", "Waits for an answer")
    OVERDUE = "overdue", pgettext_lazy("queue of inputs", "Overdue")
    DECIDED = "decided", pgettext_lazy("queue of inputs", "Decided")
    ALL = "all", pgettext_lazy("queue of inputs", "All")


def in_queue(queue: str, user: User, at: datetime) -> Q:
    """
    Return the condition of one person's queue; of no known one, that of all.

    ``mine`` lies on her desk, or she owes a review of it, or a colleague's message that she has
    not read asks for her. ``free`` lies on nobody's desk and has no reviewer. ``overdue`` is, by
    anybody, a review not given by its date, or an answer of the author. ``at`` is timezone-aware.
    """
    waiting = Q(status__in=_WAITING)
    conditions: Mapping[str, Callable[[], Q]] = {
        Queue.MINE: lambda: _mine(user),
        Queue.FREE: lambda: waiting & Q(handler__isnull=True) & ~_assigned(),
        Queue.OTHERS: lambda: waiting & _taken() & ~_mine(user),
        Queue.ANSWER: lambda: Q(status=Status.RETURNED),
        Queue.OVERDUE: lambda: _overdue(at),
        Queue.DECIDED: lambda: Q(status=Status.DECIDED),
        Queue.ALL: Q,
    }
    return conditions[queue]() if queue in conditions else Q()


def queue_counts(user: User, at: datetime) -> Mapping[Queue, int]:
    """Count each queue of a person up to ``MOST`` + 1, in one query; ``ALL`` is not counted."""
    wanted = queue_statements(user, at)
    return dict(zip(wanted, counted(list(wanted.values())), strict=True))


def queue_statements(user: User, at: datetime) -> Mapping[Queue, Statement | None]:
    """Return what reads up to ``MOST`` + 1 keys of each queue of a person, but not of ``ALL``."""
    changed = {_SOMEBODY: user.pk, _SOME_MOMENT: at}
    made = _statements(MOST + 1, reads_all_calls=access.reads_all_calls(user))
    return {queue: one and one.with_values(changed) for queue, one in made.items()}


@lru_cache(maxsize=4)
def _statements(limit: int, *, reads_all_calls: bool) -> Mapping[Queue, Statement | None]:
    """
    Make the SQL of the queues for somebody at some moment.

    It is the same for everybody who reads as much; making it takes longer than counting.
    """
    somebody = User(pk=_SOMEBODY, is_staff=True)
    seen = access.readable_as(somebody, reads_all_calls=reads_all_calls)
    return {
        queue: statement(seen.filter(in_queue(queue, somebody, _SOME_MOMENT)), limit)
        for queue in Queue
        if queue != Queue.ALL
    }


def _assigned() -> Q:
    """Return the condition that somebody is asked to review it."""
    active = Assignment.objects.filter(submission=OuterRef("pk"), ended_at__isnull=True)
    return Q(Exists(active))


def _taken() -> Q:
    """Return the condition that it lies on a desk or somebody is asked to review it, as keys."""
    desks = Submission.objects.filter(handler__isnull=False, status__in=_WAITING).values("pk")
    return Q(pk__in=desks.union(Assignment.objects.active().values("submission")))


def _mine(user: User) -> Q:
    """As one short list of keys, so that an index finds them."""
    desk = Submission.objects.filter(handler=user.pk, status__in=_WAITING).values("pk")
    reviews = owed().filter(reviewer=user.pk).values("submission")
    asked = Mention.objects.filter(user=user.pk, seen_at__isnull=True).values("note__submission")
    return Q(pk__in=desk.union(reviews, asked))


def _overdue(at: datetime) -> Q:
    reviews = owed().filter(due_at__lte=at).values("submission")
    answers = Clarification.objects.filter(
        answered_at__isnull=True, until__lte=at, submission__status=Status.RETURNED
    ).values("submission")
    return Q(pk__in=reviews.union(answers))
