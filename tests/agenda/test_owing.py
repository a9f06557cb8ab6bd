"""When a follow-up falls due, and from which moment on it is late by how many days."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from agenda.choices import FollowUpKind
from agenda.models import FollowUpDate, FollowUpException, Slot
from agenda.owing import Rule, days_late, moment_of
from agenda.queries.follow_ups import owed_by, owed_by_session, that_owe
from tests.agenda.owing import DUE, dates_of, handed_in, owing_session
from tests.factories import NOW, ForumFactory, SessionFactory

GENEVA = "Europe/Zurich"
# 23:59:59 in Geneva.
END = datetime(2027, 2, 20, 22, 59, 59, tzinfo=UTC)


def test_days_after_the_session_last_until_the_end_of_that_day_in_the_forums_zone() -> None:
    # Half past midnight in Geneva is the day before in UTC.
    ends_at = datetime(2027, 2, 5, 23, 30, tzinfo=UTC)
    found = moment_of(Rule(None, 14), ends_at=ends_at, zone=GENEVA)
    assert found is not None
    assert found.astimezone(UTC) == END
    assert moment_of(Rule(None, 14), ends_at=None, zone=GENEVA) is None
    assert moment_of(Rule(END), ends_at=None, zone=GENEVA) == END


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (timedelta(0), 0),
        (timedelta(microseconds=1), 1),
        (timedelta(seconds=1), 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, seconds=1), 2),
        (timedelta(days=10), 10),
    ],
)
def test_late_is_what_comes_after_the_moment(after: timedelta, days: int) -> None:
    assert days_late(END, END + after, GENEVA) == days


def test_late_is_counted_through_a_change_of_clocks() -> None:
    # Of the repeated hour of 31 October 2027, the later half comes after the earlier.
    due = datetime(2027, 10, 31, 0, 45, tzinfo=UTC)
    assert days_late(due, due + timedelta(minutes=30), GENEVA) == 1
    assert days_late(None, due, GENEVA) == 0


@pytest.mark.django_db
def test_exceptions_go_before_the_dates_of_the_forum() -> None:
    session = owing_session()
    dates_of(session)
    other = DUE + timedelta(days=5)
    rows = FollowUpException.objects
    rows.create(session=session, kind="logo", is_asked=False)
    rows.create(session=session, kind="presentation", is_asked=True, due_at=other)
    found = {one.kind: (one.is_asked, one.due_at) for one in owed_by_session(session)}
    assert found == {
        "description": (True, DUE),
        "logo": (False, None),
        "panellists": (True, DUE),
        "presentation": (True, other),
        "outcome": (True, None),
    }
    for day in (8, 9):
        start = datetime(2027, 2, day, 9, tzinfo=UTC)
        Slot.objects.create(session=session, period=(start, start + timedelta(hours=1)))
    # The last of its times counts.
    due_at = owed_by_session(session)[-1].due_at
    assert due_at is not None
    assert due_at.astimezone(UTC) == datetime(2027, 2, 23, 22, 59, 59, tzinfo=UTC)


@pytest.mark.django_db
def test_what_no_date_asks_for_is_not_owed() -> None:
    session = owing_session()
    assert [one.is_asked for one in owed_by_session(session)] == [False] * 5
    assert not any(one.is_late(DUE + timedelta(days=99)) for one in owed_by_session(session))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"kind": FollowUpKind.LOGO, "days_after": 3},
        {"kind": FollowUpKind.OUTCOME},
        {"kind": FollowUpKind.OUTCOME, "days_after": 3, "due_at": NOW},
    ],
)
def test_a_date_is_one_of_two_and_only_an_outcome_follows_its_session(values) -> None:
    with pytest.raises(IntegrityError, match="only_an_outcome_is_due_after_its_session"):
        FollowUpDate.objects.create(forum=ForumFactory(), **values)


@pytest.mark.django_db
def test_an_exception_is_another_date_or_not_asked() -> None:
    with pytest.raises(IntegrityError, match="is_another_date_or_not_asked"):
        FollowUpException.objects.create(session=SessionFactory(), kind="logo", is_asked=True)


@pytest.mark.django_db
def test_it_takes_as_many_queries_for_30_sessions_as_for_1(django_assert_num_queries) -> None:
    first = owing_session()
    dates_of(first)
    for count in (1, 30):
        while that_owe().count() < count:
            handed_in(owing_session(), "logo")
        sessions = list(that_owe())
        with django_assert_num_queries(4):
            assert len(owed_by(sessions)) == count
