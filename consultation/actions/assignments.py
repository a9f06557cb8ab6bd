"""Verbs of assignment: give inputs to reviewers, take one back, land what was previewed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from consultation import letters_assigned
from consultation.actions.decisions import locked
from consultation.assigning.problem import Pair, Plan
from consultation.exceptions import AssignmentRefused, PlanChanged, WhyNotGiven
from consultation.models import Assignment, Submission
from consultation.queries import assignments
from consultation.queries.assignments import UNDER_WAY
from wsis_forum.accounts.models import User


@transaction.atomic
def assign(
    *,
    submission_ids: Iterable[int],
    reviewer_ids: Iterable[int],
    due_at: datetime | None,
    how: str,
    by: User,
    at: datetime,
) -> list[Assignment]:
    """
    Give each of the inputs to each of the reviewers, and write one letter to each reviewer.

    Who has an input already keeps it as it is; the new assignments are returned. Nobody's capacity
    is asked: who assigns by hand knows why.

    :raises AssignmentRefused: an input has ended, or somebody must not have one; nothing is given
    :raises Submission.DoesNotExist: one of the inputs is not there
    """
    people = sorted(set(reviewer_ids))
    pairs = {(key, person) for key in submission_ids for person in people}
    rows = _lock(pairs)
    wrong = _refused(pairs, rows)
    wrong = {pair: why for pair, why in wrong.items() if why != WhyNotGiven.HAS_IT}
    if wrong:
        raise AssignmentRefused(wrong)
    return _give(pairs - _given(pairs), rows, due_at=due_at, how=how, by=by, at=at)


@transaction.atomic
def land(*, plan: Plan, by: User, at: datetime) -> list[Assignment]:
    """
    Give exactly what was previewed, all of it or nothing, and write one letter to each reviewer.

    :raises PlanChanged: an input or a reviewer is no longer what the preview showed
    :raises Submission.DoesNotExist: one of the inputs is not there any more
    """
    pairs = set(plan.pairs)
    rows = _lock(pairs)
    wrong = _refused(pairs, rows)
    now = assignments.loads(list(plan.loads))
    other = {key: (then, now[key]) for key, then in plan.loads.items() if now[key] != then}
    if wrong or other:
        raise PlanChanged(wrong, other)
    return _give(pairs, rows, due_at=plan.due_at, how=plan.how, by=by, at=at)


@transaction.atomic
def take_back(*, assignment_id: int, by: User, at: datetime) -> Assignment:
    """
    Take an assignment back; one that was taken back stays as it is. What she wrote is kept.

    :raises Assignment.DoesNotExist: there is none
    """
    row = Assignment.objects.select_for_update().get(pk=assignment_id)
    if row.ended_at is None:
        row.ended_by, row.ended_at = by, at
        row.save(update_fields=("ended_by", "ended_at"))
    return row


def _lock(pairs: Iterable[Pair]) -> Mapping[int, Submission]:
    """Lock the inputs, then the reviewers, each in the order of their keys."""
    rows = locked({key for key, _person in pairs})
    people = {person for _key, person in pairs}
    # Two plans for one reviewer: the second waits, and then sees what the first gave her.
    list(
        User.objects.select_for_update(no_key=True)
        .filter(pk__in=people)
        .order_by("pk")
        .values_list("pk")
    )
    return rows


def _given(pairs: Iterable[Pair]) -> set[Pair]:
    """Return which of the pairs are assigned already."""
    active = Assignment.objects.active().filter(submission__in={key for key, _person in pairs})
    return set(active.values_list("submission", "reviewer")) & set(pairs)


def _refused(pairs: Iterable[Pair], rows: Mapping[int, Submission]) -> dict[Pair, WhyNotGiven]:
    """Return why some of the pairs cannot be: first the input, then the role, then nearness."""
    wanted = sorted(set(pairs))
    people = {person for _key, person in wanted}
    known = {
        one.key: one
        for one in assignments.as_reviewers(
            assignments.reviewers().filter(pk__in=people), list(rows), {}
        )
    }
    given = _given(wanted)
    wrong: dict[Pair, WhyNotGiven] = {}
    for key, person in wanted:
        who = known.get(person)
        if rows[key].status not in UNDER_WAY:
            wrong[key, person] = WhyNotGiven.ENDED
        elif who is None or (who.calls is not None and rows[key].call_id not in who.calls):
            wrong[key, person] = WhyNotGiven.NO_ROLE
        elif key in who.too_near:
            wrong[key, person] = WhyNotGiven.TOO_NEAR
        elif (key, person) in given:
            wrong[key, person] = WhyNotGiven.HAS_IT
    return wrong


def _give(
    pairs: Iterable[Pair],
    rows: Mapping[int, Submission],
    *,
    due_at: datetime | None,
    how: str,
    by: User,
    at: datetime,
) -> list[Assignment]:
    """Record the pairs and queue the letters."""
    people = User.objects.in_bulk({person for _key, person in pairs})
    made = Assignment.objects.bulk_create(
        Assignment(
            submission=rows[key],
            reviewer=people[person],
            how=how,
            due_at=due_at,
            made_by=by,
            made_at=at,
        )
        for key, person in sorted(pairs)
    )
    letters_assigned.queue_assigned(made, at=at)
    return made
