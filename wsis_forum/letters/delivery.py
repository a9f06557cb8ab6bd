"""Delivery: claim what is due, send it over one line, record each letter's result by itself."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When

from wsis_forum.letters import desk, kinds
from wsis_forum.letters.line import Line, LineLost, NotTaken, ServerDown
from wsis_forum.letters.models import Letter, LetterState

logger = logging.getLogger(__name__)

# Letters that one worker holds at a time: what a dead worker delays until its lease ends.
BATCH = 20
# Between two knocks at the door of a server that is down; nothing ages meanwhile.
PROBE = timedelta(seconds=60)
# Growing pauses between the tries for one address; together they are 48 hours.
PAUSES = tuple(timedelta(minutes=n) for n in (5, 15, 45, 120, 300, 600, 720, 1075))


@dataclass
class Tally:
    """What a run of the delivery did."""

    sent: int = 0
    deferred: int = 0
    bounced: int = 0
    cancelled: int = 0
    server_down: bool = False
    more: bool = False


@dataclass
class _Run:
    """One run: its line, its clock, and what it holds."""

    line: Line
    now: Callable[[], datetime]
    tally: Tally = field(default_factory=Tally)


def deliver(*, now: Callable[[], datetime], budget: timedelta) -> Tally:
    """Send what is due until nothing is, the server is down, or the budget of time is spent."""
    started = now()
    with Line() as line:
        run = _Run(line, now)
        while letters := claim(at=now()):
            _send_batch(run, letters)
            if run.tally.server_down:
                break
            if now() - started >= budget:
                run.tally.more = Letter.objects.due(now()).exists()
                break
    return run.tally


@transaction.atomic
def claim(*, at: datetime, limit: int = BATCH) -> list[Letter]:
    """Take hold of the letters due at ``at`` that nobody else holds; urgent kinds come first."""
    desk.hold_for_a_look()
    rank = Case(
        When(kind__in=kinds.urgent(), then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    free = Letter.objects.due(at).order_by(rank, "due_at", "pk")
    letters = list(free.select_for_update(skip_locked=True)[:limit])
    until = at + timedelta(seconds=settings.LETTER_LEASE_SECONDS)
    Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(
        state=LetterState.SENDING, leased_until=until
    )
    for letter in letters:
        letter.leased_until = until
    return letters


def _send_batch(run: _Run, letters: list[Letter]) -> None:
    """Send claimed letters; whatever ends this early, what was not begun is given back."""
    lost = kinds.unwanted(letters, run.now())
    waiting = [letter for letter in letters if letter.key not in lost]
    for letter in letters:
        if letter.key in lost:
            run.tally.cancelled += _record(
                letter, state=LetterState.CANCELLED, cancel_reason=lost[letter.key]
            )
    give_back_at = run.now()
    # A third of the lease is kept in reserve, so that it cannot end with a letter in hand.
    stop = give_back_at + timedelta(seconds=settings.LETTER_LEASE_SECONDS) * 2 / 3
    try:
        while waiting and run.now() < stop:
            _send_one(run, waiting)
    except ServerDown as error:
        logger.warning("The mail server takes no letters now: %s", error)
        run.tally.server_down = True
        give_back_at = run.now() + PROBE
        _postpone(at=run.now(), until=give_back_at)
    finally:
        for letter in waiting:
            _give_back(letter, due_at=give_back_at)


def _send_one(run: _Run, waiting: list[Letter]) -> None:
    """
    Send the first letter; it leaves the list when its result is recorded or not known.

    :raises ServerDown: nothing can be sent; the letter is still in the list
    """
    run.line.open()
    letter = waiting.pop(0)
    try:
        said = run.line.send(letter)
    except ServerDown:
        waiting.insert(0, letter)
        raise
    except LineLost as error:
        waiting.insert(0, letter)
        run.line.close()
        run.line.open()
        # The server is there: it may be this letter that breaks the line.
        waiting.pop(0)
        _try_later(run, letter, f"the line broke: {error}")
    except NotTaken as error:
        if error.permanent:
            run.tally.bounced += _record(
                letter, state=LetterState.BOUNCED, server_said=error.said, tried=True
            )
        else:
            _try_later(run, letter, error.said)
    else:
        run.tally.sent += _record(
            letter, state=LetterState.SENT, sent_at=run.now(), server_said=said, tried=True
        )


def _try_later(run: _Run, letter: Letter, said: str) -> None:
    """Put a letter off, longer each time; after 48 hours its address counts as refusing."""
    # The words may hold an address; they are for the admin, not for the log.
    logger.warning("Letter %d was not taken at try %d", letter.pk, letter.attempts + 1)
    pause = pause_after(letter.attempts + 1)
    if pause is None:
        run.tally.bounced += _record(
            letter, state=LetterState.BOUNCED, server_said=said, tried=True
        )
        return
    run.tally.deferred += _record(
        letter, state=LetterState.DEFERRED, due_at=run.now() + pause, server_said=said, tried=True
    )


def pause_after(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries, ``None`` when 48 hours are over."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None


def _record(letter: Letter, *, state: LetterState, tried: bool = False, **values: Any) -> int:
    """Record a letter's result, if it is still ours, in a transaction of its own."""
    if tried:
        values["attempts"] = F("attempts") + 1
    ours = Letter.objects.filter(
        pk=letter.pk, state=LetterState.SENDING, leased_until=letter.leased_until
    )
    changed = ours.update(state=state, leased_until=None, **values)
    if not changed:
        logger.warning("Letter %d went to another worker before its result was known", letter.pk)
    return changed


def _give_back(letter: Letter, *, due_at: datetime) -> None:
    state = LetterState.DEFERRED if letter.attempts else LetterState.PLANNED
    _record(letter, state=state, due_at=due_at)


def _postpone(*, at: datetime, until: datetime) -> None:
    """Let everything that is due wait for the next knock."""
    Letter.objects.due(at).filter(leased_until__isnull=True).update(due_at=until)
