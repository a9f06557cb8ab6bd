"""Child processes under one parent: the end of any is the end of all."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

# A web request and a task may finish; the figures of both are 30 seconds.
PATIENCE_SECONDS = 40
POLL_SECONDS = 0.2
ENDING_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# Linux only: the number of prctl's "send me this signal when my parent ends".
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Stopped(BaseException):
    """The operator asked for the end; no ``except Exception`` may swallow it."""


class ChildEnded(Exception):
    """A child ended by itself."""

    def __init__(self, name: str, code: int) -> None:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        super().__init__(f"The {name} {how}, so everything stops.")


@dataclass(frozen=True)
class Child:
    """A running process and what the operator calls it."""

    name: str
    process: subprocess.Popen[bytes]


class Family:
    """The children of this process, and the signals that end them."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._asked = False
        self._stopping = False

    def catch_signals(self) -> None:
        """From now on the ending signals raise ``Stopped`` in whatever is being done."""
        for number in ENDING_SIGNALS:
            signal.signal(number, self._ask)

    def check(self) -> None:
        """
        Look once at the children and at what was asked.

        :raises Stopped: asked for, if a library swallowed it where it was first raised
        :raises ChildEnded: one of the children is gone
        """
        if self._asked:
            raise Stopped
        for child in self._children:
            code = child.process.poll()
            if code is not None:
                raise ChildEnded(child.name, code)

    def start(self, name: str, command: list[str]) -> None:
        """Start a child that no signal from the terminal reaches and that ends with us."""
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - there are no threads to fork from
        )
        self._children.append(Child(name, process))

    def watch(self) -> NoReturn:
        """
        Wait for the end.

        :raises Stopped: it was asked for
        :raises ChildEnded: it came by itself
        """
        while True:
            self.check()
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """End all children: gently and at once, by force where that takes too long."""
        self._stopping = True
        for child in self._children:
            child.process.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in self._children:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                # Each leads a session of its own, so its pool goes with it.
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
        self._children.clear()

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        """Interrupt what is being done, once: make, the shell and the terminal may repeat it."""
        if self._asked or self._stopping:
            return
        self._asked = True
        raise Stopped


def _end_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent ends, even if it is killed."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
