"""Assignments: given by hand or as previewed, taken back, ended by a conflict."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from consultation.actions import conflicts
from consultation.actions.assignments import assign, land, take_back
from consultation.assigning.problem import Plan
from consultation.choices import AssignedBy, Status
from consultation.exceptions import AssignmentRefused, OwnConflict, PlanChanged, WhyNotGiven
from consultation.models import Assignment, CallRole, Conflict, Review
from consultation.queries import access, assignments
from tests.factories import CallFactory, DraftFactory, SubmissionFactory, UserFactory, end
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


def another_reviewer(**given: Any) -> User:
    user = UserFactory(is_staff=True, **given)
    user.groups.add(Group.objects.get(name="reviewer"))
    return user


def give(inputs: Any, people: Any, by: User, at: Any, **given: Any) -> list[Assignment]:
    return assign(
        submission_ids=[one.pk for one in inputs],
        reviewer_ids=[one.pk for one in people],
        due_at=given.get("due_at", at + WEEK),
        how=AssignedBy.HAND,
        by=by,
        at=at,
    )


def test_every_input_goes_to_every_reviewer_with_one_letter_each(
    secretary: User, reviewer: User, at: Any
):
    french = another_reviewer(language="fr", timezone="Africa/Dakar")
    inputs = [SubmissionFactory(), SubmissionFactory(title="Une autre")]
    made = give(inputs, [reviewer, french], secretary, at)
    assert {(row.submission_id, row.reviewer_id) for row in made} == {
        (one.pk, who.pk) for one in inputs for who in (reviewer, french)
    }
    assert {(row.made_by, row.made_at, row.due_at) for row in made} == {(secretary, at, at + WEEK)}
    letters = Letter.objects.filter(kind="assigned")
    assert {(one.user, one.language) for one in letters} == {(reviewer, "en"), (french, "fr")}
    text = letters.get(user=french).text
    assert all(one.number in text for one in inputs)
    assert "Une autre" in text


def test_giving_twice_is_giving_once(secretary: User, reviewer: User, at: Any):
    one, other = SubmissionFactory(), SubmissionFactory()
    [first] = give([one], [reviewer], secretary, at)
    [second] = give([one, other], [reviewer], secretary, at + WEEK)
    assert (first.submission_id, second.submission_id) == (one.pk, other.pk)
    assert give([one, other], [reviewer], secretary, at) == []
    assert Letter.objects.filter(kind="assigned").count() == 2


def test_a_blind_call_tells_no_title(secretary: User, reviewer: User, at: Any):
    submission = SubmissionFactory(call=CallFactory(is_blind=True), title="By Amina Diallo")
    give([submission], [reviewer], secretary, at)
    letter = Letter.objects.get(kind="assigned")
    assert submission.number in letter.text
    assert "Amina" not in letter.text + letter.html


def test_who_must_not_have_an_input_is_named_and_nothing_is_given(
    secretary: User, reviewer: User, organizer: User, at: Any
):
    fine, near, over = (
        SubmissionFactory(),
        SubmissionFactory(author=reviewer),
        SubmissionFactory(status=Status.DECIDED),
    )
    with pytest.raises(AssignmentRefused) as refused:
        give([fine, near, over], [reviewer, organizer], secretary, at)
    assert refused.value.pairs == {
        (fine.pk, organizer.pk): WhyNotGiven.NO_ROLE,
        (near.pk, reviewer.pk): WhyNotGiven.TOO_NEAR,
        (near.pk, organizer.pk): WhyNotGiven.NO_ROLE,
        (over.pk, reviewer.pk): WhyNotGiven.ENDED,
        (over.pk, organizer.pk): WhyNotGiven.ENDED,
    }
    assert not Assignment.objects.exists()
    assert not Letter.objects.exists()


def test_a_draft_is_given_to_nobody(secretary: User, reviewer: User, at: Any):
    draft = DraftFactory()
    with pytest.raises(AssignmentRefused) as refused:
        give([draft], [reviewer], secretary, at)
    assert refused.value.pairs == {(draft.pk, reviewer.pk): WhyNotGiven.ENDED}


def test_a_role_for_another_call_is_none_here(secretary: User, at: Any):
    person = UserFactory(is_staff=True)
    here, there = SubmissionFactory(), SubmissionFactory()
    CallRole.objects.create(call=here.call, user=person, role="reviewer")
    assert len(give([here], [person], secretary, at)) == 1
    with pytest.raises(AssignmentRefused) as refused:
        give([there], [person], secretary, at)
    assert refused.value.pairs == {(there.pk, person.pk): WhyNotGiven.NO_ROLE}


def test_what_is_taken_back_can_be_given_anew(secretary: User, reviewer: User, at: Any):
    submission = SubmissionFactory()
    [row] = give([submission], [reviewer], secretary, at)
    taken = take_back(assignment_id=row.pk, by=secretary, at=at + WEEK)
    assert (taken.ended_by, taken.ended_at) == (secretary, at + WEEK)
    assert take_back(assignment_id=row.pk, by=reviewer, at=at).ended_by == secretary
    [again] = give([submission], [reviewer], secretary, at)
    assert again.pk != row.pk
    assert Letter.objects.filter(kind="assigned").count() == 2


def test_nobody_has_an_input_twice(secretary: User, reviewer: User, at: Any):
    submission = SubmissionFactory()
    give([submission], [reviewer], secretary, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(submission=submission, reviewer=reviewer, how="hand", made_at=at)


def plan_of(inputs: Any, person: User, at: Any, load: int = 0) -> Plan:
    pairs = tuple((one.pk, person.pk) for one in inputs)
    return Plan(AssignedBy.BALANCE, pairs, at + WEEK, {person.pk: load})


def test_a_plan_lands_as_it_was_seen(secretary: User, reviewer: User, at: Any):
    inputs = [SubmissionFactory(), SubmissionFactory()]
    made = land(plan=plan_of(inputs, reviewer, at), by=secretary, at=at)
    assert [(row.submission_id, row.how) for row in made] == [(one.pk, "balance") for one in inputs]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("decided", WhyNotGiven.ENDED),
        ("near", WhyNotGiven.TOO_NEAR),
        ("role", WhyNotGiven.NO_ROLE),
        ("given", WhyNotGiven.HAS_IT),
    ],
)
def test_a_plan_that_is_no_longer_true_lands_nothing(
    change: str, why: WhyNotGiven, secretary: User, reviewer: User, at: Any
):
    inputs = [SubmissionFactory(), SubmissionFactory()]
    plan = plan_of(inputs, reviewer, at, load=1 if change == "given" else 0)
    match change:
        case "decided":
            end(inputs[0])
        case "near":
            Conflict.objects.create(submission=inputs[0], user=reviewer, declared_at=at)
        case "role":
            reviewer.groups.clear()
            CallRole.objects.create(call=inputs[1].call, user=reviewer, role="reviewer")
        case "given":
            give(inputs[:1], [reviewer], secretary, at)
    before = Assignment.objects.count()
    with pytest.raises(PlanChanged) as changed:
        land(plan=plan, by=secretary, at=at)
    assert changed.value.pairs == {(inputs[0].pk, reviewer.pk): why}
    assert changed.value.loads == {}
    assert Assignment.objects.count() == before


def test_a_plan_whose_loads_are_others_now_lands_nothing(secretary: User, reviewer: User, at: Any):
    plan = plan_of([SubmissionFactory()], reviewer, at)
    give([SubmissionFactory()], [reviewer], secretary, at)
    with pytest.raises(PlanChanged) as changed:
        land(plan=plan, by=secretary, at=at)
    assert (changed.value.pairs, changed.value.loads) == ({}, {reviewer.pk: (0, 1)})


def test_a_load_is_what_still_waits(secretary: User, reviewer: User, at: Any):
    waiting, reviewed, ended, taken = (SubmissionFactory() for _ in range(4))
    decided = SubmissionFactory(status=Status.DECIDED)
    give([waiting, reviewed, ended, taken], [reviewer], secretary, at)
    Assignment.objects.create(submission=decided, reviewer=reviewer, how="hand", made_at=at)
    take_back(assignment_id=taken.assignments.get().pk, by=secretary, at=at)
    conflicts.declare(submission_id=ended.pk, by=reviewer, user=reviewer, note="", at=at)
    for one, moment in ((waiting, None), (reviewed, at)):
        Review.objects.create(
            submission=one,
            reviewer=reviewer,
            version_number=1,
            recommendation="accept",
            saved_at=at,
            submitted_at=moment,
        )
    assert assignments.loads([reviewer.pk]) == {reviewer.pk: 1}
    assert [row.submission for row in assignments.open_assignments()] == [waiting]
    nothing = access.readable(secretary).filter(pk=decided.pk)
    assert assignments.loads([reviewer.pk], nothing) == {reviewer.pk: 0}


def test_a_declared_conflict_ends_her_part(secretary: User, reviewer: User, at: Any):
    submission = SubmissionFactory(handler=reviewer)
    other = SubmissionFactory(handler=reviewer)
    give([submission, other], [reviewer, secretary], secretary, at)
    first = conflicts.declare(
        submission_id=submission.pk, by=reviewer, user=reviewer, note="My cousin", at=at + WEEK
    )
    again = conflicts.declare(
        submission_id=submission.pk, by=reviewer, user=reviewer, note="", at=at
    )
    assert (again.pk, again.note) == (first.pk, "My cousin")
    left = Assignment.objects.active().values_list("submission", "reviewer")
    assert set(left) == {
        (submission.pk, secretary.pk),
        (other.pk, reviewer.pk),
        (other.pk, secretary.pk),
    }
    ended = submission.assignments.get(reviewer=reviewer)
    assert (ended.ended_by, ended.ended_at) == (reviewer, at + WEEK)
    submission.refresh_from_db()
    other.refresh_from_db()
    assert (submission.handler, other.handler) == (None, reviewer)
    assert not access.may_read(reviewer, submission)


def test_a_conflict_is_lifted_by_somebody_else(secretary: User, reviewer: User, at: Any):
    submission = SubmissionFactory()
    mine = conflicts.declare(
        submission_id=submission.pk, by=secretary, user=secretary, note="", at=at
    )
    with pytest.raises(OwnConflict):
        conflicts.lift(conflict_id=mine.pk, by=secretary, at=at)
    colleague = UserFactory(is_staff=True)
    assert conflicts.lift(conflict_id=mine.pk, by=colleague, at=at).ended_at == at
    assert conflicts.lift(conflict_id=mine.pk, by=colleague, at=at + WEEK).ended_at == at
    assert access.may_read(secretary, submission)
    again = conflicts.declare(
        submission_id=submission.pk, by=secretary, user=secretary, note="", at=at
    )
    assert again.pk != mine.pk


def test_who_reviews_is_read_in_a_fixed_number_of_queries(
    secretary: User, django_assert_num_queries: Any
):
    for _ in range(30):
        person = another_reviewer()
        CallRole.objects.create(call=CallFactory(), user=person, role="reviewer")
    with django_assert_num_queries(2):
        people = list(assignments.reviewers())
        assert [assignments.capacity_of(one) for one in people] == [20] * 31
        assert {assignments.calls_of(one) for one in people} == {None}
    assert [one.is_reviewer for one in people if one.pk == secretary.pk] == [False]
