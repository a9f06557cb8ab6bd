"""
What schedule.xml and schedule.json share: the days, rooms and events of the c3voc formats.

Their rules (https://c3voc.de/wiki/schedule): an event needs a room, a title, a type, a track and an
abstract; ``guid``, ``id``, ``code`` and ``slug`` stand once; days begin and end with an offset.
"""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from agenda.exports import lines, words
from agenda.exports.labels import Labels
from agenda.exports.text import clean, one_line
from agenda.programme import Programme, ProgrammeLink, ProgrammeSession, ProgrammeSlot, pick

GENERATOR = "WSIS Forum open consultation portal"
# Shortest step of the grids that screens draw.
TIMESLOT = "00:05"
_NAMESPACE = uuid.UUID("b1a7bd6f-25b5-5b32-a4f3-2f2f7d3a4a0e")
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# A code has six digits: four for the session's number, two for the place of the slot.
_NUMBERS = 36**4
_BODY = (
    "organizers",
    "draft_agenda",
    "speakers",
    "action_lines",
    "goals",
    "captioning",
    "sign_language",
    "floor_languages",
    "interpretation",
    "passive",
    "outcome",
    "inputs",
    "unverified",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in an event; ``photo`` is its address, empty without one."""

    guid: str
    name: str
    biography: str
    photo: str
    links: Sequence[ProgrammeLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleEvent:
    """A session in one slot, with words in the asked language; times are the Forum's."""

    guid: str
    id: int
    code: str
    slug: str
    room: str
    starts_at: datetime
    ends_at: datetime
    title: str
    subtitle: str
    track: str
    type: str
    language: str
    abstract: str
    description: str
    url: str
    persons: Sequence[Person]
    links: Sequence[ProgrammeLink]
    documents: Sequence[ProgrammeLink]

    @property
    def duration(self) -> str:
        """How long it takes: "01:30"."""
        # In UTC: two times of one zone are subtracted as its clocks show them.
        length = self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)
        minutes = length // timedelta(minutes=1)
        return f"{minutes // 60:02}:{minutes % 60:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleDay:
    """A day in the Forum's zone, with the events of each room by its name."""

    index: int
    day: date
    starts_at: datetime
    ends_at: datetime
    rooms: Mapping[str, Sequence[ScheduleEvent]]


def acronym(programme: Programme) -> str:
    """Return the Forum's acronym: "wsis2023"."""
    return f"wsis{re.sub('[^a-z0-9]', '_', programme.forum.lower())}"


def name_of(programme: Programme, labels: Labels) -> str:
    """Return the Forum's name in the asked language."""
    return one_line(lines.said(programme.name, labels)) or programme.forum


def track_slug(code: str) -> str:
    """Return a track's code as the formats write one: "track-forum"."""
    return f"track-{re.sub('[^a-z0-9]', '-', code.lower())}"


def room_guid(programme: Programme, room: str) -> str:
    """Return the identifier of a room; that of the online room is the one without a name."""
    return str(uuid.uuid5(_NAMESPACE, f"{programme.forum}/rooms/{room}"))


def rooms_of(programme: Programme, labels: Labels) -> Mapping[str, str]:
    """Return the identifiers of all rooms by the names under which the days list them, in order."""
    rooms = [one.name for one in programme.rooms]
    rooms += [slot.room for session in programme.sessions for slot in session.slots]
    guids: dict[str, str] = {}
    for room in rooms:
        guids.setdefault(_room(room, labels), room_guid(programme, room))
    return guids


def days_of(programme: Programme, labels: Labels) -> list[ScheduleDay]:
    """Return the Forum's days and those on which a session takes place before or after."""
    count = (programme.end_date - programme.start_date).days + 1
    days: dict[date, list[ScheduleEvent]] = {
        programme.start_date + timedelta(days=step): [] for step in range(count)
    }
    for event in _events(programme, labels):
        days.setdefault(event.starts_at.date(), []).append(event)
    rooms = list(rooms_of(programme, labels))
    return [
        _day(programme, index, day, days[day], rooms) for index, day in enumerate(sorted(days), 1)
    ]


def _day(
    programme: Programme,
    index: int,
    day: date,
    events: Sequence[ScheduleEvent],
    names: Sequence[str],
) -> ScheduleDay:
    by_room: dict[str, list[ScheduleEvent]] = {}
    for event in sorted(events, key=lambda one: (one.starts_at.astimezone(UTC), one.id)):
        by_room.setdefault(event.room, []).append(event)
    rooms = {name: by_room[name] for name in names if name in by_room}
    midnight = datetime.combine(day, time(), programme.zone)
    next_one = datetime.combine(day + timedelta(days=1), time(), programme.zone)
    return ScheduleDay(index=index, day=day, starts_at=midnight, ends_at=next_one, rooms=rooms)


def _events(programme: Programme, labels: Labels) -> Iterator[ScheduleEvent]:
    for session in programme.sessions:
        said = words.of_session(programme, session, labels) if session.slots else {}
        for position, slot in enumerate(session.slots):
            yield _event(programme, session, position, slot, said, labels)


def _event(
    programme: Programme,
    session: ProgrammeSession,
    position: int,
    slot: ProgrammeSlot,
    said: Mapping[str, str | int],
    labels: Labels,
) -> ScheduleEvent:
    # The first slot is the session itself; the others count from it, so none moves with a release.
    ordinal = session.ordinal_of(position)
    number = session.number + (ordinal - 1) * _NUMBERS
    suffix = f"-{ordinal}" if ordinal > 1 else ""
    guid = uuid.UUID(session.uid)
    title = one_line(str(said["title"])) or str(session.number)
    track = one_line(str(said["track"])) or session.track
    is_cancelled = session.status == "cancelled"
    return ScheduleEvent(
        guid=str(uuid.uuid5(guid, str(ordinal - 1)) if ordinal > 1 else guid),
        id=number,
        code=_code(number),
        slug=f"{acronym(programme)}-session-{session.number}{suffix}",
        room=_room(slot.room, labels),
        starts_at=slot.starts_at.astimezone(programme.zone),
        ends_at=slot.ends_at.astimezone(programme.zone),
        # The formats know no status, and nobody shall wait before a closed door.
        title=f"{said['status']}: {title}" if is_cancelled else title,
        subtitle="" if session.status == "confirmed" else str(said["status"]),
        track=track,
        type=one_line(str(said["type"])) or track,
        language=(*session.floor_languages, "")[0],
        abstract=clean(str(said["description"])),
        description=clean("\n\n".join(_body(said, labels))),
        url=str(said["url"]),
        persons=list(_persons(programme, session, labels)),
        links=list(_links(session, said, labels)),
        documents=session.documents,
    )


def _body(said: Mapping[str, str | int], labels: Labels) -> Iterator[str]:
    for name in _BODY:
        if said[name]:
            yield f"{labels.columns[name]}\n{said[name]}"


def _persons(programme: Programme, session: ProgrammeSession, labels: Labels) -> Iterator[Person]:
    for slug in dict.fromkeys(one.speaker for one in session.appearances):
        speaker = programme.index.speakers[slug]
        honorific, _language = pick(speaker.honorific, labels.language)
        name = lines.full_name(honorific, lines.said(speaker.name, labels), labels)
        yield Person(
            guid=str(uuid.uuid5(_NAMESPACE, f"{programme.forum}/speakers/{slug}")),
            name=one_line(name) or slug,
            biography=clean(lines.said(speaker.biography, labels)),
            photo=labels.photos[slug].address if slug in labels.photos else "",
            links=speaker.links,
        )


def _links(
    session: ProgrammeSession, said: Mapping[str, str | int], labels: Labels
) -> Iterator[ProgrammeLink]:
    for name in ("remote", "recording"):
        if said[name]:
            yield ProgrammeLink(url=str(said[name]), label=labels.columns[name])
    yield from session.links


def _room(name: str, labels: Labels) -> str:
    return one_line(name) or labels.online


def _code(number: int) -> str:
    code = ""
    for _ in range(6):
        number, digit = divmod(number, 36)
        code = f"{_DIGITS[digit]}{code}"
    return code
