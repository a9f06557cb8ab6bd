"""schedule.json, the younger sister of schedule.xml (c3voc)."""

import json
import re
from collections.abc import Iterable
from typing import Any

from agenda.exports import lines
from agenda.exports.labels import Labels
from agenda.exports.schedule import (
    GENERATOR,
    TIMESLOT,
    Person,
    ScheduleDay,
    ScheduleEvent,
    acronym,
    days_of,
    name_of,
    rooms_of,
    track_slug,
)
from agenda.exports.text import one_line
from agenda.programme import Programme, ProgrammeLink

SCHEMA = "https://c3voc.de/schedule/schema.json"
# The format takes no other names of zones ("Etc/GMT+1"); each moment has its offset anyway.
_ZONE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+|UTC\Z")


def write_schedule_json(programme: Programme, labels: Labels) -> bytes:
    """
    Return the placed sessions by day and room, in the language of the labels.

    A session that has no time yet is left out: the format knows none without a start.
    """
    data = {
        "$schema": SCHEMA,
        "generator": {"name": GENERATOR, "url": labels.agenda_url},
        "schedule": {
            "version": programme.version,
            "base_url": labels.agenda_url,
            "conference": _conference(programme, labels),
        },
    }
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()


def _conference(programme: Programme, labels: Labels) -> dict[str, Any]:
    days = days_of(programme, labels)
    seats = {one_line(room.name): room.seats for room in programme.rooms}
    zone = {"time_zone_name": programme.timezone} if _ZONE.match(programme.timezone) else {}
    return {
        "acronym": acronym(programme),
        "title": name_of(programme, labels),
        "start": days[0].day.isoformat(),
        "end": days[-1].day.isoformat(),
        "daysCount": len(days),
        "timeslot_duration": TIMESLOT,
        **zone,
        "url": labels.agenda_url,
        "tracks": [
            {"name": one_line(lines.said(one.title, labels)), "slug": track_slug(one.code)}
            for one in programme.tracks
        ],
        "rooms": [
            {"name": name, "guid": guid, "capacity": seats.get(name)}
            for name, guid in rooms_of(programme, labels).items()
        ],
        "days": [_day(day) for day in days],
    }


def _day(day: ScheduleDay) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.day.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {name: [_event(one) for one in events] for name, events in day.rooms.items()},
    }


def _event(event: ScheduleEvent) -> dict[str, Any]:
    return {
        "guid": event.guid,
        "code": event.code,
        "id": event.id,
        "date": event.starts_at.isoformat(),
        "start": f"{event.starts_at:%H:%M}",
        "end": event.ends_at.isoformat(),
        "duration": event.duration,
        "room": event.room,
        "slug": event.slug,
        "url": event.url,
        "title": event.title,
        "subtitle": event.subtitle,
        "track": event.track,
        "type": event.type,
        "language": event.language or None,
        "abstract": event.abstract,
        "description": event.description,
        "persons": [_person(one) for one in event.persons],
        "links": _links(event.links),
        "attachments": _links(event.documents),
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "guid": person.guid,
        "name": person.name,
        "avatar": person.photo or None,
        "biography": person.biography,
        "links": _links(person.links),
    }


def _links(links: Iterable[ProgrammeLink]) -> list[dict[str, str]]:
    return [
        {"url": one_line(one.url), "title": one_line(one.label) or one_line(one.url), "type": "web"}
        for one in links
    ]
