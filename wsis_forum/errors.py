"""Answers to what went wrong; they ask neither the database nor the session."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be understood."""
    return _answer("errors/400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request for what is not the reader's."""
    return _answer("errors/403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that cannot be shown to come from the reader."""
    return _answer("errors/403_csrf.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request for an address that does not exist."""
    return _answer("errors/404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer where the portal itself failed."""
    return _answer("errors/500.html", 500)


def _answer(template: str, status: int) -> HttpResponse:
    # Without the request no context processor runs: a broken database must not break this page too.
    return HttpResponse(render_to_string(template), status=status)
