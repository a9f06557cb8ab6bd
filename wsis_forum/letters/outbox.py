"""The outbox: a letter is queued in the transaction of its cause, and leaves after its commit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from wsis_forum.accounts.models import User
from wsis_forum.letters import nudge
from wsis_forum.letters.models import PASSING, Letter, LetterState
from wsis_forum.letters.rendering import Request, render

BATCH = 500
# Keys asked for in one query.
LOOKED_UP = 5000


def queue(
    *,
    kind: str,
    key: str,
    user: User | None = None,
    address: str = "",
    language: str = "",
    context: Mapping[str, Any],
    at: datetime,
    secrets: Sequence[str] = (),
) -> Letter:
    """
    Queue one letter, due at ``at``; the same key twice is the first letter.

    Without ``address`` it goes to the user's, without ``language`` in the user's. ``secrets`` are
    the strings of the text that staff must not read. The worker is told after the commit.

    :raises ValueError: there is neither an address nor a user
    """
    request = Request(kind, key, context, user, address, language, tuple(secrets))
    queue_many([request], at=at)
    return Letter.objects.get(key=key)


def queue_many(requests: Iterable[Request], *, at: datetime, are_new: bool = False) -> int:
    """
    Queue letters, due at ``at``, and return how many keys among them were new.

    ``are_new``: what they tell was made in this transaction, so none can be there yet, and nobody
    looks (one query less).
    """
    added, waiting = 0, iter(requests)
    while batch := [render(request, at=at) for request in islice(waiting, BATCH)]:
        added += _insert(batch, are_new=are_new)
    if added:
        transaction.on_commit(nudge.deliver)
    return added


def there(keys: Iterable[str]) -> set[str]:
    """
    Return which of these letters are in the outbox, sent ones too (a query for each 5,000).

    One that was cancelled for a reason that may pass counts as none: it can be written anew.
    """
    waiting, found = iter(keys), set[str]()
    while some := list(islice(waiting, LOOKED_UP)):
        rows = Letter.objects.filter(key__in=some).values_list("key", "state", "cancel_reason")
        found.update(key for key, state, reason in rows if not _passes(state, reason))
    return found


def _passes(state: str, reason: str) -> bool:
    return state == LetterState.CANCELLED and reason in PASSING


@transaction.atomic
def queue_anew(requests: Iterable[Request], *, keys: Collection[str], at: datetime) -> int:
    """Queue letters whose keys may be those of cancelled ones, and return how many are new."""
    Letter.objects.cancelled_for_now().filter(key__in=keys).delete()
    return queue_many(requests, at=at)


@transaction.atomic
def _insert(letters: list[Letter], *, are_new: bool) -> int:
    """Insert the letters whose keys are new; a rival with the same ones waits, then adds none."""
    keys = [letter.key for letter in letters]
    known = Letter.objects.none() if are_new else Letter.objects.filter(key__in=keys)
    there = set(known.values_list("key", flat=True))
    new = {letter.key: letter for letter in letters if letter.key not in there}
    # The unique key decides, not the look before; that only saves work and counts.
    Letter.objects.bulk_create(new.values(), ignore_conflicts=True)
    return len(new)
