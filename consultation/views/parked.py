"""What was sent after the sign-in had ended: parked in the session, given back after it."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from consultation.forms.base import as_query
from consultation.models import Submission
from consultation.views.common import is_from_our_pages

_SESSION_KEY = "parked"
_KEPT = _("Your sign-in had ended. What you typed is kept: sign in, and it is there again.")
_NOT_KEPT = _(
    "Your sign-in had ended, and your text could not be kept meanwhile. Go back and copy it before"
    " you sign in."
)
# Far above what the limits of a call let anybody hand in; the session is a row of the database.
_MOST_CHARACTERS = 400_000


def park(request: HttpRequest, ref: str, *, holds_text: bool = False) -> HttpResponse:
    """
    Send somebody to the sign-in and back to this page; keep what the form held.

    ``holds_text``: it is somebody's writing, so the sign-in page says what happens to it.
    """
    if request.method == "POST" and _may_be_hers(request, ref):
        sent = {name: values for name, values in request.POST.lists() if "csrf" not in name}
        size = sum(len(value) for values in sent.values() for value in values)
        is_kept = size <= _MOST_CHARACTERS and ratelimit.consume(request, action="park")
        if is_kept:
            request.session[_SESSION_KEY] = {"path": request.path, "sent": sent}
        if holds_text:
            messages.warning(request, _KEPT if is_kept else _NOT_KEPT)
    return redirect_to_login(request.path)


def _may_be_hers(request: HttpRequest, ref: str) -> bool:
    """
    Whether this can be the form that somebody had open.

    Another site must neither give a reader a new session, which ends that of her drafts, nor put
    words into her form.
    """
    return is_from_our_pages(request) and Submission.objects.filter(reference=ref).exists()


def take(request: HttpRequest) -> QueryDict | None:
    """Return what was parked for this page, once."""
    parked = request.session.get(_SESSION_KEY)
    if not parked or parked["path"] != request.path:
        return None
    del request.session[_SESSION_KEY]
    return as_query(parked["sent"])
