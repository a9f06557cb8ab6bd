"""What changed between two programmes, session by session; nothing of Django."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from agenda.programme import Programme, ProgrammeItem, ProgrammeSession, ProgrammeSlot, Text


class Kind(StrEnum):
    """What happened to a session; the weightiest first."""

    ADDED = "added"
    CANCELLED = "cancelled"
    REMOVED = "removed"
    REINSTATED = "reinstated"
    MOVED = "moved"
    RETITLED = "retitled"
    SPEAKERS = "speakers"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Part:
    """A speaker, by slug, in one role; without a role she speaks on a point of the agenda."""

    speaker: str
    role: str


@dataclass(frozen=True, slots=True)
class TitleChange:
    """A title in one language before and after; one of both may be empty."""

    language: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    All that happened to one session; ``kinds`` are in the order of ``Kind``, never empty.

    ``before`` is ``None`` for an added session, ``after`` for a removed one.
    """

    number: int
    kinds: tuple[Kind, ...]
    before: ProgrammeSession | None
    after: ProgrammeSession | None
    titles: tuple[TitleChange, ...] = ()
    joined: tuple[Part, ...] = ()
    left: tuple[Part, ...] = ()

    @property
    def session(self) -> ProgrammeSession:
        """The session as it stands last."""
        session = self.after or self.before
        if session is None:
            raise AssertionError(self.number)
        return session


def differences(before: Programme | None, after: Programme) -> tuple[Change, ...]:
    """Return what happened to each session that is not the same, by number."""
    former = before.index.sessions if before else {}
    numbers = sorted({*former, *after.index.sessions})
    found = (_change(number, before, after) for number in numbers)
    return tuple(change for change in found if change is not None)


def people_of(session: ProgrammeSession) -> frozenset[str]:
    """Return the slugs of all who speak in a session, on its points too."""
    return frozenset(part.speaker for part in _parts(session))


def _change(number: int, before: Programme | None, after: Programme) -> Change | None:
    old = before.index.sessions.get(number) if before else None
    new = after.index.sessions.get(number)
    if before is None or old is None:
        return Change(number=number, kinds=(Kind.ADDED,), before=None, after=new)
    if new is None:
        return Change(number=number, kinds=(Kind.REMOVED,), before=old, after=None)
    old_parts, new_parts = _parts(old), _parts(new)
    joined = tuple(part for part in new_parts if part not in old_parts)
    left = tuple(part for part in old_parts if part not in new_parts)
    titles = tuple(_titles(old.title, new.title))
    happened = {
        Kind.CANCELLED: new.status == "cancelled" != old.status,
        Kind.REINSTATED: old.status == "cancelled" != new.status,
        Kind.MOVED: _places(old) != _places(new),
        Kind.RETITLED: bool(titles) or old.title_is_cut != new.title_is_cut,
        Kind.SPEAKERS: bool(joined or left),
        Kind.TEXT: _is_surer(old, new)
        or _rest(old) != _rest(new)
        or _is_told_otherwise(old, new, before, after),
    }
    kinds = tuple(kind for kind in Kind if happened.get(kind))
    if not kinds:
        return None
    return Change(
        number=number,
        kinds=kinds,
        before=old,
        after=new,
        titles=titles,
        joined=joined,
        left=left,
    )


def _titles(old: Text, new: Text) -> Iterator[TitleChange]:
    for code in sorted({*old, *new}):
        was, is_now = old.get(code, ""), new.get(code, "")
        if was != is_now:
            yield TitleChange(code, was, is_now)


def _parts(session: ProgrammeSession) -> tuple[Part, ...]:
    named = tuple(Part(one.speaker, one.role) for one in session.appearances)
    known = {part.speaker for part in named}
    on_points = dict.fromkeys(slug for slug in _on_points(session.items) if slug not in known)
    return (*named, *(Part(slug, "") for slug in on_points))


def _on_points(items: tuple[ProgrammeItem, ...]) -> Iterator[str]:
    for item in items:
        yield from item.speakers
        yield from _on_points(item.items)


def _places(session: ProgrammeSession) -> list[ProgrammeSlot]:
    """Return where and when a session is; which of its times came first is nothing to tell of."""
    return [replace(slot, ordinal=0) for slot in session.slots]


def _is_surer(old: ProgrammeSession, new: ProgrammeSession) -> bool:
    """Whether a tentative session was confirmed, or the other way round."""
    return old.status != new.status and "cancelled" not in {old.status, new.status}


def _rest(session: ProgrammeSession) -> ProgrammeSession:
    """Return a session without what has a kind of its own, and without notes on its sources."""
    return replace(
        session,
        status="",
        title={},
        title_is_cut=False,
        slots=(),
        appearances=(),
        items=tuple(_without_speakers(item) for item in session.items),
        submissions=(),
        unverified=(),
        read_at={},
        data_quality=(),
        sequence=0,
        changed_at=None,
    )


def _without_speakers(item: ProgrammeItem) -> ProgrammeItem:
    below = tuple(_without_speakers(one) for one in item.items)
    return replace(item, speakers=(), unverified=(), items=below)


def _is_told_otherwise(
    old: ProgrammeSession, new: ProgrammeSession, before: Programme, after: Programme
) -> bool:
    """Whether something else is said of somebody who speaks here before and after."""
    were = {(one.speaker, one.role): one.is_remote for one in old.appearances}
    if any(
        were.get((one.speaker, one.role), one.is_remote) != one.is_remote for one in new.appearances
    ):
        return True
    stay = people_of(old) & people_of(new)
    return any(
        replace(before.index.speakers[slug], unverified=())
        != replace(after.index.speakers[slug], unverified=())
        for slug in stay
    )
