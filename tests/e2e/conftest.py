"""A whole portal for the browser, with servers of its own, as `make run` starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240


@dataclass(frozen=True)
class Portal:
    """A running portal."""

    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run one of the portal's commands beside it and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 our own address
            return bool(answer.status == 200)
    except (HTTPError, URLError, OSError):
        return False


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Start a portal in a folder of its own, and stop it when the last test has gone."""
    folder = tmp_path_factory.mktemp("portal")
    port = _free_port()
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {"DATA_DIR": str(folder / "data"), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    log = (folder / "portal.log").open("w+")
    parent = subprocess.Popen(
        [sys.executable, "-m", "wsis_forum.serve"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
    )
    url = f"http://localhost:{port}"
    deadline = time.monotonic() + START_SECONDS
    while not _answers(f"{url}/readyz"):
        if parent.poll() is not None or time.monotonic() > deadline:
            parent.kill()
            log.seek(0)
            pytest.fail(f"the portal did not start:\n{log.read()[-4000:]}")
        time.sleep(0.5)
    running = Portal(url=url, environment=environment)
    running.manage("demo_submissions", "2027", "--count", "40", "--seed", "7")
    yield running
    parent.send_signal(signal.SIGTERM)
    assert parent.wait(timeout=60) == 0
    log.close()


@pytest.fixture
def complaints() -> list[str]:
    """Return what the browser complained of; must stay empty."""
    return []


@pytest.fixture
def visitor(
    browser: Browser, portal: Portal, complaints: list[str]
) -> Iterator[Callable[..., Page]]:
    """Return a maker of pages, each with cookies of its own, whose complaints are collected."""
    contexts: list[BrowserContext] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"{message.text} ({message.location.get('url')})")

    def make(**options: object) -> Page:
        context = browser.new_context(base_url=portal.url, **{"locale": "en-GB", **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_default_timeout(15_000)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []
