"""What the author's pages share."""

import re
import secrets
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware

_KEY = re.compile(r"[\w-]{16,40}\Z", re.ASCII)
_MOST_DIGITS = 9


def new_key() -> str:
    """Return a random key for a form that must not count twice."""
    return secrets.token_urlsafe(18)


def is_key(text: str) -> bool:
    """Whether this can be one of our keys."""
    return _KEY.match(text) is not None


def sent_key(data: Mapping[str, str]) -> str:
    """Return the key of a form; a new one where what was sent is none of ours."""
    key = data.get("key", "")
    return key if is_key(key) else new_key()


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


def is_from_our_pages(request: HttpRequest) -> bool:
    """Tell, where the token says nothing because the sign-in has ended, whose form was sent."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is None and site is None:
        # An old browser. It brings a cookie of ours, for it has shown the page with the form.
        names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        return any(name in request.COOKIES for name in names)
    ours = f"{request.scheme}://{request.get_host()}"
    return origin in (None, ours) and site in (None, "same-origin")
