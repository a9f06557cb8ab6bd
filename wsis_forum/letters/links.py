"""Addresses for letters: absolute, from the settings, never from a request."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse

from wsis_forum.accounts.models import User

_SALT = "letters.refusal"


def page(name: str, **arguments: Any) -> str:
    """Return the whole address of a page in the active language."""
    return f"{settings.PORTAL_URL}{reverse(name, kwargs=arguments)}"


def domain() -> str:
    """Return the portal's host name, for Message-IDs."""
    return urlsplit(settings.PORTAL_URL).hostname or "localhost"


def refusal_token(user: User, kind: str) -> str:
    """Return the personal token by which a reader turns a kind of letter off; it never expires."""
    return signing.Signer(salt=_SALT).sign_object([user.pk, kind], compress=False)


def read_refusal_token(token: str) -> tuple[int, str] | None:
    """Return whose and which kind of letter a token is about; ``None`` if we did not make it."""
    try:
        user_id, kind = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(user_id), str(kind)
