"""Fixtures of every test; servers are the embedded ones unless the environment names others."""

import logging
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from pytest_socket import enable_socket, socket_allow_hosts
from whitenoise.base import WhiteNoise

from consultation.models import ReminderRule
from tests.factories import NOW, UserFactory
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, _BROWSERS)), None)


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    """Let no test reach beyond this machine."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """Forget the language that a request of the test has left active."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _files_of_their_own(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let no test write into the folder of real files; made only when a file comes."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "files"


@pytest.fixture
def at() -> datetime:
    """Return the moment at which the test happens."""
    return NOW


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Make the roles with the database: they are the same for every test, and take a while."""
    with django_db_blocker.unblock():
        roles.sync_roles()


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> None:
    """Let every client of a run share one list of the static files; each would make its own."""
    listed: dict[tuple[str, str], dict[str, Any]] = {}
    read = WhiteNoise.update_files_dictionary

    def update(self: Any, root: str, prefix: str) -> None:
        if (root, prefix) not in listed:
            others, self.files = self.files, {}
            read(self, root, prefix)
            listed[root, prefix], self.files = self.files, others
        self.files.update(listed[root, prefix])

    WhiteNoise.update_files_dictionary = update


@pytest.fixture
def _roles(db: None) -> None:
    # A test with transactions of its own empties every table when it ends.
    if not Group.objects.exists():
        roles.sync_roles()


def _staff(role: str) -> User:
    user = UserFactory(email=f"{role}@example.org", name=role.title(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def secretary(_roles: None) -> User:
    """Return a member of the secretariat."""
    return _staff(roles.SECRETARIAT)


@pytest.fixture
def reviewer(_roles: None) -> User:
    """Return a reviewer."""
    return _staff(roles.REVIEWER)


@pytest.fixture
def organizer(_roles: None) -> User:
    """Return an organizer of the programme."""
    return _staff(roles.ORGANIZER)


@pytest.fixture
def usual_rules(db: None) -> None:
    """Have the rules of reminding that a new portal has: a test that empties tables takes them."""
    usual = import_module("consultation.migrations.0041_usual_reminders")
    if ReminderRule.objects.count() < len(usual.RULES):
        usual.add(apps, None)


@pytest.fixture
def stakeholder(db: None) -> User:
    """Return a person without a role."""
    return UserFactory(email="amina@example.org", name="Amina Diallo")


@pytest.fixture
def desk(client: Client, secretary: User) -> Client:
    """Return a browserless client signed in as the secretariat."""
    client.force_login(secretary)
    return client


@pytest.fixture
def load_reference_tables(db: None) -> None:
    """Load Action Lines, Goals, matrix, stakeholder types, regions, countries, session types."""
    call_command("load_reference", verbosity=0)


@pytest.fixture(autouse=True)
def _no_unexpected_error(
    caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Fail a test that logs an error, unless it is marked as expecting one."""
    yield
    if request.node.get_closest_marker("expects_error_log"):
        return
    errors = [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not errors, [record.getMessage() for record in errors]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium, without the connections of its own."""
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Begin with what one worker does alone: it takes longest.

    Skip browser tests where there is no Chromium, except where it is required (CI).
    """
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)
    if CHROMIUM:
        return
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.exit("REQUIRE_BROWSER is set, but no Chromium was found", returncode=1)
    skip = pytest.mark.skip(reason="needs Chromium (apt-get install chromium)")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues and collect the static files once, before the workers start."""
    from wsis_forum import catalogues, statics  # noqa: PLC0415 settings are ready only now

    if not hasattr(config, "workerinput"):
        catalogues.compile_catalogues()
        statics.collect_changed()
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread
