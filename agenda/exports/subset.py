"""Part of a programme: a day, a track, some sessions, or one person's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from agenda.programme import Programme, ProgrammeGone, ProgrammeItem, ProgrammeSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """
    What is chosen of a programme; what is ``None`` or empty chooses nothing.

    ``day`` is in the Forum's zone; ``sessions`` are numbers, and no number at all chooses none.
    """

    day: date | None = None
    track: str = ""
    sessions: tuple[int, ...] | None = None
    speaker: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether everything is chosen."""
        return self == Choice()


def subset(programme: Programme, choice: Choice) -> Programme:
    """
    Return the chosen part, and of what is gone the same part.

    Of a day's sessions only the times of that day are left; each then stands as a session of its
    own, named in calendars as in the whole.
    """
    sessions = tuple(one for one in programme.sessions if _is_chosen(one, choice))
    gone = tuple(one for one in programme.gone if _is_gone_chosen(programme, one, choice))
    if choice.day is not None:
        sessions = tuple(one for session in sessions for one in _on(programme, session, choice.day))
    return replace(programme, sessions=sessions, gone=gone)


def _is_chosen(session: ProgrammeSession, choice: Choice) -> bool:
    if choice.track and session.track != choice.track:
        return False
    if choice.sessions is not None and session.number not in choice.sessions:
        return False
    return not choice.speaker or choice.speaker in set(speakers_of(session))


def _is_gone_chosen(programme: Programme, one: ProgrammeGone, choice: Choice) -> bool:
    if choice.track and one.track != choice.track:
        return False
    if choice.sessions is not None and one.number not in choice.sessions:
        return False
    if choice.speaker and choice.speaker not in one.speakers:
        return False
    return choice.day is None or _day(programme, one.slot.starts_at) == choice.day


def speakers_of(session: ProgrammeSession) -> Iterator[str]:
    """Give the people of a session by slug: those in a role, and those on a line of its agenda."""
    yield from (one.speaker for one in session.appearances)
    yield from _named_in(session.items)


def _named_in(items: tuple[ProgrammeItem, ...]) -> Iterator[str]:
    for item in items:
        yield from item.speakers
        yield from _named_in(item.items)


def _on(programme: Programme, session: ProgrammeSession, day: date) -> Iterator[ProgrammeSession]:
    for position, slot in enumerate(session.slots):
        if _day(programme, slot.starts_at) == day:
            alone = replace(slot, ordinal=1)
            yield replace(session, uid=session.event_uid(position), slots=(alone,))


def _day(programme: Programme, moment: datetime) -> date:
    return moment.astimezone(programme.zone).date()
