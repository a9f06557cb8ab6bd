"""Real processes on data folders of their own, for the tests of the embedded servers."""

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# What the tests' own run has set must not reach the processes that are being tested.
OURS = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "PORT", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")


def environment(data_dir: Path, **variables: str) -> dict[str, str]:
    """Return the variables of a process on a data folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in OURS and not name.startswith(("COV_", "PYTEST_"))
    }
    path = str(PROJECT)
    return {**kept, "PYTHONPATH": path, "DATA_DIR": str(data_dir), **variables}


def start(data_dir: Path, code: str, **variables: str) -> "subprocess.Popen[str]":
    """Start a process that runs the code, its output piped."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=PROJECT,
        env=environment(data_dir, **variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(
    data_dir: Path, *words: str, timeout: float = 60, **variables: str
) -> "subprocess.CompletedProcess[str]":
    """Run Python with the words to its end."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=PROJECT,
        env=environment(data_dir, **variables),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def processes_of(data_dir: Path) -> list[str]:
    """Return the command lines of all living processes that have to do with a data folder."""
    places = {str(data_dir)}
    cluster = data_dir / "postgresql"
    if cluster.is_symlink():
        places.add(str(cluster.readlink()))
    listing = subprocess.run(
        ["ps", "-ewwo", "pid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [line for line in listing if any(place in line for place in places)]


def forget(data_dir: Path) -> None:
    """Remove what a run as root has left in the system's folder."""
    cluster = data_dir / "postgresql"
    if cluster.is_symlink():
        place = cluster.readlink()
        shutil.rmtree(place, ignore_errors=True)
        place.with_suffix(".owner").unlink(missing_ok=True)


@contextmanager
def data_folder(parent: Path) -> Iterator[Path]:
    """Lend a data folder that does not exist yet."""
    folder = parent / "data"
    try:
        yield folder
    finally:
        forget(folder)
