"""A gunicorn of two workers on a free port, its memory, and one kept connection to it."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_START_SECONDS = 60
_WARM_UP = 4
_MEGABYTE = 1024


class WrongAnswer(Exception):
    """A page did not answer as it should; its time would mean nothing."""


@dataclass(frozen=True)
class Download:
    """One download: seconds to its first byte and to its last, bytes, and lines in it."""

    first: float
    whole: float
    size: int
    lines: int


class Server:
    """A running gunicorn."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process = process
        self.port = port

    def median(self, path: str, *, cookie: str, rounds: int) -> float:
        """
        Return the median time of a page in milliseconds, over one kept connection.

        :raises WrongAnswer: the page did not come
        """
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        times = []
        for turn in range(_WARM_UP + rounds):
            began = time.perf_counter()
            line.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "en"})
            answer = line.getresponse()
            answer.read()
            if turn >= _WARM_UP:
                times.append(time.perf_counter() - began)
            if answer.status != http.client.OK:
                raise WrongAnswer(f"{path}: {answer.status}")
        line.close()
        return statistics.median(times) * 1000

    def download(self, path: str, *, cookie: str) -> Download:
        """
        Fetch a file, and forget it while it comes.

        :raises WrongAnswer: it did not come
        """
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        began = time.perf_counter()
        line.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "en"})
        answer = line.getresponse()
        if answer.status != http.client.OK:
            raise WrongAnswer(f"{path}: {answer.status}")
        part = answer.read(1)
        first = time.perf_counter() - began
        size = lines = 0
        while part:
            size, lines = size + len(part), lines + part.count(b"\r\n")
            part = answer.read(65536)
        line.close()
        return Download(first, time.perf_counter() - began, size, lines)

    def forget_peaks(self) -> None:
        """Let the kernel measure each worker's peak anew."""
        for pid in self._workers():
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def peak(self) -> float:
        """Return the largest memory that a worker has held since (MB)."""
        return max(self._status(pid, "VmHWM") for pid in self._workers())

    def _workers(self) -> list[int]:
        pid = self.process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def _status(self, pid: int, name: str) -> float:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / _MEGABYTE
        return 0.0


@contextmanager
def serving(application: str) -> Iterator[Server]:
    """
    Serve an application until the block ends, as ``wsis_forum.serve`` does.

    :raises WrongAnswer: it does not listen
    """
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--preload"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    command += ["--bind", f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "warning"]
    variables = {"MALLOC_ARENA_MAX": "2", **os.environ, "PORT": str(port)}
    process = subprocess.Popen(command, env=variables)  # noqa: S603 our own words
    try:
        _wait(process, port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=_START_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise WrongAnswer("gunicorn does not listen")
