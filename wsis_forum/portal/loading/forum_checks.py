"""What must fit together in a Forum's file: orders, codes, dates, rooms, speakers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from agenda.models import SessionSource, SessionType, Track
from consultation.exceptions import DateImpossible
from consultation.models import ActionLine, Country, Goal, StakeholderType
from wsis_forum.portal.loading.dates import PRECISIONS, Calendar
from wsis_forum.portal.loading.faults import Fault, Path
from wsis_forum.portal.loading.fields import When
from wsis_forum.portal.loading.forum_file import (
    CallPart,
    ForumFile,
    ItemPart,
    PhasePart,
    SessionPart,
)

# The length of a session whose source names no end: that of most sessions that were read.
ASSUMED_LENGTH = timedelta(minutes=60)


@dataclass(frozen=True)
class Known:
    """Codes of the reference tables, and session numbers that are taken by sessions made here."""

    countries: frozenset[str]
    stakeholder_types: frozenset[str]
    action_lines: frozenset[str]
    goals: frozenset[int]
    tracks: frozenset[str]
    session_types: Mapping[str, SessionType]
    taken_numbers: frozenset[int] = frozenset()

    @classmethod
    def read(cls, forum_slug: str) -> Self:
        """Read the codes from the tables."""
        taken = SessionSource.objects.filter(session__forum__slug=forum_slug)
        types = SessionType.objects.select_related("track")
        return cls(
            countries=frozenset(Country.objects.values_list("pk", flat=True)),
            stakeholder_types=frozenset(StakeholderType.objects.values_list("code", flat=True)),
            action_lines=frozenset(ActionLine.objects.selectable().values_list("code", flat=True)),
            goals=frozenset(Goal.objects.values_list("number", flat=True)),
            tracks=frozenset(Track.objects.values_list("code", flat=True)),
            session_types={row.code: row for row in types},
            taken_numbers=frozenset(taken.values_list("session__number", flat=True)),
        )


def sessions_of(content: ForumFile) -> Iterator[tuple[Path, SessionPart]]:
    """Yield the sessions of a file, each with its place in it."""
    for position, session in enumerate(content.sessions):
        yield ("sessions", position), session
    for position, session in enumerate(content.sample_sessions):
        yield ("sample_sessions", position), session


def faults(content: ForumFile, known: Known, calendar: Calendar) -> Iterator[Fault]:
    """Find what does not fit together."""
    yield from _faults_of_forum(content, known)
    yield from _twice([phase.order for phase in content.ocp.phases], ("ocp", "phases"), "order")
    for position, phase in enumerate(content.ocp.phases):
        yield from _faults_of_phase(phase, ("ocp", "phases", position), calendar)
    addresses = [call.address for call in content.ocp.calls]
    yield from _twice(addresses, ("ocp", "calls"), "slug")
    for position, call in enumerate(content.ocp.calls):
        yield from _faults_of_call(content, call, ("ocp", "calls", position), calendar)
    yield from _faults_of_sessions(content, known)


def _unknown(value: Any, known: Any, path: Path, table: str) -> Iterator[Fault]:
    if value is not None and value not in known:
        hint = "" if known else " (run load_reference first)"
        yield Fault(path, f"“{value}” is not {table}{hint}")


def _twice(values: Sequence[Any], path: Path, *field: str) -> Iterator[Fault]:
    seen = set()
    for position, value in enumerate(values):
        if value is not None and value in seen:
            yield Fault((*path, position, *field), f"“{value}” stands twice")
        seen.add(value)


def _faults_of_forum(content: ForumFile, known: Known) -> Iterator[Fault]:
    forum = content.forum
    if forum.end < forum.start:
        yield Fault(("forum", "end"), "lies before the start")
    if forum.final_week and forum.final_week.end < forum.final_week.start:
        yield Fault(("forum", "final_week", "end"), "lies before the start")
    country: Path = ("forum", "place", "country")
    yield from _unknown(forum.place.country, known.countries, country, "a country")
    if forum.chair:
        country = ("forum", "chair", "country")
        yield from _unknown(forum.chair.country, known.countries, country, "a country")
    for position, code in enumerate(forum.invitation.addressed_to if forum.invitation else ()):
        here: Path = ("forum", "invitation", "addressed_to", position)
        yield from _unknown(code, known.stakeholder_types, here, "a stakeholder type")
    organizers = {partner.code for partner in forum.organizers}
    yield from _twice([one.code for one in forum.organizers], ("forum", "organizers"), "code")
    yield from _twice([one.code for one in forum.collaborators], ("forum", "collaborators"), "code")
    for position, partner in enumerate(forum.collaborators):
        if partner.code in organizers:
            yield Fault(("forum", "collaborators", position), f"“{partner.code}” is an organizer")
    yield from _twice([room.name for room in forum.rooms], ("forum", "rooms"), "name")
    numbers = {session.number for _path, session in sessions_of(content)}
    for position, phase in enumerate(content.ocp.phases):
        if phase.session_number and numbers and phase.session_number not in numbers:
            here = ("ocp", "phases", position, "session_number")
            yield Fault(here, f"there is no session {phase.session_number} in this file")


def _faults_of_phase(part: PhasePart, path: Path, calendar: Calendar) -> Iterator[Fault]:
    precision = PRECISIONS[part.date_precision]
    wrong = False
    for field, when in (("start", part.start), ("end", part.end)):
        if when is not None and when.precision != precision:
            wrong = True
            yield Fault(
                (*path, field),
                f"is known to the {_known_to(when)}, but date_precision says {part.date_precision}",
            )
    if part.date_precision != "unknown" and part.start is None and part.end is None:
        wrong = True
        yield Fault(
            (*path, "start"), f"is missing although date_precision says {part.date_precision}"
        )
    if wrong:
        return
    try:
        columns = calendar.phase(part)
        calendar.former_phase(part)
    except DateImpossible as error:
        yield Fault((*path, "start" if part.start else "end"), str(error))
        return
    if columns["ends_at"] and datetime.fromisoformat(columns["ends_at"]) <= datetime.fromisoformat(
        columns["starts_at"]
    ):
        yield Fault((*path, "end"), "is not after the start")
    if columns["end_date"] and columns["end_date"] < columns["start_date"]:
        yield Fault((*path, "end"), "lies before the start")
    if (part.original_start or part.original_end) and not part.change_note:
        yield Fault((*path, "change_note"), "is missing although the date was moved")


def _known_to(when: When) -> str:
    return {"moment": "minute", "date": "day", "month-range": "month"}[when.precision]


def _faults_of_call(
    content: ForumFile, part: CallPart, path: Path, calendar: Calendar
) -> Iterator[Fault]:
    orders = {phase.order for phase in content.ocp.phases}
    yield from _unknown(part.phase, orders, (*path, "phase"), "the order of a phase")
    try:
        columns = calendar.call(part, part.timezone or content.forum.timezone)
        calendar.former_call(part, part.timezone or content.forum.timezone)
    except DateImpossible as error:
        yield Fault((*path, "deadline"), str(error))
        return
    opens_at, closes_at = columns["opens_at"], columns["closes_at"]
    if part.takes_drafts:
        for field, value in (("start", opens_at), ("deadline", closes_at)):
            if value is None:
                yield Fault((*path, field), "is missing although the call takes drafts")
    if opens_at and closes_at and closes_at <= opens_at:
        yield Fault((*path, "deadline"), "is not after the start")
    if part.extended and part.original_deadline is None:
        yield Fault((*path, "original_deadline"), "is missing although the call was extended")


# --- Sessions ----------------------------------------------------------------------------


def _faults_of_sessions(content: ForumFile, known: Known) -> Iterator[Fault]:
    seen: set[int] = set()
    busy: list[tuple[str, datetime, datetime, int]] = []
    described: dict[str, tuple[int, Any]] = {}
    for path, session in sessions_of(content):
        if session.number in seen:
            yield Fault((*path, "number"), f"“{session.number}” stands twice")
        seen.add(session.number)
        yield from _faults_of_speakers(session, path, described)
        if session.number in known.taken_numbers:
            yield Fault((*path, "number"), f"“{session.number}” is a session that was made here")
        yield from _faults_of_codes(session, known, path)
        yield from _faults_of_agenda(session, path)
        yield from _faults_of_times(session, path, busy)


def _faults_of_codes(session: SessionPart, known: Known, path: Path) -> Iterator[Fault]:
    for field in ("type", "preparatory_kind"):
        code = getattr(session, field)
        yield from _unknown(code, known.session_types, (*path, field), "a session type")
    yield from _unknown(session.track, known.tracks, (*path, "track"), "a track")
    if not (session.track or session.type or session.preparatory_kind):
        yield Fault((*path, "track"), "is missing, and no type names one")
    if session.title is None and not (session.type or session.preparatory_kind):
        yield Fault((*path, "title"), "is missing, and no type stands in for it")
    for position, code in enumerate(session.action_lines):
        here = (*path, "action_lines", position)
        yield from _unknown(code, known.action_lines, here, "an Action Line that can be chosen")
    for position, number in enumerate(session.sdgs):
        yield from _unknown(number, known.goals, (*path, "sdgs", position), "the number of a Goal")
    yield from _twice(session.action_lines, (*path, "action_lines"))
    yield from _twice(session.sdgs, (*path, "sdgs"))
    yield from _twice([(one.key, one.role) for one in session.speakers], (*path, "speakers"), "key")
    for position, speaker in enumerate(session.speakers):
        here = (*path, "speakers", position, "country")
        yield from _unknown(speaker.country, known.countries, here, "a country")


def _faults_of_speakers(
    session: SessionPart, path: Path, described: dict[str, tuple[int, Any]]
) -> Iterator[Fault]:
    """Check that a key means one person: one row of the Forum for all sessions."""
    for position, speaker in enumerate(session.speakers):
        words = speaker.model_dump(exclude={"role", "is_remote"})
        number, other = described.setdefault(speaker.key, (session.number, words))
        if words != other:
            here = (*path, "speakers", position)
            yield Fault(here, f"“{speaker.key}” is described differently in session {number}")


@dataclass
class _Counter:
    """Counts the numbered lines below one numbered line, or below the session."""

    prefix: str = ""
    last: int = 0

    def next(self) -> str:
        self.last += 1
        return f"{self.prefix}{self.last}"


def _faults_of_agenda(session: SessionPart, path: Path) -> Iterator[Fault]:
    keys = {speaker.key for speaker in session.speakers}
    yield from _faults_of_items(session.draft_agenda, (*path, "draft_agenda"), keys, _Counter())


def _faults_of_items(
    items: Sequence[ItemPart], path: Path, keys: set[str], counter: _Counter
) -> Iterator[Fault]:
    for position, item in enumerate(items):
        here = (*path, position)
        below = counter
        if item.number is not None:
            number = counter.next()
            below = _Counter(f"{number}.")
            if item.number != number:
                yield Fault((*here, "number"), f"“{item.number}”: the next number here is {number}")
        for place, key in enumerate(item.speakers):
            yield from _unknown(key, keys, (*here, "speakers", place), "a speaker of this session")
        yield from _faults_of_items(item.children, (*here, "children"), keys, below)


def _faults_of_times(
    session: SessionPart, path: Path, busy: list[tuple[str, datetime, datetime, int]]
) -> Iterator[Fault]:
    if session.start is None:
        if session.end is not None:
            yield Fault((*path, "start"), "is missing although there is an end")
        return
    if session.end is not None and session.end <= session.start:
        yield Fault((*path, "end"), "is not after the start")
        return
    if session.room is None:
        return
    end = session.end or session.start + ASSUMED_LENGTH
    for room, first, last, number in busy:
        if room == session.room and first < end and session.start < last:
            yield Fault((*path, "room"), f"“{room}” is taken by session {number} at that time")
    busy.append((session.room, session.start, end, session.number))
