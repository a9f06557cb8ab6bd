"""Addresses for letters: absolute, from the settings, never from a request."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from wsis_forum.accounts.models import User

_SALT = "letters.refusal"


def page(name: str, **arguments: Any) -> str:
    """Return the whole address of a page in the active language."""
    return f"{settings.PORTAL_URL}{reverse(name, kwargs=arguments)}"


def domain() -> str:
    """Return the portal's host name, for Message-IDs."""
    return urlsplit(settings.PORTAL_URL).hostname or "localhost"


@dataclass(frozen=True)
class Refuser:
    """Who turns a kind of letter off: a person with an account, or an address by its digest."""

    kind: str
    user_id: int | None = None
    digest: str = ""


def digest(address: str) -> str:
    """Return what stands for an address in links and refusals; it cannot be read back."""
    return salted_hmac(_SALT, address.strip().lower(), algorithm="sha256").hexdigest()


def refusal_token(user: User, kind: str) -> str:
    """Return the personal token by which a reader turns a kind of letter off; it never expires."""
    return signing.Signer(salt=_SALT).sign_object([user.pk, kind], compress=False)


def address_token(address: str, kind: str) -> str:
    """Return the token for a reader without an account; it does not say her address."""
    return signing.Signer(salt=_SALT).sign_object([digest(address), kind], compress=False)


def read_refusal_token(token: str) -> Refuser | None:
    """Return whose and which kind of letter a token is about; ``None`` if we did not make it."""
    try:
        who, kind = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if isinstance(who, int):
        return Refuser(str(kind), user_id=who)
    return Refuser(str(kind), digest=str(who))
