"""A reader's own choice of sessions, kept in a cookie of her browser; no account is needed."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# A Forum has fewer; a cookie holds four thousand characters.
MOST = 500
_SECONDS = 400 * 24 * 3600
_NUMBERS = re.compile(r"\d{1,6}(\.\d{1,6})*\Z", re.ASCII)


def kept(request: HttpRequest, year: str) -> tuple[int, ...]:
    """Return the numbers that the reader has chosen of a Forum, in order."""
    text = request.COOKIES.get(_name(year), "")
    if not _NUMBERS.match(text):
        return ()
    return tuple(sorted({int(number) for number in text.split(".")}))[:MOST]


def keep(response: HttpResponse, year: str, numbers: set[int]) -> None:
    """Let the browser keep a choice; an empty one is forgotten."""
    if not numbers:
        response.delete_cookie(_name(year), samesite="Lax")
        return
    response.set_cookie(
        _name(year),
        ".".join(str(number) for number in sorted(numbers)[:MOST]),
        max_age=_SECONDS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _name(year: str) -> str:
    return f"agenda-{year}"
