"""A programme in the shape that its pages show: by day, and one session with what it names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from agenda.programme import (
    Programme,
    ProgrammeActionLine,
    ProgrammeAppearance,
    ProgrammeBreak,
    ProgrammeGoal,
    ProgrammeItem,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeSpeaker,
    ProgrammeTrack,
    ProgrammeType,
    pick,
)

# Han, kana, hangul, Thai, Lao, Khmer, Myanmar: their words follow each other without blanks.
_NO_BLANKS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)


def last_day(starts_at: datetime, ends_at: datetime) -> date | None:
    """
    Return the day on which something ends, where it is another than that on which it begins.

    Both moments in one zone. What ends at midnight ends with its day.
    """
    ends = ends_at.date() if ends_at.time() > time() else ends_at.date() - timedelta(days=1)
    return ends if ends > starts_at.date() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A session at a time; ``slot`` is ``None`` where it has none yet. Times are the Forum's."""

    session: ProgrammeSession
    track: ProgrammeTrack
    type: ProgrammeType | None
    slot: ProgrammeSlot | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def clock(self) -> str:
        """From when to when on the Forum's clocks: "14:00–15:00"."""
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}" if self.slot else ""

    @property
    def last_day(self) -> date | None:
        """The day on which it ends on the Forum's clocks, where that is another one."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return last_day(self.starts_at, self.ends_at)

    @property
    def is_elsewhere(self) -> bool:
        """Whether the clocks where it takes place show another time than the Forum's."""
        if self.slot is None or self.starts_at is None:
            return False
        return self.slot.local_start.utcoffset() != self.starts_at.utcoffset()


@dataclass(frozen=True, slots=True)
class Break:
    """A break; its times are the Forum's."""

    said: ProgrammeBreak
    starts_at: datetime
    ends_at: datetime

    @property
    def clock(self) -> str:
        """From when to when on the Forum's clocks: "12:00–13:00"."""
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"

    @property
    def last_day(self) -> date | None:
        """The day on which it ends on the Forum's clocks, where that is another one."""
        return last_day(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the agenda with its breaks, in the Forum's zone."""

    day: date
    rows: list[Row] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A speaker in a role."""

    appearance: ProgrammeAppearance
    speaker: ProgrammeSpeaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A line of the draft agenda; ``speakers`` are those whom its text does not name."""

    item: ProgrammeItem
    speakers: Sequence[ProgrammeSpeaker]
    points: "Sequence[Point]"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage:
    """Everything that a session's page shows."""

    row: Row
    rows: Sequence[Row]
    points: Sequence[Point]
    people: Sequence[Person]
    action_lines: Sequence[ProgrammeActionLine]
    goals: Sequence[ProgrammeGoal]
    before: ProgrammeSession | None
    after: ProgrammeSession | None
    has_unverified: bool


def days_of(programme: Programme) -> list[Day]:
    """
    Group what is placed by day in the Forum's zone; within a day by time, room and number.

    A day on which nothing takes place is none, whatever breaks it has.
    """
    days: dict[date, Day] = {}
    placed = [row for session in programme.sessions for row in rows_of(programme, session)]
    for row in sorted((row for row in placed if row.slot), key=_by_time):
        if row.starts_at is not None:
            day = row.starts_at.date()
            days.setdefault(day, Day(day)).rows.append(row)
    for one in programme.breaks:
        start, end = (each.astimezone(programme.zone) for each in (one.starts_at, one.ends_at))
        if start.date() in days:
            days[start.date()].breaks.append(Break(one, start, end))
    return list(days.values())


def unplaced_of(programme: Programme) -> list[Row]:
    """Return the sessions that have no time yet, by number."""
    return [_row(programme, session) for session in programme.sessions if not session.slots]


def rows_of(programme: Programme, session: ProgrammeSession) -> Iterator[Row]:
    """Give one row for each slot of a session."""
    return (_row(programme, session, slot) for slot in session.slots)


def without_time(programme: Programme, session: ProgrammeSession) -> Row:
    """Give the row of a session that stands for no time of it."""
    return _row(programme, session)


def page_of(programme: Programme, session: ProgrammeSession, language: str) -> SessionPage:
    """Return what the page of a session shows; ``language`` is the reader's."""
    people = [
        Person(appearance=one, speaker=programme.index.speakers[one.speaker])
        for one in session.appearances
    ]
    lines = [programme.index.action_lines[code] for code in session.action_lines]
    goals = [programme.index.goals[number] for number in session.goals]
    position = programme.sessions.index(session)
    later = programme.sessions[position + 1 :]
    marked = (session, *(one.speaker for one in people), *lines, *goals, *_flat(session.items))
    return SessionPage(
        row=_row(programme, session),
        rows=list(rows_of(programme, session)),
        points=[_point(programme, item, language) for item in session.items],
        people=people,
        action_lines=lines,
        goals=goals,
        before=programme.sessions[position - 1] if position else None,
        after=later[0] if later else None,
        has_unverified=any(row.unverified for row in marked),
    )


def _row(programme: Programme, session: ProgrammeSession, slot: ProgrammeSlot | None = None) -> Row:
    return Row(
        session=session,
        track=programme.index.tracks[session.track],
        type=programme.index.types.get(session.type),
        slot=slot,
        starts_at=slot.starts_at.astimezone(programme.zone) if slot else None,
        ends_at=slot.ends_at.astimezone(programme.zone) if slot else None,
    )


def _by_time(row: Row) -> tuple[datetime, datetime, str, int]:
    if row.slot is None:
        raise AssertionError(row.session.number)
    # By the instant: of two times of one zone, Python compares what its clocks show.
    start, end = (each.astimezone(UTC) for each in (row.slot.starts_at, row.slot.ends_at))
    return start, end, row.slot.room, row.session.number


def _flat(items: Sequence[ProgrammeItem]) -> Iterator[ProgrammeItem]:
    for item in items:
        yield item
        yield from _flat(item.items)


def _point(programme: Programme, item: ProgrammeItem, language: str) -> Point:
    title, _language = pick(item.title, language)
    speakers = (programme.index.speakers[slug] for slug in item.speakers)
    return Point(
        item=item,
        speakers=[one for one in speakers if not names(title, one)],
        points=[_point(programme, child, language) for child in item.items],
    )


def names(text: str, speaker: ProgrammeSpeaker) -> bool:
    """
    Tell whether a text names a speaker in one of her languages, so that nobody needs to say it.

    As words: "Libraries" names no Li. Where a script has no blanks, a name has two characters.
    """
    return any(_stands_in(name, text) for name in speaker.name.values() if name)


def _stands_in(name: str, text: str) -> bool:
    if _NO_BLANKS.search(name):
        return len(name) > 1 and name in text
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
