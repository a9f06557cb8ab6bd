"""The check page: the whole input as others will read it, and the button that hands it in."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import rules
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from consultation import phrases
from consultation.actions import clarifications
from consultation.actions.submissions import Consent, asked_answers, submit
from consultation.choices import Publication, PublicationRule, Status
from consultation.editing import CHANGEABLE, can_hand_in
from consultation.exceptions import (
    CallClosed,
    Incomplete,
    LateCodeWrong,
    NotHandedIn,
    StaleVersion,
    TextMissing,
    WrongStatus,
)
from consultation.forms.hand_in import MOST_CHARACTERS, HandIn, read_hand_in
from consultation.models import Submission
from consultation.presentation import shown_parts
from consultation.queries import questions
from consultation.queries import submissions as queries
from consultation.questionnaire.problems import problems
from consultation.questionnaire.values import are_same
from consultation.views import opening, parked
from consultation.views.common import new_key, sent_key, token_is_wrong
from consultation.views.own import is_stranger, own_or_404
from consultation.views.tasks import lacking
from wsis_forum import clock
from wsis_forum.accounts import privacy

_HELD = frozenset({Status.DRAFT, Status.RETURNED, *CHANGEABLE})


@dataclass(frozen=True)
class Page:
    """
    The page as it is to be shown.

    ``refusal`` says why it was not handed in: ``closed``, ``late-code``, ``incomplete``,
    ``publication``, ``answer``, ``long``, ``token`` or ``stale``; or ``restored``: what was sent
    before a sign-in is back.
    """

    submission: Submission
    at: datetime
    sent: HandIn | None = None
    refusal: str = ""


# A wrong token is found below: what was chosen and typed must not end on an error page.
@csrf_exempt
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Show an input as others will read it, or hand it in."""
    if is_stranger(request, ref):
        return parked.park(request, ref)
    at = clock.now()
    own = own_or_404(request, queries.own(), ref)
    if request.method == "POST":
        return _sent(request, own, at)
    if own.status not in _HELD:
        return redirect(own)
    sent = parked.take(request)
    if sent is None:
        return _shown(request, Page(own, at))
    opening.keep(request, own, sent.get("opened", ""), at)
    return _shown(request, Page(own, at, read_hand_in(sent), "restored"))


def _sent(request: HttpRequest, own: Submission, at: datetime) -> HttpResponse:
    """Hand in, and go to the receipt; or say what is in the way."""
    if not request.user.is_authenticated:
        # Only now an address is needed: the draft becomes its owner's after the sign-in.
        return parked.park(request, own.reference)
    if not rules.has_perm("consultation.hand_in", request.user, own):
        messages.error(request, _("Only its author can hand it in."))
        return redirect("consultation:check", own.reference)
    sent = read_hand_in(request.POST)
    if own.call.publication_rule == PublicationRule.NEVER:
        sent = replace(sent, publication=Publication.NOT_PUBLIC)
    refusal = _fault(request, sent) or _handed_in(request, own, sent, at)
    if refusal == "status":
        messages.info(request, _("This input can no longer be changed; nothing was sent twice."))
        return redirect(own)
    if refusal:
        # As the row is now, for somebody may have changed it.
        return _shown(
            request, Page(own_or_404(request, queries.own(), own.reference), at, sent, refusal)
        )
    return redirect("consultation:receipt", own.reference)


def _fault(request: HttpRequest, sent: HandIn) -> str:
    """Say what is wrong with the form itself."""
    if token_is_wrong(request):
        return "token"
    if len(sent.answer) > MOST_CHARACTERS:
        return "long"
    return "" if sent.publication else "publication"


def _handed_in(request: HttpRequest, own: Submission, sent: HandIn, at: datetime) -> str:
    """Hand in; return why not."""
    by: Any = request.user
    try:
        done = submit(
            submission_id=own.pk,
            by=by,
            key=sent_key(request.POST),
            at=at,
            opened_at=opening.read(own, request.POST.get("opened", "")),
            consent=Consent(sent.publication, sent.privacy_version, sent.version),
            late_code=sent.late_code,
            answer=sent.answer,
        )
        if done.status == Status.RETURNED:
            # The text is the one that was handed in: only the answer is new.
            asked = own.clarifications.filter(answered_at__isnull=True).first()
            if asked is not None:
                clarifications.answer(clarification_id=asked.pk, by=by, answer=sent.answer, at=at)
    except tuple(_REFUSALS) as error:
        return _REFUSALS[type(error)]
    return ""


_REFUSALS: dict[type[Exception], str] = {
    CallClosed: "closed",
    Incomplete: "incomplete",
    LateCodeWrong: "late-code",
    NotHandedIn: "stale",
    StaleVersion: "stale",
    TextMissing: "answer",
    WrongStatus: "status",
}


def _shown(request: HttpRequest, page: Page) -> HttpResponse:
    own, at = page.submission, page.at
    opened = opening.for_page(request, own, at)
    opening.keep(request, own, opened, at)
    asked = questions.of_call(own.call)
    last = None if own.is_draft else own.versions.order_by("-number").first()
    parts = shown_parts(own, asked, own.answers)
    context = {
        "submission": own,
        "at": at,
        "parts": parts,
        "has_private": any(not one.asked.is_public for part in parts for one in part.answers),
        "lacking": lacking(own, problems(asked, own.answers)),
        "refusal": page.refusal,
        "is_refused": page.refusal not in {"", "restored"},
        "is_author": not request.user.is_authenticated or own.author_id == request.user.pk,
        "last": last,
        "is_unchanged": last and are_same(last.answers, asked_answers(asked, own.answers)),
        "sent": page.sent or HandIn(publication=own.publication if last else ""),
        "answer_error": _answer_error(page.refusal),
        "publications": phrases.PUBLICATIONS,
        "privacy_version": privacy.current_version(),
        "opened": opened,
        "key": new_key(),
        **_times(own, at, opened),
    }
    return render(request, "consultation/check.html", context)


def _answer_error(refusal: str) -> str:
    if refusal == "long":
        return _("The text is too long. Shorten it.")
    return _("Enter your answer.") if refusal == "answer" else ""


def _times(own: Submission, at: datetime, opened: str) -> dict[str, Any]:
    """Say whether it can be handed in now, and what belongs to that."""
    call, is_returned = own.call, own.status == Status.RETURNED
    takes = can_hand_in(own, at=at, opened_at=opening.read(own, opened))
    is_over = call.closes_at is not None and at >= call.closes_at
    open_ones = own.clarifications.filter(answered_at__isnull=True)
    return {
        "takes_hand_in": takes,
        "takes_code": is_over and not takes and not is_returned,
        "is_open": call.is_open(at),
        "is_public": call.publication_rule != PublicationRule.NEVER,
        "question": open_ones.first() if is_returned else None,
    }
