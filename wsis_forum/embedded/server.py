"""What the embedded servers share: started at the first use, stopped with the last user."""

import atexit
import json
import os
import re
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from wsis_forum.embedded import keeper, locks, paths
from wsis_forum.embedded.errors import EmbeddedError, explained
from wsis_forum.embedded.root import Account

# Recovery after a power cut reads back at most a few checkpoints' worth of log.
START_SECONDS = 120
# What both servers write in front of a reason, or in it.
TELLING = re.compile(r"FATAL|PANIC|ERROR|could not| # ")
LARGEST_LOG_BYTES = 5_000_000


@dataclass(frozen=True)
class Launch:
    """How to run a server: its command, what stops it gently, and as whom it runs."""

    command: list[str]
    stop_signal: int
    account: Account = field(default_factory=dict)


class Server(ABC):
    """One embedded server of one data folder, as seen by one process that uses it."""

    name: ClassVar[str]
    title: ClassVar[str]

    def __init__(self) -> None:
        self._hold: int | None = None
        self._keeper: subprocess.Popen[bytes] | None = None
        self._renew_mutex()
        # A fork may happen while another thread holds it.
        os.register_at_fork(after_in_child=self._renew_mutex)

    @abstractmethod
    def prepare(self) -> Launch:
        """Make the data if there are none, check them, and say how to run the server."""

    @abstractmethod
    def silence(self) -> str:
        """Return why the server does not answer, or nothing if it does."""

    def ensure(self) -> None:
        """
        Count this process among the users of the server, and start it if it does not run.

        :raises EmbeddedError: the data folder is unusable or the server does not start
        """
        with self._mutex:
            if self._hold is None or locks.is_free(self._lock("keeper"), shared=True):
                self._join()

    def release(self) -> None:
        """Count this process no longer; the last one waits until the server has stopped."""
        with self._mutex:
            if self._hold is None:
                return
            with locks.locked(self._lock("starting")):
                os.close(self._hold)
                self._hold = None
                if not self._has_other_users():
                    with locks.locked(self._lock("keeper")):
                        pass
            if self._keeper and locks.is_free(self._lock("keeper"), shared=True):
                self._keeper.wait()

    def log_path(self) -> Path:
        """Return the file that takes what the server says."""
        return paths.data_dir() / f"{self.name}.log"

    def _renew_mutex(self) -> None:
        self._mutex = threading.RLock()

    def _lock(self, purpose: str) -> Path:
        return paths.run_dir() / f"{self.name}.{purpose}.lock"

    def _join(self) -> None:
        paths.make_folder(paths.data_dir())
        paths.make_folder(paths.run_dir())
        with explained(f"{self.title} cannot be started"), locks.locked(self._lock("starting")):
            if self._hold is None:
                self._hold = locks.acquire(self._lock("users"), shared=True)
                atexit.register(self.release)
            self._start()

    def _start(self) -> None:
        """Launch the server unless it has a keeper, and wait until it answers."""
        give_up = time.monotonic() + START_SECONDS
        launched_at = None
        while True:
            # Whoever gets this lock is to be the keeper: it is handed on to the new process.
            vacant = locks.acquire(self._lock("keeper"), wait=False)
            if vacant is not None:
                try:
                    if launched_at is not None:
                        raise EmbeddedError(self._last_words(launched_at))
                    launched_at = self._launch(vacant)
                finally:
                    os.close(vacant)
            reason = self.silence()
            if not reason:
                return
            if time.monotonic() > give_up:
                raise EmbeddedError(f"{self.title} does not answer: {reason}")
            time.sleep(0.05)

    def _launch(self, vacant: int) -> int:
        """Start the server under a keeper; return where its words begin in the log."""
        launch = self.prepare()
        log = self.log_path()
        if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        order = {
            "users": str(self._lock("users")),
            "keeper": vacant,
            "command": launch.command,
            "stop_signal": int(launch.stop_signal),
            "account": launch.account,
            "environment": clean_environment(),
        }
        with log.open("ab") as output:
            size = output.tell()
            self._keeper = subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, "-I", "-S", keeper.__file__, json.dumps(order)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=[vacant],
                # Ctrl-C on the terminal is for the users; the server goes after them.
                start_new_session=True,
            )
        return size

    def _has_other_users(self) -> bool:
        """Say whether anybody holds the users' lock; the keeper counts for nobody."""
        users = self._lock("users")
        return not locks.is_free(users) and locks.is_free(users, shared=True)

    def _last_words(self, begin: int) -> str:
        with self.log_path().open("rb") as log:
            log.seek(begin)
            lines = [line.strip() for line in log.read().decode(errors="replace").splitlines()]
        # The first refusal is the cause, what follows it the consequence.
        telling = [line for line in lines if TELLING.search(line) and "WARNING" not in line]
        words = (telling or [*filter(None, reversed(lines))] or ["it said nothing"])[0]
        words = re.sub(r"^.*?(FATAL:|PANIC:| # )", r"\1", words).removeprefix(" # ")
        return f"{self.title} does not start on {paths.data_dir()}: {words} (see {self.log_path()})"


def clean_environment() -> dict[str, str]:
    """Return the only variables that the servers see: theirs must not change their data."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
