"""Requests that no browser of ours sends are refused before anything reads them."""

from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory

from wsis_forum import readable
from wsis_forum.wsgi import application

# The application looks after its connections at every request.
pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def ask(path: str, *, query: str = "", content_type: str = FORM, method: str = "POST"):
    """Ask the application that gunicorn serves."""
    said: dict[str, Any] = {}
    body = b"a=%2B"
    environ = RequestFactory().generic(method, path, body).environ | {
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "wsgi.input": BytesIO(body),
    }

    def start(status, headers, exc_info=None):
        said.update(status=status, headers=dict(headers))
        return lambda data: None

    page = b"".join(application(environ, start)).decode()
    return said["status"], said["headers"], page


@pytest.mark.parametrize(
    "charset",
    ["rot13", "base64", "zlib", "punycode", "idna", "undefined", "utf-7", "unicode_escape", "utf-"],
)
def test_another_charset_is_refused_with_a_page_and_its_headers(charset):
    status, headers, page = ask(
        "/healthz", query="a=%2B", content_type=f"{FORM}; charset={charset}"
    )
    assert status == "400 Bad Request"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "<h1>This request could not be read</h1>" in page


@pytest.mark.parametrize(
    "content_type",
    [
        f"{FORM}; charset=utf-8; charset=rot13",
        f"{FORM}; CHARSET=rot13",
        f"{FORM}; charset*=utf-8''rot13",
        f"{FORM}; charset*=no-such-one''utf-8",
        'multipart/form-data; boundary=x; charset="raw_unicode_escape"',
    ],
)
def test_another_charset_is_found_however_it_is_written(content_type):
    assert ask("/healthz", content_type=content_type)[0] == "400 Bad Request"


@pytest.mark.parametrize(
    "content_type",
    ["", FORM, f"{FORM};charset=UTF-8", f'{FORM}; charset="utf-8"', f"{FORM}; charset=utf8"],
)
def test_utf_8_is_read(content_type):
    assert ask("/healthz", query="a=%2B", content_type=content_type, method="GET")[0] == "200 OK"


def test_the_page_is_in_the_language_of_the_address():
    status, _headers, page = ask("/ar/help/", query="a=%00", method="GET")
    assert status == "400 Bad Request"
    assert '<html lang="ar" dir="rtl">' in page


@pytest.mark.parametrize(
    "address",
    [
        "consultation/submission/?language=%00",
        "consultation/submission/?country=%00",
        "consultation/submission/?publication=%00",
        "consultation/call/?forum__slug=%00",
        "consultation/call/?kind__exact=%00",
        "accounts/user/?language__exact=%00",
        "agenda/release/?forum__slug=%00",
        "agenda/room/?forum__slug=%00",
        "agenda/session/?forum__slug=%00",
        "agenda/session/?status=%00",
        "agenda/speaker/?forum__slug=%00",
        "agenda/release/add/?forum=%00",
    ],
)
def test_no_list_is_asked_for_what_no_database_can_hold(desk, address):
    assert desk.get(f"/admin/{address}").status_code == 400


@pytest.mark.parametrize("charset", ["rot13", "unicode_escape", "raw_unicode_escape", "utf-7"])
@pytest.mark.parametrize("path", ["/en/account/", "/en/account/login/", "/i18n/setlang/"])
def test_no_form_takes_halves_of_characters(client, stakeholder, path, charset):
    client.force_login(stakeholder)
    parts = {"name": "\\ud800", "email": "\\ud800", "language": "\\ud800", "next": "\\ud800"}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    content_type = f"multipart/form-data; boundary=x; charset={charset}"
    assert client.generic("POST", path, f"{body}--x--", content_type).status_code == 400


def test_a_request_without_a_query_and_a_type_is_read():
    assert readable.is_readable({})
