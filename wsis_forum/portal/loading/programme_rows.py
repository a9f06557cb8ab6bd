"""The rows of a Forum's rooms, sessions, agendas and speakers, as its file wants them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, timedelta
from typing import Any

from agenda.models import SessionType
from consultation.choices import PhaseMode
from wsis_forum.portal.loading.fields import LANGUAGES, Cell, Texts
from wsis_forum.portal.loading.forum_checks import ASSUMED_LENGTH, sessions_of
from wsis_forum.portal.loading.forum_file import (
    Biography,
    ForumFile,
    ItemPart,
    PhasePart,
    RoomPart,
    SessionPart,
    SpeakerPart,
)
from wsis_forum.portal.loading.forum_rows import joined
from wsis_forum.portal.loading.rows import Columns, Row

_MODES = {
    PhaseMode.VIRTUAL.value: "remote",
    PhaseMode.PHYSICAL.value: "on-site",
    PhaseMode.HYBRID.value: "hybrid",
}
# Language keys of the files -> codes of the portal.
_CODES = {"zh": "zh-hans"}
# Shown beside a session; people of the secretariat read these in English.
NO_TITLE = "The source gives no title; that of the session type stands in its place."
NO_END = "The source names no end; a length of 60 minutes is assumed."

Types = Mapping[str, SessionType]


def rows_of_programme(content: ForumFile, types: Types) -> Iterator[Row]:
    """Yield rooms, speakers, sessions, and what belongs to the sessions."""
    sessions = [session for _path, session in sessions_of(content)]
    meetings = {phase.session_number: phase for phase in content.ocp.phases}
    yield from _room_rows(content.forum.rooms, sessions)
    yield from _speaker_rows(sessions)
    for session in sessions:
        yield _session_row(session, meetings.get(session.number), types)
    yield from _items_by_level(sessions)
    for session in sessions:
        for order, speaker in enumerate(session.speakers, start=1):
            yield _appearance_row(session, speaker, order)
    for session in sessions:
        if session.start is not None:
            yield _slot_row(session, content.forum.timezone)


def _room_rows(rooms: Sequence[RoomPart], sessions: Sequence[SessionPart]) -> Iterator[Row]:
    described = {room.name: room for room in rooms}
    named = dict.fromkeys(session.room for session in sessions if session.room)
    for order, name in enumerate(dict.fromkeys([*described, *named]), start=1):
        room = described.get(name)
        columns = Columns(order=order, seats=room.seats if room else None)
        if room:
            columns.read_at([room.source])
            if room.unverified:
                columns.flag("name", "seats")
        yield Row(f"room:{name}", "room", {"forum": "forum", "name": name}, columns.done())


def _speaker_rows(sessions: Sequence[SessionPart]) -> Iterator[Row]:
    people = {speaker.key: speaker for session in sessions for speaker in session.speakers}
    for key, person in people.items():
        names = [cell.text for _suffix, cell in person.name.cells()]
        columns = Columns(
            sort_name=person.sort_name or names[0].split()[-1],
            country=person.country and f"country:{person.country}",
        )
        columns.text("name", person.name).text("honorific", person.honorific)
        columns.text("function", person.title).text("organization", person.organization)
        columns.text("biography", _biography(person.bio))
        yield Row(f"speaker:{key}", "speaker", {"forum": "forum", "slug": key}, columns.done())


def _biography(bio: Biography | None) -> Texts | None:
    """Let the wording of a machine-translated page stand for Chinese where there is no other."""
    if bio is None or bio.zh or not bio.machine_text:
        return bio
    note = "machine translation"
    cell = Cell(text=bio.machine_text, unverified=True, source=bio.source, note=note)
    return Texts(en=bio.en, fr=bio.fr, es=bio.es, ar=bio.ar, zh=cell, ru=bio.ru)


def _session_row(part: SessionPart, phase: PhasePart | None, types: Types) -> Row:
    code = part.type or part.preparatory_kind
    track = part.track or types[code or ""].track.code
    columns = Columns(
        type=code and f"session-type:{code}",
        track=f"track:{track}",
        phase=phase and f"phase:{phase.order}",
        status=part.status,
        original_language=_code(part.original_language),
        title_is_cut=part.title_is_cut,
        mode=part.mode or (_MODES.get(phase.mode or "", "") if phase else ""),
        captioning=part.captioning,
        interpretation=[_code(key) for key in part.interpretation.languages],
        interpretation_passive=[_code(key) for key in part.interpretation.passive],
        minutes=_minutes(part),
        links=list(_links(part)),
        data_quality=list(_remarks(part)),
    )
    if part.title is None:
        columns.set(**_type_titles(types[code or ""]))
        columns.flag(*(f"title_{suffix}" for suffix in LANGUAGES.values()))
    else:
        columns.text("title", part.title)
    columns.text("description", joined(part.description)).text("organizers", part.organizer)
    if not part.mode and phase and phase.mode and phase.mode_unverified:
        columns.flag("mode")
    columns.read_at([part.source]).read_at([part.schedule_source], "schedule")
    columns.read_at([part.tags_source], "action_lines").read_at([part.tags_source], "goals")
    many = {
        "action_lines": [f"action-line:{line}" for line in part.action_lines],
        "goals": [f"goal:{number}" for number in part.sdgs],
    }
    natural = {"forum": "forum", "number": part.number}
    return Row(f"session:{part.number}", "session", natural, columns.done(), many)


def _code(key: str) -> str:
    return _CODES.get(key, key)


def _type_titles(row: SessionType) -> dict[str, Any]:
    names = [f"title_{suffix}" for suffix in LANGUAGES.values()]
    return {name: getattr(row, name) for name in names}


def _minutes(part: SessionPart) -> int | None:
    if part.minutes or not (part.start and part.end):
        return part.minutes
    return (part.end - part.start) // timedelta(minutes=1)


def _links(part: SessionPart) -> Iterator[dict[str, str]]:
    for key in LANGUAGES:
        url = getattr(part, f"url_{key}")
        if url:
            yield {"url": url, "language": _code(key)}


def _remarks(part: SessionPart) -> Iterator[str]:
    yield from part.data_quality
    if part.title is None:
        yield NO_TITLE
    if part.title_note:
        yield part.title_note
    if part.start and not part.end and not part.minutes:
        yield NO_END


def _items_by_level(sessions: Sequence[SessionPart]) -> Iterator[Row]:
    """Yield the lines of all agendas, each level after the one above it."""
    level: list[tuple[str, str, str | None, Sequence[ItemPart]]] = [
        (f"session:{session.number}", "", None, session.draft_agenda) for session in sessions
    ]
    while level:
        below: list[tuple[str, str, str | None, Sequence[ItemPart]]] = []
        for session, path, parent, items in level:
            for order, item in enumerate(items, start=1):
                place = f"{path}.{order}" if path else str(order)
                key = f"{session}/item:{place}"
                columns = Columns(is_numbered=item.number is not None, minutes=item.minutes)
                columns.text("title", item.title)
                natural = {"session": session, "parent": parent, "order": order}
                many = {"speakers": [f"speaker:{one}" for one in item.speakers]}
                yield Row(key, "item", natural, columns.done(), many)
                below.append((session, place, key, item.children))
        level = below


def _appearance_row(session: SessionPart, speaker: SpeakerPart, order: int) -> Row:
    here = f"session:{session.number}"
    natural = {"session": here, "speaker": f"speaker:{speaker.key}", "role": speaker.role}
    values = {"order": order, "is_remote": speaker.is_remote}
    return Row(f"{here}/speaker:{speaker.key}:{speaker.role}", "appearance", natural, values)


def _slot_row(part: SessionPart, forum_zone: str) -> Row:
    here = f"session:{part.number}"
    starts = part.start
    if starts is None:
        raise AssertionError("only sessions with a time have a slot")
    length = timedelta(minutes=part.minutes) if part.minutes else ASSUMED_LENGTH
    ends = part.end or starts + length
    values = {
        "room": part.room and f"room:{part.room}",
        "starts_at": starts.astimezone(UTC).isoformat(),
        "ends_at": ends.astimezone(UTC).isoformat(),
        "timezone": part.timezone or forum_zone,
    }
    return Row(f"{here}/slot", "slot", {"session": here}, values)
