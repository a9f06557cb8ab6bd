"""A session in the words of schema.org, as its page tells search engines."""

from collections.abc import Sequence
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
    )
