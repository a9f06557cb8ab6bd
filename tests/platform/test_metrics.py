"""`/metrics`: read with the operator's token only, and true."""

from datetime import timedelta

import pytest
from django.urls import reverse
from prometheus_client.parser import text_string_to_metric_families

from tests.factories import NOW
from tests.letters.conftest import make_letter
from wsis_forum import clock
from wsis_forum.letters import pace
from wsis_forum.letters.models import Heartbeat

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
TOKEN = "a-long-random-word"


@pytest.fixture
def figures(client, settings, monkeypatch):
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(clock, "now", lambda: NOW)

    def read():
        answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        families = text_string_to_metric_families(answer.text)
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in families
            for sample in family.samples
        }

    return read


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer other", TOKEN, "Bearer \xe9"])
def test_without_the_token_there_is_no_such_page(client, settings, given):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"authorization": given}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer "])
def test_without_a_token_set_nobody_reads_them(client, settings, given):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": given}).status_code == 404


def test_an_empty_outbox_has_waited_for_nothing(figures):
    Heartbeat.objects.all().delete()
    assert figures() == {
        ("wsis_oldest_due_letter_seconds",): 0,
        ("wsis_mail_server_down",): 0,
        ("wsis_domains_left_alone",): 0,
    }


def test_letters_are_counted_by_state_and_kind_and_the_oldest_due_is_timed(figures):
    make_letter("a", due_at=NOW - 5 * MINUTE)
    make_letter("b", due_at=NOW - 9 * MINUTE, state="held")
    make_letter("c", due_at=NOW + MINUTE, kind="decision")
    make_letter("d", due_at=NOW - 60 * MINUTE, state="sent", sent_at=NOW)
    pace.shut(NOW)
    pace.let_rest(domain="slow.example", said="450 rate", at=NOW)
    Heartbeat.objects.update_or_create(name="beat", defaults={"beaten_at": NOW - 2 * MINUTE})
    found = figures()
    assert found["wsis_oldest_due_letter_seconds",] == 300
    counted = {tuple(sorted(key[1:])): n for key, n in found.items() if key[0] == "wsis_letters"}
    assert counted == {
        ("code", "planned"): 1,
        ("code", "held"): 1,
        ("decision", "planned"): 1,
        ("code", "sent"): 1,
    }
    assert found["wsis_mail_server_down",] == found["wsis_domains_left_alone",] == 1
    assert found["wsis_heartbeat_age_seconds", "beat"] == 120


def test_the_page_of_the_queue_says_the_same_in_words(figures, client, secretary):
    make_letter("a", due_at=NOW - 5 * MINUTE)
    make_letter("b", state="bounced")
    pace.shut(NOW)
    pace.let_rest(domain="slow.example", said="450 4.7.1 too many", at=NOW)
    client.force_login(secretary)
    text = client.get(reverse("admin:letters_letter_health")).text
    for words in ("slow.example", "450 4.7.1 too many", "takes no letters", "5\xa0minutes"):
        assert words in text


def test_they_cost_the_same_for_1_letter_and_for_30(figures, django_assert_num_queries):
    make_letter("a")
    with django_assert_num_queries(5):
        figures()
    for n in range(29):
        make_letter(f"b{n}")
    with django_assert_num_queries(5):
        figures()
