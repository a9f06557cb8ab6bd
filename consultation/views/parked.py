"""What was sent after the sign-in had ended: parked in the session, given back after it."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from consultation.forms.base import as_query

_SESSION_KEY = "parked"
_KEPT = _("Your sign-in had ended. What you typed is kept: sign in, and it is there again.")
_TOO_LONG = _(
    "Your sign-in had ended, and your text is too long to be kept meanwhile. Go back and copy it"
    " before you sign in."
)
# Far above what the limits of a call let anybody hand in; the session is a row of the database.
_MOST_CHARACTERS = 400_000


def park(request: HttpRequest, *, holds_text: bool = False) -> HttpResponse:
    """
    Send somebody to the sign-in and back to this page; keep what the form held.

    ``holds_text``: it is somebody's writing, so the sign-in page says what happens to it.
    """
    if request.method == "POST":
        sent = {name: values for name, values in request.POST.lists() if "csrf" not in name}
        size = sum(len(value) for values in sent.values() for value in values)
        is_kept = size <= _MOST_CHARACTERS
        if is_kept:
            request.session[_SESSION_KEY] = {"path": request.path, "sent": sent}
        if holds_text:
            messages.warning(request, _KEPT if is_kept else _TOO_LONG)
    return redirect_to_login(request.path)


def take(request: HttpRequest) -> QueryDict | None:
    """Return what was parked for this page, once."""
    parked = request.session.get(_SESSION_KEY)
    if not parked or parked["path"] != request.path:
        return None
    del request.session[_SESSION_KEY]
    return as_query(parked["sent"])
