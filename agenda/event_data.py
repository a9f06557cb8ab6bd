"""A session in the words of schema.org, as its page tells search engines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agenda.choices import SessionMode, SessionStatus
from agenda.programme import Programme, ProgrammeSession, pick
from wsis_forum.languages import language, spoken_tag

_ATTENDANCE = {
    SessionMode.ON_SITE: "OfflineEventAttendanceMode",
    SessionMode.REMOTE: "OnlineEventAttendanceMode",
    SessionMode.HYBRID: "MixedEventAttendanceMode",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTime:
    """One of several times of a session, as an event of its own in the whole."""

    starts_at: str
    ends_at: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventData:
    """Values of https://schema.org/Event; moments carry their distance from UTC."""

    status: str
    attendance: str
    starts_at: str
    ends_at: str
    rooms: Sequence[str]
    address: str
    is_online: bool
    languages: Sequence[str]
    times: Sequence[EventTime]


def event_data(programme: Programme, session: ProgrammeSession) -> EventData:
    """Return what the page of a session says of it as an event."""
    first = min(session.slots, key=lambda slot: slot.starts_at, default=None)
    last = max(session.slots, key=lambda slot: slot.ends_at, default=None)
    city, _code = pick(programme.city, language().code)
    rooms = dict.fromkeys(slot.room for slot in session.slots if slot.room)
    is_cancelled = session.status == SessionStatus.CANCELLED
    return EventData(
        status="EventCancelled" if is_cancelled else "EventScheduled",
        attendance=_ATTENDANCE.get(SessionMode(session.mode), "") if session.mode else "",
        starts_at=first.local_start.isoformat() if first else "",
        ends_at=last.local_end.isoformat() if last else "",
        rooms=list(rooms),
        address=", ".join(filter(None, (city, programme.country))),
        is_online=session.mode in {SessionMode.REMOTE, SessionMode.HYBRID}
        or any(not slot.room for slot in session.slots),
        languages=[spoken_tag(code) for code in session.floor_languages],
        times=list(_times(session)) if len(session.slots) > 1 else [],
    )


def _times(session: ProgrammeSession) -> Iterator[EventTime]:
    for slot in sorted(session.slots, key=lambda one: one.starts_at):
        yield EventTime(
            starts_at=slot.local_start.isoformat(),
            ends_at=slot.local_end.isoformat(),
            room=slot.room,
        )
