"""What must hold in a programme from a file before any row is written; nothing of Django."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import available_timezones

from agenda.programme import Programme, ProgrammeItem, ProgrammeSession

_VERSION = re.compile(r"v(\d{1,4})\.(\d{1,4})")
FIRST_NUMBER = 100
LONGEST_REMARK = 300
LONGEST_NAME = 120
_HIGHEST = 999_999
# Longest text in a message that stays one line.
_SHORT = 60

# Where in the file, and what is wrong there.
Fault = tuple[str, str]


def version_of(programme: Programme) -> tuple[int, int]:
    """
    Return the major and minor version of a release.

    :raises ValueError: it is none, or not one of a release that is so (not) public
    """
    match = _VERSION.fullmatch(programme.version)
    if match is None or (int(match[1]) > 0) != programme.is_public:
        raise ValueError(programme.version)
    return int(match[1]), int(match[2])


def faults(programme: Programme) -> Iterator[Fault]:
    """Give what contradicts itself: names of what is not there, the same twice, times that meet."""
    try:
        version_of(programme)
    except ValueError:
        yield "version", "must be v0.1 or the like for an internal release, v1.0 for a public one"
    for name, longest in (("remark", LONGEST_REMARK), ("release_name", LONGEST_NAME)):
        if len(getattr(programme, name)) > longest:
            yield name, f"more than {longest} characters"
    counts = [programme.sequence, *(one.sequence for one in programme.sessions)]
    if min((*counts, *(one.sequence for one in programme.gone))) < 0:
        yield "sequence", "below 0"
    if not programme.sessions:
        yield "sessions", "there is none"
    for name, key in (
        ("rooms", "name"),
        ("tracks", "code"),
        ("types", "code"),
        ("action_lines", "code"),
        ("goals", "number"),
        ("speakers", "slug"),
        ("sessions", "number"),
    ):
        keys = [getattr(row, key) for row in getattr(programme, name)]
        yield from _twice(keys, f"{name}[{{}}].{key}")
    rooms = {room.name: room for room in programme.rooms}
    for place, one in enumerate(programme.breaks):
        yield from _unknown([one.room] if one.room else [], rooms, f"breaks[{place}].room")
    for place, session in enumerate(programme.sessions):
        yield from _faults_of(programme, session, f"sessions[{place}]")
    yield from _meetings(programme)
    yield from _faults_of_gone(programme)


def first_difference(said: Any, here: Any, place: str = "") -> Fault | None:
    """Return the first place at which plain data of a file is not what the portal writes."""
    if type(said) is type(here) and isinstance(said, dict):
        keys: Iterable[Any] = dict.fromkeys([*said, *here])
        steps = ((said.get(k), here.get(k), f"{place}.{k}" if place else str(k)) for k in keys)
    elif type(said) is type(here) and isinstance(said, list) and len(said) == len(here):
        steps = ((a, b, f"{place}[{i}]") for i, (a, b) in enumerate(zip(said, here, strict=True)))
    elif said == here:
        return None
    else:
        return place, f"the portal would write {_short(here)}, not {_short(said)}"
    return next((one for step in steps if (one := first_difference(*step))), None)


def _faults_of(programme: Programme, session: ProgrammeSession, here: str) -> Iterator[Fault]:
    index = programme.index
    if session.number < FIRST_NUMBER:
        yield f"{here}.number", "numbers of sessions begin at 100"
    yield from _unknown([session.track], index.tracks, f"{here}.track")
    yield from _unknown([session.type] if session.type else [], index.types, f"{here}.type")
    yield from _unknown(session.action_lines, index.action_lines, f"{here}.action_lines")
    yield from _unknown(session.goals, index.goals, f"{here}.goals")
    parts = [(one.speaker, one.role) for one in session.appearances]
    yield from _unknown([one for one, _ in parts], index.speakers, f"{here}.appearances")
    yield from _twice(parts, f"{here}.appearances[{{}}]")
    yield from _unknown(_speakers(session.items), index.speakers, f"{here}.items")
    rooms = {room.name: room for room in programme.rooms}
    named = [slot.room for slot in session.slots if slot.room]
    yield from _unknown(named, rooms, f"{here}.slots")
    for place, slot in enumerate(session.slots):
        if slot.ends_at <= slot.starts_at:
            yield f"{here}.slots[{place}].ends_at", "not after the start"


def _faults_of_gone(programme: Programme) -> Iterator[Fault]:
    """Give what is said of times that take place no more and cannot be so."""
    named = [
        session.event_uid(place)
        for session in programme.sessions
        for place in range(len(session.slots))
    ]
    yield from _twice(named, "sessions: slots[{}].ordinal")
    yield from _twice([one.uid for one in programme.gone], "gone[{}].uid")
    zones = available_timezones() if programme.gone else set()
    for place, one in enumerate(programme.gone):
        here = f"gone[{place}]"
        if one.uid in named:
            yield f"{here}.uid", "still takes place in the file"
        if not FIRST_NUMBER <= one.number <= _HIGHEST:
            yield f"{here}.number", f"numbers of sessions are from {FIRST_NUMBER} to {_HIGHEST}"
        if one.slot.ends_at <= one.slot.starts_at:
            yield f"{here}.slot.ends_at", "not after the start"
        if one.slot.timezone not in zones:
            yield f"{here}.slot.timezone", f"“{one.slot.timezone}” is not known as a time zone"
        yield from _unknown(one.speakers, programme.index.speakers, f"{here}.speakers")


def _meetings(programme: Programme) -> Iterator[Fault]:
    """Give the slots in a room that another session still holds."""
    slots = [
        (slot.room, slot.starts_at, slot.ends_at, f"sessions[{i}].slots[{j}]", session.number)
        for i, session in enumerate(programme.sessions)
        for j, slot in enumerate(session.slots)
        if slot.room
    ]
    free: dict[str, tuple[Any, int]] = {}
    for room, starts_at, ends_at, place, number in sorted(slots):
        until, other = free.get(room, (starts_at, 0))
        if starts_at < until:
            yield place, f"session {other} is in “{room}” at that time"
        free[room] = max(free.get(room, (ends_at, number)), (ends_at, number))


def _speakers(items: Iterable[ProgrammeItem]) -> Iterator[str]:
    for item in items:
        yield from item.speakers
        yield from _speakers(item.items)


def _unknown(keys: Iterable[Any], known: Mapping[Any, Any], place: str) -> Iterator[Fault]:
    for key in keys:
        if key not in known:
            yield place, f"names {_short(key)}, which the file does not describe"


def _twice(keys: Iterable[Any], place: str) -> Iterator[Fault]:
    seen: set[Any] = set()
    for position, key in enumerate(keys):
        if key in seen:
            yield place.format(position), f"{_short(key)} stands here for the second time"
        seen.add(key)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
