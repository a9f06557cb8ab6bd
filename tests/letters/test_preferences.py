"""The link in a reminder turns reminders off, for mail programs too."""

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.factories import NOW, UserFactory
from tests.letters.conftest import code_request, make_letter
from wsis_forum.letters import kinds, links, preferences
from wsis_forum.letters.models import Letter, LetterState, Refusal
from wsis_forum.letters.rendering import render

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return UserFactory(email="reader@example.org")


def page(user, kind="reminder"):
    return reverse("letters:refuse", kwargs={"token": links.refusal_token(user, kind)})


def refusals():
    return list(Refusal.objects.values_list("user__email", "kind"))


def test_opening_the_link_changes_nothing(client, reader):
    answer = client.get(page(reader))
    assert answer.status_code == 200
    assert refusals() == []
    assert answer["Referrer-Policy"] == "no-referrer"


def test_the_mail_programs_button_needs_no_cookie_and_no_token_of_a_form(reader):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(page(reader), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert refusals() == [("reader@example.org", "reminder")]


def test_twice_is_once_and_it_can_be_taken_back(client, reader):
    client.post(page(reader))
    client.post(page(reader))
    assert refusals() == [("reader@example.org", "reminder")]
    client.post(page(reader), {"action": "allow"})
    assert refusals() == []


def test_reminders_that_wait_are_cancelled(reader):
    waiting = make_letter("a", user=reader, kind="reminder")
    other = make_letter("b", user=UserFactory(), kind="reminder")
    receipt = make_letter("c", user=reader, kind="receipt")
    preferences.refuse(user_id=reader.pk, kind="reminder", at=NOW)
    states = dict(Letter.objects.values_list("key", "state"))
    assert states == {
        waiting.key: LetterState.CANCELLED,
        other.key: LetterState.PLANNED,
        receipt.key: LetterState.PLANNED,
    }


@pytest.mark.parametrize("token", ["nonsense", "a:b", "W10:x", "\u0661:\u0662", "%00"])
def test_a_link_that_we_did_not_make_leads_nowhere(client, token):
    assert client.get(reverse("letters:refuse", kwargs={"token": token})).status_code == 404


def test_a_signature_for_something_else_leads_nowhere(client, reader):
    token = signing.Signer(salt="elsewhere").sign_object([reader.pk, "reminder"])
    assert client.post(reverse("letters:refuse", kwargs={"token": token})).status_code == 404


@pytest.mark.parametrize("kind", ["code", "receipt", "decision", "unknown"])
def test_what_must_reach_people_cannot_be_refused(client, reader, kind):
    assert client.post(page(reader, kind)).status_code == 404
    assert refusals() == []


def test_the_link_of_a_person_who_is_gone_leads_nowhere(client, reader):
    url = page(reader)
    reader.delete()
    assert client.post(url).status_code == 404


ADDRESS = "Contact@Example.org"


def test_a_reader_without_an_account_turns_a_kind_off_by_the_header_s_link():
    url = reverse(
        "letters:refuse", kwargs={"token": links.address_token(ADDRESS, "follow-up-reminder")}
    )
    assert "ontact" not in url, "the link does not say her address"
    mine = make_letter("a", address="contact@example.org", kind="follow-up-reminder")
    other = make_letter("b", address="other@example.org", kind="follow-up-reminder")
    asked = make_letter("c", address="contact@example.org", kind="follow-ups-owed")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert strict.post(url).status_code == 200
    row = Refusal.objects.get()
    assert (row.user, row.kind) == (None, "follow-up-reminder")
    assert "contact" not in row.digest
    assert dict(Letter.objects.values_list("key", "state")) == {
        mine.key: LetterState.CANCELLED,
        other.key: LetterState.PLANNED,
        asked.key: LetterState.PLANNED,
    }
    readers = {(None, "CONTACT@example.org"), (None, "other@example.org"), (7, "")}
    assert kinds.refusing("follow-up-reminder", readers) == {(None, "CONTACT@example.org")}
    assert kinds.refusing("speaker-reminder", readers) == set()
    strict.post(url, {"action": "allow"})
    assert not Refusal.objects.exists()


def test_every_letter_that_can_be_refused_has_a_button_for_it(monkeypatch):
    monkeypatch.setitem(kinds._KINDS, "code", kinds.Kind("code", optional=True))
    for user in (None, UserFactory(email="amina@example.org")):
        letter = render(code_request("x", user=user), at=NOW)
        link = letter.headers["List-Unsubscribe"].strip("<>")
        assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        token = link.rstrip("/").rpartition("/")[2]
        assert token in letter.secrets
        known = links.read_refusal_token(token)
        assert known is not None
        assert (known.kind, bool(known.user_id), bool(known.digest)) == (
            "code",
            bool(user),
            not user,
        )


def test_a_refusal_is_of_a_person_or_an_address(reader):
    for values in ({}, {"user": reader, "digest": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Refusal.objects.create(kind="reminder", refused_at=NOW, **values)
