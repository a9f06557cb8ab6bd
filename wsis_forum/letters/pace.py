"""
How fast letters leave: what the server takes in a second, and who has to be left alone for now.

The rows are shared by all workers: N a second are N of all of them together, and of several only
one knocks at a server that was down.
"""

import re
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from wsis_forum.letters.models import DomainRest, ServerState

# Between two knocks at the door of a server that is down; nothing ages meanwhile.
PROBE = timedelta(seconds=60)
# How long a domain that asks for a slower pace is left alone; the last one again and again. Well
# below five minutes: so long may letters take to leave once a fault has ended.
RESTS = tuple(timedelta(minutes=n) for n in (1, 2, 4))
# RFC 5321 has no code of its own for it; these are the words of the large providers.
_TOO_FAST = re.compile(r"\brate\b|too many|throttl|too fast|slow down", re.IGNORECASE)
_NAME = "smtp"


class Door(Enum):
    """How the mail server was when it was tried last."""

    OPEN = "open"
    SHUT = "shut"
    # It was down, and this worker is the one that knocks.
    KNOCK = "knock"


def door(at: datetime) -> Door:
    """Tell whether letters can leave; who is told to knock is the only one for a minute."""
    until = ServerState.objects.filter(name=_NAME).values_list("down_until", flat=True).first()
    if until is None:
        return Door.OPEN
    mine = ServerState.objects.filter(name=_NAME, down_until__lte=at)
    return Door.KNOCK if mine.update(down_until=at + PROBE) else Door.SHUT


def shut(at: datetime) -> None:
    """Note that the server takes nothing: the next knock is in a minute."""
    ServerState.objects.update_or_create(name=_NAME, defaults={"down_until": at + PROBE})


def opened() -> None:
    """Note that the server takes letters again."""
    ServerState.objects.filter(name=_NAME, down_until__isnull=False).update(down_until=None)


def slot(at: datetime) -> datetime:
    """
    Reserve the moment at which the next letter may leave, of all workers' together (1 query).

    Without a limit it may leave at ``at``. One at a time: what is reserved and not used is lost.
    """
    rate = settings.LETTERS_PER_SECOND
    if not rate:
        return at
    step = timedelta(seconds=1 / rate)
    row: dict[str, Any] = {"name": _NAME, "at": at, "after": at + step, "step": step}
    table = connection.ops.quote_name(ServerState._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS state (name, next_at) VALUES (%(name)s, %(after)s)"  # noqa: S608 our own name
            " ON CONFLICT (name) DO UPDATE"
            " SET next_at = GREATEST(state.next_at, %(at)s) + %(step)s RETURNING next_at",
            row,
        )
        (end,) = cursor.fetchone()
    return end - step  # type: ignore[no-any-return]


def domain_of(address: str) -> str:
    """Return what stands behind the last @, in small letters."""
    return address.rpartition("@")[2].lower()


def is_too_fast(said: str) -> bool:
    """Tell whether a server that takes a letter later complains of our pace, not of the address."""
    return said[:1] == "4" and bool(_TOO_FAST.search(said))


def resting() -> dict[str, datetime]:
    """Return until when domains are, or were, left alone that have taken no letter since."""
    return dict(DomainRest.objects.values_list("domain", "until"))


@transaction.atomic
def let_rest(*, domain: str, said: str, at: datetime) -> datetime:
    """Leave a domain alone, longer each time until it takes a letter; return until when."""
    row, made = DomainRest.objects.select_for_update().get_or_create(
        domain=domain, defaults={"until": at + RESTS[0], "said": said}
    )
    if not made:
        until = at + RESTS[min(row.times, len(RESTS) - 1)]
        DomainRest.objects.filter(pk=domain).update(until=until, said=said, times=F("times") + 1)
        return until
    return row.until


def takes_again(domain: str) -> None:
    """Forget that a domain had to be left alone."""
    DomainRest.objects.filter(pk=domain).delete()
