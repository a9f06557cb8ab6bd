"""A Forum's working copy as a frozen programme, in a constant number of queries."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, QuerySet

from agenda.choices import Answer, BlockedKind, Consent
from agenda.gone import gone_since
from agenda.models import AgendaItem, Appearance, BlockedTime, Session, Slot, Speaker
from agenda.numbering import Line, tree
from agenda.programme import (
    Programme,
    ProgrammeActionLine,
    ProgrammeAppearance,
    ProgrammeBreak,
    ProgrammeGoal,
    ProgrammeItem,
    ProgrammeLink,
    ProgrammeRoom,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeSpeaker,
    ProgrammeTrack,
    ProgrammeType,
    Text,
)
from consultation.models import ActionLine, Forum, Goal
from consultation.publication import names_people

# Identifiers of sessions are made of the Forum and the number, so every calendar file, of any
# release and any copy of the portal, names the same session in the same way.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://www.itu.int/wsis/forum")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What tells one release of a programme from the next."""

    version: str
    is_public: bool
    remark: str
    released_at: datetime
    sequence: int
    name: str = ""

    @classmethod
    def of(cls, programme: Programme) -> Self:
        """Return the header that a released programme has."""
        return cls(
            version=programme.version,
            is_public=programme.is_public,
            remark=programme.remark,
            released_at=programme.released_at,
            sequence=programme.sequence,
            name=programme.release_name,
        )

    @property
    def facts(self) -> dict[str, Any]:
        """What a programme says of the release that it stands in."""
        return {
            "version": self.version,
            "is_public": self.is_public,
            "release_name": self.name,
            "remark": self.remark,
            "released_at": self.released_at,
            "sequence": self.sequence,
        }


def build(forum: Forum, *, header: Header, before: Programme | None) -> Programme:
    """
    Read the working copy of a Forum's programme.

    ``before`` is the release that it follows: a session that says the same as there keeps its
    sequence and the moment of its last change, and what is there no more is carried on as gone.
    Who refuses to be shown is not in it at all.
    """
    sessions = list(_sessions(forum))
    programme = Programme(
        **_facts(forum),
        **header.facts,
        speakers=tuple(_speaker(row) for row in _rows(_speakers_of(sessions), "sort_name", "slug")),
        sessions=tuple(_session(forum, one) for one in sessions),
        **_tables(sessions),
    )
    return _with_changes(programme, before)


def anew(programme: Programme, *, header: Header, before: Programme | None) -> Programme:
    """Return what an older release said as the next release, after ``before``."""
    sessions = tuple(_plain(one.with_ordinals()) for one in programme.sessions)
    return _with_changes(replace(programme, sessions=sessions, **header.facts), before)


def session_uid(forum: str, number: int) -> str:
    """Return what names a session of a Forum (its slug), and the first of its times."""
    return str(uuid.uuid5(NAMESPACE, f"{forum}/sessions/{number}"))


def texts(row: models.Model, name: str) -> Text:
    """Return the texts of a translated column by language; empty ones are left out."""
    found = {
        code: getattr(row, f"{name}_{code.replace('-', '_')}") for code, _ in settings.LANGUAGES
    }
    return {code: text for code, text in found.items() if text}


def _facts(forum: Forum) -> dict[str, Any]:
    return {
        "forum": forum.slug,
        "year": forum.year,
        "name": texts(forum, "name"),
        "theme": texts(forum, "theme"),
        "timezone": forum.timezone,
        "start_date": forum.start_date,
        "end_date": forum.end_date,
        "city": texts(forum, "city"),
        "country": forum.country.alpha2 or "",
        "venue": texts(forum, "venue"),
        "is_demonstration": forum.is_demonstration,
        "rooms": tuple(
            ProgrammeRoom(name=room.name, seats=room.seats, floor=room.floor)
            for room in forum.rooms.order_by("order", "name")
        ),
        "breaks": tuple(_breaks(forum)),
    }


def _breaks(forum: Forum) -> Iterator[ProgrammeBreak]:
    """Give the breaks in the order of time; what is blocked for organizers is not told."""
    rows = BlockedTime.objects.filter(day__forum=forum, kind=BlockedKind.BREAK)
    zone = ZoneInfo(forum.timezone)
    for row in rows.select_related("day", "room").order_by("day__date", "starts_at", "pk"):
        yield ProgrammeBreak(
            title=texts(row, "title"),
            room=row.room.name if row.room else "",
            starts_at=datetime.combine(row.day.date, row.starts_at, zone).astimezone(UTC),
            ends_at=datetime.combine(row.day.date, row.ends_at, zone).astimezone(UTC),
        )


def _tables(sessions: Iterable[Session]) -> dict[str, Any]:
    """Return the rows that sessions name by their codes, each once and in its own order."""
    tracks = {session.track for session in sessions}
    types = {session.type for session in sessions if session.type}
    lines = {line for session in sessions for line in session.action_lines.all()}
    goals = {goal for session in sessions for goal in session.goals.all()}
    return {
        "tracks": tuple(
            ProgrammeTrack(code=row.code, title=texts(row, "title"))
            for row in _rows(tracks, "order", "code")
        ),
        "types": tuple(
            ProgrammeType(code=row.code, track=row.track.code, title=texts(row, "title"))
            for row in _rows(types, "order", "code")
        ),
        "action_lines": tuple(_action_line(row) for row in _rows(lines, "order", "code")),
        "goals": tuple(_goal(row) for row in _rows(goals, "number")),
    }


def _sessions(forum: Forum) -> QuerySet[Session]:
    """Every session of the Forum with all that a release says, in the order of the numbers."""
    return (
        Session.objects.filter(forum=forum)
        .select_related("track", "type__track", "phase")
        .prefetch_related(
            Prefetch("slots", Slot.objects.select_related("room").order_by("period", "pk")),
            Prefetch("items", AgendaItem.objects.order_by("order", "pk")),
            Prefetch("items__speakers", Speaker.objects.select_related("country").order_by("slug")),
            Prefetch(
                "appearances",
                Appearance.objects.select_related("speaker__country").order_by("order", "pk"),
            ),
            Prefetch("action_lines", ActionLine.objects.order_by("order", "code")),
            Prefetch("goals", Goal.objects.order_by("number")),
            "session_sources__submission",
        )
        .order_by("number")
    )


def _rows(rows: Iterable[Any], *names: str) -> list[Any]:
    return sorted(rows, key=lambda row: tuple(getattr(row, name) for name in names))


def _speakers_of(sessions: Iterable[Session]) -> set[Speaker]:
    return {
        speaker
        for session in sessions
        for hidden in [_hidden_in(session)]
        for speaker in (
            *(one.speaker for one in _appearances(session)),
            *(one for item in session.items.all() for one in item.speakers.all()),
        )
        if speaker.pk not in hidden
    }


def _appearances(session: Session) -> list[Appearance]:
    """Return the appearances that a release names: of who agrees to be shown, and may come."""
    return [
        one
        for one in session.appearances.all()
        if one.answer != Answer.DECLINED and one.speaker.consent != Consent.NO
    ]


def _hidden_in(session: Session) -> frozenset[int]:
    """Return the speakers whom no point of a session names: refused to be shown, or declined it."""
    rows = list(session.appearances.all())
    coming = {one.speaker_id for one in rows if one.answer != Answer.DECLINED}
    people = (one for item in session.items.all() for one in item.speakers.all())
    refused = {one.pk for one in people if one.consent == Consent.NO}
    return frozenset({one.speaker_id for one in rows} - coming | refused)


def _session(forum: Forum, session: Session) -> ProgrammeSession:
    lines = tree(
        session.items.all(),
        key=lambda item: item.pk,
        parent=lambda item: item.parent_id,
        is_numbered=lambda item: item.is_numbered,
    )
    hidden = _hidden_in(session)
    sources = (one.submission for one in session.session_sources.all())
    # A session says who organizes it, so no release may link it to what is published without names.
    numbers = (one.number for one in sources if names_people(one))
    return ProgrammeSession(
        number=session.number,
        uid=session_uid(forum.slug, session.number),
        type=session.type.code if session.type else "",
        track=session.track.code,
        status=session.status,
        mode=session.mode,
        phase=texts(session.phase, "label") if session.phase else {},
        original_language=session.original_language,
        title=texts(session, "title"),
        title_is_cut=session.title_is_cut,
        description=texts(session, "description"),
        organizers=texts(session, "organizers"),
        slots=tuple(_slot(slot) for slot in session.slots.all()),
        items=tuple(_item(line, hidden) for line in lines),
        appearances=tuple(
            ProgrammeAppearance(speaker=one.speaker.slug, role=one.role, is_remote=one.is_remote)
            for one in _appearances(session)
        ),
        action_lines=tuple(line.code for line in session.action_lines.all()),
        goals=tuple(goal.number for goal in session.goals.all()),
        captioning=session.captioning,
        sign_language=session.sign_language,
        floor_languages=tuple(session.floor_languages),
        interpretation=tuple(session.interpretation),
        interpretation_passive=tuple(session.interpretation_passive),
        expected_people=session.expected_people,
        minutes=session.minutes,
        remote_url=session.remote_url,
        remote_from=session.remote_from,
        recording_url=session.recording_url,
        outcome=texts(session, "outcome"),
        documents=tuple(_links(session.documents)),
        links=tuple(_links(session.links)),
        submissions=tuple(sorted(number for number in numbers if number)),
        unverified=tuple(sorted(session.unverified)),
        read_at=_strings(session.sources),
        data_quality=tuple(str(note) for note in session.data_quality),
    )


def _slot(slot: Slot) -> ProgrammeSlot:
    return ProgrammeSlot(
        room=slot.room.name if slot.room else "",
        starts_at=slot.period.lower,
        ends_at=slot.period.upper,
        timezone=slot.timezone,
        ordinal=slot.ordinal,
    )


def _item(line: Line[AgendaItem], hidden: frozenset[int]) -> ProgrammeItem:
    return ProgrammeItem(
        number=line.number,
        title=texts(line.row, "title"),
        minutes=line.row.minutes,
        speakers=tuple(one.slug for one in line.row.speakers.all() if one.pk not in hidden),
        unverified=tuple(sorted(line.row.unverified)),
        items=tuple(_item(child, hidden) for child in line.children),
    )


def _speaker(speaker: Speaker) -> ProgrammeSpeaker:
    return ProgrammeSpeaker(
        slug=speaker.slug,
        sort_name=speaker.sort_name,
        honorific=texts(speaker, "honorific"),
        name=texts(speaker, "name"),
        function=texts(speaker, "function"),
        organization=texts(speaker, "organization"),
        country=(speaker.country.alpha2 or "") if speaker.country else "",
        biography=texts(speaker, "biography"),
        links=tuple(_links(speaker.links)),
        photo=speaker.photo_name,
        unverified=tuple(sorted(speaker.unverified)),
    )


def _action_line(row: ActionLine) -> ProgrammeActionLine:
    unverified = tuple(sorted(row.unverified))
    return ProgrammeActionLine(code=row.code, title=texts(row, "title"), unverified=unverified)


def _goal(row: Goal) -> ProgrammeGoal:
    return ProgrammeGoal(
        number=row.number,
        color=row.color,
        title=texts(row, "title"),
        long_title=texts(row, "long_title"),
        unverified=tuple(sorted(row.unverified)),
    )


def _links(rows: Iterable[Any]) -> Iterable[ProgrammeLink]:
    for row in rows:
        data = row if isinstance(row, Mapping) else {"url": row}
        url = str(data.get("url", ""))
        # Whatever else an address may begin with is not for a link that strangers press.
        if url.startswith(("https://", "http://")):
            label, language = data.get("label") or data.get("title"), data.get("language")
            yield ProgrammeLink(url=url, label=str(label or ""), language=str(language or ""))


def _strings(data: Mapping[str, Any]) -> Mapping[str, str]:
    return {key: value for key, value in data.items() if isinstance(value, str)}


def _plain(session: ProgrammeSession) -> ProgrammeSession:
    return replace(session, sequence=0, changed_at=None)


def _with_changes(programme: Programme, before: Programme | None) -> Programme:
    """Give each session the sequence and moment of its last change, and name what is gone."""
    known = before.index.sessions if before else {}
    sessions = []
    for session in programme.sessions:
        former = known.get(session.number)
        is_same = former is not None and _plain(former.with_ordinals()) == session
        sessions.append(
            replace(
                session,
                sequence=former.sequence if former and is_same else programme.sequence,
                changed_at=former.changed_at if former and is_same else programme.released_at,
            )
        )
    gone = gone_since(before, programme) if before else ()
    return replace(programme, sessions=tuple(sessions), gone=gone)
