"""The queues of the desk: what waits for whom, and how many."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from consultation.choices import AssignedBy, Recommendation, Status
from consultation.models import Assignment, Conflict, Mention, Submission, TeamNote
from consultation.queries import queues
from consultation.queries.access import readable
from consultation.queries.queues import Queue, in_queue, queue_counts
from tests.factories import NOW, DraftFactory, SubmissionFactory, UserFactory
from wsis_forum import clock
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

LIST = "/admin/consultation/submission/"


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def assign(submission: Submission, reviewer: User, **values: Any) -> Assignment:
    usual = {"how": AssignedBy.HAND, "made_at": NOW - timedelta(days=9)}
    return Assignment.objects.create(
        submission=submission, reviewer=reviewer, **{**usual, **values}
    )


def review(submission: Submission, reviewer: User, at: datetime | None = NOW) -> None:
    submission.reviews.create(
        reviewer=reviewer,
        version_number=1,
        recommendation=Recommendation.ACCEPT,
        saved_at=NOW,
        submitted_at=at,
    )


def mention(submission: Submission, user: User, seen_at: datetime | None = None) -> None:
    note = TeamNote.objects.create(submission=submission, by=UserFactory(), at=NOW, text="Look!")
    Mention.objects.create(note=note, user=user, seen_at=seen_at)


def ask(submission: Submission, until: datetime) -> None:
    submission.clarifications.create(asked_at=NOW, question="Which hall?", until=until)


@pytest.fixture
def inputs(secretary: User, reviewer: User) -> dict[str, Submission]:
    """Make one input for each way to be in a queue, or just not to be in it."""
    states: dict[str, dict[str, Any]] = {
        "on my desk": {"status": Status.UNDER_REVIEW, "handler": secretary},
        "mine, decided": {"status": Status.DECIDED, "handler": secretary},
        "mine, returned": {"status": Status.RETURNED, "handler": secretary},
        "on another desk": {"status": Status.UNDER_REVIEW, "handler": reviewer},
        "I owe a review": {},
        "my review is in": {},
        "my review is a draft": {},
        "taken from me": {},
        "I am mentioned": {"status": Status.DECIDED},
        "I read it": {"handler": reviewer},
        "another owes a review": {},
        "answer late": {"status": Status.RETURNED},
        "new": {},
    }
    made: dict[str, Submission] = {
        name: SubmissionFactory(title=name, **given) for name, given in states.items()
    }
    assign(made["I owe a review"], secretary)
    assign(made["my review is in"], secretary)
    review(made["my review is in"], secretary)
    assign(made["my review is a draft"], secretary, due_at=NOW)
    review(made["my review is a draft"], secretary, None)
    assign(made["taken from me"], secretary, ended_at=NOW, due_at=NOW)
    mention(made["I am mentioned"], secretary)
    mention(made["I read it"], secretary, NOW)
    assign(made["another owes a review"], reviewer, due_at=NOW + timedelta(seconds=1))
    ask(made["mine, returned"], NOW + timedelta(days=1))
    ask(made["answer late"], NOW)
    DraftFactory(handler=secretary)
    return made


WANTED = {
    Queue.MINE: {"on my desk", "I owe a review", "my review is a draft", "I am mentioned"},
    Queue.FREE: {"taken from me", "new"},
    Queue.OTHERS: {"on another desk", "I read it", "another owes a review", "my review is in"},
    Queue.ANSWER: {"mine, returned", "answer late"},
    Queue.OVERDUE: {"my review is a draft", "answer late"},
    Queue.DECIDED: {"mine, decided", "I am mentioned"},
}


@pytest.mark.parametrize("queue", WANTED)
def test_each_queue_keeps_what_it_says(
    inputs: dict[str, Submission], secretary: User, queue: Queue
):
    found = readable(secretary).filter(in_queue(queue, secretary, NOW))
    assert {submission.title for submission in found} == WANTED[queue]
    assert queue_counts(secretary, NOW)[queue] == len(WANTED[queue])


def test_what_waits_for_us_is_in_one_of_three_queues(
    inputs: dict[str, Submission], secretary: User
):
    three = [Queue.MINE, Queue.FREE, Queue.OTHERS]
    for submission in Submission.objects.waiting():
        one = readable(secretary).filter(pk=submission.pk)
        assert sum(one.filter(in_queue(each, secretary, NOW)).exists() for each in three) == 1


def test_the_queue_of_all_and_a_name_that_is_none_keep_all(
    inputs: dict[str, Submission], secretary: User
):
    for name in ("all", "", "x", "'"):
        assert readable(secretary).filter(in_queue(name, secretary, NOW)).count() == len(inputs)


def test_what_is_too_near_to_somebody_is_in_no_queue_and_no_count(
    inputs: dict[str, Submission], secretary: User
):
    for submission in inputs.values():
        Conflict.objects.create(submission=submission, user=secretary, declared_at=NOW)
    assert set(queue_counts(secretary, NOW).values()) == {0}


def test_a_count_ends_somewhere(secretary: User, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queues, "MOST", 3)
    SubmissionFactory.create_batch(5)
    assert queue_counts(secretary, NOW)[Queue.FREE] == 4


# --- Above the list --------------------------------------------------------------------------


def test_the_tabs_say_how_many_and_where_one_is(desk: Client, inputs: dict[str, Submission]):
    response = desk.get(LIST, {"queue": "mine"})
    tabs = response.context["cl"].tabs
    assert [(tab.queue, tab.count) for tab in tabs][:2] == [("mine", "4"), ("free", "2")]
    assert [tab.queue for tab in tabs if tab.is_here] == [Queue.MINE]
    assert {row.title for row in response.context["cl"].result_list} == WANTED[Queue.MINE]
    html = response.content.decode()
    assert '<a href="?queue=mine" data-key="g m" aria-current="page">' in html
    # The form of the filters stays in the queue.
    assert '<input type="hidden" name="queue" value="mine">' in html


def test_without_a_queue_the_list_shows_all(desk: Client, inputs: dict[str, Submission]):
    response = desk.get(LIST)
    assert len(response.context["cl"].result_list) == len(inputs)
    assert [tab.queue for tab in response.context["cl"].tabs if tab.is_here] == [Queue.ALL]


def test_the_index_says_what_waits_for_me(desk: Client, inputs: dict[str, Submission]):
    html = desk.get("/admin/").content.decode()
    assert f'href="{LIST}?queue=mine"' in html
