"""Answers to what went wrong; they ask neither the database nor the session."""

from contextlib import suppress

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# Of what is thrown away: 320 MB, more than any form of ours may hold (``uploads.handler``).
CHUNK, MOST_CHUNKS = 64 * 1024, 5 * 1024
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be understood, or is larger than any form of ours."""
    if isinstance(exception, TOO_MUCH):
        return _answer(request, "errors/413.html", 413)
    return _answer(request, "errors/400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request for what is not the reader's."""
    return _answer(request, "errors/403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that cannot be shown to come from the reader."""
    return _answer(request, "errors/403_csrf.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request for an address that does not exist."""
    return _answer(request, "errors/404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer where the portal itself failed."""
    return _answer(request, "errors/500.html", 500)


def _read_to_the_end(request: HttpRequest) -> None:
    """
    Take in what is still coming, and throw it away.

    Browsers send all before they listen: a server that answers and closes while they talk is to
    them a line that broke, and the page with the words never appears.
    """
    with suppress(OSError):
        for _chunk in range(MOST_CHUNKS):
            if not request.read(CHUNK):
                return


def _answer(request: HttpRequest, template: str, status: int) -> HttpResponse:
    _read_to_the_end(request)
    # Without the request no context processor runs: a broken database must not break this page too.
    return HttpResponse(render_to_string(template), status=status)
