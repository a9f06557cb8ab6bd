"""Error pages, which must work while the database does not: no test here may reach it."""

from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from wsis_forum import errors

REQUEST = RequestFactory().get("/")


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (errors.bad_request, 400, "This request could not be read"),
        (errors.permission_denied, 403, "This page is not open to you"),
        (errors.csrf_failure, 403, "The form has to be sent again"),
        (errors.not_found, 404, "There is no such page"),
        (errors.server_error, 500, "Something went wrong on our side"),
    ],
)
def test_each_error_has_its_words(answer, status: int, words: str):
    response = answer(REQUEST)
    assert response.status_code == status
    assert f"<h1>{words}</h1>" in response.content.decode()


@pytest.mark.parametrize(
    "answer",
    [
        errors.bad_request,
        errors.permission_denied,
        errors.csrf_failure,
        errors.not_found,
        errors.server_error,
    ],
)
def test_what_was_sent_is_taken_in_to_its_end(answer):
    """A browser reads no answer before it has sent all; else the words never reach it."""
    request = RequestFactory().post("/", "a" * 200_000, content_type="text/plain")
    answer(request)
    assert request.read(1) == b""


def test_an_error_page_is_in_the_language_of_the_address():
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl">' in errors.not_found(REQUEST).content.decode()


def test_an_unknown_address_answers_404(client: Client):
    response = client.get("/en/no/such/page/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


@pytest.mark.expects_error_log
def test_a_fault_answers_500_without_the_database(monkeypatch: pytest.MonkeyPatch):
    def fail(request: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("wsis_forum.portal.views.render", fail)
    response = Client(raise_request_exception=False).get("/en/help/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_a_charset_that_is_not_one_is_the_sender_s_mistake():
    """Django's own handler answers 500 to it."""
    response = Client().post(
        "/en/account/login/",
        b"email=a",
        content_type="application/x-www-form-urlencoded; charset=utf-7",
    )
    assert response.status_code == 400


def test_the_answers_take_what_django_passes():
    assert errors.not_found(REQUEST, exception=SimpleNamespace()).status_code == 404
    assert errors.csrf_failure(REQUEST, reason="no cookie").status_code == 403
