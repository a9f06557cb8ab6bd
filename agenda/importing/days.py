"""Days of a programme with their breaks, as far as a file tells of them."""

from collections.abc import Mapping
from datetime import date, datetime

from agenda.choices import BlockedKind
from agenda.exceptions import NotImportable
from agenda.importing.columns import columns, save_all
from agenda.models import BlockedTime, ProgrammeDay, Room
from agenda.programme import Programme
from consultation.models import Forum


def write_breaks(forum: Forum, programme: Programme, rooms: Mapping[str, Room]) -> None:
    """
    Write the breaks, and the days that they need.

    A file does not tell from when to when a day lasts: one that is made lasts as long as what the
    file says of it.

    :raises NotImportable: a break goes beyond midnight, or a column cannot hold what is said
    """
    spans = [
        (one.starts_at.astimezone(programme.zone), one.ends_at.astimezone(programme.zone))
        for one in programme.breaks
    ]
    for place, (start, end) in enumerate(spans):
        if start.date() != end.date() or end.time() <= start.time():
            message = "ends on another day, or before it begins"
            raise NotImportable(message, place=f"breaks[{place}]")
    days = _days(forum, programme)
    rows = [
        BlockedTime(
            day=days[start.date()],
            kind=BlockedKind.BREAK,
            room=rooms[said.room] if said.room else None,
            starts_at=start.time(),
            ends_at=end.time(),
            **columns(said, "title"),
        )
        for said, (start, end) in zip(programme.breaks, spans, strict=True)
    ]
    save_all(rows, [f"breaks[{place}]" for place in range(len(rows))])


def _days(forum: Forum, programme: Programme) -> Mapping[date, ProgrammeDay]:
    """Return the days on which there are breaks; those that are there keep their hours."""
    known = {day.date: day for day in forum.programme_days.all()}
    for said in programme.breaks:
        day = said.starts_at.astimezone(programme.zone).date()
        if day not in known:
            first, last = _hours(programme, day)
            known[day] = ProgrammeDay.objects.create(
                forum=forum, date=day, starts_at=first.time(), ends_at=last.time()
            )
    return known


def _hours(programme: Programme, day: date) -> tuple[datetime, datetime]:
    """Return the first and the last moment of a day that the file names, within that day."""
    spans = [(one.starts_at, one.ends_at) for one in programme.breaks]
    spans += [(s.starts_at, s.ends_at) for one in programme.sessions for s in one.slots]
    local = (moment.astimezone(programme.zone) for span in spans for moment in span)
    moments = [moment for moment in local if moment.date() == day]
    return min(moments, key=datetime.time), max(moments, key=datetime.time)
