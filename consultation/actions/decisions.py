"""Verbs of the secretariat's desk: take up, decide."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from consultation import letters_of_decisions, workflow
from consultation.actions.open_questions import close_question
from consultation.choices import Disposition, EventKind, Status
from consultation.exceptions import (
    MergeImpossible,
    OutcomeIncomplete,
    ReasonMissing,
    WhyNot,
    WrongStatus,
)
from consultation.models import (
    BasketItem,
    Decision,
    PublicReason,
    Relation,
    Submission,
    SubmissionEvent,
)
from consultation.outcome import EVENTS, Outcome, accepted
from consultation.queries.relations import leads_to
from wsis_forum.accounts.models import User

# What of an outcome is a column of the decision as it is.
_COLUMNS = frozenset(field.name for field in Decision._meta.concrete_fields)
_COPIED = tuple(field.name for field in fields(Outcome) if field.name in _COLUMNS)


@transaction.atomic
def take_up(*, submission_id: int, by: User, at: datetime) -> Submission:
    """
    Begin the review of a submission, or go on with one whose author did not answer.

    It lies on the desk of whoever takes it up, unless it lies on somebody's already.

    :raises WrongStatus: it does not wait to be taken up (a draft, under review, decided, withdrawn)
    """
    submission = locked([submission_id])[submission_id]
    if submission.status not in {Status.SUBMITTED, Status.RETURNED}:
        raise WrongStatus(source=submission.status, target=Status.UNDER_REVIEW)
    if submission.status == Status.RETURNED:
        close_question(submission, by=None, answer="", at=at)
    _take_up(submission, by=by, at=at)
    submission.save(update_fields=("status", "handler"))
    return submission


@transaction.atomic
def decide(*, submission_id: int, by: User, outcome: Outcome, at: datetime) -> Decision:
    """
    Give a submission its one disposition with a public reason, and tell its author.

    One that nobody had taken up passes through the review, and both steps are recorded. Whatever
    basket it lies in, it leaves. A merge locks both inputs and records their relation.

    :raises ReasonMissing: no kept reason is chosen, or it is not there in all languages
    :raises OutcomeIncomplete: what it is taken up as, or what it is merged into, is not said
    :raises MergeImpossible: the input cannot be merged into that one
    :raises WrongStatus: it cannot be decided from where it is; nothing is decided twice
    """
    rows = locked([submission_id, *([outcome.target_id] if outcome.target_id else [])])
    decision = settle(rows, rows[submission_id], by=by, outcome=outcome, at=at)
    letters_of_decisions.queue_decisions([decision], at=at)
    return decision


def settle(
    rows: Mapping[int, Submission],
    submission: Submission,
    *,
    by: User,
    outcome: Outcome,
    at: datetime,
) -> Decision:
    """
    Decide one of the locked ``rows``, as ``decide`` does but without its letters; part of verbs.

    The target of a merge is among the rows. Raises what ``decide`` raises.
    """
    is_new = submission.status == Status.SUBMITTED
    if not is_new:
        workflow.require_move(submission.status, Status.DECIDED)
    target = rows.get(outcome.target_id or 0)
    reason = check(submission, outcome, target)
    before = {"status_before": submission.status, "handler_before_id": submission.handler_id}
    if is_new:
        _take_up(submission, by=by, at=at)
    decision = Decision.objects.create(
        submission=submission,
        reason_texts=reason.texts,
        decided_by=by,
        decided_at=at,
        **before,
        **{name: getattr(outcome, name) for name in _COPIED},
    )
    if target is not None:
        # Made with both objects, so that the letter asks for neither again.
        Relation.objects.create(
            source=submission,
            target=target,
            decision=decision,
            kind=outcome.relation,
            made_by=by,
            made_at=at,
        )
    submission.status, submission.decision = Status.DECIDED, decision
    submission.save(update_fields=("status", "decision", "handler"))
    if target is not None:
        _hold_merges()
    BasketItem.objects.filter(submission=submission).delete()
    SubmissionEvent.objects.create(
        submission=submission,
        kind=EVENTS[outcome.disposition],
        at=at,
        by=by,
        note=outcome.reason or decision.reason_texts.get(submission.language, ""),
    )
    return decision


@transaction.atomic
def accept(
    *, submission_id: int, by: User, chosen_reason_id: int, reason: str = "", at: datetime
) -> Decision:
    """
    Accept a submission with a public reason; what that means follows from its call.

    Raises what ``decide`` raises.
    """
    kind = Submission.objects.values_list("call__kind", flat=True).get(pk=submission_id)
    outcome = accepted(kind, chosen_reason_id=chosen_reason_id, reason=reason.strip())
    return decide(submission_id=submission_id, by=by, outcome=outcome, at=at)


@transaction.atomic
def decline(
    *, submission_id: int, by: User, chosen_reason_id: int, reason: str = "", at: datetime
) -> Decision:
    """Decline a submission with a public reason; raises what ``decide`` raises."""
    outcome = Outcome(
        Disposition.DECLINED, chosen_reason_id=chosen_reason_id, reason=reason.strip()
    )
    return decide(submission_id=submission_id, by=by, outcome=outcome, at=at)


def locked(keys: Iterable[int]) -> dict[int, Submission]:
    """
    Lock submissions, always in the order of their keys, so that no two people wait for each other.

    Their calls, Forums, authors and decisions are read along, not locked.

    :raises Submission.DoesNotExist: one of them is not there
    """
    wanted = set(keys)
    rows = {
        row.pk: row
        for row in Submission.objects.select_for_update(of=("self",))
        .select_related("call__forum", "author", "decision")
        .filter(pk__in=wanted)
        .order_by("pk")
    }
    if wanted - rows.keys():
        raise Submission.DoesNotExist(sorted(wanted - rows.keys()))
    return rows


def _take_up(submission: Submission, *, by: User, at: datetime) -> None:
    """Move a locked submission into the review and record it; the caller saves."""
    submission.status = Status.UNDER_REVIEW
    submission.handler = submission.handler or by
    SubmissionEvent.objects.create(submission=submission, kind=EventKind.TAKEN_UP, at=at, by=by)


def check(submission: Submission, outcome: Outcome, target: Submission | None) -> PublicReason:
    """
    Check what an outcome says, against both inputs as they are; ``None``: it names no target.

    Returns the kept reason that it chooses; free text only adds to one.

    :raises ReasonMissing: no kept reason is chosen, or it is not there in all languages
    :raises OutcomeIncomplete: what it is taken up as, or what it is merged into, is not said
    :raises MergeImpossible: the input cannot be merged into that one
    """
    reason = PublicReason.objects.filter(pk=outcome.chosen_reason_id or 0).first()
    if reason is None or not reason.is_whole:
        raise ReasonMissing
    if outcome.disposition not in EVENTS:
        raise OutcomeIncomplete("disposition")
    if (outcome.disposition == Disposition.TAKEN_UP) != bool(outcome.taken_up_as):
        raise OutcomeIncomplete("taken_up_as")
    if (outcome.disposition == Disposition.MERGED) != (target is not None):
        raise OutcomeIncomplete("target_id")
    if target is not None:
        _check_target(submission, target)
    return reason


def _hold_merges() -> None:
    """
    Let the database look at the merges now: a circle over rows that are not locked here.

    :raises MergeImpossible: somebody closes it at this moment from its other end
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS relation_holds IMMEDIATE")
            cursor.execute("SET CONSTRAINTS relation_holds DEFERRED")
    except IntegrityError as error:
        raise MergeImpossible(WhyNot.CIRCLE) from error


def _check_target(submission: Submission, target: Submission) -> None:
    if target.pk == submission.pk:
        raise MergeImpossible(WhyNot.ITSELF)
    if target.status == Status.DRAFT:
        raise MergeImpossible(WhyNot.NOT_HANDED_IN)
    if target.status == Status.WITHDRAWN:
        raise MergeImpossible(WhyNot.WITHDRAWN)
    if target.call.forum_id != submission.call.forum_id:
        raise MergeImpossible(WhyNot.OTHER_FORUM)
    if leads_to(target.pk, submission.pk):
        raise MergeImpossible(WhyNot.CIRCLE)
