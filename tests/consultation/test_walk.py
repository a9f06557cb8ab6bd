"""Before and after one input in a list, found without reading the list."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from consultation.choices import Status
from consultation.models import Submission
from consultation.queries import walk
from consultation.queries.walk import Neighbours, beside
from consultation.queries.work_order import WORK_ORDER
from tests.factories import NOW, SubmissionFactory

pytestmark = pytest.mark.django_db

ORDERS: dict[str, tuple[Any, ...]] = {
    "of the work": WORK_ORDER,
    "by number": ("number", "-pk"),
    "by number, last first": ("-number",),
    "by title": ("title",),
    "by title, then moment": (F("title").desc(), "-submitted_at"),
    "no order": (),
}


@pytest.fixture
def inputs() -> list[Submission]:
    """Make inputs in every status, some of them equal in all that can be sorted by."""
    statuses = [Status.SUBMITTED, Status.DECIDED, Status.UNDER_REVIEW, Status.WITHDRAWN]
    return [
        SubmissionFactory(
            status=statuses[number % 4],
            title=f"Title {number % 3}",
            submitted_at=NOW - timedelta(days=number // 5),
        )
        for number in range(14)
    ]


@pytest.mark.parametrize("order", ORDERS)
def test_one_walks_through_the_whole_list_both_ways(inputs: list[Submission], order: str):
    listing = Submission.objects.order_by(*ORDERS[order])
    keys = list(listing.order_by(*(ORDERS[order] or ("pk",))).values_list("pk", flat=True))
    if order.startswith("by title"):
        # Django's admin always ends an order with the key.
        listing = listing.order_by(*ORDERS[order], "-pk")
        keys = list(listing.values_list("pk", flat=True))
    for at, key in enumerate(keys):
        before = keys[at - 1] if at else None
        after = keys[at + 1] if at + 1 < len(keys) else None
        assert beside(listing, key) == Neighbours(at + 1, len(keys), before, after)


def test_the_order_of_the_work_is_what_waits_first(inputs: list[Submission]):
    waits = (Status.SUBMITTED, Status.UNDER_REVIEW)
    waiting = [one for one in inputs if one.status in waits]
    rest = [one for one in inputs if one.status not in waits]
    waiting.sort(key=lambda one: (one.submitted_at, one.pk))
    rest.sort(key=lambda one: (-one.submitted_at.timestamp(), one.pk))  # type: ignore[union-attr]
    assert list(Submission.objects.order_by(*WORK_ORDER)) == [*waiting, *rest]


def test_what_left_the_list_is_followed_by_what_was_next(inputs: list[Submission]):
    listing = Submission.objects.waiting().order_by(*WORK_ORDER)
    first, second, third, *others = listing.values_list("pk", flat=True)
    Submission.objects.filter(pk=second).update(status=Status.RETURNED)
    total = len(others) + 2
    assert beside(listing, second, third) == Neighbours(None, total, first, third)
    # Without it, and with one that is not in the list, the first is next.
    for after in (None, second, 0):
        assert beside(listing, second, after) == Neighbours(None, total, None, first)


def test_an_empty_list_has_nothing_beside(inputs: list[Submission]):
    nothing = Submission.objects.filter(title="none").order_by(*WORK_ORDER)
    assert beside(nothing, inputs[0].pk, inputs[1].pk) == walk.NOWHERE
    assert beside(Submission.objects.none().order_by("number"), 1) == walk.NOWHERE


def test_far_down_there_is_no_position(inputs: list[Submission], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(walk, "MOST", 5)
    listing = Submission.objects.order_by("pk")
    keys = list(listing.values_list("pk", flat=True))
    assert beside(listing, keys[4]) == Neighbours(5, 5, keys[3], keys[5], is_more=True)
    found = beside(listing, keys[9])
    assert found == Neighbours(None, 5, keys[8], keys[10], is_more=True)
    assert found.total_words == "5+"


def test_no_more_queries_however_long_the_list_is(inputs: list[Submission]):
    listing = Submission.objects.order_by(*WORK_ORDER)
    with CaptureQueriesContext(connection) as captured:
        beside(listing, inputs[3].pk)
    assert len(captured) == 2


def test_the_order_of_the_work_comes_from_an_index(inputs: list[Submission]):
    rows = Submission.objects.handed_in().order_by(*WORK_ORDER)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    assert "submissions_in_order_of_work" in rows[:50].explain()
