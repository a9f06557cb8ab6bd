"""The way of one input, from its hand-in to where it ended, as readers see it."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from consultation.choices import Disposition, EventKind, Status
from consultation.dispositions import AcceptedAs
from consultation.standing import Standing

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from consultation.models import Decision, Relation, Submission
    from consultation.outcome_links import OutcomeLink


class Kind(StrEnum):
    """What happened on the way."""

    RECEIVED = "received"
    CHANGED = "changed"
    IMPORTED = "imported"
    READ = "read"
    ASKED = "asked"
    ANSWERED = "answered"
    DECIDED = "decided"
    REOPENED = "reopened"
    SESSION = "session"
    WITHDRAWN = "withdrawn"


WORDS: Mapping[Kind, "Promise"] = {
    Kind.RECEIVED: pgettext_lazy("way of an input", "Received"),
    Kind.CHANGED: pgettext_lazy("way of an input", "Changed and handed in again"),
    Kind.IMPORTED: pgettext_lazy("way of an input", "Taken over from an earlier system"),
    Kind.READ: pgettext_lazy("way of an input", "Reading begun"),
    Kind.ASKED: pgettext_lazy("way of an input", "Its author was asked for clarification"),
    Kind.ANSWERED: pgettext_lazy("way of an input", "Clarified by its author"),
    Kind.DECIDED: pgettext_lazy("way of an input", "Decision"),
    Kind.REOPENED: pgettext_lazy("way of an input", "Decision taken back"),
    Kind.SESSION: pgettext_lazy("way of an input", "Session"),
    Kind.WITHDRAWN: pgettext_lazy("way of an input", "Withdrawn by its author"),
}
# What is told as it happened; the rest is told by the versions and decisions themselves.
TOLD: Mapping[str, Kind] = {
    EventKind.TAKEN_UP: Kind.READ,
    EventKind.RETURNED: Kind.ASKED,
    EventKind.ANSWERED: Kind.ANSWERED,
    EventKind.IMPORTED: Kind.IMPORTED,
}
_AHEAD: Mapping[str, tuple[Kind, ...]] = {
    Status.SUBMITTED: (Kind.READ, Kind.DECIDED),
    Status.UNDER_REVIEW: (Kind.DECIDED,),
    Status.RETURNED: (Kind.ANSWERED, Kind.DECIDED),
}


@dataclass(frozen=True)
class Step:
    """
    One step; ``at`` is ``None`` for what is still to come.

    ``decision`` and its ``standing`` of a decision; ``reason`` of one that was taken back, empty
    where ``target_was_withdrawn`` says why. ``count``: the version handed in.
    """

    kind: Kind
    at: datetime | None = None
    decision: "Decision | None" = None
    standing: Standing | None = None
    accepted: Sequence[AcceptedAs] = ()
    counts: bool = True
    reason: str = ""
    target_was_withdrawn: bool = False
    version: int = 0
    outcomes: "Sequence[OutcomeLink]" = ()
    is_unnamed: bool = False

    @property
    def words(self) -> "Promise":
        """What happened, in the active language."""
        return WORDS[self.kind]


@dataclass(frozen=True)
class Way:
    """
    All steps in their order, and the inputs that were merged into this one.

    ``untitled`` are the calls that do not publish the titles of their inputs.
    """

    steps: Sequence[Step]
    standing: Standing
    merged: "Sequence[Relation]" = ()
    merged_unseen: int = 0
    untitled: Container[int] = frozenset()


def ahead(submission: "Submission") -> list[Step]:
    """Return what an input still has before it."""
    decision = submission.decision
    if decision is not None and decision.disposition == Disposition.BECOMES:
        return [Step(Kind.SESSION)]
    return [Step(kind) for kind in _AHEAD.get(submission.status, ())]


def in_order(steps: Sequence[Step]) -> list[Step]:
    """Return steps by their moments; of the beginnings of reading only the first."""
    ordered = sorted((one for one in steps if one.at), key=lambda one: (one.at, _RANK[one.kind]))
    first = next((one for one in ordered if one.kind == Kind.READ), None)
    return [one for one in ordered if one.kind != Kind.READ or one is first]


def with_sessions(
    steps: Sequence[Step],
    submission: "Submission",
    outcomes: "Sequence[OutcomeLink]",
    *,
    are_named: bool,
) -> list[Step]:
    """Add what was made of it; ``are_named``: say which sessions, else only that there are some."""
    if not outcomes:
        return [*steps, *ahead(submission)]
    made = Step(
        Kind.SESSION, outcomes=tuple(outcomes) if are_named else (), is_unnamed=not are_named
    )
    events = submission.events.all()
    linked = [one.at for one in events if one.kind == EventKind.SCHEDULED]
    rest = [one for one in ahead(submission) if one.kind != Kind.SESSION]
    return [*steps, replace(made, at=linked[-1] if linked else None), *rest]


# At the same moment, an answer comes before the text that came along, a reading before its end.
_RANK = {kind: place for place, kind in enumerate(Kind)}
