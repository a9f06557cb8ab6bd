"""What every answer carries, and who is stopped at the workbench's door."""

from collections.abc import Callable

import pghistory
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponseBase]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SameOriginResources:
    """Lets no other site load what we serve."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the header."""
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class ChangedBy:
    """Lets the history of rows say who sent the request that changed them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Name the person to the database; what only reads changes nothing that has a history."""
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        with pghistory.context(user=request.user.pk):
            return self.get_response(request)


class StaffSecondFactor:
    """Lets staff into the workbench only with a second factor, where the settings ask for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Send away who lacks the factor; the rest goes on."""
        return self._detour(request) or self.get_response(request)

    def _detour(self, request: HttpRequest) -> HttpResponseRedirect | None:
        """Return the way to the factor; nobody without a sign-in is of our concern."""
        if not settings.STAFF_SECOND_FACTOR or not request.path.startswith(reverse("admin:index")):
            return None
        if not (request.user.is_authenticated and request.user.is_staff):
            return None
        if not is_mfa_enabled(request.user, FACTORS):
            messages.info(request, _("The workbench needs a second factor. Please set one up."))
            return redirect("mfa_index")
        if any(
            record["method"] == "mfa"
            for record in get_authentication_records(request, request.user)
        ):
            return None
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{resolve_url('mfa_reauthenticate')}?{query}")
