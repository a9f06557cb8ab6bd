"""When rules fall due for one reader: arithmetic of offsets, zones and clock changes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from consultation.reminding.moments import APART, SPREAD, Counted, Offset, Unit, line_up

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVER = datetime(2019, 1, 1, tzinfo=UTC)
USUAL = [Offset(-n, Unit.DAYS) for n in (14, 7, 3, 1)] + [Offset(-3, Unit.HOURS)]
ZONES = st.sampled_from(
    (
        *("UTC", "Europe/Zurich", "Asia/Kathmandu", "America/Adak", "Pacific/Kiritimati"),
        *("Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza", "America/St_Johns"),
    )
)
MOMENT = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
OFFSETS = st.builds(
    Offset,
    st.integers(-60, 60),
    st.just(Unit.DAYS),
    st.one_of(st.none(), st.integers(0, 23)),
) | st.builds(Offset, st.integers(-72, 72), st.just(Unit.HOURS))


def lined(offsets, *, at=AT, ends_at=None, zone="UTC", since=EVER):
    rules = [Counted(place, one, since) for place, one in enumerate(offsets)]
    return line_up(rules, at=at, ends_at=ends_at or at, zone=zone)


def at_once(offsets, moment, **values):
    return [one.label for one in lined(offsets, **values) if one.moment <= moment < one.until]


@pytest.mark.parametrize(
    ("before", "labels"),
    [
        (15 * DAY, []),
        (14 * DAY, ["-14d"]),
        (3 * DAY + timedelta(microseconds=1), ["-7d"]),
        (3 * DAY, ["-3d"]),
        (DAY, ["-1d"]),
        (3 * HOUR, ["-3h"]),
        (timedelta(microseconds=1), ["-3h"]),
        (timedelta(0), []),
        (-HOUR, []),
    ],
)
def test_the_newest_moment_that_was_reached_counts(before, labels):
    assert at_once(USUAL, AT - before) == labels


def test_what_comes_before_is_not_sent_after_and_the_days_between_are_silent():
    offsets = [Offset(-1, Unit.DAYS), Offset(3, Unit.DAYS)]
    ends_at = AT + 30 * DAY
    moments = (AT - HOUR, AT, AT + 2 * DAY, AT + 3 * DAY, AT + 29 * DAY, ends_at)
    found = [at_once(offsets, moment, ends_at=ends_at) for moment in moments]
    assert found == [["-1d"], [], [], ["+3d"], ["+3d"], []]


def test_the_readers_hour_is_that_of_her_own_day():
    # For her the call closes on 25 November at 01:00.
    (one,) = lined([Offset(-1, Unit.DAYS, 9)], zone="Pacific/Auckland")
    assert one.moment.astimezone(ZoneInfo("Pacific/Auckland")) == datetime(
        2026, 11, 24, 9, tzinfo=ZoneInfo("Pacific/Auckland")
    )


@pytest.mark.parametrize(
    ("at", "hour", "expected"),
    [
        # On 28 March 2027 the clocks of Zurich skip 02:00 to 03:00.
        (datetime(2027, 3, 29, 10, tzinfo=UTC), 2, datetime(2027, 3, 28, 1, tzinfo=UTC)),
        # On 31 October 2027 they show 02:00 to 03:00 twice: the first one counts.
        (datetime(2027, 11, 1, 10, tzinfo=UTC), 2, datetime(2027, 10, 31, 0, tzinfo=UTC)),
    ],
)
def test_an_hour_that_clocks_skip_or_repeat_is_one_moment(at, hour, expected):
    (one,) = lined([Offset(-1, Unit.DAYS, hour)], at=at, zone="Europe/Zurich")
    assert one.moment == expected


def test_of_two_moments_that_nearly_meet_the_later_one_is_sent():
    offsets = [Offset(-1, Unit.DAYS), Offset(-1, Unit.DAYS, 12), Offset(-24, Unit.HOURS)]
    assert len(lined(offsets)) == 1


def test_a_rule_made_later_reminds_of_nothing_before_and_leaves_the_earlier_its_time():
    rules = [
        Counted(1, Offset(-7, Unit.DAYS), EVER),
        Counted(2, Offset(-3, Unit.DAYS), AT - 2 * DAY),
    ]
    (one,) = line_up(rules, at=AT, ends_at=AT, zone="UTC")
    assert (one.rule_id, one.until) == (1, AT)


@hypothesis_settings(deadline=None)
@given(st.lists(OFFSETS, max_size=8), MOMENT, ZONES, st.timedeltas(timedelta(0), 40 * DAY))
def test_moments_stand_in_order_apart_and_one_at_a_time(offsets, at, zone, lasts):
    ends_at = at + lasts
    found = lined(offsets, at=at, ends_at=ends_at, zone=zone)
    for one, following in pairwise(found):
        assert one.until <= following.moment
        assert following.moment - one.moment >= APART
    for one in found:
        offset = offsets[one.rule_id]
        assert one.moment < one.until <= ends_at
        assert abs(one.moment - (at + offset.span)) <= SPREAD
        assert one.moment >= at or one.until <= at


@hypothesis_settings(deadline=None)
@given(
    st.lists(OFFSETS, max_size=8, unique_by=lambda one: (one.label, one.local_hour)),
    MOMENT,
    ZONES,
    st.lists(st.integers(1, 60 * 72), max_size=80),
)
def test_however_the_sweeps_fall_no_moment_comes_twice_or_after_a_newer(offsets, at, zone, gaps):
    found = lined(offsets, at=at, ends_at=at + 20 * DAY, zone=zone)
    moment, sent = at - 70 * DAY, []
    for gap in gaps:
        moment += timedelta(minutes=gap)
        now = [one for one in found if one.moment <= moment < one.until]
        assert len(now) <= 1
        sent += [one for one in now if one not in sent]
    assert sent == sorted(sent, key=lambda one: one.moment)
