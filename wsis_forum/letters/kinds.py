"""The kinds of letters: who may refuse one, which go first, and when one has lost its cause."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from wsis_forum.letters import links
from wsis_forum.letters.models import CancelReason, Letter, Refusal

if TYPE_CHECKING:
    from django.utils.functional import Promise

# Asked before sending: which of these letters of one kind are not wanted any more, by their keys.
Check = Callable[[Sequence[Letter], datetime], Collection[str]]


@dataclass(frozen=True)
class Kind:
    """
    What holds for all letters of one kind.

    ``title`` is what the workbench calls it. ``urgent`` ones leave before the others; ``optional``
    ones can be refused by their reader, who is asked with the ``label``;
    one older than ``lifetime``, or named by ``check``, is cancelled instead of sent.
    """

    name: str
    urgent: bool = False
    optional: bool = False
    label: "str | Promise" = ""
    lifetime: timedelta | None = None
    check: Check | None = None
    title: "str | Promise" = ""


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; each app registers its own when it is ready."""
    _KINDS[kind.name] = kind


def get(name: str) -> Kind:
    """
    Return a kind by its name.

    :raises KeyError: no app has registered it
    """
    return _KINDS[name]


def title_of(name: str) -> str:
    """Name a kind of letters in the active language; one of a former version by its code."""
    kind = _KINDS.get(name)
    return str(kind.title or kind.label or name) if kind else name


def is_optional(name: str) -> bool:
    """Whether there is such a kind and its readers may refuse it."""
    return name in _KINDS and _KINDS[name].optional


def optional() -> list[Kind]:
    """Return the kinds that a reader may refuse."""
    return [kind for kind in _KINDS.values() if kind.optional]


def every() -> list[Kind]:
    """Return all kinds that the apps have registered."""
    return list(_KINDS.values())


def urgent() -> list[str]:
    """Return the names of the kinds that leave first."""
    return [kind.name for kind in _KINDS.values() if kind.urgent]


def unwanted(letters: Iterable[Letter], at: datetime) -> dict[str, CancelReason]:
    """Return which letters must not leave at ``at`` any more, by their keys, and why."""
    by_kind: dict[str, list[Letter]] = {}
    for letter in letters:
        by_kind.setdefault(letter.kind, []).append(letter)
    found: dict[str, CancelReason] = {}
    for name, group in by_kind.items():
        # A kind of a former version has no rules any more; its letters still leave.
        kind = _KINDS.get(name, Kind(name))
        if kind.check is not None:
            found |= dict.fromkeys(kind.check(group, at), CancelReason.CAUSE)
        found |= dict.fromkeys(_too_old(kind, group, at), CancelReason.OLD)
        found |= dict.fromkeys(_refused(kind, group), CancelReason.REFUSED)
    return found


def _too_old(kind: Kind, letters: Sequence[Letter], at: datetime) -> set[str]:
    if kind.lifetime is None:
        return set()
    return {letter.key for letter in letters if letter.queued_at + kind.lifetime <= at}


def refusing(name: str, readers: Iterable[tuple[int | None, str]]) -> set[tuple[int | None, str]]:
    """
    Return who of these readers does not want a kind of letters (1 query).

    A reader is the key of her account, or without one her address.
    """
    asked = list(readers)
    users = {user for user, _address in asked if user is not None}
    digests = {links.digest(address) for user, address in asked if user is None}
    rows = Refusal.objects.filter(
        Q(user__in=users) | Q(digest__in=digests - {""}), kind=name
    ).values_list("user", "digest")
    refused = set(rows)
    return {
        (user, address)
        for user, address in asked
        if ((user, "") if user is not None else (None, links.digest(address))) in refused
    }


def _refused(kind: Kind, letters: Sequence[Letter]) -> set[str]:
    if not kind.optional:
        return set()
    found = refusing(kind.name, {(letter.user_id, letter.address) for letter in letters})
    return {letter.key for letter in letters if (letter.user_id, letter.address) in found}
