"""Dates of a Forum's file as columns, moved by whole days where the Forum is a demonstration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from consultation import phases
from consultation.actions.copies import Mover
from consultation.choices import DatePrecision
from consultation.models import Call, Phase
from wsis_forum.portal.loading.fields import When
from wsis_forum.portal.loading.forum_file import Anchor, CallPart, PhasePart

# Names of precisions in the files -> ours.
PRECISIONS: Mapping[str, DatePrecision] = {
    "datetime": DatePrecision.MOMENT,
    "date": DatePrecision.DATE,
    "month-range": DatePrecision.MONTH_RANGE,
    "unknown": DatePrecision.UNKNOWN,
}


def shift_days(anchor: Anchor, *, at: datetime, zone: str) -> int:
    """Return by how many days a demonstration moves if it is first loaded at ``at``."""
    today = at.astimezone(ZoneInfo(zone)).date()
    return (today + timedelta(days=anchor.days_after_load) - anchor.date).days


@dataclass(frozen=True)
class Calendar:
    """Turns dates of a file into columns; ``days`` is how far they are moved."""

    days: int = 0

    @property
    def _mover(self) -> Mover:
        return Mover(days=self.days, years=(0, 0))

    def day(self, value: date | None) -> str | None:
        """Return a day, moved."""
        return (value + timedelta(days=self.days)).isoformat() if value else None

    def phase(self, part: PhasePart) -> dict[str, Any]:
        """
        Return the columns of a phase's date.

        :raises DateImpossible: the clocks skip the moved hour or show it twice
        """
        return self._columns(part.start, part.end, PRECISIONS[part.date_precision], part.timezone)

    def former_phase(self, part: PhasePart) -> dict[str, Any] | None:
        """Return a phase's date before it was moved, as exactly as it was known."""
        known = part.original_start or part.original_end
        if known is None:
            return None
        columns = self._columns(
            part.original_start, part.original_end, known.precision, part.timezone
        )
        start = columns["starts_at"] or columns["start_date"]
        end = columns["ends_at"] or columns["end_date"]
        return _former(known.precision, start, end, part.timezone)

    def former_call(self, part: CallPart, zone: str) -> dict[str, Any] | None:
        """Return a call's deadline before it was moved, as exactly as it was known."""
        known = part.original_deadline
        if known is None:
            return None
        if known.moment:
            text: str | None = self._moment(known.moment, zone)
        else:
            text = self.day(known.last)
        return _former(known.precision, text, text, zone)

    def call(self, part: CallPart, zone: str) -> dict[str, Any]:
        """
        Return the columns of a call's dates; a day lasts until its last second in ``zone``.

        :raises DateImpossible: the clocks skip the moved hour or show it twice
        """
        return {
            "opens_at": self._edge(part.start, zone, at_end=False),
            "closes_at": self._edge(part.deadline, zone, at_end=True),
            "deadline_is_assumed": part.deadline is not None and part.deadline.moment is None,
        }

    def _edge(self, when: When | None, zone: str, *, at_end: bool) -> str | None:
        if when is None:
            return None
        if when.moment is not None:
            return self._moment(when.moment, zone)
        day = when.last if at_end else when.first
        if day is None:
            return None
        moved = day + timedelta(days=self.days)
        if at_end:
            return _iso(phases.assumed_deadline(moved, zone))
        return _iso(phases.local_moment(datetime.combine(moved, time.min), zone))

    def _moment(self, moment: datetime, zone: str) -> str:
        row = Call(closes_at=moment, timezone=zone)
        self._mover.move_moments(row, "closes_at")
        return _iso(row.closes_at or moment)

    def _columns(
        self, start: When | None, end: When | None, precision: DatePrecision, zone: str
    ) -> dict[str, Any]:
        """Return a phase's columns; one with an end only, such as a deadline, starts there."""
        first, last = start or end, end or start
        row = Phase(timezone=zone)
        if precision == DatePrecision.MOMENT and first:
            row.starts_at = first.moment
            row.ends_at = end.moment if start and end else None
            if self.days:
                self._mover.move_moments(row, "starts_at", "ends_at")
        elif first and last:
            row.start_date, row.end_date = first.first, last.last
            if precision == DatePrecision.MONTH_RANGE and self.days:
                self._mover.move_months(row, "start_date", "end_date")
            else:
                self._mover.move_dates(row, "start_date", "end_date")
        return {
            "precision": precision.value,
            "starts_at": row.starts_at and _iso(row.starts_at),
            "ends_at": row.ends_at and _iso(row.ends_at),
            "start_date": row.start_date and row.start_date.isoformat(),
            "end_date": row.end_date and row.end_date.isoformat(),
        }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _former(
    precision: DatePrecision, start: str | None, end: str | None, zone: str
) -> dict[str, Any]:
    return {"precision": precision.value, "start": start, "end": end, "timezone": zone}
