"""Letters that need no other app, and a mail server."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories import NOW, UserFactory
from tests.letters.servers import Mail, mail_server
from wsis_forum.letters.models import Letter
from wsis_forum.letters.rendering import Request, render


@pytest.fixture
def mail(settings: Any) -> Iterator[Mail]:
    """Run a mail server that the portal sends to."""
    server = Mail()
    with mail_server(server) as port:
        settings.EMAIL_BACKEND = "wsis_forum.letters.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 5
        yield server


def code_request(key: str, **values: Any) -> Request:
    """Ask for a sign-in code."""
    context = {"code": "1234-5678", "minutes": 15}
    secrets = ("1234-5678",)
    given = {"address": "amina@example.org", "language": "en", "secrets": secrets, **values}
    return Request("code", key, context, **given)


def make_letter(key: str = "sign-in:1", **values: Any) -> Letter:
    """Save a letter that is due now."""
    fields = {name: values.pop(name) for name in ("address", "language", "user") if name in values}
    letter = render(code_request(key, **fields), at=NOW)
    for name, value in values.items():
        setattr(letter, name, value)
    letter.save()
    return letter


__all__ = ["UserFactory", "code_request", "make_letter"]
