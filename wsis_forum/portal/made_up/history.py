"""Writes what happened to made-up inputs: versions, events, questions, decisions and merges."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Case, Exists, OuterRef, Subquery, Value, When

from consultation.choices import (
    REFUSALS,
    Disposition,
    EventKind,
    Publication,
    RelationKind,
    Status,
)
from consultation.models import (
    Clarification,
    Decision,
    PublicReason,
    Relation,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
)
from wsis_forum.accounts.models import User
from wsis_forum.portal.demonstration import PEOPLE
from wsis_forum.portal.made_up.batches import BATCH, Pairs, create
from wsis_forum.portal.made_up.inputs import MadeUp

# How long a returned input has to be clarified.
_TIME_TO_ANSWER = timedelta(days=14)


def write_history(pairs: Pairs, users: Mapping[str, User]) -> None:
    """Write all that happened to the inputs, whose rows are there; ``users`` by address."""
    secretariat = next(one.email for one in PEOPLE if one.group == "secretariat")
    desk = User.objects.filter(email=secretariat).first()
    decisions: list[Decision] = []
    events, versions, returns = [], [], []
    targets, kept = _targets(pairs), _kept_reasons()
    for row, one in pairs:
        author = users[one.author.email]
        if row.submitted_at:
            versions.append(
                SubmissionVersion(
                    submission=row,
                    number=1,
                    answers=row.answers,
                    at=row.submitted_at,
                    by=author,
                    publication=Publication.FULL,
                )
            )
        if one.status == Status.RETURNED and one.moments.ended_at:
            returns.append(
                Clarification(
                    submission=row,
                    asked_by=desk,
                    asked_at=one.moments.ended_at,
                    question=one.reason,
                    until=one.moments.ended_at + _TIME_TO_ANSWER,
                )
            )
        for kind, at, is_authors in _happened(one):
            note = one.reason if at == one.moments.ended_at else ""
            by = author if is_authors else desk
            events.append(SubmissionEvent(submission=row, kind=kind, at=at, by=by, note=note))
        if one.disposition and one.moments.ended_at:
            by = author if one.status == Status.WITHDRAWN else desk
            ending = _ending(row, one, targets)
            offered = kept.get(ending, [{}])
            decisions.append(
                Decision(
                    submission=row,
                    disposition=ending,
                    reason_texts=offered[len(decisions) % len(offered)],
                    reason=one.reason,
                    reason_language=one.language,
                    decided_by=by,
                    decided_at=one.moments.ended_at,
                )
            )
    create(SubmissionEvent, events)
    create(Decision, decisions)
    _relate(decisions, targets)
    _point_to(decisions)
    create(SubmissionVersion, versions)
    create(Clarification, returns)


def _targets(pairs: Pairs) -> dict[int, int]:
    """Return for each call an input that stands, for others to be merged into: keys of both."""
    standing = (Disposition.BECOMES, Disposition.INFORMS)
    return {row.call_id: row.pk for row, one in reversed(pairs) if one.disposition in standing}


def _kept_reasons() -> dict[str, list[dict[str, str]]]:
    """Return the texts of the reasons that the secretariat keeps, by disposition."""
    found: dict[str, list[dict[str, str]]] = {}
    for reason in PublicReason.objects.filter(is_active=True):
        for disposition in reason.dispositions or Disposition.values:
            if disposition != Disposition.WITHDRAWN:
                found.setdefault(disposition, []).append(reason.texts)
    return found


def _ending(row: Submission, one: MadeUp, targets: Mapping[int, int]) -> str:
    """Return where an input ended; one that nothing is there to be merged into informs instead."""
    if one.disposition == Disposition.MERGED and row.call_id not in targets:
        return Disposition.INFORMS
    return one.disposition or ""


def _relate(decisions: Sequence[Decision], targets: Mapping[int, int]) -> None:
    """Write into which input the merged ones were merged."""
    merged = [one for one in decisions if one.disposition == Disposition.MERGED]
    create(
        Relation,
        (
            Relation(
                source=one.submission,
                target_id=targets[one.submission.call_id],
                decision=one,
                kind=RelationKind.MERGED,
                made_by=one.decided_by,
                made_at=one.decided_at,
            )
            for one in merged
        ),
    )


def _point_to(decisions: Sequence[Decision]) -> None:
    """End the inputs that were decided or withdrawn."""
    of_it = Decision.objects.filter(submission=OuterRef("pk"), reopened_at__isnull=True)
    withdrawn = Exists(of_it.filter(disposition=Disposition.WITHDRAWN))
    status = Case(When(withdrawn, then=Value(Status.WITHDRAWN)), default=Value(Status.DECIDED))
    keys = [one.submission_id for one in decisions]
    for start in range(0, len(keys), BATCH):
        rows = Submission.objects.filter(pk__in=keys[start : start + BATCH])
        rows.update(decision=Subquery(of_it.values("pk")), status=status)


def _happened(one: MadeUp) -> Iterable[tuple[EventKind, datetime, bool]]:
    """Yield what happened to an input, when, and whether its author did it."""
    moments = one.moments
    yield EventKind.BEGUN, moments.begun_at, True
    if moments.submitted_at:
        yield EventKind.SUBMITTED, moments.submitted_at, True
    if moments.taken_up_at:
        yield EventKind.TAKEN_UP, moments.taken_up_at, False
    if moments.ended_at is None:
        return
    if one.status == Status.WITHDRAWN:
        yield EventKind.WITHDRAWN, moments.ended_at, True
    elif one.status == Status.RETURNED:
        yield EventKind.RETURNED, moments.ended_at, False
    elif one.disposition in REFUSALS:
        yield EventKind.DECLINED, moments.ended_at, False
    else:
        yield EventKind.ACCEPTED, moments.ended_at, False
