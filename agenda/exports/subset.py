"""Part of a programme: a day, a track, some sessions, or one person's."""

from collections.abc import Collection, Iterator
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


def subset(programme: Programme, choice: Choice, before: Programme | None = None) -> Programme:
    """
    Return the chosen part, and of what is gone the same part.

    Of a day's sessions only the times of that day are left; each then stands as a session of its
    own, named in calendars as in the whole. With ``before``, the release that readers had, all that
    the part had there stays: with its new time where it went to another day, and as gone where the
    session has left the track or the speaker the session.
    """
    sessions = tuple(one for one in programme.sessions if _is_chosen(one, choice))
    gone = tuple(one for one in programme.gone if _is_gone_chosen(programme, one, choice))
    if choice.day is not None:
        sessions = tuple(one for session in sessions for one in _on(programme, session, choice.day))
    if before is None:
        return replace(programme, sessions=sessions, gone=gone)
    had = _names(subset(before, choice))
    missing = had - _names(replace(programme, sessions=sessions, gone=gone))
    gone += tuple(one for one in programme.gone if one.uid in missing)
    moved, left = _elsewhere(programme, choice, missing)
    return replace(programme, sessions=(*sessions, *moved), gone=(*gone, *left))


def _names(part: Programme) -> set[str]:
    """Return what the events of a part are called."""
    events = {one.event_uid(place) for one in part.sessions for place in range(len(one.slots))}
    return events | {one.uid for one in part.gone}


def _elsewhere(
    programme: Programme, choice: Choice, names: Collection[str]
) -> tuple[list[ProgrammeSession], list[ProgrammeGone]]:
    """Return the times of these names that are on another day, and those that are not chosen."""
    moved: list[ProgrammeSession] = []
    left: list[ProgrammeSession] = []
    for session in programme.sessions:
        is_chosen = _is_chosen(session, choice)
        for alone in _apart(session):
            if alone.uid in names:
                (moved if is_chosen else left).append(alone)
    return moved, [_as_gone(programme, one) for one in left]


def _as_gone(programme: Programme, alone: ProgrammeSession) -> ProgrammeGone:
    return ProgrammeGone(
        number=alone.number,
        uid=alone.uid,
        track=alone.track,
        original_language=alone.original_language,
        title=alone.title,
        slot=alone.slots[0],
        sequence=alone.sequence,
        changed_at=alone.changed_at or programme.released_at,
    )


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
    for one in _apart(session):
        if _day(programme, one.slots[0].starts_at) == day:
            yield one


def _apart(session: ProgrammeSession) -> Iterator[ProgrammeSession]:
    """Give each time of a session as a session of its own, under the name of its event."""
    for position, slot in enumerate(session.slots):
        alone = replace(slot, ordinal=1)
        yield replace(session, uid=session.event_uid(position), slots=(alone,))


def _day(programme: Programme, moment: datetime) -> date:
    return moment.astimezone(programme.zone).date()
