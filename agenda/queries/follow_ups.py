"""What the organizers of sessions owe: which kind, until when, and what was handed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from agenda.choices import FollowUpKind, SessionStatus
from agenda.models import FollowUp, FollowUpDate, FollowUpException, Session, Slot
from agenda.owing import Rule, days_late, moment_of

_LONG = ("text", "panellists", "replaced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """
    One kind of one session.

    ``due_at`` is ``None`` where the session has no time yet from which its date is counted. What
    was handed in stands in ``rows``, the first one first.
    """

    session: Session
    kind: FollowUpKind
    is_asked: bool
    due_at: datetime | None
    rows: tuple[FollowUp, ...]

    @property
    def latest(self) -> FollowUp | None:
        """What was handed in last."""
        return self.rows[-1] if self.rows else None

    @property
    def is_open(self) -> bool:
        """Whether it is owed and was not handed in."""
        return self.is_asked and not self.rows

    def days_late(self, at: datetime) -> int:
        """Return how late the first hand-in was, or is at ``at``."""
        until = self.rows[0].handed_in_at if self.rows else at
        return days_late(self.due_at, until, self.session.forum.timezone) if self.is_asked else 0

    def is_late(self, at: datetime) -> bool:
        """Whether it is owed and its date has passed."""
        return self.is_open and self.days_late(at) > 0


def that_owe() -> QuerySet[Session]:
    """Return the sessions that take place, by number, with their Forums."""
    rows = Session.objects.exclude(status=SessionStatus.CANCELLED)
    return rows.select_related("forum").order_by("number")


def owed_by(
    sessions: Sequence[Session], *, with_texts: bool = False
) -> dict[int, tuple[Owed, ...]]:
    """
    Return what each session owes, all five kinds, by the session's key (4 queries).

    Read ``forum`` along. ``with_texts`` reads what was handed in, not only that it was.
    """
    keys = [one.pk for one in sessions]
    rules = _rules({one.forum_id for one in sessions})
    exceptions = {
        (one.session_id, one.kind): one
        for one in FollowUpException.objects.filter(session__in=keys)
    }
    ends = dict(
        Slot.objects.filter(session__in=keys)
        .order_by()
        .values_list("session")
        .annotate(ends_at=Max("period__endswith"))
    )
    rows = FollowUp.objects.filter(session__in=keys).order_by("number")
    handed_in: dict[tuple[int, str], list[FollowUp]] = {}
    for row in rows if with_texts else rows.defer(*_LONG):
        handed_in.setdefault((row.session_id, row.kind), []).append(row)
    return {
        one.pk: tuple(
            _owed(
                one,
                kind,
                _rule(rules.get((one.forum_id, kind)), exceptions.get((one.pk, kind))),
                ends.get(one.pk),
                handed_in.get((one.pk, kind), ()),
            )
            for kind in FollowUpKind
        )
        for one in sessions
    }


def owed_by_session(session: Session) -> tuple[Owed, ...]:
    """Return what one session owes, with what was handed in (4 queries)."""
    return owed_by([session], with_texts=True)[session.pk]


def _rules(forums: Iterable[int]) -> dict[tuple[int, str], Rule]:
    return {
        (one.forum_id, one.kind): Rule(one.due_at, one.days_after)
        for one in FollowUpDate.objects.filter(forum__in=forums)
    }


def _rule(usual: Rule | None, exception: FollowUpException | None) -> Rule | None:
    """Return what holds for a session; ``None``: it is not asked."""
    if exception is None:
        return usual
    return Rule(exception.due_at) if exception.is_asked else None


def _owed(
    session: Session,
    kind: FollowUpKind,
    rule: Rule | None,
    ends_at: datetime | None,
    rows: Iterable[FollowUp],
) -> Owed:
    zone = session.forum.timezone
    return Owed(
        session=session,
        kind=kind,
        is_asked=rule is not None,
        due_at=moment_of(rule, ends_at=ends_at, zone=zone) if rule else None,
        rows=tuple(rows),
    )


def late_ones(owed: Mapping[int, Sequence[Owed]], at: datetime) -> list[Owed]:
    """Return everything that is late, of any session."""
    return [one for rows in owed.values() for one in rows if one.is_late(at)]
