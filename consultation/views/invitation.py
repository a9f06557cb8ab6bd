"""The page behind the personal link of an invitation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultation.actions import contributors
from consultation.editing import can_write
from consultation.exceptions import InvitationRefused, Why
from consultation.models import Contributor
from wsis_forum import clock

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

# What somebody reads whose invitation does not hold.
_REFUSALS: Mapping[Why, "Promise"] = {
    Why.NOT_VALID: gettext_lazy(
        "This invitation is not valid, or not any more. Ask who invited you for a new one."
    ),
    Why.ACCEPTED: gettext_lazy(
        "Somebody has accepted this invitation already. If it was you, sign in with the address"
        " that you used then; else ask for an invitation of your own."
    ),
    Why.OWN_SUBMISSION: gettext_lazy(
        "This is your own input. The link is for the person whom you have invited."
    ),
    Why.CLOSED: gettext_lazy("Nothing can be changed in this input any more."),
}
_NOT_FOUND, _FORBIDDEN = 404, 403


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """
    Show an invitation, or accept it.

    Programs that check letters open its links, so only the button accepts.
    """
    found = (
        Contributor.objects.select_related("submission__call__forum", "submission", "invited_by")
        .filter(token=token)
        .first()
    )
    at = clock.now()
    user = request.user
    if request.method == "POST" and found is not None:
        if not user.is_authenticated:
            return _closed(redirect_to_login(request.path))
        try:
            accepted = contributors.accept(token=token, by=user, at=at)
        except InvitationRefused as refusal:
            return _refused(request, refusal.why)
        messages.success(request, _("You can now write in this input."))
        return _closed(redirect(accepted.submission))
    why = _in_the_way(request, found, at)
    if found is None or why is not None:
        return _refused(request, why or Why.NOT_VALID)
    if found.accepted_at is not None and user.is_authenticated:
        return _closed(redirect(found.submission))
    context = {"invitation": found, "submission": found.submission, "at": at}
    return _closed(render(request, "consultation/invitation.html", context))


def _in_the_way(request: HttpRequest, found: Contributor | None, at: "datetime") -> Why | None:
    """Say why the person cannot accept; who has not signed in may see what it is about."""
    if found is None or found.removed_at is not None:
        return Why.NOT_VALID
    user = request.user
    if user.is_authenticated:
        try:
            contributors.require_acceptable(found, found.submission, by=user, at=at)
        except InvitationRefused as refusal:
            return refusal.why
        return None
    if found.accepted_at is not None:
        return Why.ACCEPTED
    return None if can_write(found.submission, at) else Why.CLOSED


def _refused(request: HttpRequest, why: Why) -> HttpResponse:
    context = {"reason": _REFUSALS[why]}
    status = _NOT_FOUND if why == Why.NOT_VALID else _FORBIDDEN
    return _closed(render(request, "consultation/invitation.html", context, status=status))


def _closed(response: HttpResponse) -> HttpResponse:
    """Keep the address, which is a secret, from travelling on to other sites and other caches."""
    # Not "no-referrer": the button's request would then come from the origin "null".
    response["Referrer-Policy"] = "same-origin"
    return response
