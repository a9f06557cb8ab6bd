"""When a follow-up falls due, and how late it is; nothing of Django."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from consultation.phases import END_OF_DAY, utc


@dataclass(frozen=True, slots=True)
class Rule:
    """Until when something is owed: a moment, or days after the last day of the session."""

    due_at: datetime | None
    days_after: int | None = None


def moment_of(rule: Rule, *, ends_at: datetime | None, zone: str) -> datetime | None:
    """
    Return the moment until which something is owed.

    ``ends_at`` is the end of the session's last slot; before it has one, what is due after the
    session has no date. A number of days lasts until 23:59:59 of the day in ``zone``.
    """
    if rule.due_at is not None:
        return rule.due_at
    if ends_at is None or rule.days_after is None:
        return None
    tz = ZoneInfo(zone)
    day = ends_at.astimezone(tz).date() + timedelta(days=rule.days_after)
    return datetime.combine(day, END_OF_DAY, tzinfo=tz)


def days_late(due_at: datetime | None, at: datetime, zone: str) -> int:
    """
    Return how many days ``at`` is after the date, 0 while it is in time.

    The moment itself is in time. What comes later on the same day or on the next is one day late;
    days are those of ``zone``.
    """
    # In UTC: Python compares moments of one zone by what the clock on the wall shows.
    if due_at is None or utc(at) <= utc(due_at):
        return 0
    tz = ZoneInfo(zone)
    return max(1, (at.astimezone(tz).date() - due_at.astimezone(tz).date()).days)
