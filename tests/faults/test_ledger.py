"""What was answered with "received" is in the database, once."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.people import Person
from tests.lengths import length
from tests.platform import instances

PEOPLE = length(160, soak=500)
AT_ONCE = 12
# Of every ten: two click twice, one is cut off, half of these before and half after the last byte.
HABITS = ("double click",) * 4 + ("cut while sending", "cut before the answer") + ("",) * 14
START_SECONDS = 90

WHAT_IS_STORED = """
import json
from consultation.models import Submission, SubmissionVersion
from wsis_forum.letters.models import Letter
print(json.dumps({
    "handed in": sorted(Submission.objects.handed_in().values_list("reference", flat=True)),
    "numbers": sorted(Submission.objects.handed_in().values_list("number", flat=True)),
    "versions": SubmissionVersion.objects.count(),
    "receipts": Letter.objects.filter(kind="receipt").count(),
}))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def python(data_dir: Path, *words: str) -> str:
    done = instances.run(
        data_dir, *words, timeout=240, DJANGO_SETTINGS_MODULE="wsis_forum.settings"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def web_server(data_dir: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run gunicorn as the portal does."""
    code = f"from wsis_forum.serve import web_server; print(*web_server(['127.0.0.1:{port}']))"
    variables = {"PORT": str(port), "DJANGO_SETTINGS_MODULE": "wsis_forum.settings"}
    command = python(data_dir, "-c", code).split(" -m ", 1)[1].split()
    log = (data_dir.parent / "gunicorn.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=instances.PROJECT,
        env=instances.environment(data_dir, **variables),
        stdout=log,
        stderr=log,
    )
    give_up = time.monotonic() + START_SECONDS
    while not answers(port):
        assert server.poll() is None, "gunicorn ended"
        assert time.monotonic() < give_up, "gunicorn did not start"
        time.sleep(0.2)
    try:
        yield server
    finally:
        server.terminate()
        server.wait(timeout=60)
        log.close()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def kill_postgresql(data_dir: Path) -> None:
    """Kill the database without a chance to tidy up; the next connection brings it back."""
    for line in instances.processes_of(data_dir):
        if "bin/postgres" in line.split("keeper.py")[0]:
            os.kill(int(line.split()[0]), signal.SIGKILL)


@pytest.mark.soak
@pytest.mark.xdist_group("ledger")
def test_everything_acknowledged_is_stored_once(tmp_path):
    port = free_port()
    with instances.data_folder(tmp_path) as data_dir:
        python(data_dir, "manage.py", "migrate", "-v0")
        python(data_dir, "manage.py", "createcachetable")
        code = f"from tests.faults.prepare import main; main({PEOPLE})"
        lines = python(data_dir, "manage.py", "shell", "-v0", "-c", code).splitlines()
        people = [
            Person(*json.loads(line), habit=HABITS[place % len(HABITS)], port=port)
            for place, line in enumerate(lines)
        ]
        with web_server(data_dir, port) as server:
            done = threading.Event()
            trouble = threading.Thread(target=make_trouble, args=(people, server, data_dir, done))
            trouble.start()
            try:
                with ThreadPoolExecutor(AT_ONCE) as crowd:
                    list(crowd.map(Person.hand_in, people))
            finally:
                done.set()
                trouble.join()
            stored = json.loads(python(data_dir, "manage.py", "shell", "-v0", "-c", WHAT_IS_STORED))

    assert Counter(person.habit for person in people)["double click"] == PEOPLE // 5
    assert all(person.acknowledged for person in people)
    assert stored == {
        "handed in": sorted(person.reference for person in people),
        # Each once, and no number lost to a request that was cut or a server that died.
        "numbers": [f"WSIS-2027-{number:04d}" for number in range(1, PEOPLE + 1)],
        "versions": PEOPLE,
        "receipts": PEOPLE,
    }


def make_trouble(
    people: list[Person],
    server: "subprocess.Popen[bytes]",
    data_dir: Path,
    done: threading.Event,
) -> None:
    """Kill the database after a third of the hand-ins, replace the web workers after two."""
    acts = [
        (PEOPLE // 3, lambda: kill_postgresql(data_dir)),
        (2 * PEOPLE // 3, lambda: server.send_signal(signal.SIGHUP)),
    ]
    for count, act in acts:
        while sum(bool(person.acknowledged) for person in people) < count:
            if done.wait(0.05):
                return
        act()
