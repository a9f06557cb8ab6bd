"""What waits, what to watch: of what a person may see."""

from datetime import datetime, timedelta

import pytest

from consultation.choices import Disposition, Status
from consultation.models import Conflict
from consultation.queries.desk import (
    Waiting,
    accepted_without_session,
    calls_to_watch,
    oldest_waiting,
    waiting_by_status,
)
from tests.factories import CallFactory, DraftFactory, SessionFactory, SubmissionFactory, end
from wsis_forum.accounts.models import User


@pytest.mark.django_db
def test_what_waits_is_counted_with_its_oldest(at: datetime, secretary: User):
    old = SubmissionFactory(submitted_at=at - timedelta(days=30))
    new = SubmissionFactory(submitted_at=at - timedelta(days=2))
    returned = SubmissionFactory(status=Status.RETURNED)
    SubmissionFactory(status=Status.DECIDED)
    DraftFactory()
    assert waiting_by_status(secretary) == [
        Waiting(Status.SUBMITTED, 2, old.submitted_at),
        Waiting(Status.UNDER_REVIEW, 0, None),
        Waiting(Status.RETURNED, 1, returned.submitted_at),
    ]
    assert oldest_waiting(secretary, 5) == [old, new]
    assert oldest_waiting(secretary, 1) == [old]


@pytest.mark.django_db
def test_calls_are_watched_until_they_close_the_next_to_close_on_top(at: datetime, secretary: User):
    later = CallFactory(closes_at=at + timedelta(days=9), slug="later")
    sooner = CallFactory(closes_at=at + timedelta(days=1), slug="sooner")
    coming = CallFactory(
        opens_at=at + timedelta(days=1), closes_at=at + timedelta(days=20), slug="coming"
    )
    CallFactory(closes_at=at, slug="closed")
    CallFactory(takes_drafts=False, slug="record")
    for _ in range(2):
        DraftFactory(call=sooner)
    SubmissionFactory(call=sooner)
    watched = list(calls_to_watch(secretary, at))
    assert [(call, call.draft_count, call.handed_in_count) for call in watched] == [
        (sooner, 2, 1),
        (later, 0, 0),
        (coming, 0, 0),
    ]


@pytest.mark.django_db
def test_an_accepted_request_is_counted_until_it_has_a_session(at: datetime, secretary: User):
    with_session, without, informs = SubmissionFactory.create_batch(3)
    for submission, disposition in (
        (with_session, Disposition.BECOMES),
        (without, Disposition.BECOMES),
        (informs, Disposition.INFORMS),
    ):
        end(submission, disposition=disposition)
    SessionFactory().session_sources.create(submission=with_session, linked_at=at)
    assert accepted_without_session(secretary) == 1


@pytest.mark.django_db
def test_what_is_too_near_to_somebody_is_in_none_of_her_figures(at: datetime, secretary: User):
    near = SubmissionFactory(submitted_at=at - timedelta(days=9))
    accepted = end(SubmissionFactory(call=near.call), disposition=Disposition.BECOMES)
    assert waiting_by_status(secretary)[0].count == 1
    assert accepted_without_session(secretary) == 1
    for submission in (near, accepted.submission):
        Conflict.objects.create(submission=submission, user=secretary, declared_at=at)
    assert waiting_by_status(secretary)[0] == Waiting(Status.SUBMITTED, 0, None)
    assert oldest_waiting(secretary, 5) == []
    assert [call.handed_in_count for call in calls_to_watch(secretary, at)] == [0]
    assert accepted_without_session(secretary) == 0
