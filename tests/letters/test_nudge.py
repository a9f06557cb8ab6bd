"""A dead broker costs a request less than a second, and a warning."""

import logging
import socket
import time

import pytest
from celery import current_app
from kombu.transport import redis as _load_the_transport  # noqa: F401 - what a process pays once

from tests.letters.servers import free_port
from wsis_forum.letters import nudge


@pytest.fixture
def broker(monkeypatch):
    """Point Celery elsewhere."""

    def point(url: str) -> None:
        monkeypatch.setattr(nudge, "_silent_until", 0.0)
        conf = current_app.conf
        monkeypatch.setitem(conf.changes, "broker_url", url)
        monkeypatch.setitem(conf.changes, "broker_write_url", url)

    yield point
    nudge._silent_until = 0.0


def timed_nudge() -> float:
    start = time.monotonic()
    nudge.deliver()
    return time.monotonic() - start


def test_a_refusing_broker_costs_a_warning(broker, caplog):
    broker(f"redis://127.0.0.1:{free_port()}/0")
    with caplog.at_level(logging.WARNING):
        assert timed_nudge() < 1
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_silent_broker_costs_less_than_a_second_and_then_nothing(broker, caplog):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(8)
        broker(f"redis://127.0.0.1:{deaf.getsockname()[1]}/0")
        assert 0.3 < timed_nudge() < 1
        assert timed_nudge() < 0.05, "left alone for a while"


def test_a_broker_that_answers_gets_one_message(monkeypatch):
    monkeypatch.setattr(nudge, "_silent_until", 0.0)
    current_app.control.purge()
    nudge.deliver()
    assert current_app.control.purge() == 1
