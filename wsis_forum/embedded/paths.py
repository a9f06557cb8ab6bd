"""Where the embedded servers keep their data, their sockets and their locks."""

import hashlib
import os
import re
import stat
from pathlib import Path

from wsis_forum.embedded.errors import EmbeddedError, explained

PROJECT = Path(__file__).resolve().parents[2]

# The kernel's room for a socket's path is 104 bytes on macOS and 108 on Linux, the closing
# NUL included; ".s.PGSQL.5432.lock" is the longest name that a server puts behind the folder.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432.lock")
# These need quoting in none of PostgreSQL's options, libpq's host lists and broker addresses.
PLAIN_PATH = re.compile(r"[\w./-]+", re.ASCII)


def data_dir() -> Path:
    """Return ``DATA_DIR``, absolute; a relative one counts from the project's folder."""
    return (PROJECT / Path(os.environ.get("DATA_DIR") or ".data").expanduser()).resolve()


def run_dir() -> Path:
    """Return the folder of the locks, and of the sockets where their path is short enough."""
    return data_dir() / "run"


def identity() -> str:
    """Return a short name for this data folder that two data folders never share."""
    return hashlib.sha256(os.fsencode(data_dir())).hexdigest()[:12]


def make_folder(path: Path) -> Path:
    """
    Make a private folder with its parents, or check the one that is there.

    :raises EmbeddedError: a file is in its place, or it cannot be entered or written
    """
    if path.exists() and not path.is_dir():
        raise EmbeddedError(f"{path} is a file where a folder must be (DATA_DIR).")
    with explained(f"The data folder {data_dir()} cannot be used (DATA_DIR)"):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.access(path, os.W_OK | os.X_OK):
        raise EmbeddedError(f"The folder {path} is not writable for this user (DATA_DIR).")
    return path


def socket_dir() -> Path:
    """Return the folder of the sockets, the same for every process on this data folder."""
    preferred = run_dir()
    text = str(preferred)
    if len(os.fsencode(text)) <= LONGEST_SOCKET_FOLDER and PLAIN_PATH.fullmatch(text):
        return preferred
    # A fixed place: TMPDIR may differ between the processes that must meet here.
    return Path(f"/tmp/wsis-portal-{os.geteuid()}") / identity()  # noqa: S108


def make_socket_dir() -> Path:
    """
    Make the folder of the sockets, so that no other user can enter it.

    :raises EmbeddedError: somebody else has put something in its place
    """
    folder = socket_dir()
    if folder == run_dir():
        return make_folder(folder)
    with explained(f"The folder {folder} for sockets cannot be made"):
        for path in (folder.parent, folder):
            path.mkdir(mode=0o700, exist_ok=True)
            # In /tmp anybody can be first: take only a real folder of our own.
            found = path.lstat()
            private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
            if not private or found.st_uid != os.geteuid():
                raise EmbeddedError(f"{path} is not a private folder of this user; remove it.")
    return folder
