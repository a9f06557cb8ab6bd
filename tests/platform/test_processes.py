"""Children under one parent, with real children."""

import signal
import subprocess
import sys
import time

import pytest

from wsis_forum import processes
from wsis_forum.processes import ChildEnded, Family

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
DEAFNESS = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""
PARENT = """
import sys, time
from wsis_forum.processes import Family, Stopped
family = Family()
family.catch_signals()
try:
    family.start("child", [sys.executable, "-c", "import time; time.sleep(60)"])
    print(family._children[0].process.pid, flush=True)
    {wait}
except Stopped:
    print("stopped", flush=True)
finally:
    family.stop()
"""


def lives(pid: int) -> bool:
    words = ["ps", "-p", str(pid), "-o", "stat="]
    state = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def parent(wait: str) -> "tuple[subprocess.Popen[str], int]":
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(wait=wait)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def test_the_end_of_one_child_is_told_with_its_name():
    family = Family()
    family.start("sleeper", SLEEP)
    family.start("leaver", [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(ChildEnded, match="The leaver ended with exit code 3"):
        family.watch()
    family.stop()
    family.check()


def test_a_killed_child_is_told_as_such():
    family = Family()
    family.start("victim", [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])
    with pytest.raises(ChildEnded, match="victim was killed by signal 9"):
        family.watch()
    family.stop()


def test_a_stubborn_child_is_ended_by_force(monkeypatch, tmp_path):
    monkeypatch.setattr(processes, "PATIENCE_SECONDS", 0.2)
    family = Family()
    family.start("stubborn", [sys.executable, "-c", DEAFNESS, str(tmp_path / "deaf")])
    pid = family._children[0].process.pid
    while not (tmp_path / "deaf").exists():
        time.sleep(0.05)
    family.stop()
    assert not lives(pid)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_parent_and_child(number):
    process, child = parent("family.watch()")
    # Twice, as make and the terminal do together.
    process.send_signal(number)
    process.send_signal(number)
    assert process.communicate(timeout=20)[0] == "stopped\n"
    assert (process.returncode, lives(child)) == (0, False)


def test_a_swallowed_signal_is_remembered():
    process, child = parent(
        """
    try:
        time.sleep(60)
    except BaseException:
        pass
    family.check()
    """
    )
    process.terminate()
    assert process.communicate(timeout=20)[0] == "stopped\n"
    assert not lives(child)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of it")
def test_a_killed_parent_takes_its_children_along():
    process, child = parent("family.watch()")
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 10
    while lives(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not lives(child)
