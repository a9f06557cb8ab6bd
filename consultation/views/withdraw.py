"""The page on which an author takes an input back."""

from typing import Any

import rules
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from consultation.actions.withdrawals import withdraw as withdraw_submission
from consultation.choices import PublicationRule, Status
from consultation.exceptions import ReasonMissing, WrongStatus
from consultation.forms.hand_in import MOST_CHARACTERS, read_text
from consultation.models import Submission
from consultation.queries import submissions as queries
from consultation.views import parked
from consultation.views.common import token_is_wrong
from consultation.views.own import own_or_404
from wsis_forum import clock


# A wrong token is found below: what was typed must not end on an error page.
@csrf_exempt
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask for the reason, or withdraw."""
    if not request.user.is_authenticated:
        return parked.park(request, ref, holds_text=True)
    own = own_or_404(request, queries.own(), ref)
    if not rules.has_perm("consultation.withdraw", request.user, own):
        raise Http404
    if request.method != "POST":
        if own.status == Status.WITHDRAWN:
            return redirect(own)
        sent = parked.take(request)
        return _shown(request, own, read_text(sent, "reason") if sent else "")
    return _withdrawn(request, own, read_text(request.POST, "reason"))


def _withdrawn(request: HttpRequest, own: Submission, reason: str) -> HttpResponse:
    """Withdraw, or say what is in the way."""
    by: Any = request.user
    if token_is_wrong(request):
        error = _("You have signed in elsewhere meanwhile. Send it once more.")
        return _shown(request, own, reason, error)
    if len(reason) > MOST_CHARACTERS:
        return _shown(request, own, reason, _("The text is too long. Shorten it."))
    try:
        withdraw_submission(submission_id=own.pk, by=by, reason=reason, at=clock.now())
    except ReasonMissing:
        return _shown(request, own, reason, _("Enter the reason why you withdraw the input."))
    except WrongStatus:
        messages.error(request, _("This input cannot be withdrawn."))
        return redirect(own)
    messages.success(request, _("Your input was withdrawn. A letter confirms it."))
    return redirect(own)


def _shown(request: HttpRequest, own: Submission, reason: str, error: str = "") -> HttpResponse:
    context = {
        "submission": own,
        "reason": reason,
        "error": error,
        "is_public": own.call.publication_rule != PublicationRule.NEVER,
    }
    return render(request, "consultation/withdraw.html", context)
