"""Neighbours in a list, what waits, what to watch."""

from datetime import datetime, timedelta

import pytest

from consultation.choices import Disposition, Status
from consultation.queries.desk import (
    Neighbours,
    Waiting,
    accepted_without_session,
    calls_to_watch,
    neighbours,
    oldest_waiting,
    waiting_by_status,
)
from tests.factories import CallFactory, DraftFactory, SessionFactory, SubmissionFactory, end


@pytest.mark.parametrize(
    ("keys", "here", "after", "wanted"),
    [
        ([5, 3, 9], 5, None, Neighbours(1, 3, None, 3)),
        ([5, 3, 9], 3, None, Neighbours(2, 3, 5, 9)),
        ([5, 3, 9], 9, None, Neighbours(3, 3, 3, None)),
        # It has just left the list: what came after it is next.
        ([5, 9], 3, 9, Neighbours(None, 2, None, 9)),
        ([5, 9], 3, None, Neighbours(None, 2, None, 5)),
        ([5, 9], 3, 77, Neighbours(None, 2, None, 5)),
        ([], 3, 9, Neighbours(None, 0, None, None)),
    ],
)
def test_neighbours(keys: list[int], here: int, after: int | None, wanted: Neighbours):
    assert neighbours(keys, here, after) == wanted


@pytest.mark.django_db
def test_what_waits_is_counted_with_its_oldest(at: datetime):
    old = SubmissionFactory(submitted_at=at - timedelta(days=30))
    new = SubmissionFactory(submitted_at=at - timedelta(days=2))
    returned = SubmissionFactory(status=Status.RETURNED)
    SubmissionFactory(status=Status.DECIDED)
    DraftFactory()
    assert waiting_by_status() == [
        Waiting(Status.SUBMITTED, 2, old.submitted_at),
        Waiting(Status.UNDER_REVIEW, 0, None),
        Waiting(Status.RETURNED, 1, returned.submitted_at),
    ]
    assert oldest_waiting(5) == [old, new]
    assert oldest_waiting(1) == [old]


@pytest.mark.django_db
def test_calls_are_watched_until_they_close_the_next_to_close_on_top(at: datetime):
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
    watched = list(calls_to_watch(at))
    assert [(call, call.draft_count, call.handed_in_count) for call in watched] == [
        (sooner, 2, 1),
        (later, 0, 0),
        (coming, 0, 0),
    ]


@pytest.mark.django_db
def test_an_accepted_request_is_counted_until_it_has_a_session(at: datetime):
    with_session, without, informs = SubmissionFactory.create_batch(3)
    for submission, disposition in (
        (with_session, Disposition.BECOMES),
        (without, Disposition.BECOMES),
        (informs, Disposition.INFORMS),
    ):
        end(submission, disposition=disposition)
    SessionFactory().session_sources.create(submission=with_session, linked_at=at)
    assert accepted_without_session() == 1
