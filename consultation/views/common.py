"""What the author's pages share."""

import re
import secrets
from collections.abc import Mapping

import rules
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware

from consultation.models import Submission

_KEY = re.compile(r"[\w-]{16,40}\Z", re.ASCII)
_MOST_DIGITS = 9


def own_or_404(
    request: HttpRequest, submissions: QuerySet[Submission], reference: str
) -> Submission:
    """
    Return the submission with that reference, if it is the person's own.

    :raises Http404: there is none, or it is somebody else's; both look the same
    """
    submission = submissions.filter(reference=reference).first()
    if submission is None or not rules.has_perm(
        "consultation.view_own_submission", request.user, submission
    ):
        raise Http404
    return submission


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
