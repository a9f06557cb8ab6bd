"""Every reminder that is due reaches its person once, whatever dies, hangs or refuses meanwhile."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from importlib import import_module
from random import Random
from threading import Event, Thread

import pytest
from celery import current_app
from django.apps import apps

from consultation.models import Call
from consultation.reminding import planning
from tests.factories import CallFactory, DraftFactory
from tests.lengths import length
from tests.letters.servers import Mail, free_port, mail_server
from tests.letters.test_worker_killed import CONCURRENCY, kill, worker
from wsis_forum import clock
from wsis_forum.letters.models import Letter, LetterState

PEOPLE = length(60, soak=2_000)
ROUNDS = length(3, soak=12)
# Ten times what a quiet machine needs.
PATIENCE_SECONDS = length(300, soak=900)
DAY = timedelta(days=1)


@contextmanager
def two_beats() -> Iterator[None]:
    """Ask for both sweeps twice a second, from two places at once."""
    done = Event()

    def beat() -> None:
        while not done.wait(0.5):
            for task in (
                "consultation.tasks.sweep_reminders",
                "wsis_forum.letters.tasks.sweep_outbox",
            ):
                current_app.send_task(task, expires=5, ignore_result=True)

    beats = [Thread(target=beat, daemon=True) for _beat in range(2)]
    for one in beats:
        one.start()
    try:
        yield
    finally:
        done.set()
        for one in beats:
            one.join(10)


def due_keys() -> set[str]:
    """Return the letters that have to be sent, by what computes them."""
    return {one.key for one in planning.due(clock.now())}


def wait_until(is_done, what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_done():
        states = Counter(Letter.objects.values_list("state", flat=True))
        assert time.monotonic() < deadline, f"{what}: {states}"
        time.sleep(0.3)


def sent_keys() -> set[str]:
    return set(Letter.objects.filter(state=LetterState.SENT).values_list("key", flat=True))


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_workers_die_the_server_refuses_and_hangs_and_everybody_is_reminded_once():
    import_module("consultation.migrations.0041_usual_reminders").add(apps, None)
    random, mail = Random(11), Mail()  # noqa: S311 no secret
    now = clock.now()
    calls = [CallFactory.create(closes_at=now + 2 * DAY + timedelta(hours=n)) for n in range(2)]
    for n in range(PEOPLE):
        DraftFactory(
            call=calls[n % 2], author__email=f"person{n}@example.org", begun_at=now - 30 * DAY
        )
    died = 0
    with ExitStack() as stack:
        port = free_port()
        server = stack.enter_context(ExitStack())
        server.enter_context(mail_server(mail, port))
        stack.enter_context(two_beats())

        def slow_and_cut(message) -> str:
            time.sleep(random.choice((0, 0, 0.02)))
            # One in twenty is taken, and the line breaks before anybody hears of it.
            if random.random() < 0.05:
                mail.messages.append(message)
                return "hang up"
            return "250 OK"

        mail.answer_data = slow_and_cut
        for turn in range(ROUNDS):
            least = turn * PEOPLE // (2 * ROUNDS)
            with worker(port) as running:
                wait_until(lambda least=least: len(mail.messages) > least, "begin")
                if turn == 0:
                    # The server goes away in the middle, and comes back.
                    server.close()
                    time.sleep(2)
                    server.enter_context(mail_server(mail, port))
                if turn == 1:
                    move_a_deadline_and_back(calls[0])
                kill(running)
                died += 1
        mail.answer_data = lambda message: "250 OK"
        Letter.objects.filter(state=LetterState.DEFERRED).update(due_at=clock.now())
        with worker(port):
            wait_until(lambda: due_keys() <= sent_keys(), "end")
    check(mail, died)


def move_a_deadline_and_back(call: Call) -> None:
    """Move a deadline by a day and back, as the secretariat does: each is another revision."""
    first = call.closes_at
    assert first
    for closes_at in (first + DAY, first):
        Call.objects.filter(pk=call.pk).update(
            closes_at=closes_at, closes_revision=call.closes_revision + 1
        )
        call.refresh_from_db()
        time.sleep(1)


def check(mail: Mail, died: int) -> None:
    """Nothing lost; twice only what was in hand, under the same Message-ID."""
    sent = Counter(mail.ids)
    names = dict(Letter.objects.values_list("key", "message_id"))
    assert {names[key] for key in due_keys()} <= set(sent), "somebody was not reminded"
    # Cut lines: taken, not heard of, and tried again as the same letter.
    twice = {key: count for key, count in sent.items() if count > 1}
    in_hand = died * CONCURRENCY + sum(
        Letter.objects.filter(message_id__in=twice).values_list("attempts", flat=True)
    )
    assert sum(count - 1 for count in twice.values()) <= in_hand
