"""The panel of reviewers and conflicts on an input's page, and its verbs."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.choices import Status
from consultation.models import Assignment, CallRole, Conflict, Review, Submission
from tests.consultation.conftest import Now
from tests.factories import SubmissionFactory, UserFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def url_of(submission: Submission, name: str = "change") -> str:
    return reverse(f"admin:consultation_submission_{name}", args=(submission.pk,))


def panel(client: Client, submission: Submission) -> dict[str, Any]:
    shown: dict[str, Any] = client.get(url_of(submission)).context["people"]
    return shown


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(submission: Submission, user: User, now: Now, **given: Any) -> Assignment:
    return Assignment.objects.create(
        submission=submission, reviewer=user, how="hand", made_at=now.at, **given
    )


def test_a_secretary_sees_who_reviews_and_how_far_each_is(desk: Client, now: Now):
    submission = SubmissionFactory()
    people = [UserFactory(is_staff=True, name=f"Reviewer {n}") for n in range(4)]
    for person, due_at in zip(people, (None, now.at + DAY, now.at, now.at), strict=True):
        asked(submission, person, now, due_at=due_at)
    Review.objects.create(
        submission=submission,
        reviewer=people[3],
        version_number=1,
        recommendation="accept",
        saved_at=now.at,
        submitted_at=now.at,
    )
    shown = panel(desk, submission)
    assert [(row.reviewer, state) for row, state in shown["rows"]] == [
        (people[0], "open"),
        (people[1], "open"),
        (people[2], "late"),
        (people[3], "given"),
    ]


def test_a_reviewer_sees_her_own_part_only(reviewer: User, now: Now):
    submission = SubmissionFactory()
    other = UserFactory(is_staff=True, name="Another Reviewer")
    asked(submission, other, now)
    mine = asked(submission, reviewer, now)
    client = signed_in(reviewer)
    shown = panel(client, submission)
    assert [row for row, _state in shown["rows"]] == [mine]
    assert not {"form", "declared", "computed"} & shown.keys()
    assert "Another Reviewer" not in client.get(url_of(submission)).text


def test_assigning_by_hand_offers_those_who_may_see_it(desk: Client, reviewer: User, now: Now):
    submission = SubmissionFactory(author=UserFactory())
    near = UserFactory(is_staff=True, name="Too near")
    near.groups.add(Group.objects.get(name="reviewer"))
    Conflict.objects.create(submission=submission, user=near, declared_at=now.at)
    here = UserFactory(is_staff=True, name="For this call")
    CallRole.objects.create(call=submission.call, user=here, role="reviewer")
    there = UserFactory(is_staff=True, name="For another call")
    CallRole.objects.create(call=SubmissionFactory().call, user=there, role="reviewer")
    form = panel(desk, submission)["form"]
    offered = [key for key, _words in form.fields["reviewers"].choices]
    assert offered[:2] == [here.pk, reviewer.pk]
    assert not {near.pk, there.pk} & set(offered)
    answer = desk.post(
        url_of(submission, "assign"),
        {"reviewers": [here.pk], "due_at_0": "2026-12-01", "due_at_1": "18:00"},
        follow=True,
    )
    assert "1 assignment is made. 1 letter is queued." in answer.text
    row = submission.assignments.get()
    assert (row.reviewer, row.due_at.isoformat()) == (here, "2026-12-01T17:00:00+00:00")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"due_at_0": ""}, "Choose at least one reviewer."),
        ({"due_at_0": "2020-01-01"}, "That moment has passed."),
        ({"due_at_0": "soon"}, "Enter a valid date."),
        ({"reviewers": ["999999"]}, "Select a valid choice."),
        ({"reviewers": ["x"]}, "Select a valid choice."),
    ],
)
@pytest.mark.usefixtures("reviewer", "now")
def test_what_is_wrong_is_said_at_its_field(data: dict[str, Any], words: str, desk: Client):
    submission = SubmissionFactory()
    answer = desk.post(url_of(submission, "assign"), data)
    assert answer.status_code == 200
    assert words in answer.text
    assert not Assignment.objects.exists()


def test_somebody_too_near_cannot_be_smuggled_in(desk: Client, reviewer: User, now: Now):
    submission = SubmissionFactory(author=reviewer)
    answer = desk.post(url_of(submission, "assign"), {"reviewers": [reviewer.pk]})
    assert "Select a valid choice." in answer.text


def test_an_assignment_is_taken_back(desk: Client, reviewer: User, now: Now):
    submission, other = SubmissionFactory(), SubmissionFactory()
    row, foreign = asked(submission, reviewer, now), asked(other, reviewer, now)
    assert desk.post(url_of(submission, "take_back"), {"row": foreign.pk}).status_code == 404
    assert desk.post(url_of(submission, "take_back"), {"row": "x"}).status_code == 404
    assert desk.get(url_of(submission, "take_back")).status_code == 405
    desk.post(url_of(submission, "take_back"), {"row": row.pk})
    assert list(Assignment.objects.active()) == [foreign]


def test_who_declares_a_conflict_is_sent_to_the_list_and_sees_it_no_more(reviewer: User, now: Now):
    submission, other = SubmissionFactory(), SubmissionFactory()
    asked(submission, reviewer, now)
    client = signed_in(reviewer)
    assert client.get(url_of(submission, "conflict")).status_code == 200
    answer = client.post(url_of(submission, "conflict"), {"note": " My\ncousin "}, follow=True)
    assert answer.request["PATH_INFO"] == reverse("admin:consultation_submission_changelist")
    assert f"You do not see {submission.number} any more." in answer.text
    assert [row.pk for row in answer.context["cl"].result_list] == [other.pk]
    assert submission.conflicts.get().note == "My cousin"
    assert not Assignment.objects.active().exists()
    for name in ("conflict", "assign", "take_back", "lift"):
        assert client.post(url_of(submission, name), {"row": 1}).status_code == 404
    assert client.get(url_of(submission)).status_code == 404


def test_the_secretariat_sees_conflicts_and_lifts_those_that_were_declared(
    desk: Client, reviewer: User, organizer: User, now: Now
):
    submission = SubmissionFactory(author=organizer)
    row = Conflict.objects.create(
        submission=submission, user=reviewer, declared_at=now.at, note="My cousin"
    )
    Review.objects.create(
        submission=submission,
        reviewer=reviewer,
        version_number=1,
        recommendation="accept",
        saved_at=now.at,
        submitted_at=now.at,
    )
    shown = panel(desk, submission)
    assert shown["declared"] == [(row, True)]
    assert shown["computed"] == [(organizer, "the author")]
    answer = desk.post(url_of(submission, "lift"), {"row": row.pk}, follow=True)
    assert "sees this input again" in answer.text
    assert panel(desk, submission)["declared"] == []


@pytest.mark.parametrize("name", ["assign", "take_back", "lift"])
def test_only_the_secretariat_assigns(name: str, reviewer: User, organizer: User, now: Now):
    submission = SubmissionFactory()
    row = asked(submission, reviewer, now)
    for person in (reviewer, organizer):
        answer = signed_in(person).post(url_of(submission, name), {"row": row.pk})
        assert answer.status_code == 403
    assert Assignment.objects.active().count() == 1


@pytest.mark.usefixtures("reviewer", "now")
def test_what_has_ended_is_assigned_to_nobody(desk: Client):
    assert "form" not in panel(desk, SubmissionFactory(status=Status.DECIDED))


def test_the_panel_takes_the_same_queries_for_one_and_thirty(desk: Client, now: Now):
    submission = SubmissionFactory()
    counts = []
    for number in (1, 29):
        for _ in range(number):
            person = UserFactory(is_staff=True)
            person.groups.add(Group.objects.get(name="reviewer"))
            asked(submission, person, now)
            free = UserFactory(is_staff=True)
            free.groups.add(Group.objects.get(name="reviewer"))
            near = UserFactory(is_staff=True)
            near.groups.add(Group.objects.get(name="reviewer"))
            Conflict.objects.create(submission=submission, user=near, declared_at=now.at)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(url_of(submission))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_observer_reads_and_changes_nothing(desk: Client, reviewer: User, now: Now):
    observer = UserFactory(is_staff=True)
    observer.groups.add(Group.objects.get(name="observer"))
    submission = SubmissionFactory()
    row = asked(submission, reviewer, now)
    client = signed_in(observer)
    listed = client.get(reverse("admin:consultation_submission_changelist"))
    assert [one.pk for one in listed.context["cl"].result_list] == [submission.pk]
    assert client.get(url_of(submission)).status_code == 200
    for name in ("take_up", "ask_back", "decide", "reopen", "assign", "take_back", "lift"):
        answer = client.post(url_of(submission, name), {"row": row.pk, "reason": "No"})
        assert answer.status_code == 403, name
    for name in ("consultation_call", "consultation_forum", "consultation_organization"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
        assert client.get(reverse(f"admin:{name}_add")).status_code == 403
    for verb in ("move_deadline", "late_codes", "copy", "people"):
        url = reverse(f"admin:consultation_call_{verb}", args=(submission.call_id,))
        assert client.get(url).status_code == 403, verb
