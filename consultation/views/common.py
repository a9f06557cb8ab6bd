"""What the author's pages share."""

import re
import secrets
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware

_KEY = re.compile(r"[\w-]{16,40}\Z", re.ASCII)
_MOST_DIGITS = 9


def new_key() -> str:
    """Return a random key for a form that must not count twice."""
    return secrets.token_urlsafe(18)


def sent_key(data: Mapping[str, str]) -> str:
    """Return the key of a form; a new one where what was sent is none of ours."""
    key = data.get("key", "")
    return key if _KEY.match(key) else new_key()


def sent_version(data: QueryDict) -> int:
    """Return the version that a form was read at; without one 0, before every save."""
    text = data.get("version", "")
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0


class _TokenCheck(CsrfViewMiddleware):
    """Django's check, which says what it finds instead of answering the request."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def _no_view(request: HttpRequest) -> HttpResponse:
    """Stand for a view that is not exempt."""
    return HttpResponse()


def token_is_wrong(request: HttpRequest) -> bool:
    """Check the token of a view that is exempt from the usual check to keep what was typed."""
    check = _TokenCheck(_no_view)
    return check.process_view(request, _no_view, (), {}) is not None
