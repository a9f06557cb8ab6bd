"""
The parent process of ``make run``: prepares everything, then runs web, worker and beat.

Every step says what it does; the end of any process, Ctrl-C and SIGTERM end all of them,
the embedded servers last.
"""

import http.client
import json
import os
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError, connection, connections
from kombu.exceptions import OperationalError as BrokerError

from wsis_forum import catalogues, embedded, statics
from wsis_forum.celery import app
from wsis_forum.embedded import paths
from wsis_forum.processes import POLL_SECONDS, ChildEnded, Family, Stopped

READY_SECONDS = 120
ASK_SECONDS = 5
# Without the warning about running as root: who does that has been told (docs/operations.md).
PYTHON = (sys.executable, "-W", "ignore::UserWarning:celery.platforms", "-m")
CELERY = (*PYTHON, "celery", "--quiet", "--app", "wsis_forum")
LOOPBACKS = (("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6))


def main() -> int:
    """Run until somebody asks for the end; return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsis_forum.settings")
    # With a heap for each thread a web process keeps a tenth more, and is no quicker.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    family = Family()
    family.catch_signals()
    try:
        run(family)
    except Stopped:
        say("Stopping …")
        return 0
    except (ImproperlyConfigured, CommandError, ChildEnded, DatabaseError) as error:
        print("error:", *str(error).split(), file=sys.stderr)  # noqa: T201
        return 1
    finally:
        family.stop()
        embedded.release()


def run(family: Family) -> NoReturn:
    """Prepare, start the children, welcome the reader, and watch."""
    django.setup()
    addresses = free_addresses(settings.PORT)
    prepare(family)
    say("Starting the web server …")
    family.start("web server", web_server(addresses))
    # One after the other: together they would load for longer on two slow cores.
    wait_until_ready(family)
    say("Starting the worker and beat …")
    family.start("worker", worker())
    family.start("beat", beat())
    say(welcome())
    family.watch()


def say(text: str) -> None:
    """Tell the operator, at once even where the output is a file."""
    # Nobody may be listening any more: the terminal was closed, or `| head` has seen enough.
    with suppress(OSError):
        print(text, flush=True)  # noqa: T201


def free_addresses(port: int) -> list[str]:
    """
    Return the loopback addresses to listen on, IPv6 where the machine has it.

    :raises ImproperlyConfigured: somebody else listens on the port
    """
    addresses = []
    for host, family in LOOPBACKS:
        with socket.socket(family) as probe:
            # As gunicorn does: connections of an earlier run that still close are no hindrance.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, 0))
            except OSError:
                continue
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise ImproperlyConfigured(
                    f"Port {port} cannot be used: {error.strerror}. Choose another one with PORT=."
                ) from error
        addresses.append(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
    return addresses


def prepare(family: Family) -> None:
    """Bring servers, catalogues, static files, tables and rows up to date, in one process."""
    say("Starting PostgreSQL …" if settings.EMBEDDED else "Connecting to the database …")
    connect_database()
    family.check()
    embedded_broker = embedded.is_embedded_broker()
    say("Starting Valkey …" if embedded_broker else "Connecting to the broker …")
    connect_broker()
    family.check()
    if catalogues.compile_catalogues():
        say("Compiling the message catalogues …")
    say("Collecting the static files …")
    statics.collect_changed()
    family.check()
    say("Migrating …")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    family.check()
    load(family)
    connections.close_all()


def connect_database() -> None:
    """
    Make sure of the database before anybody depends on it; the embedded one starts.

    :raises ImproperlyConfigured: it does not answer
    """
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise ImproperlyConfigured(
            f"The database does not answer (DATABASE_URL): {error}"
        ) from error


def connect_broker() -> None:
    """
    Make sure of the broker, likewise.

    :raises ImproperlyConfigured: it does not answer
    """
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=5)
    except BrokerError as error:
        raise ImproperlyConfigured(f"The broker does not answer (REDIS_URL): {error}") from error


def load(family: Family) -> None:
    """Load the rows that a fresh portal begins with; what is loaded already stays as it is."""
    say("Loading the reference tables …")
    call_command("load_reference", verbosity=0)
    family.check()
    files = [file for file in forum_files() if settings.EMBEDDED or not is_demonstration(file)]
    say(f"Loading the Forums: {', '.join(file.stem for file in files)} …")
    for file in files:
        call_command("load_forum", str(file), verbosity=0)
        family.check()
    if settings.EMBEDDED:
        say("Making the people of the demonstration …")
        call_command("demo_people", verbosity=0)


def forum_files() -> list[Path]:
    """Return the files of the Forums that come with the portal, in order."""
    return sorted((settings.BASE_DIR / "agenda" / "data" / "forums").glob("*.json"))


def is_demonstration(file: Path) -> bool:
    """Tell whether a Forum's file is made up: a real portal must not open its calls."""
    return bool(json.loads(file.read_bytes())["forum"].get("is_demonstration"))


def web_server(addresses: list[str]) -> list[str]:
    """Return gunicorn's command; loaded before the fork, the workers share its memory."""
    command = [*PYTHON, "gunicorn", "wsis_forum.wsgi:application", "--preload"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    command += [
        "--graceful-timeout",
        "30",
        "--no-control-socket",
        "--log-level",
        settings.LOG_LEVEL,
    ]
    return command + [word for address in addresses for word in ("--bind", address)]


def worker() -> list[str]:
    """Return the command of the Celery worker."""
    command = [*CELERY, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    return [
        *command,
        "--hostname",
        f"portal-{settings.PORT}@%h",
        "--loglevel",
        settings.LOG_LEVEL.upper(),
    ]


def beat() -> list[str]:
    """Return the command of Celery's clock; its file lies with the data."""
    schedule = paths.make_folder(embedded.data_dir()) / f"beat-schedule-{settings.PORT}"
    command = [*CELERY, "beat", "--schedule", str(schedule), "--pidfile="]
    return [*command, "--loglevel", settings.LOG_LEVEL.upper()]


def wait_until_ready(family: Family) -> None:
    """
    Ask ``/readyz`` until it says yes.

    :raises ImproperlyConfigured: it still says no after two minutes; its reason is told
    """
    give_up = time.monotonic() + READY_SECONDS
    while True:
        family.check()
        status, words = ask_ready()
        if status == http.client.OK:
            return
        if time.monotonic() > give_up:
            raise ImproperlyConfigured(f"The portal does not become ready: {words}")
        time.sleep(POLL_SECONDS)


def ask_ready() -> tuple[int, str]:
    """Return what ``/readyz`` answers, 0 while nobody listens."""
    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    line = http.client.HTTPConnection("127.0.0.1", settings.PORT, timeout=ASK_SECONDS)
    try:
        line.request("GET", "/readyz", headers={"Host": host})
        answer = line.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        line.close()


def welcome() -> str:
    """Return where to look, and in the embedded run who can sign in and where letters are read."""
    url = settings.PORTAL_URL or f"http://localhost:{settings.PORT}"
    lines = ["", f"The portal runs at {url}"]
    if settings.EMBEDDED:
        from wsis_forum.portal.demonstration import PEOPLE  # noqa: PLC0415 - needs the apps loaded

        width = max(len(person.email) for person in PEOPLE)
        lines += [
            "",
            "This is a demonstration. Sign in as one of these people; the code that is sent",
            f"to them, and every other letter, is read at {url}/mailbox/",
            "",
            *(f"  {p.email:<{width}}  {p.role_label} ({p.name})" for p in PEOPLE),
        ]
    lines += ["", f"The secretariat works at {url}/admin/", "", "Ctrl-C stops everything.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
