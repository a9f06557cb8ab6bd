"""When a rule falls due for one reader; nothing of Django."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LABEL = re.compile(r"[+-]\d{1,3}[dh]")
# Two letters about one thing within this time are one too many: the later one is sent.
APART = timedelta(hours=1)
# How far a reader's hour of a day can lie from the same number of whole days: a day of any zone,
# and a change of the clocks.
SPREAD = timedelta(days=1, hours=2)


class Unit(StrEnum):
    """What an offset counts."""

    DAYS = "d"
    HOURS = "h"


@dataclass(frozen=True, slots=True)
class Offset:
    """
    How long before (negative) or after an occasion.

    ``local_hour``, for days only: at this hour of the reader's day, so many of her days before or
    after the one on which the occasion falls for her. Without it a day is 24 hours.
    """

    amount: int
    unit: Unit
    local_hour: int | None = None

    @property
    def label(self) -> str:
        """Return what names the offset in a letter's key: ``-3d``, ``+2d``; the hour does not."""
        return f"{self.amount:+d}{self.unit.value}"

    @property
    def span(self) -> timedelta:
        """The offset in whole days or hours."""
        hours = self.amount if self.unit is Unit.HOURS else self.amount * 24
        return timedelta(hours=hours)

    def moment(self, at: datetime, zone: str) -> datetime:
        """
        Return when it falls due for a reader in ``zone``, in UTC; ``at`` is the occasion's moment.

        An hour that the clocks skip is counted by the clock before the change, one that they show
        twice is the first.
        """
        if self.local_hour is None or self.unit is Unit.HOURS:
            return at.astimezone(UTC) + self.span
        tz = ZoneInfo(zone)
        day = at.astimezone(tz).date() + timedelta(days=self.amount)
        return datetime.combine(day, time(self.local_hour), tzinfo=tz).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Due:
    """A rule falls due for a reader: ``moment <= t < until`` is when it may be sent, in UTC."""

    rule_id: int
    label: str
    moment: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """A rule's offset, with the moment from which the rule counts."""

    rule_id: int
    offset: Offset
    since: datetime


def line_up(
    rules: Iterable[Counted], *, at: datetime, ends_at: datetime, zone: str
) -> Sequence[Due]:
    """
    Return when rules fall due for readers in ``zone``, in their order; each holds until the next.

    What comes before the occasion is not sent after it, nothing from ``ends_at`` on, and nothing
    that was due before its rule was made. Of moments less than an hour apart the last one counts,
    so that two rules that nearly meet are one letter.
    """
    at, ends_at = at.astimezone(UTC), ends_at.astimezone(UTC)
    moments = ((one.offset.moment(at, zone), one) for one in rules)
    rows = sorted(
        ((moment, one) for moment, one in moments if moment >= one.since),
        key=lambda row: (row[0], row[1].offset.label),
    )
    found = []
    for place, (moment, one) in enumerate(rows):
        limit = min(at, ends_at) if moment < at else ends_at
        later = rows[place + 1][0] if place + 1 < len(rows) else limit
        until = min(limit, later)
        is_too_near = later < limit and later - moment < APART
        if moment < until and not is_too_near:
            found.append(Due(one.rule_id, one.offset.label, moment, until))
    return found
