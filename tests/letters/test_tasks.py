"""What beat asks of a worker."""

from datetime import timedelta

import pytest
from celery import current_app

from tests.factories import NOW
from tests.letters.conftest import make_letter
from wsis_forum import clock
from wsis_forum.celery import HEARTBEAT_LIFETIME
from wsis_forum.letters import delivery, nudge, tasks
from wsis_forum.letters.models import Heartbeat, LetterState

pytestmark = pytest.mark.django_db


@pytest.fixture
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def beat_asks(expires: str) -> None:
    """Run the task as a worker does, with the header that beat's message has."""
    tasks.heartbeat.push_request(expires=expires)  # type: ignore[call-arg]
    try:
        tasks.heartbeat.run()
    finally:
        tasks.heartbeat.pop_request()


def beats():
    return dict(Heartbeat.objects.values_list("name", "beaten_at"))


@pytest.mark.usefixtures("_now")
def test_the_sweep_delivers(mail):
    letter = make_letter()
    tasks.sweep_outbox()
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT


@pytest.mark.parametrize("more", [True, False])
def test_a_sweep_that_leaves_letters_asks_for_the_next(monkeypatch, more):
    asked = []
    monkeypatch.setattr(delivery, "deliver", lambda **_: delivery.Tally(more=more))
    monkeypatch.setattr(nudge, "deliver", lambda: asked.append(1))
    tasks.sweep_outbox()
    assert asked == [1] * more


@pytest.mark.usefixtures("_now")
def test_a_heartbeat_by_hand_shows_the_worker_only():
    tasks.heartbeat.apply()
    assert beats() == {"worker": NOW}


@pytest.mark.usefixtures("_now")
def test_a_heartbeat_of_beat_shows_when_beat_asked():
    asked_at = NOW - timedelta(seconds=100)
    expires = (asked_at + HEARTBEAT_LIFETIME).isoformat()
    beat_asks(expires)
    assert beats() == {"worker": NOW, "beat": asked_at}


@pytest.mark.usefixtures("_now")
def test_a_late_message_moves_no_heartbeat_back():
    Heartbeat.objects.create(name="beat", beaten_at=NOW)
    beat_asks(NOW.isoformat())
    assert beats()["beat"] == NOW


def test_beats_table_names_tasks_that_exist():
    current_app.loader.import_default_modules()
    names = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    assert names - set(current_app.tasks) == set()
