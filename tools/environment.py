"""
Makes the virtual environment and installs a lock into it, unless that is done already.

    python3 tools/environment.py requirements.txt [requirements-dev.txt]

Standard library only: it runs before anything is installed.
"""

import fcntl
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

PROJECT = Path(__file__).resolve().parent.parent
ENVIRONMENT = PROJECT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
OLDEST = (3, 11)


def main(locks: list[str]) -> int:
    """Bring the environment up to date with the locks, one process at a time."""
    if sys.version_info < OLDEST:
        sys.exit(f"error: Python {OLDEST[0]}.{OLDEST[1]} or later is needed, this is {sys.version}")
    # Ended like this, subprocess.run takes its child along.
    signal.signal(signal.SIGTERM, _end)
    try:
        # This very file is the lock: two starts from one checkout must not both install.
        with Path(__file__).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _works():
                print("Making the virtual environment in .venv …", flush=True)  # noqa: T201
                _run(sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT))
            for name in locks:
                _install(name)
    except subprocess.CalledProcessError as error:
        sys.exit(f"error: the environment is not complete ({error})")
    except KeyboardInterrupt:
        return 130
    return 0


def _works() -> bool:
    """Say whether the environment's Python runs; an upgrade of the system can break it."""
    command = [str(PYTHON), "-m", "pip", "--version"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own
    except OSError:
        return False
    return done.returncode == 0


def _install(name: str) -> None:
    """Install a lock; a copy of it in the environment says that this has been done."""
    lock, done = PROJECT / name, ENVIRONMENT / f"installed-{name}"
    if done.exists() and done.read_bytes() == lock.read_bytes():
        return
    print(f"Installing the packages of {name}, each checked by its hash …", flush=True)  # noqa: T201
    # Nothing is resolved: the lock is whole. pip's resolver looks at the newest release of a
    # package that is wanted with an extra (coverage[toml]) before it looks at the pin, and stops.
    _run(
        *(str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"),
        *("--no-input", "--no-deps", "--require-hashes", "--requirement", str(lock)),
    )
    shutil.copyfile(lock, done)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, cwd=PROJECT)  # noqa: S603 - our own commands


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(143)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
