"""When a call takes submissions: the one place of that rule."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from consultation.exceptions import DateImpossible

# A deadline given as a day lasts until this second of it, in the Forum's zone.
END_OF_DAY = time(23, 59, 59)


def assumed_deadline(day: date, zone: str) -> datetime:
    """Return the instant at which a deadline known as a day only passes (23:59:59 in ``zone``)."""
    return local_moment(datetime.combine(day, END_OF_DAY), zone)


def local_moment(naive: datetime, zone: str) -> datetime:
    """
    Give a wall-clock time its zone.

    :raises DateImpossible: the clocks of ``zone`` skip that time or show it twice
    """
    tz = ZoneInfo(zone)
    first, second = naive.replace(tzinfo=tz, fold=0), naive.replace(tzinfo=tz, fold=1)
    if first.utcoffset() != second.utcoffset():
        raise DateImpossible(f"{naive:%Y-%m-%d %H:%M} is skipped or shown twice in {zone}")
    return first


def is_open(
    *, opens_at: datetime | None, closes_at: datetime | None, at: datetime, grace: timedelta
) -> bool:
    """
    Tell whether a call takes a hand-in at ``at``.

    The interval includes its start and excludes its end. ``grace`` is what a form opened before the
    deadline still has; pass a zero where none applies. A call without dates is not open.
    """
    if opens_at is None or closes_at is None:
        return False
    # In UTC: Python compares and adds moments of one zone by what the clock on the wall shows.
    return utc(opens_at) <= utc(at) < utc(closes_at) + grace


def utc(moment: datetime) -> datetime:
    """Return the same instant in UTC, for keys and files."""
    return moment.astimezone(UTC)
