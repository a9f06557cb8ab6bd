"""Which letters a member of the staff does not find in the outbox; each app names its own."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from wsis_forum.accounts.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wsis_forum.letters.models import Letter

    _Letters = QuerySet[Letter]

# Takes out what a person must not read: ``rule(user, letters)``.
Rule = Callable[[User, "_Letters"], "_Letters"]

_RULES: list[Rule] = []


def register(rule: Rule) -> None:
    """Add a rule; each app registers its own when it is ready, a second time without effect."""
    if rule not in _RULES:
        _RULES.append(rule)


def visible(user: User, letters: "_Letters") -> "_Letters":
    """Return the letters that a person may read of these; lists and counts go through here."""
    for rule in _RULES:
        letters = rule(user, letters)
    return letters
