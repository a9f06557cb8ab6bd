"""What is logged stands on standard error, without the people it is about."""

import logging

import pytest

from tests.platform import instances
from wsis_forum import logs

FAULT = """
import logging
from unittest import mock
from django.test import RequestFactory
from wsis_forum.wsgi import application

fault = RuntimeError("not for amina@example.org")
environ = RequestFactory().get("/en/help/?q=secret", headers={"host": "localhost"}).environ
with mock.patch("wsis_forum.portal.views.render", side_effect=fault):
    list(application(environ, lambda status, headers: print(status)))

gunicorn = logging.getLogger("gunicorn.error")
gunicorn.propagate = False
gunicorn.addHandler(logging.StreamHandler())
try:
    raise RuntimeError("/en/l/SECRET/")
except RuntimeError:
    gunicorn.exception("Error handling request %s %s", "GET", "/en/l/SECRET/?invitee=SECRET")
logging.getLogger("wsis_forum.letters").info("too little to be said")
"""


def test_a_fault_is_told_with_its_traceback_and_nobody_s_secrets(tmp_path):
    with instances.data_folder(tmp_path) as folder:
        done = instances.run(folder, "-c", FAULT, LOG_LEVEL="error")
    assert done.stdout == "500 Internal Server Error\n"
    first = done.stderr.split("\n")[0]
    assert first.endswith("+0000 ERROR django.request: Internal Server Error: /en/help/")
    assert done.stderr.count("Traceback (most recent call last):") == 2
    assert "RuntimeError: not for …@…\n" in done.stderr
    assert "Error handling request GET /en/l/…/\n" in done.stderr
    for secret in ("amina", "SECRET", "secret", "too little"):
        assert secret not in done.stderr


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Not Found: /en/l/abc:def-1/invitation/", "Not Found: /en/l/…/invitation/"),
        ("Not Found: /l/abc", "Not Found: /l/…"),
        ("Error handling request /en/submissions/x7k/edit/a/?b=c", "… /en/submissions/…/edit/a/"),
        ("Invalid request line 'GET /fr/l/abc/?a=b HTTP/9'", "… 'GET /fr/l/…/ HTTP/9'"),
        ("550 <a.b@example.org> is unknown", "550 <…@…> is unknown"),
        ("Not Found: /a.b%40example.org", "Not Found: /…@…"),
        ("Is this so? Yes.", "Is this so? Yes."),
    ],
)
def test_a_line_holds_no_secret(said, written):
    words = "Error handling request" if "handling" in said else "Invalid request line"
    assert logs.discreet(said) == written.replace("… ", f"{words} ", 1)


def fail(words):
    raise ValueError(words)


def test_the_database_s_details_hold_rows_and_are_left_out():
    words = 'violates "one"\nDETAIL:  Failing row contains (7, Amina,\n\n Diallo).\n'
    record = logging.makeLogRecord({"msg": "No receipt for %d", "args": (7,)})
    try:
        try:
            fail(words)
        except ValueError as error:
            raise RuntimeError("kept") from error
    except RuntimeError as error:
        record.exc_info = (RuntimeError, error, error.__traceback__)
    assert logs.Discreet().filter(record)
    told = logging.Formatter().format(record)
    assert told.startswith("No receipt for 7\nTraceback")
    assert 'ValueError: violates "one"\n' in told
    assert told.endswith("RuntimeError: kept")
    assert "Amina" not in told
    assert "Diallo" not in told


@pytest.mark.parametrize(("level", "of_django"), [("debug", "INFO"), ("error", "ERROR")])
def test_django_s_finest_words_would_hold_rows(level, of_django):
    assert logs.to_standard_error(level)["loggers"]["django"]["level"] == of_django
    assert logs.to_standard_error(level)["root"]["level"] == level.upper()
