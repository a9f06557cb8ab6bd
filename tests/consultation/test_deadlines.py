"""A deadline is one instant, to the second, in every time zone and on days when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from consultation.editing import can_write, takes_hand_in
from consultation.exceptions import DateImpossible
from consultation.models import Call, Submission
from consultation.phases import assumed_deadline, local_moment

ZONES = sorted(available_timezones())
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
YEARS = (datetime(2026, 1, 1), datetime(2029, 1, 1))
WALL_CLOCKS = st.datetimes(*YEARS).map(lambda moment: moment.replace(microsecond=0))


@lru_cache
def days_of_change(zone: str) -> list[date]:
    """Return the days of a year on which the clocks of a zone change."""
    tz = ZoneInfo(zone)
    noons = [datetime(2026, 1, 1, 12, tzinfo=UTC) + n * DAY for n in range(366)]
    offsets = [noon.astimezone(tz).utcoffset() for noon in noons]
    return [
        noons[n].astimezone(tz).date() for n in range(1, len(noons)) if offsets[n] != offsets[n - 1]
    ]


def call_closing(closes_at: datetime, zone: str, grace: int = 15) -> Call:
    return Call(
        takes_drafts=True,
        opens_at=closes_at - 30 * DAY,
        closes_at=closes_at,
        timezone=zone,
        grace_minutes=grace,
    )


@given(st.sampled_from(ZONES), WALL_CLOCKS, st.integers(0, 600))
@example("Europe/Zurich", datetime(2026, 10, 25, 1, 59, 59), 15)
@example("America/New_York", datetime(2026, 3, 8, 3, 0), 15)
@example("Asia/Kathmandu", datetime(2026, 11, 30, 23, 59, 59), 15)
@example("Pacific/Apia", datetime(2026, 12, 30, 23, 59, 59), 0)
def test_the_last_second_counts_and_the_next_does_not(zone, wall, grace):
    try:
        closes_at = local_moment(wall, zone)
    except DateImpossible:
        assume(False)
    call = call_closing(closes_at, zone, grace)
    end = closes_at.astimezone(UTC) + timedelta(minutes=grace)
    in_time = closes_at.astimezone(UTC) - SECOND

    assert takes_hand_in(call, at=in_time, opened_at=None)
    assert not takes_hand_in(call, at=closes_at, opened_at=None)
    # A form opened before it has the grace, one opened at it has none.
    assert takes_hand_in(call, at=end - SECOND, opened_at=in_time)
    assert not takes_hand_in(call, at=end, opened_at=in_time)
    assert not takes_hand_in(call, at=closes_at, opened_at=closes_at)
    # What zone the server or the reader is in changes nothing.
    for other in ("Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"):
        tz = ZoneInfo(other)
        assert takes_hand_in(call, at=in_time.astimezone(tz), opened_at=None)
        assert not takes_hand_in(call, at=closes_at.astimezone(tz), opened_at=None)


@given(st.sampled_from(ZONES), WALL_CLOCKS)
@example("Europe/Zurich", datetime(2026, 3, 29, 2, 30))
@example("Europe/Zurich", datetime(2026, 10, 25, 2, 30))
@example("Africa/Casablanca", datetime(2026, 3, 22, 2, 30))
def test_an_hour_that_the_clock_skips_or_shows_twice_is_refused(zone, wall):
    tz = ZoneInfo(zone)
    instants = {
        moment
        for fold in (0, 1)
        for moment in [wall.replace(tzinfo=tz, fold=fold).astimezone(UTC)]
        # The clock really shows this time at that instant.
        if moment.astimezone(tz).replace(tzinfo=None) == wall
    }
    if len(instants) == 1:
        assert local_moment(wall, zone) in instants
    else:
        with pytest.raises(DateImpossible):
            local_moment(wall, zone)


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_as_deadline_lasts_to_its_last_second(zone):
    tz = ZoneInfo(zone)
    for day in [date(2026, 2, 10), *days_of_change(zone)]:
        try:
            closes_at = assumed_deadline(day, zone).astimezone(UTC)
        except DateImpossible:
            # Clocks that go back at midnight show the last second twice; the admin asks then.
            end = datetime.combine(day, time(23, 59, 59))
            assert end.replace(tzinfo=tz).utcoffset() != end.replace(tzinfo=tz, fold=1).utcoffset()
            continue
        assert closes_at.astimezone(tz).date() == day
        assert (closes_at + SECOND).astimezone(tz).date() == day + DAY


@given(st.sampled_from(ZONES), WALL_CLOCKS)
def test_a_draft_is_written_whatever_the_deadline_and_a_hand_in_until_its_grace(zone, wall):
    closes_at = wall.replace(tzinfo=UTC)
    call = call_closing(closes_at, zone)
    draft = Submission(call=call, status="draft")
    handed_in = Submission(call=call, status="submitted")

    assert can_write(draft, closes_at + 999 * DAY)
    assert can_write(handed_in, closes_at + call.grace - SECOND)
    assert not can_write(handed_in, closes_at + call.grace)
