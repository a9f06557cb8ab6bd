"""Verbs of the basket: decisions are put there, taken out, and land together or not at all."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from consultation import letters_of_decisions
from consultation.actions.decisions import check, locked, settle
from consultation.choices import Status
from consultation.exceptions import (
    BasketChanged,
    ConsultationError,
    InAnotherBasket,
    MergeImpossible,
    NotLanded,
    WhyNot,
    WrongStatus,
)
from consultation.models import BasketItem, Decision, Submission
from consultation.outcome import Outcome
from consultation.queries.basket import counted, merge_circles, outcome_of, stamp_of
from consultation.queries.basket_facts import facts_of
from wsis_forum.accounts.models import User

_OPEN = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW})


@transaction.atomic
def put(
    *, submission_id: int, by: User, outcome: Outcome, at: datetime, take_over: bool = False
) -> BasketItem:
    """
    Put a decision into one's basket; another decision on the same input leaves it.

    Nothing is decided and nobody is told. ``take_over``: also out of somebody else's basket.

    :raises WrongStatus: the input has ended, or waits for its author
    :raises InAnotherBasket: it lies in somebody else's
    :raises ReasonMissing: no reason is chosen and none is written
    :raises OutcomeIncomplete: what it is taken up as, or what it is merged into, is not said
    :raises MergeImpossible: the input cannot be merged into that one
    """
    rows = locked([submission_id, *([outcome.target_id] if outcome.target_id else [])])
    submission = rows[submission_id]
    if submission.status not in _OPEN:
        raise WrongStatus(source=submission.status, target=Status.DECIDED)
    check(submission, outcome, rows.get(outcome.target_id or 0))
    held = BasketItem.objects.filter(submission=submission).select_related("put_by").first()
    if held is not None and held.put_by_id != by.pk and not take_over:
        raise InAnotherBasket(held.put_by)
    values = asdict(outcome)
    if outcome.target_id is None:
        values["relation"] = ""
    item, _made = BasketItem.objects.update_or_create(
        submission=submission, defaults={**values, "put_by": by, "put_at": at}
    )
    item = counted().get(pk=item.pk)
    item.seen = facts_of(item, at)
    item.save(update_fields=("seen",))
    return item


@transaction.atomic
def put_many(
    *, submission_ids: Collection[int], by: User, outcome: Outcome, at: datetime
) -> tuple[int, list[tuple[Submission, ConsultationError]]]:
    """
    Put the same decision on several inputs into one's basket; nobody's is taken over.

    Returns how many were put, and those that were not, each with the reason that ``put`` gives.
    """
    refused: list[tuple[Submission, ConsultationError]] = []
    keys = sorted(set(submission_ids))
    # All at once, so that two people who put many do not wait for each other in a circle.
    rows = locked([*keys, *([outcome.target_id] if outcome.target_id else [])])
    for pk in keys:
        try:
            put(submission_id=pk, by=by, outcome=outcome, at=at)
        except ConsultationError as error:
            refused.append((rows[pk], error))
    return len(keys) - len(refused), refused


@transaction.atomic
def take_out(*, item_ids: Collection[int], by: User) -> int:
    """Take decisions out of one's own basket, and return how many; the inputs stay as they are."""
    count, _tables = BasketItem.objects.filter(pk__in=item_ids, put_by=by).delete()
    return count


class Landed(NamedTuple):
    """What became of a basket: the decisions, and how many letters tell them."""

    decisions: list[Decision]
    letters: int


@transaction.atomic
def land(*, by: User, stamps: Mapping[int, str], at: datetime) -> Landed:
    """
    Make the decisions of one's basket real, all together, with their letters; else none of them.

    ``stamps``: key of the item -> ``queries.basket.stamp_of`` as the confirm page showed it. The
    inputs are locked in the order of their keys. Merges come after the others.

    :raises BasketChanged: something is not as the page showed it, or is not there any more
    :raises NotLanded: one of them is not possible; says which and why
    """
    wanted = BasketItem.objects.filter(pk__in=stamps, put_by=by)
    keys = set()
    for source, target in wanted.values_list("submission", "target"):
        keys |= {source, target} - {None}
    rows = locked(keys)
    # Read again under the locks: whoever changes one of them holds its input.
    items = list(counted().filter(pk__in=stamps, put_by=by).select_for_update(of=("self",)))
    changed = set(stamps) - {item.pk for item in items if stamp_of(item, at) == stamps[item.pk]}
    if changed:
        raise BasketChanged(changed)
    for circle in merge_circles(items):
        raise NotLanded(circle[0].submission, MergeImpossible(WhyNot.CIRCLE))
    decided = []
    for item in sorted(items, key=lambda item: (item.target_id is not None, item.submission_id)):
        submission = rows[item.submission_id]
        try:
            decided.append(settle(rows, submission, by=by, outcome=outcome_of(item), at=at))
        except ConsultationError as error:
            raise NotLanded(submission, error) from error
    return Landed(decided, letters_of_decisions.queue_decisions(decided, at=at))
