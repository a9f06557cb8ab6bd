"""Calendar files after RFC 5545, with the name of the calendar after RFC 7986."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration, vText, vUri

from agenda.exports import lines
from agenda.exports.labels import Labels
from agenda.exports.text import clean
from agenda.exports.zones import vtimezone
from agenda.programme import Programme, ProgrammeGone, ProgrammeSession, ProgrammeSlot, pick

PRODUCT = "-//WSIS Forum//Open consultation portal//EN"
_REFRESH = timedelta(hours=4)
_STATUS = {"tentative": "TENTATIVE", "confirmed": "CONFIRMED", "cancelled": "CANCELLED"}


def write_ical(programme: Programme, labels: Labels, *, query: str = "", part: str = "") -> bytes:
    """
    Return one calendar with an event for every slot of every session, and of those that are gone.

    ``query`` is what asks for the same part of the agenda again, ``part`` what it is called.
    A session that has no time yet has no event: the standard knows none without a start.
    """
    calendar = _head(programme, labels, query, part)
    slots = [slot for session in programme.sessions for slot in session.slots]
    slots += [one.slot for one in programme.gone]
    years = [moment.year for slot in slots for moment in (slot.local_start, slot.local_end)]
    years = years or [programme.start_date.year]
    # A calendar holds at least one component (RFC 5545, 3.6): its zone, if nothing is placed yet.
    zones = {slot.timezone for slot in slots} - {"UTC"} if slots else {programme.timezone}
    for zone in sorted(zones):
        calendar.add_component(vtimezone(zone, first_year=min(years), last_year=max(years)))
    for session in programme.sessions:
        for position, slot in enumerate(session.slots):
            calendar.add_component(_event(programme, session, position, slot, labels))
    for one in programme.gone:
        calendar.add_component(_gone(programme, one, labels))
    written: bytes = calendar.to_ical()
    return written


def _head(programme: Programme, labels: Labels, query: str, part: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # The library knows neither as text and would not quote them by itself.
    name = _line(" – ".join(filter(None, (labels.calendar_name, part))))
    calendar.add("name", vText(name), parameters={"LANGUAGE": labels.tag})
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", programme.timezone)
    calendar.add("last-modified", programme.released_at.astimezone(UTC))
    calendar.add("url", vUri(labels.agenda_url))
    # Where the same calendar is fetched again, and how often that is worth it (RFC 7986, 5.7, 5.8).
    source = f"{labels.agenda_url}export/agenda.ics{f'?{query}' if query else ''}"
    calendar.add("source", vUri(source), parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    return calendar


def _line(text: str) -> str:
    return clean(text).replace("\n", " ")


def _event(
    programme: Programme,
    session: ProgrammeSession,
    position: int,
    slot: ProgrammeSlot,
    labels: Labels,
) -> Event:
    title, language = lines.title(session, labels)
    event = _frame(
        programme, session.event_uid(position), slot, session.sequence, session.changed_at
    )
    event.add("status", _STATUS[session.status])
    event.add(
        "summary", _line(f"{session.number} · {title}"), parameters={"LANGUAGE": _tag(language)}
    )
    text = clean(_description(programme, session, labels))
    event.add("description", text, parameters={"LANGUAGE": labels.tag})
    event.add("location", _line(slot.room or labels.online))
    event.add("url", f"{labels.sessions_url}{session.number}/")
    if remote := session.remote_url_at(programme.released_at):
        # RFC 7986, 5.11.
        facts: dict[str, Any] = {
            "VALUE": "URI",
            "FEATURE": ["AUDIO", "VIDEO"],
            "LABEL": labels.online,
        }
        event.add("conference", vUri(clean(remote)), parameters=facts)
    kinds = [clean(name) for name in lines.kind(programme, session, labels) if name]
    event.add("categories", kinds, parameters={"LANGUAGE": labels.tag})
    return event


def _gone(programme: Programme, one: ProgrammeGone, labels: Labels) -> Event:
    title, language = pick(one.title, labels.language, original=one.original_language)
    event = _frame(programme, one.uid, one.slot, one.sequence, one.changed_at)
    event.add("status", "CANCELLED")
    event.add("summary", _line(f"{one.number} · {title}"), parameters={"LANGUAGE": _tag(language)})
    return event


def _frame(
    programme: Programme,
    uid: str,
    slot: ProgrammeSlot,
    sequence: int,
    changed_at: datetime | None,
) -> Event:
    """Begin an event with what it is called, when it is, and when it last changed."""
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", programme.released_at.astimezone(UTC))
    event.add("dtstart", _moment(slot.starts_at, slot.timezone))
    event.add("dtend", _moment(slot.ends_at, slot.timezone))
    event.add("sequence", sequence)
    event.add("last-modified", (changed_at or programme.released_at).astimezone(UTC))
    return event


def _moment(value: datetime, zone: str) -> datetime:
    """Return a moment in its zone; in UTC where the clocks show it for the second time."""
    local = value.astimezone(ZoneInfo(zone))
    # RFC 5545, 3.3.5: a local time that comes twice means the first one.
    return value.astimezone(UTC) if local.fold else local


def _description(programme: Programme, session: ProgrammeSession, labels: Labels) -> str:
    original = session.original_language
    agenda = lines.agenda_lines(session.items, labels, original, people=programme.index.speakers)
    blocks = (
        ("organizers", [lines.said(session.organizers, labels, original)]),
        ("", [lines.said(session.description, labels, original)]),
        ("draft_agenda", list(agenda)),
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
