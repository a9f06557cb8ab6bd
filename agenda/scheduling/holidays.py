"""
The public holidays of the canton of Geneva, computed.

Source: loi sur les jours fériés (LJF, rsGE J 1 45), article 1: 1 January, Good Friday, Easter
Monday, Ascension, Whit Monday, 1 August, the Geneva fast, Christmas, 31 December. The Geneva fast
(Jeûne genevois) is the Thursday after the first Sunday of September.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_SEPTEMBER = 9
_SUNDAY = 6


class Holiday(StrEnum):
    """The days on which Geneva rests."""

    NEW_YEAR = "new-year"
    GOOD_FRIDAY = "good-friday"
    EASTER_MONDAY = "easter-monday"
    ASCENSION = "ascension"
    WHIT_MONDAY = "whit-monday"
    NATIONAL_DAY = "national-day"
    GENEVA_FAST = "geneva-fast"
    CHRISTMAS = "christmas"
    RESTORATION = "restoration"


def holiday(day: date) -> Holiday | None:
    """Return the holiday that a day is in Geneva."""
    return geneva_holidays(day.year).get(day)


@lru_cache(maxsize=16)
def geneva_holidays(year: int) -> Mapping[date, Holiday]:
    """Return the holidays of a year of the Gregorian calendar by their days."""
    easter = easter_sunday(year)
    first = date(year, _SEPTEMBER, 1)
    first_sunday = first + timedelta(days=_SUNDAY - first.weekday())
    return {
        date(year, 1, 1): Holiday.NEW_YEAR,
        easter - timedelta(days=2): Holiday.GOOD_FRIDAY,
        easter + timedelta(days=1): Holiday.EASTER_MONDAY,
        easter + timedelta(days=39): Holiday.ASCENSION,
        easter + timedelta(days=50): Holiday.WHIT_MONDAY,
        date(year, 8, 1): Holiday.NATIONAL_DAY,
        first_sunday + timedelta(days=4): Holiday.GENEVA_FAST,
        date(year, 12, 25): Holiday.CHRISTMAS,
        date(year, 12, 31): Holiday.RESTORATION,
    }


def easter_sunday(year: int) -> date:
    """
    Return Easter Sunday of the Gregorian calendar.

    The anonymous rule of 1876 as J. Meeus gives it (Astronomical Algorithms, 1991, chapter 8).
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
