"""Times typed in a zone: an hour that the clocks skip or show twice is refused in words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from consultation.admin.zoned import (
    WallClockField,
    clock_change_words,
    in_zone,
    zone_choices,
)
from consultation.models.validators import zone_names

ZONES = sorted(zone_names())


@pytest.fixture(autouse=True, scope="module")
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("wall", "zone", "words"),
    [
        (
            datetime(2027, 3, 28, 2, 30),
            "Europe/Zurich",
            (
                "On 28 March 2027 the clocks skip from 02:00 to 03:00 (Geneva time). "
                "Choose another time."
            ),
        ),
        (
            datetime(2027, 10, 31, 2, 0),
            "Europe/Zurich",
            (
                "On 31 October 2027 the clocks show the time from 02:00 to 03:00 twice "
                "(Geneva time). Choose another time."
            ),
        ),
        (
            datetime(2027, 10, 3, 2, 15),
            "Australia/Lord_Howe",
            (
                "On 3 October 2027 the clocks skip from 02:00 to 02:30 (Lord Howe Island time). "
                "Choose another time."
            ),
        ),
        (
            datetime(2027, 3, 14, 2, 0),
            "America/New_York",
            (
                "On 14 March 2027 the clocks skip from 02:00 to 03:00 (New York time). "
                "Choose another time."
            ),
        ),
    ],
)
def test_an_impossible_hour_is_refused_in_words(wall: datetime, zone: str, words: str):
    assert clock_change_words(wall, zone) == words
    with pytest.raises(ValidationError) as caught:
        in_zone(wall, zone)
    assert caught.value.messages == [words]


@pytest.mark.parametrize(
    ("wall", "moment"),
    [
        (datetime(2027, 3, 28, 3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (datetime(2027, 3, 28, 1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (datetime(2027, 10, 31, 3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_the_hours_beside_a_clock_change_are_possible(wall: datetime, moment: datetime):
    assert in_zone(wall, "Europe/Zurich") == moment


@given(
    wall=st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    zone=st.sampled_from(ZONES),
)
def test_every_hour_is_one_moment_or_said_to_be_none(wall: datetime, zone: str):
    try:
        moment = in_zone(wall, zone)
    except ValidationError:
        assert clock_change_words(wall, zone)
    else:
        assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall


def test_a_day_without_a_time_is_asked_for_the_time():
    with pytest.raises(ValidationError, match="Enter the time as well"):
        WallClockField().clean(["2027-02-10", ""])
    with pytest.raises(ValidationError, match="Enter the day as well"):
        WallClockField().clean(["", "10:00"])


def test_a_deadline_without_a_time_lasts_until_the_end_of_the_day():
    wall = WallClockField(end_of_day=True).clean(["2027-02-10", ""])
    assert wall == datetime.combine(date(2027, 2, 10), time(23, 59, 59))


def test_an_empty_field_that_is_not_required_is_no_moment():
    assert WallClockField(required=False).clean(["", ""]) is None


@pytest.mark.parametrize("year", ["0001", "1989", "2101", "9999"])
def test_a_year_that_is_a_slip_is_refused(year: str):
    with pytest.raises(ValidationError, match="Enter a year between 1990 and 2100"):
        WallClockField().clean([f"{year}-02-10", "10:00"])


def test_the_choices_name_places_and_utc():
    names = {name for name, _label in zone_choices()}
    assert {"UTC", "Europe/Zurich", "Africa/Addis_Ababa", "Asia/Riyadh"} <= names
    assert not any(name.startswith(("Etc/", "posix/", "right/")) for name in names)


def test_a_clock_change_at_the_very_hour_is_found():
    # Egypt's clocks skip midnight itself.
    wall = datetime(2027, 4, 30, 0, 0)
    assert "from 00:00 to 01:00" in clock_change_words(wall, "Africa/Cairo")
    assert in_zone(wall + timedelta(hours=1), "Africa/Cairo")
