"""Calendar files after RFC 5545, with the name of the calendar after RFC 7986."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

from agenda.exports import lines
from agenda.exports.labels import Labels
from agenda.exports.text import clean
from agenda.exports.zones import vtimezone
from agenda.programme import Programme, ProgrammeSession, ProgrammeSlot

PRODUCT = "-//WSIS Forum//Open consultation portal//EN"
_STATUS = {"tentative": "TENTATIVE", "confirmed": "CONFIRMED", "cancelled": "CANCELLED"}


def write_ical(programme: Programme, labels: Labels) -> bytes:
    """
    Return one calendar with an event for every slot of every session.

    A session that has no time yet has no event: the standard knows none without a start.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # The library knows neither as text and would not quote them by itself.
    name = clean(labels.calendar_name).replace("\n", " ")
    calendar.add("name", vText(name), parameters={"LANGUAGE": labels.tag})
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", programme.timezone)
    calendar.add("last-modified", programme.released_at.astimezone(UTC))
    calendar.add("url", labels.agenda_url)
    slots = [slot for session in programme.sessions for slot in session.slots]
    years = [moment.year for slot in slots for moment in (slot.local_start, slot.local_end)]
    years = years or [programme.start_date.year]
    # A calendar holds at least one component (RFC 5545, 3.6): its zone, if nothing is placed yet.
    zones = {slot.timezone for slot in slots} or {programme.timezone}
    for zone in sorted(zones - {"UTC"}):
        calendar.add_component(vtimezone(zone, first_year=min(years), last_year=max(years)))
    for session in programme.sessions:
        for position, slot in enumerate(session.slots):
            calendar.add_component(_event(programme, session, position, slot, labels))
    written: bytes = calendar.to_ical()
    return written


def _event(
    programme: Programme,
    session: ProgrammeSession,
    position: int,
    slot: ProgrammeSlot,
    labels: Labels,
) -> Event:
    title, language = lines.title(session, labels)
    changed: datetime = session.changed_at or programme.released_at
    event = Event()
    event.add("uid", session.uid if position == 0 else f"{session.uid}-{position + 1}")
    event.add("dtstamp", programme.released_at.astimezone(UTC))
    event.add("dtstart", _moment(slot.starts_at, slot.timezone))
    event.add("dtend", _moment(slot.ends_at, slot.timezone))
    event.add("sequence", session.sequence)
    event.add("last-modified", changed.astimezone(UTC))
    event.add("status", _STATUS[session.status])
    summary = clean(f"{session.number} · {title}").replace("\n", " ")
    event.add("summary", summary, parameters={"LANGUAGE": _tag(language)})
    text = clean(_description(programme, session, labels))
    event.add("description", text, parameters={"LANGUAGE": labels.tag})
    event.add("location", clean(slot.room or labels.online))
    event.add("url", f"{labels.sessions_url}{session.number}/")
    kinds = [clean(name) for name in lines.kind(programme, session, labels) if name]
    event.add("categories", kinds, parameters={"LANGUAGE": labels.tag})
    return event


def _moment(value: datetime, zone: str) -> datetime:
    """Return a moment in its zone; in UTC where the clocks show it for the second time."""
    local = value.astimezone(ZoneInfo(zone))
    # RFC 5545, 3.3.5: a local time that comes twice means the first one.
    return value.astimezone(UTC) if local.fold else local


def _description(programme: Programme, session: ProgrammeSession, labels: Labels) -> str:
    original = session.original_language
    blocks = (
        ("organizers", [lines.said(session.organizers, labels, original)]),
        ("", [lines.said(session.description, labels, original)]),
        ("draft_agenda", list(lines.agenda_lines(session.items, labels, original))),
        ("speakers", lines.speaker_lines(programme, session, labels)),
        ("action_lines", lines.action_line_lines(programme, session, labels)),
        ("goals", lines.goal_lines(programme, session, labels)),
        ("unverified", [labels.unverified] if session.unverified else []),
        ("inputs", list(session.submissions)),
    )
    parts = []
    for name, rows in blocks:
        body = "\n".join(row for row in rows if row)
        if body:
            parts.append(f"{labels.columns[name]}\n{body}" if name else body)
    return "\n\n".join(parts)


def _tag(language: str) -> str:
    return "zh-Hans" if language == "zh-hans" else language
