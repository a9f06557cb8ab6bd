"""Only a form of ours is parked: no other site swaps a session or puts words into a form."""

import pytest
from django.conf import settings as known
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.factories import DraftFactory, SubmissionFactory
from wsis_forum import clock

pytestmark = pytest.mark.django_db

PAGES = ("edit", "check", "clarify", "withdraw")
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
TYPED = {"version": "1", "text": "Typed", "reason": "Typed", "answer": "Typed"}


@pytest.fixture(autouse=True)
def _now(monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: at)


def url(name: str, ref: str) -> str:
    return reverse(f"consultation:{name}", args=(ref, *(["input"] if name == "edit" else [])))


def send(client: Client, name: str, ref: str, headers: dict[str, str] | None = None):
    """Send a page's form without being signed in; each time the sign-in is the answer."""
    response = client.post(url(name, ref), TYPED, headers=headers)
    assert response.headers["Location"] == f"{reverse('account_login')}?next={url(name, ref)}"
    return response


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://other.testserver"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver:8000"},
        {"Origin": "null"},
        {},
    ],
)
def test_another_sites_form_leaves_no_trace(client, name, headers):
    response = send(client, name, SubmissionFactory().reference, headers)

    assert not response.cookies
    assert Session.objects.count() == 0


def test_another_sites_form_does_not_replace_what_was_parked(client):
    draft = DraftFactory()
    send(client, "edit", draft.reference, OURS)
    session = client.cookies[known.SESSION_COOKIE_NAME].value

    client.post(
        url("edit", draft.reference), {"text": "Theirs"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert client.cookies[known.SESSION_COOKIE_NAME].value == session
    assert client.session["parked"]["sent"]["text"] == ["Typed"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "headers", [OURS, {"Origin": OURS["Origin"]}, {"Sec-Fetch-Site": "same-origin"}]
)
def test_a_form_of_ours_is_parked(client, name, headers):
    submission = SubmissionFactory()
    send(client, name, submission.reference, headers)

    assert client.session["parked"] == {
        "path": url(name, submission.reference),
        "sent": {key: [value] for key, value in TYPED.items()},
    }


@pytest.mark.parametrize("name", [known.CSRF_COOKIE_NAME, known.SESSION_COOKIE_NAME])
def test_an_old_browser_shows_by_a_cookie_that_it_had_the_page_open(client, name):
    client.cookies[name] = "a" * 32
    send(client, "edit", DraftFactory().reference)

    assert client.session["parked"]["sent"]["text"] == ["Typed"]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_parked_for_what_does_not_exist(client, name):
    assert not send(client, name, "none", OURS).cookies
    assert Session.objects.count() == 0


def test_one_network_parks_much_but_not_without_end(settings):
    settings.ACCOUNT_RATE_LIMITS = {"park": "2/m/ip"}
    draft = DraftFactory()
    clients = [Client(), Client(), Client()]
    answers = [send(client, "edit", draft.reference, OURS) for client in clients]

    assert Session.objects.count() == 2
    html = clients[2].get(answers[2].headers["Location"]).content.decode()
    assert "your text could not be kept" in html
