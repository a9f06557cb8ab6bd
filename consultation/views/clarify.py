"""The page on which an author answers the secretariat's question."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import rules
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from consultation.actions.clarifications import answer as answer_question
from consultation.exceptions import CallClosed, NotHandedIn, TextMissing, WrongStatus
from consultation.forms.hand_in import MOST_CHARACTERS, read_text
from consultation.models import Clarification, Submission
from consultation.queries import submissions as queries
from consultation.views import parked
from consultation.views.common import token_is_wrong
from consultation.views.own import own_or_404
from wsis_forum import clock

if TYPE_CHECKING:
    from django.utils.functional import Promise

_REFUSALS: dict[type[Exception], "Promise"] = {
    TextMissing: gettext_lazy("Enter your answer."),
    CallClosed: gettext_lazy("The time to answer is over, so your answer was not sent."),
    NotHandedIn: gettext_lazy("You have changed the text: hand it in together with your answer."),
    WrongStatus: gettext_lazy("The question is no longer open, so your answer was not sent."),
}


# A wrong token is found below: what was typed must not end on an error page.
@csrf_exempt
def clarify(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the newest question, or take the answer; without an open one, go to the input's page."""
    if not request.user.is_authenticated:
        return parked.park(request, ref, holds_text=True)
    own = own_or_404(request, queries.own(), ref)
    question = own.clarifications.order_by("-asked_at", "-pk").first()
    if question is None:
        return redirect(own)
    at = clock.now()
    if request.method == "POST":
        return _answered(request, own, question, at)
    if question.answered_at is not None:
        return redirect(own)
    sent = parked.take(request)
    return _shown(request, question, at, read_text(sent, "answer") if sent else "")


def _answered(
    request: HttpRequest, own: Submission, question: Clarification, at: datetime
) -> HttpResponse:
    """Send the answer, or say what is in the way; what was typed is shown again."""
    by: Any = request.user
    typed = read_text(request.POST, "answer")
    refusal = ""
    if token_is_wrong(request):
        refusal = _("You have signed in elsewhere meanwhile. Send it once more.")
    elif not rules.has_perm("consultation.hand_in", by, own):
        refusal = _("Only its author can answer.")
    elif len(typed) > MOST_CHARACTERS:
        refusal = _("The text is too long. Shorten it.")
    if refusal:
        return _shown(request, question, at, typed, refusal)
    try:
        answer_question(clarification_id=question.pk, by=by, answer=typed, at=at)
    except tuple(_REFUSALS) as error:
        return _shown(request, question, at, typed, str(_REFUSALS[type(error)]))
    messages.success(request, _("Your answer was sent. The secretariat goes on reading."))
    return redirect(own)


def _shown(
    request: HttpRequest, question: Clarification, at: datetime, typed: str, error: str = ""
) -> HttpResponse:
    context = {
        "submission": question.submission,
        "question": question,
        "is_open": question.answered_at is None and at < question.until,
        "typed": typed,
        "error": error,
    }
    return render(request, "consultation/clarify.html", context)
