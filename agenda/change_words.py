"""Changes between two releases in words, for pages, feed and letters in the active language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from agenda.choices import SpeakerRole
from agenda.differences import Change, Kind, Part
from agenda.programme import Programme, ProgrammeSession, ProgrammeSlot, pick
from wsis_forum import dates
from wsis_forum.languages import language

KINDS = {
    Kind.ADDED: pgettext_lazy("what happened to a session", "New"),
    Kind.CANCELLED: pgettext_lazy("what happened to a session", "Cancelled"),
    Kind.REMOVED: pgettext_lazy("what happened to a session", "Taken out"),
    Kind.REINSTATED: pgettext_lazy("what happened to a session", "Takes place after all"),
    Kind.MOVED: pgettext_lazy("what happened to a session", "Moved"),
    Kind.RETITLED: pgettext_lazy("what happened to a session", "Renamed"),
    Kind.SPEAKERS: pgettext_lazy("what happened to a session", "Other speakers"),
    Kind.TEXT: pgettext_lazy("what happened to a session", "Text or details changed"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact about a change; ``language`` is the text's, where it is somebody's words."""

    label: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """A change as people read it; ``is_there``: the later release still has the session."""

    number: int
    title: str
    language: str
    kind: Kind
    kinds: Sequence[str]
    lines: Sequence[Line]
    is_there: bool


def shown_changes(
    changes: Iterable[Change], before: Programme | None, after: Programme
) -> list[ShownChange]:
    """Write changes in words."""
    return [_shown(change, before, after) for change in changes]


def by_kind(changes: Iterable[ShownChange]) -> list[tuple[Kind, str, list[ShownChange]]]:
    """Group changes by the weightiest thing that happened, with its words."""
    groups: dict[Kind, list[ShownChange]] = {}
    for change in changes:
        groups.setdefault(change.kind, []).append(change)
    return [(kind, str(KINDS[kind]), groups[kind]) for kind in Kind if kind in groups]


def when_and_where(session: ProgrammeSession) -> str:
    """Write times and rooms of a session: "8 February 2027, 14:00–15:00 (…), Room A"."""
    return "; ".join(map(_slot_words, session.slots)) or _("Time not yet fixed")


def _slot_words(slot: ProgrammeSlot) -> str:
    span = dates.span_words(slot.starts_at, slot.ends_at, slot.timezone)
    return f"{span}, {slot.room or _('Online')}"


def _shown(change: Change, before: Programme | None, after: Programme) -> ShownChange:
    session = change.session
    title, spoken = pick(session.title, language().code, original=session.original_language)
    return ShownChange(
        number=change.number,
        title=f"{title} …" if session.title_is_cut else title,
        language=spoken,
        kind=change.kinds[0],
        kinds=[str(KINDS[kind]) for kind in change.kinds],
        lines=list(_lines(change, spoken, before, after)),
        is_there=change.after is not None,
    )


def _lines(
    change: Change, spoken: str, before: Programme | None, after: Programme
) -> Iterator[Line]:
    if Kind.ADDED in change.kinds:
        yield Line(_("Time and place"), when_and_where(change.session))
    if Kind.MOVED in change.kinds and change.before and change.after:
        yield Line(pgettext("time and place of a session", "Before"), when_and_where(change.before))
        yield Line(pgettext("time and place of a session", "Now"), when_and_where(change.after))
    for title in change.titles:
        if title.before:
            yield Line(_("Title before"), title.before, title.language)
        # The new title in the reader's language stands above.
        if title.after and title.language != spoken:
            yield Line(_("Title now"), title.after, title.language)
    if change.joined:
        yield Line(_("Joined"), _names(change.joined, after))
    if change.left and before:
        yield Line(_("Left"), _names(change.left, before))


def _names(parts: Iterable[Part], programme: Programme) -> str:
    return ", ".join(_name(part, programme) for part in parts)


def _name(part: Part, programme: Programme) -> str:
    name, _spoken = pick(programme.index.speakers[part.speaker].name, language().code)
    return f"{name} ({SpeakerRole(part.role).label})" if part.role else name
