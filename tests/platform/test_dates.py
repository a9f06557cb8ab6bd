"""Dates in words, in six languages."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wsis_forum import dates

DEADLINE = datetime(2026, 12, 12, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "10 February 2019"),
        ("fr", "10 février 2019"),
        ("es", "10 de febrero de 2019"),
        ("ar", "10 فبراير 2019"),
        ("zh-hans", "2019年2月10日"),
        ("ru", "10 февраля 2019 г."),
    ],
)
def test_a_day(language: str, words: str):
    with translation.override(language):
        assert dates.day_words(date(2019, 2, 10)).replace("\u202f", " ") == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "January/February 2019"),
        ("fr", "janvier/février 2019"),
        ("es", "enero/febrero de 2019"),
        ("ar", "يناير/فبراير 2019"),
        ("zh-hans", "2019年1月/2月"),
        ("ru", "январь/февраль 2019 г."),
    ],
)
def test_a_range_of_months(language: str, words: str):
    with translation.override(language):
        written = dates.months_words(date(2019, 1, 1), date(2019, 2, 28))
    assert written.replace("\u202f", " ") == words


def test_months_of_one_and_of_two_years():
    assert dates.months_words(date(2019, 1, 1), date(2019, 1, 31)) == "January 2019"
    assert (
        dates.months_words(date(2018, 12, 1), date(2019, 1, 31)) == "December 2018 / January 2019"
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2019, 4, 8), date(2019, 4, 8), "8 April 2019"),
        (date(2019, 4, 8), date(2019, 4, 12), "8–12 April 2019"),
        (date(2022, 3, 15), date(2022, 6, 3), "15 March – 3 June 2022"),
        (date(2018, 12, 28), date(2019, 1, 12), "28 December 2018 – 12 January 2019"),
    ],
)
def test_a_range_of_days(first: date, last: date, words: str):
    assert dates.days_words(first, last).replace("\u2009", " ") == words


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "2019年4月8日至12日"), ("es", "8–12 de abril de 2019")]
)
def test_a_range_of_days_in_other_languages(language: str, words: str):
    with translation.override(language):
        assert dates.days_words(date(2019, 4, 8), date(2019, 4, 12)) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Zurich", "12 December 2026, 23:59 (Geneva time, UTC+01:00)"),
        ("Africa/Addis_Ababa", "13 December 2026, 01:59 (Addis Ababa time, UTC+03:00)"),
        ("America/New_York", "12 December 2026, 17:59 (New York time, UTC-05:00)"),
        ("Asia/Kolkata", "13 December 2026, 04:29 (Kolkata time, UTC+05:30)"),
        ("UTC", "12 December 2026, 22:59 (UTC)"),
    ],
)
def test_a_moment_names_its_zone(zone: str, words: str):
    assert dates.moment_words(DEADLINE, zone) == words


def test_a_span_within_a_day_and_over_midnight():
    zone = "Europe/Zurich"
    start = datetime(2018, 7, 2, 12, 30, tzinfo=UTC)
    assert (
        dates.span_words(start, start + timedelta(hours=1), zone)
        == "2 July 2018, 14:30–15:30 (Geneva time, UTC+02:00)"
    )
    assert dates.span_words(start, start + timedelta(hours=12), zone) == (
        "2 July 2018, 14:30 (Geneva time, UTC+02:00) to 3 July 2018, 02:30 (Geneva time, UTC+02:00)"
    )
    assert dates.span_words(start, None, zone) == dates.moment_words(start, zone)


@pytest.mark.parametrize(
    ("former", "words"),
    [
        ({"precision": "date", "start": "2016-01-30", "end": "2016-01-30"}, "30 January 2016"),
        ({"precision": "date", "start": None, "end": "2016-01-30"}, "30 January 2016"),
        (
            {"precision": "month-range", "start": "2019-01", "end": "2019-02"},
            "January/February 2019",
        ),
        (
            {
                "precision": "moment",
                "start": "2026-11-30T23:59:59+01:00",
                "end": None,
                "timezone": "Europe/Zurich",
            },
            "30 November 2026, 23:59 (Geneva time, UTC+01:00)",
        ),
        (
            {"precision": "moment", "start": "2026-11-30T23:59:59", "timezone": "Asia/Tokyo"},
            "30 November 2026, 23:59 (Tokyo time, UTC+09:00)",
        ),
        ({"precision": "unknown"}, "Date not known"),
    ],
)
def test_a_former_date(former: dict[str, str | None], words: str):
    assert dates.former_words(former) == words


def test_a_date_that_is_not_known():
    phase = SimpleNamespace(
        precision="unknown",
        starts_at=None,
        ends_at=None,
        start_date=None,
        end_date=None,
        timezone="UTC",
    )
    assert dates.dated_words(phase) == "Date not known"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=20, hours=23), "20 days left"),
        (timedelta(days=2), "2 days left"),
        (timedelta(days=2, seconds=-1), "47 hours left"),
        (timedelta(hours=2), "2 hours left"),
        (timedelta(hours=2, seconds=-1), "119 minutes left"),
        (timedelta(minutes=1), "1 minute left"),
        (timedelta(seconds=59), "less than a minute left"),
        (timedelta(0), "closed"),
    ],
)
def test_time_left_is_never_more_than_there_is(left: timedelta, words: str):
    assert dates.left_words(left) == words


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Zurich", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "UTC"]),
)
def test_an_offset_says_where_the_clock_stands(moment: datetime, zone: str):
    words = dates.offset_words(moment, zone)
    sign = -1 if words[3] == "-" else 1
    hours, minutes = words[4:].split(":")
    offset = sign * timedelta(hours=int(hours), minutes=int(minutes))
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC)
    assert wall - moment == offset
