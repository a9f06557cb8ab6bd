"""Delivery: claim what is due, send it over one line, record each letter's result by itself."""

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, IntegerField, Value, When

from wsis_forum.letters import desk, kinds, pace
from wsis_forum.letters.line import Line, LineLost, NotTaken, ServerDown
from wsis_forum.letters.models import Letter, LetterState
from wsis_forum.letters.pace import Door

logger = logging.getLogger(__name__)

# Letters that one worker holds at a time: what a dead worker delays until its lease ends.
BATCH = 50
# A letter that so many workers have died with waits for somebody to look at it.
MOST_LOST = 3
# Growing pauses between the tries for one address; together they are 48 hours.
PAUSES = tuple(timedelta(minutes=n) for n in (5, 15, 45, 120, 300, 600, 720, 1075))
TRIED_FOR = timedelta(hours=48)


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
    sleep: Callable[[float], None] = time.sleep
    tally: Tally = field(default_factory=Tally)
    is_knock: bool = False
    is_outpaced: bool = False
    # Domains that are left alone, and until when; those whose rest is over stay until they answer.
    resting: dict[str, datetime] = field(default_factory=dict)


def deliver(
    *,
    now: Callable[[], datetime],
    budget: timedelta,
    sleep: Callable[[float], None] = time.sleep,
) -> Tally:
    """Send what is due until nothing is, the server is down, or the budget of time is spent."""
    started = now()
    with Line() as line:
        run = _Run(line, now, sleep)
        while letters := _next(run):
            _send_batch(run, letters)
            if run.tally.server_down or run.is_outpaced:
                break
            if now() - started >= budget:
                run.tally.more = Letter.objects.due(now()).exists()
                break
    return run.tally


def _next(run: _Run) -> list[Letter]:
    """Take hold of what is due, unless the server is left alone for now."""
    at = run.now()
    state = Door.KNOCK if run.is_knock else pace.door(at)
    if state is Door.SHUT:
        run.tally.server_down = Letter.objects.due(at).exists()
        return []
    run.is_knock = state is Door.KNOCK
    run.resting |= pace.resting()
    now_resting = [domain for domain, until in run.resting.items() if until > at]
    # One that may be down is asked with one letter.
    limit = 1 if run.is_knock else BATCH
    letters = claim(at=at, limit=limit, leave=now_resting)
    if run.is_knock and not letters:
        pace.opened()
    return letters


@transaction.atomic
def claim(*, at: datetime, limit: int = BATCH, leave: Collection[str] = ()) -> list[Letter]:
    """
    Take hold of the letters due at ``at`` that nobody else holds; urgent kinds come first.

    ``leave`` are domains whose letters wait. What a worker has died with comes last, and waits for
    a look when it was too often.
    """
    desk.hold_for_a_look()
    rank = Case(
        When(kind__in=kinds.urgent(), then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    free = Letter.objects.due(at).order_by(rank, "lost", "due_at", "pk")
    for domain in leave:
        free = free.exclude(address__iendswith=f"@{domain}")
    letters = list(free.select_for_update(skip_locked=True)[:limit])
    if lapsed := [letter for letter in letters if letter.state == LetterState.SENDING]:
        letters = _without_poison(letters, lapsed)
    until = at + timedelta(seconds=settings.LETTER_LEASE_SECONDS)
    Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(
        state=LetterState.SENDING, leased_until=until
    )
    for letter in letters:
        letter.leased_until = until
    return letters


def _without_poison(letters: list[Letter], lapsed: list[Letter]) -> list[Letter]:
    """Count whose lease has ended without a result; what has cost several workers is held back."""
    Letter.objects.filter(pk__in=[one.pk for one in lapsed]).update(lost=F("lost") + 1)
    poison = [one.pk for one in lapsed if one.lost + 1 >= MOST_LOST]
    for pk in poison:
        logger.warning("Letter %d is held back: %d workers ended with it in hand", pk, MOST_LOST)
    Letter.objects.filter(pk__in=poison).update(
        state=LetterState.HELD,
        leased_until=None,
        server_said=f"{MOST_LOST} workers ended with this letter in hand",
    )
    return [one for one in letters if one.pk not in poison]


def _send_batch(run: _Run, letters: list[Letter]) -> None:
    """Send claimed letters; whatever ends this early, what was not begun is given back."""
    lost = kinds.unwanted(letters, run.now())
    waiting = [letter for letter in letters if letter.key not in lost]
    count = len(waiting)
    for letter in letters:
        if letter.key in lost:
            run.tally.cancelled += _record(
                letter, state=LetterState.CANCELLED, cancel_reason=lost[letter.key]
            )
    give_back_at = run.now()
    # A third of the lease is kept in reserve, so that it cannot end with a letter in hand.
    stop = give_back_at + timedelta(seconds=settings.LETTER_LEASE_SECONDS) * 2 / 3
    try:
        while waiting and _wait(run, stop):
            _send_one(run, waiting)
    except ServerDown as error:
        logger.warning("The mail server takes no letters now: %s", error)
        run.tally.server_down = True
        pace.shut(run.now())
        give_back_at = run.now() + pace.PROBE
        _postpone(at=run.now(), until=give_back_at)
    finally:
        # Nothing of it left: others have so much in hand that this run would only wait.
        run.is_outpaced = 0 < count == len(waiting)
        for letter in waiting:
            _give_back(letter, due_at=give_back_at)


def _wait(run: _Run, stop: datetime) -> bool:
    """Wait for the moment at which the next letter may leave; tell whether the lease lasts."""
    at = run.now()
    if at >= stop:
        return False
    moment = pace.slot(at)
    if moment >= stop:
        return False
    if moment > at:
        run.sleep((moment - at).total_seconds())
    return True


def _send_one(run: _Run, waiting: list[Letter]) -> None:
    """
    Send the first letter; it leaves the list when its result is recorded or not known.

    :raises ServerDown: nothing can be sent; the letter is still in the list
    """
    run.line.open()
    letter = waiting.pop(0)
    domain = pace.domain_of(letter.address)
    until = run.resting.get(domain)
    if until is not None and until > run.now():
        # Its server has just asked for a slower pace, with another letter of this batch.
        _give_back(letter, due_at=until)
        return
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
        _note_an_answer(run)
        waiting.pop(0)
        _try_later(run, letter, f"the line broke: {error}")
    except NotTaken as error:
        _note_an_answer(run)
        if error.permanent:
            run.tally.bounced += _record(
                letter, state=LetterState.BOUNCED, server_said=error.said, tried=True
            )
        elif pace.is_too_fast(error.said) and run.now() - letter.queued_at < TRIED_FOR:
            _let_rest(run, letter, error.said)
        else:
            _try_later(run, letter, error.said)
    else:
        _note_an_answer(run)
        if run.resting.pop(domain, None) is not None:
            pace.takes_again(domain)
        run.tally.sent += _record(
            letter, state=LetterState.SENT, sent_at=run.now(), server_said=said, tried=True
        )


def _let_rest(run: _Run, letter: Letter, said: str) -> None:
    """Leave a letter's domain alone for some minutes; that is no try of its address."""
    domain, at = pace.domain_of(letter.address), run.now()
    logger.warning("A domain asks for a slower pace: letter %d and others wait", letter.pk)
    run.resting[domain] = pace.let_rest(domain=domain, said=said, at=at)
    state = LetterState.DEFERRED if letter.attempts else LetterState.PLANNED
    run.tally.deferred += _record(letter, state=state, due_at=run.resting[domain], server_said=said)


def _note_an_answer(run: _Run) -> None:
    """Let all workers know that the server, which was down, answers again."""
    if run.is_knock:
        pace.opened()
        run.is_knock = False


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
    """
    Record a letter's result, if it is still ours, in a transaction of its own.

    Written by hand: four hundred times a second, what Django takes to put a statement together
    counts as much as what PostgreSQL takes to run it. The names are those of our own columns.
    """
    said = {"state": state.value, "leased_until": None, **values}
    columns = ", ".join(f"{name} = %s" for name in said)
    counted = ", attempts = attempts + 1" if tried else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Letter._meta.db_table} SET {columns}{counted}"  # noqa: S608 see above
            " WHERE id = %s AND state = %s AND leased_until = %s",
            [*said.values(), letter.pk, LetterState.SENDING.value, letter.leased_until],
        )
        changed: int = cursor.rowcount
    if not changed:
        logger.warning("Letter %d went to another worker before its result was known", letter.pk)
    return changed


def _give_back(letter: Letter, *, due_at: datetime) -> None:
    state = LetterState.DEFERRED if letter.attempts else LetterState.PLANNED
    _record(letter, state=state, due_at=due_at)


def _postpone(*, at: datetime, until: datetime) -> None:
    """Let everything that is due wait for the next knock."""
    Letter.objects.due(at).filter(leased_until__isnull=True).update(due_at=until)
