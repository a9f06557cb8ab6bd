"""The rows of rooms, speakers, sessions, and what belongs to them, from a programme."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from agenda.exceptions import NotImportable
from agenda.importing.columns import check, columns, save_all, text_columns
from agenda.importing.days import write_breaks
from agenda.importing.places import Countries
from agenda.importing.reference import Reference
from agenda.models import (
    AgendaItem,
    Appearance,
    Room,
    Session,
    SessionCounter,
    SessionSource,
    Slot,
    SlotCounter,
    Speaker,
)
from agenda.programme import Programme, ProgrammeItem, Text, ordinal_in
from agenda.queries.programme import session_uid, texts
from consultation.choices import DatePrecision, PhaseKind
from consultation.models import Forum, Phase, Submission

_SESSION = (
    "number",
    "status",
    "mode",
    "original_language",
    "title",
    "title_is_cut",
    "description",
    "organizers",
    "captioning",
    "sign_language",
    "floor_languages",
    "interpretation",
    "interpretation_passive",
    "expected_people",
    "minutes",
    "remote_url",
    "remote_from",
    "recording_url",
    "outcome",
    "documents",
    "links",
    "unverified",
    "data_quality",
)
_SPEAKER = (
    "slug",
    "sort_name",
    "honorific",
    "name",
    "function",
    "organization",
    "biography",
    "links",
    "unverified",
)
# Lines of an agenda below one line, or below the session, and their place in the file.
_Lines = tuple[Session, AgendaItem | None, Sequence[ProgrammeItem], str]


def write_rows(
    *,
    forum: Forum,
    programme: Programme,
    reference: Reference,
    inputs: Mapping[str, Submission],
    at: datetime,
) -> None:
    """
    Write what a programme says into a Forum that has no session yet.

    ``inputs`` are those of the Forum by number; the link to another one is left out.

    :raises NotImportable: a column cannot hold what the programme says
    """
    rooms = _rooms(forum, programme)
    speakers = _speakers(forum, programme)
    sessions = _sessions(forum, programme, reference)
    _count(forum, programme, sessions)
    _slots(programme, sessions, rooms)
    write_breaks(forum, programme, rooms)
    _items(programme, sessions, speakers)
    _appearances(programme, sessions, speakers)
    _tag(Session.action_lines.through, "actionline", "action_lines", sessions, programme, reference)
    _tag(Session.goals.through, "goal", "goals", sessions, programme, reference)
    SessionSource.objects.bulk_create(
        SessionSource(session=row, submission=inputs[number], linked_at=at)
        for said, row in zip(programme.sessions, sessions, strict=True)
        for number in said.submissions
        if number in inputs
    )


def _rooms(forum: Forum, programme: Programme) -> Mapping[str, Room]:
    """Return the Forum's rooms by name; what the file says of one counts."""
    known = {room.name: room for room in forum.rooms.all()}
    for order, said in enumerate(programme.rooms, start=1):
        room = known.setdefault(said.name, Room(forum=forum, name=said.name))
        room.seats, room.floor, room.order = said.seats, said.floor, order
        check(room, f"rooms[{order - 1}]")
        room.save()
    return known


def _speakers(forum: Forum, programme: Programme) -> Mapping[str, Speaker]:
    countries = Countries()
    taken = set(forum.speakers.values_list("slug", flat=True))
    rows = []
    for place, said in enumerate(programme.speakers):
        here = f"speakers[{place}]"
        if said.slug in taken:
            raise NotImportable(f"the Forum here has a speaker “{said.slug}”", place=f"{here}.slug")
        country = countries.get(said.country, f"{here}.country") if said.country else None
        rows.append(Speaker(forum=forum, country=country, **columns(said, *_SPEAKER)))
    save_all(rows, [f"speakers[{place}]" for place in range(len(rows))])
    return {row.slug: row for row in rows}


def _sessions(forum: Forum, programme: Programme, reference: Reference) -> list[Session]:
    phases = _phases(forum, programme)
    rows = [
        Session(
            forum=forum,
            track=reference.tracks[said.track],
            type=reference.types[said.type] if said.type else None,
            phase=phases[_key(said.phase)] if said.phase else None,
            sources=dict(said.read_at),
            **columns(said, *_SESSION),
        )
        for said in programme.sessions
    ]
    save_all(rows, [f"sessions[{place}]" for place in range(len(rows))])
    return rows


def _phases(forum: Forum, programme: Programme) -> Mapping[frozenset[tuple[str, str]], Phase]:
    """Return the phases by their labels; one that is not there is made, its dates unknown."""
    phases = list(forum.phases.order_by("order"))
    known = {_key(texts(phase, "label")): phase for phase in phases}
    last = phases[-1].order if phases else 0
    for place, said in enumerate(programme.sessions):
        if not said.phase or _key(said.phase) in known:
            continue
        last += 1
        known[_key(said.phase)] = phase = Phase(
            forum=forum,
            order=last,
            kind=PhaseKind.MEETING,
            precision=DatePrecision.UNKNOWN,
            timezone=programme.timezone,
            session_number=said.number,
            **text_columns("label", said.phase),
            **text_columns("title", said.phase),
        )
        check(phase, f"sessions[{place}].phase")
        phase.save()
    return known


def _key(text: Text) -> frozenset[tuple[str, str]]:
    return frozenset(text.items())


def _count(forum: Forum, programme: Programme, sessions: Sequence[Session]) -> None:
    """Note the numbers that calendars know of what is gone, so that none is given again."""
    highest: dict[int, int] = {}
    for one in programme.gone:
        ordinal = ordinal_in(one.uid, session_uid(forum.slug, one.number))
        highest[one.number] = max(highest.get(one.number, 0), ordinal)
    SlotCounter.objects.bulk_create(
        SlotCounter(session=row, last_ordinal=highest[row.number])
        for row in sessions
        if row.number in highest
    )
    if highest:
        numbers = SessionCounter.objects.filter(forum=forum, last_number__lt=max(highest))
        numbers.update(last_number=max(highest))


def _slots(programme: Programme, sessions: Sequence[Session], rooms: Mapping[str, Room]) -> None:
    rows, places = [], []
    for number, (said, session) in enumerate(zip(programme.sessions, sessions, strict=True)):
        for place, slot in enumerate(said.with_ordinals().slots):
            rows.append(
                Slot(
                    session=session,
                    room=rooms[slot.room] if slot.room else None,
                    period=(slot.starts_at, slot.ends_at),
                    timezone=slot.timezone,
                    ordinal=slot.ordinal,
                )
            )
            places.append(f"sessions[{number}].slots[{place}]")
    save_all(rows, places)


def _items(
    programme: Programme, sessions: Sequence[Session], speakers: Mapping[str, Speaker]
) -> None:
    """Write the lines of all agendas, each level after the one above it."""
    level: list[_Lines] = [
        (session, None, said.items, f"sessions[{number}].items")
        for number, (said, session) in enumerate(zip(programme.sessions, sessions, strict=True))
    ]
    through: Any = AgendaItem.speakers.through
    while level:
        saved = [
            (_item(item, session, parent, order), item, f"{here}[{order - 1}]")
            for session, parent, items, here in level
            for order, item in enumerate(items, start=1)
        ]
        save_all([row for row, _item_, _here in saved], [here for _row, _item_, here in saved])
        through.objects.bulk_create(
            through(agendaitem=row, speaker=speakers[slug])
            for row, item, _here in saved
            for slug in dict.fromkeys(item.speakers)
        )
        level = [
            (row.session, row, item.items, f"{here}.items")
            for row, item, here in saved
            if item.items
        ]


def _item(
    said: ProgrammeItem, session: Session, parent: AgendaItem | None, order: int
) -> AgendaItem:
    return AgendaItem(
        session=session,
        parent=parent,
        order=order,
        is_numbered=said.number is not None,
        **columns(said, "title", "minutes", "unverified"),
    )


def _appearances(
    programme: Programme, sessions: Sequence[Session], speakers: Mapping[str, Speaker]
) -> None:
    rows, places = [], []
    for number, (said, session) in enumerate(zip(programme.sessions, sessions, strict=True)):
        for order, one in enumerate(said.appearances, start=1):
            rows.append(
                Appearance(
                    session=session,
                    speaker=speakers[one.speaker],
                    role=one.role,
                    is_remote=one.is_remote,
                    order=order,
                )
            )
            places.append(f"sessions[{number}].appearances[{order - 1}]")
    save_all(rows, places)


def _tag(
    through: type[models.Model],
    column: str,
    name: str,
    sessions: Iterable[Session],
    programme: Programme,
    reference: Reference,
) -> None:
    known: Mapping[Any, models.Model] = getattr(reference, name)
    through._default_manager.bulk_create(
        through(session=row, **{column: known[key]})
        for said, row in zip(programme.sessions, sessions, strict=True)
        for key in dict.fromkeys(getattr(said, name))
    )
