"""
Refuses requests that no browser of ours sends: in another charset, or with a NUL in the query.

Django fails at some of these charsets while it makes its request, before any middleware is asked.
So what it fails at is taken away in front of it, and the refusal follows where the headers, the
language and the page of a refusal are at hand.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters

from wsis_forum import errors

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_CHARSETS = frozenset({"utf-8", "utf8"})
_UNREADABLE = "wsis_forum.unreadable"


class DisarmUnreadable:
    """Takes from an unreadable request what Django fails at; stands around the application."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Pass the request on."""
        if not is_readable(environ):
            environ |= {"CONTENT_TYPE": "", "QUERY_STRING": "", _UNREADABLE: True}
        return self.application(environ, start)


class RefuseUnreadable:
    """Answers 400 to an unreadable request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer it here, or go on."""
        if _UNREADABLE in request.META or not is_readable(request.META):
            return errors.bad_request(request)
        return self.get_response(request)


def is_readable(environ: Mapping[str, Any]) -> bool:
    """Tell whether a request is in UTF-8, and asks for nothing that PostgreSQL cannot hold."""
    if "%00" in environ.get("QUERY_STRING", ""):
        return False
    try:
        _type, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    except ValueError:
        return False
    named = (value for name, value in parameters.items() if name.lower() == "charset")
    return all(value.strip().lower() in _CHARSETS for value in named)
