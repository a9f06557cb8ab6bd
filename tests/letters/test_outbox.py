"""Queueing: once per key, in the transaction of the cause, a nudge after its commit."""

import threading
import time

import pytest
from django.db import connection, transaction

from tests.factories import NOW
from tests.letters.conftest import code_request
from wsis_forum.letters import nudge, outbox
from wsis_forum.letters.models import Letter, LetterState


@pytest.fixture
def nudges(monkeypatch):
    calls: list[None] = []
    monkeypatch.setattr(nudge, "deliver", lambda: calls.append(None))
    return calls


def queue(key="sign-in:1", address="amina@example.org"):
    context = {"code": "1234-5678", "minutes": 15}
    return outbox.queue(
        kind="code",
        key=key,
        address=address,
        language="en",
        context=context,
        at=NOW,
        secrets=("1234-5678",),
    )


@pytest.mark.django_db
def test_a_queued_letter_is_planned_and_due_at_once(nudges):
    letter = queue()
    assert (letter.state, letter.queued_at, letter.due_at) == (LetterState.PLANNED, NOW, NOW)
    assert letter.secrets == ["1234-5678"]


@pytest.mark.django_db
def test_the_same_key_twice_is_the_first_letter(nudges):
    first = queue()
    second = queue(address="eve@example.org")
    assert second.pk == first.pk
    assert second.address == "amina@example.org"
    assert Letter.objects.count() == 1


@pytest.mark.django_db
def test_the_worker_is_told_after_the_commit_only(nudges, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        queue()
    assert nudges == []
    assert len(callbacks) == 1
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        queue()
    assert callbacks == [], "nothing was added, nobody is told"


@pytest.mark.django_db
def test_a_rolled_back_cause_has_no_letter(nudges):
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert Letter.objects.count() == 0


@pytest.mark.django_db
def test_many_are_queued_with_one_nudge(nudges, django_capture_on_commit_callbacks):
    requests = [code_request(f"sign-in:{n}") for n in (1, 2, 3, 2)]
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        assert outbox.queue_many(iter(requests), at=NOW) == 3
    assert len(callbacks) == 1
    assert nudges == [None]
    assert outbox.queue_many(requests, at=NOW) == 0


@pytest.mark.django_db
def test_many_letters_cost_few_queries(nudges, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        outbox.queue_many((code_request(f"sign-in:{n}") for n in range(1000)), at=NOW)
    assert Letter.objects.count() == 1000


@pytest.mark.django_db(transaction=True)
def test_a_rival_with_the_same_key_waits_and_gets_the_first_letter(nudges):
    inside = threading.Event()
    found: list[int] = []

    def rival() -> None:
        inside.wait(5)
        found.append(queue().pk)
        connection.close()

    thread = threading.Thread(target=rival)
    thread.start()
    with transaction.atomic():
        mine = queue()
        inside.set()
        time.sleep(0.3)
    thread.join(5)
    assert found == [mine.pk]
    assert Letter.objects.count() == 1
