"""The promise of the outbox: a worker dies in the middle of 200 letters, and everybody gets one."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection

from tests.letters.conftest import code_request
from tests.letters.servers import Mail, mail_server
from wsis_forum import clock
from wsis_forum.letters import nudge, outbox
from wsis_forum.letters.models import Letter, LetterState

ROOT = Path(__file__).resolve().parents[2]
LETTERS = 200
CONCURRENCY = 2
KILLED_AT = 80
LEASE_SECONDS = 3
# Ten times what a quiet machine needs.
PATIENCE_SECONDS = 120


@contextmanager
def worker(port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a real worker on the tests' database and broker, in a session of its own."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "LETTER_LEASE_SECONDS": str(LEASE_SECONDS),
        "PORTAL_URL": settings.PORTAL_URL,
    }
    command = [sys.executable, "-m", "celery", "--app", "wsis_forum", "worker"]
    command += ["--concurrency", str(CONCURRENCY), "--loglevel", "WARNING", "--without-gossip"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        kill(process)


def database_url() -> str:
    """Return the address of the tests' database; a socket's folder can only stand in the query."""
    known = connection.settings_dict
    query = {name.lower(): known[name] for name in ("HOST", "PORT") if known[name]}
    login = ":".join(quote(known[name], safe="") for name in ("USER", "PASSWORD") if known[name])
    return f"postgres://{login}@/{known['NAME']}?{urlencode(query)}"


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a worker with its pool, as a power cut does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def sweep_until(done, seconds: float) -> None:
    """Ask for a sweep every second, as beat does every thirty."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, Counter(Letter.objects.values_list("state", flat=True))
        nudge.deliver()
        time.sleep(0.5)


def all_sent() -> bool:
    return Letter.objects.filter(state=LetterState.SENT).count() == LETTERS


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_200_letters_costs_nobody_a_letter():
    mail = Mail()
    with mail_server(mail) as port:
        requests = (
            code_request(f"sign-in:{n}", address=f"person{n}@example.org") for n in range(LETTERS)
        )
        outbox.queue_many(requests, at=clock.now())
        with worker(port) as first:

            def kill_in_the_middle(message) -> str:
                if len(mail.messages) >= KILLED_AT:
                    # The letter is in hand: taken here, not recorded there.
                    kill(first)
                time.sleep(0.005)
                return "250 OK"

            mail.answer_data = kill_in_the_middle
            # The letter in hand counts once the server has put it away.
            sweep_until(
                lambda: first.poll() is not None and len(mail.messages) > KILLED_AT,
                PATIENCE_SECONDS,
            )
        assert KILLED_AT < len(mail.messages) < LETTERS
        assert not all_sent()
        mail.answer_data = lambda message: "250 OK"
        with worker(port):
            sweep_until(all_sent, PATIENCE_SECONDS)
    sent = Counter(mail.ids)
    assert set(sent) == set(Letter.objects.values_list("message_id", flat=True))
    assert len(sent) == LETTERS
    # Only what the dying worker's processes had in hand came twice, with the same Message-ID.
    twice = {key: count for key, count in sent.items() if count > 1}
    assert 1 <= len(twice) <= CONCURRENCY
    assert set(twice.values()) == {2}
