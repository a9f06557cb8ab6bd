"""`/healthz` and `/readyz`: what fails them, and what only degrades."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor

from consultation.models import ActionLine
from consultation.tasks import sweep_reminders
from wsis_forum import clock, embedded, health
from wsis_forum.letters.models import Heartbeat
from wsis_forum.letters.tasks import sweep_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(monkeypatch):
    """Make the portal ready, but for its heartbeats."""
    monkeypatch.setattr(health, "PROBES", (health.database, health.migrations, health.broker))
    Heartbeat.objects.all().delete()


def beat(name: str, *, minutes_ago: float = 0) -> None:
    Heartbeat.objects.update_or_create(
        name=name, defaults={"beaten_at": clock.now() - timedelta(minutes=minutes_ago)}
    )


def test_healthz_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert client.post("/healthz").status_code == 405


def test_ready(client, loaded):
    beat("worker")
    beat("beat", minutes_ago=2.9)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "degraded": []})
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_deaf_worker_and_a_late_beat_are_named_and_fail_nothing(client, loaded):
    beat("beat", minutes_ago=3.1)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "degraded",
        "degraded": ["the worker is deaf", "beat is late"],
    }


@pytest.mark.parametrize(
    ("reminders", "letters", "words"),
    [
        (0, 0, []),
        (4, 0, ["the sweep of reminders has stopped"]),
        (0, 4, ["the sweep of letters has stopped"]),
    ],
)
def test_a_sweep_that_a_living_worker_runs_no_more_is_named(
    client, loaded, reminders, letters, words
):
    beat("worker")
    beat("beat")
    beat("reminders", minutes_ago=reminders)
    beat("letters", minutes_ago=letters)
    assert client.get("/readyz").json()["degraded"] == words
    beat("worker", minutes_ago=4)
    assert client.get("/readyz").json()["degraded"] == ["the worker is deaf"]


def test_the_sweeps_themselves_beat():
    Heartbeat.objects.all().delete()
    sweep_reminders()
    sweep_outbox()
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"reminders", "letters"}


@pytest.mark.expects_error_log
def test_without_reference_tables_it_is_not_ready(client):
    ActionLine.objects.all().delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reason"] == "the reference tables are not loaded"


@pytest.mark.expects_error_log
def test_missing_migrations_are_counted(client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [1, 2])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "2 migrations are not applied")


@pytest.mark.expects_error_log
def test_a_dead_database_is_told_without_its_address(client, monkeypatch):
    def refuse():
        raise OperationalError("connection to server at db.internal failed")

    monkeypatch.setattr("django.db.connection.cursor", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "reason": "the database does not answer"}


@pytest.mark.expects_error_log
def test_a_dead_broker_is_told(client, loaded, monkeypatch):
    monkeypatch.setattr(embedded, "is_embedded_broker", lambda: False)
    monkeypatch.setattr("django.conf.settings.CELERY_BROKER_URL", "redis://127.0.0.1:1/0")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "the broker does not answer")


def test_a_broker_with_an_address_is_asked_there(loaded, monkeypatch):
    embedded.VALKEY.ensure()
    monkeypatch.setattr(embedded, "is_embedded_broker", lambda: False)
    monkeypatch.setattr(
        "django.conf.settings.CELERY_BROKER_URL", f"redis+socket://{embedded.VALKEY.socket()}"
    )
    assert health.broker() == ""


def test_an_unusable_embedded_server_is_told(loaded, monkeypatch):
    def refuse():
        raise embedded.EmbeddedError("The data folder cannot be used")

    monkeypatch.setattr(embedded.VALKEY, "ensure", refuse)
    monkeypatch.setattr(embedded, "is_embedded_broker", lambda: True)
    assert health.broker() == "the broker does not answer"
