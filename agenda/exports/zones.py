"""VTIMEZONE components, with every change of the clocks at its exact onset."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)
_EXACT = timedelta(seconds=1)


def vtimezone(name: str, *, first_year: int, last_year: int) -> Timezone:
    """
    Describe a zone for whole years, each change as a component of its own.

    Written here because the library gives the onset an hour late (RFC 5545, 3.6.5: local time in
    the offset that held before), and because some calendars overlook its RDATE lists.
    """
    zone = ZoneInfo(name)
    begin = datetime(first_year, 1, 1, tzinfo=UTC) - _DAY
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC) + _DAY
    component = Timezone()
    component.add("tzid", name)
    component.add_component(_observance(zone, begin, begin))
    for before, after in _changes(zone, begin, end):
        component.add_component(_observance(zone, before, after))
    return component


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Give the last second before each change and the first one after it, in UTC."""
    day = begin
    while day < end:
        if _offset(zone, day) != _offset(zone, day + _DAY):
            low, high = day, day + _DAY
            while high - low > _EXACT:
                middle = low + timedelta(seconds=(high - low) // _EXACT // 2)
                is_before = _offset(zone, middle) == _offset(zone, low)
                low, high = (middle, high) if is_before else (low, middle)
            yield low, high
        day += _DAY


def _observance(
    zone: ZoneInfo, before: datetime, after: datetime
) -> TimezoneStandard | TimezoneDaylight:
    former, latter = before.astimezone(zone), after.astimezone(zone)
    observance = TimezoneDaylight() if latter.dst() else TimezoneStandard()
    offset = _offset(zone, before)
    observance.add("dtstart", (after + offset).replace(tzinfo=None))
    observance.add("tzoffsetfrom", former.utcoffset())
    observance.add("tzoffsetto", latter.utcoffset())
    observance.add("tzname", latter.tzname())
    return observance


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)
