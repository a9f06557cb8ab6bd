"""`make run`: one parent for everything, as a real process on a data folder of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.platform import instances
from wsis_forum.processes import PATIENCE_SECONDS


@pytest.fixture
def data_dir(tmp_path):
    with instances.data_folder(tmp_path) as folder:
        yield folder


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(data_dir, port) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "wsis_forum.serve"],
        cwd=instances.PROJECT,
        env=instances.environment(data_dir, PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    """Return what the process has said, up to a line with the words."""
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)


def assert_ends(process: "subprocess.Popen[str]", data_dir, port) -> None:
    """Expect a good end before anybody had to be forced, and no process left behind."""
    began = time.monotonic()
    rest, _ = process.communicate(timeout=60)
    assert "Traceback" not in rest
    assert (process.returncode, rest.lstrip().split("\n")[0]) == (0, "Stopping …")
    assert time.monotonic() - began < PATIENCE_SECONDS
    assert instances.processes_of(data_dir) == []
    # The children lead sessions of their own, but their worker's name says whose they are.
    listing = subprocess.run(
        ["ps", "-ewwo", "args="], capture_output=True, text=True, check=True
    ).stdout
    assert f"portal-{port}@" not in listing
    assert f"127.0.0.1:{port}" not in listing


def ask(port: int, path: str) -> tuple[int, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", path)
    answer = line.getresponse()
    return answer.status, answer.read()


def test_a_whole_run_twice(data_dir, port):
    first = serve(data_dir, port)
    said = read_until(first, "Ctrl-C stops everything.")
    for step in ("PostgreSQL", "Valkey", "Migrating", "reference tables", "2019", "2022", "2023"):
        assert step in said
    assert f"http://localhost:{port}\n" in said
    assert f"http://localhost:{port}/mailbox/" in said
    assert f"http://localhost:{port}/admin/" in said
    status, body = ask(port, "/readyz")
    assert status == 200
    assert set(json.loads(body)) == {"status", "degraded"}
    assert ask(port, "/healthz") == (200, b"ok")

    other = instances.run(data_dir, "-m", "wsis_forum.serve", PORT=str(port))
    assert (other.returncode, other.stdout) == (1, "")
    assert other.stderr.startswith(f"error: Port {port} cannot be used")
    assert other.stderr.count("\n") == 1

    first.terminate()
    assert_ends(first, data_dir, port)
    second = serve(data_dir, port)
    read_until(second, "Ctrl-C stops everything.")
    # As the terminal does: to the whole group.
    os.killpg(second.pid, signal.SIGINT)
    assert_ends(second, data_dir, port)


def test_asked_to_stop_while_it_prepares(data_dir, port):
    process = serve(data_dir, port)
    read_until(process, "Migrating")
    process.terminate()
    assert_ends(process, data_dir, port)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"PORT": "abc"}, "PORT has a wrong value: 'abc' is not a whole number"),
        ({"DATABASE_URL": "postgres://localhost/x"}, "SECRET_KEY"),
        ({"REDIS_URL": "http://localhost"}, "REDIS_URL must read"),
    ],
)
def test_a_wrong_variable_is_said_in_one_line(data_dir, variables, words):
    for command in (["-m", "wsis_forum.serve"], ["manage.py", "migrate"]):
        done = instances.run(data_dir, *command, **variables)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1
        assert words in done.stderr


def test_a_dead_database_is_said_in_one_line(data_dir, port):
    done = instances.run(
        *(data_dir, "manage.py", "migrate"),
        DATABASE_URL=f"postgres://localhost:{port}/portal",
        SECRET_KEY="s" * 60,
        ALLOWED_HOSTS="localhost",
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: connection to server")
    assert done.stderr.count("\n") == 1
