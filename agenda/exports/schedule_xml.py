"""schedule.xml, which conference software of many events reads (c3voc)."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from agenda.exports import lines
from agenda.exports.labels import Labels
from agenda.exports.schedule import (
    GENERATOR,
    TIMESLOT,
    ScheduleDay,
    ScheduleEvent,
    acronym,
    days_of,
    name_of,
    rooms_of,
    track_slug,
)
from agenda.exports.text import clean, one_line
from agenda.programme import Programme, ProgrammeLink


def write_schedule_xml(programme: Programme, labels: Labels) -> bytes:
    """
    Return the placed sessions by day and room, in the language of the labels.

    A session that has no time yet is left out: the format knows none without a start.
    """
    days = days_of(programme, labels)
    rooms = rooms_of(programme, labels)
    root = ET.Element("schedule")
    ET.SubElement(root, "generator", name=GENERATOR)
    _add(root, "version", programme.version)
    _conference(root, programme, labels, days)
    for day in days:
        element = ET.SubElement(
            root,
            "day",
            index=str(day.index),
            date=day.day.isoformat(),
            start=day.starts_at.isoformat(),
            end=day.ends_at.isoformat(),
        )
        for name, events in day.rooms.items():
            room = ET.SubElement(element, "room", name=name, guid=rooms[name])
            for event in events:
                _event(room, event)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _conference(
    root: ET.Element, programme: Programme, labels: Labels, days: list[ScheduleDay]
) -> None:
    conference = ET.SubElement(root, "conference")
    _add(conference, "acronym", acronym(programme))
    _add(conference, "title", name_of(programme, labels))
    _add(conference, "start", days[0].starts_at.isoformat())
    _add(conference, "end", days[-1].ends_at.isoformat())
    _add(conference, "days", str(len(days)))
    _add(conference, "timeslot_duration", TIMESLOT)
    _add(conference, "base_url", labels.agenda_url)
    _add(conference, "url", labels.agenda_url)
    _add(conference, "time_zone_name", programme.timezone)
    for track in programme.tracks:
        title = one_line(lines.said(track.title, labels))
        ET.SubElement(conference, "track", name=title, slug=track_slug(track.code))


def _event(room: ET.Element, event: ScheduleEvent) -> None:
    element = ET.SubElement(room, "event", id=str(event.id), guid=event.guid, code=event.code)
    for name, text in (
        ("room", event.room),
        ("title", event.title),
        ("subtitle", event.subtitle),
        ("type", event.type),
        ("date", event.starts_at.isoformat()),
        ("start", f"{event.starts_at:%H:%M}"),
        ("duration", event.duration),
        ("abstract", event.abstract),
        ("slug", event.slug),
        ("track", event.track),
        ("language", event.language),
        ("description", event.description),
        ("url", event.url),
    ):
        if text or name != "language":
            _add(element, name, text)
    persons = ET.SubElement(element, "persons")
    for person in event.persons:
        ET.SubElement(persons, "person", guid=person.guid).text = person.name
    _links(element, "links", "link", event.links)
    _links(element, "attachments", "attachment", event.documents)


def _links(event: ET.Element, group: str, name: str, links: Iterable[ProgrammeLink]) -> None:
    element = ET.SubElement(event, group)
    for link in links:
        url = one_line(link.url)
        ET.SubElement(element, name, href=url).text = one_line(link.label) or url


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = clean(text)
