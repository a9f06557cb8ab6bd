"""Reads of the way of one input: steps, decisions, relations, what became of it."""

from collections.abc import Container
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from consultation import outcome_links
from consultation.choices import Disposition, Status
from consultation.dispositions import AcceptedAs, submitted_and_accepted
from consultation.models import Decision, Relation, Submission
from consultation.queries.facets import hidden_in
from consultation.queries.formats import formats_for
from consultation.queries.register import public_among
from consultation.standing import ended, standing
from consultation.way import TOLD, Kind, Step, Way, in_order, with_sessions


def with_way(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Preload what ``way_of`` reads besides ``events`` and ``versions`` (1 query)."""
    decisions = Decision.objects.select_related("relation__target__decision").order_by(
        "decided_at", "pk"
    )
    return rows.select_related(
        "call__forum", "decision__relation__target", "workshop"
    ).prefetch_related(Prefetch("decisions", decisions))


def way_of(
    submission: Submission,
    *,
    at: datetime,
    are_named: bool = True,
    hidden: Container[str] = frozenset(),
) -> Way:
    """
    Return the way of an input that was handed in; preload ``with_way`` (6 queries at most).

    Other inputs are named only if they are public at ``at``. ``are_named`` is false where sessions
    must not be, because they name who sent this in; ``hidden`` are the keys of the questions whose
    answers the call does not publish.
    """
    relations = list(Relation.objects.active().filter(target=submission).select_related("source"))
    decisions = list(submission.decisions.all())
    others = [one.source_id for one in relations]
    public = public_among(
        (*others, *(one.relation.target_id for one in decisions if _relation(one))), at=at
    )
    steps = in_order(
        [
            *_received(submission),
            *_told(submission),
            *_decided(submission, decisions, public, hidden),
        ]
    )
    outcomes = outcome_links.links_of(submission)
    seen = [one for one in relations if one.source_id in public]
    return Way(
        steps=with_sessions(steps, submission, outcomes, are_named=are_named),
        standing=standing(submission, public),
        merged=seen,
        merged_unseen=len(relations) - len(seen),
        untitled=hidden_in(submission.call.forum_id).get("title", frozenset()) if seen else (),
    )


def _received(submission: Submission) -> list[Step]:
    versions = sorted(submission.versions.all(), key=lambda one: one.number)
    if not versions:
        return [Step(Kind.RECEIVED, submission.submitted_at, version=1)]
    return [
        Step(Kind.CHANGED if place else Kind.RECEIVED, one.at, version=one.number)
        for place, one in enumerate(versions)
    ]


def _told(submission: Submission) -> list[Step]:
    events = submission.events.all()
    return [Step(TOLD[one.kind], one.at) for one in events if one.kind in TOLD]


def _decided(
    submission: Submission,
    decisions: list[Decision],
    public: Container[int],
    hidden: Container[str],
) -> list[Step]:
    steps = []
    for one in decisions:
        counts = one.pk == submission.decision_id
        is_withdrawal = one.disposition == Disposition.WITHDRAWN
        steps.append(
            Step(
                Kind.WITHDRAWN if is_withdrawal else Kind.DECIDED,
                one.decided_at,
                decision=one,
                standing=ended(one, public),
                accepted=_accepted(one, submission, hidden) if counts else (),
                counts=counts,
            )
        )
        # A withdrawal takes the place of a decision; that it does is said by the withdrawal.
        if one.reopened_at and not _made_way(one, submission):
            gone = _target_was_withdrawn(one)
            reason = "" if gone else one.reopen_reason
            steps.append(
                Step(Kind.REOPENED, one.reopened_at, reason=reason, target_was_withdrawn=gone)
            )
    return steps


def _accepted(
    decision: Decision, submission: Submission, hidden: Container[str]
) -> list[AcceptedAs]:
    """Return what was submitted beside what was accepted, of published answers (0 or 1 query)."""
    said = submitted_and_accepted(decision, submission, formats_for([decision]))
    return [one for one in said if one.key not in hidden]


def _made_way(decision: Decision, submission: Submission) -> bool:
    now = submission.decision
    return (
        submission.status == Status.WITHDRAWN
        and now is not None
        and now.decided_at == decision.reopened_at
    )


def _target_was_withdrawn(decision: Decision) -> bool:
    """
    Tell whether a merge was undone because the other author withdrew.

    The reason of that is hers, and her input may never have been public.
    """
    relation = _relation(decision)
    if relation is None or relation.target.status != Status.WITHDRAWN:
        return False
    end = relation.target.decision
    return end is not None and end.decided_at == decision.reopened_at


def _relation(decision: Decision) -> Any:
    return getattr(decision, "relation", None)
