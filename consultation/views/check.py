"""The check page: the whole input as others will read it, and the button that hands it in."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consultation import sections
from consultation.actions.submissions import submit, takes_hand_in
from consultation.exceptions import CallClosed, Incomplete, WrongStatus
from consultation.models import Submission
from consultation.queries import submissions as queries
from consultation.sections import Problem
from consultation.views import opening, parked
from consultation.views.common import new_key, own_or_404, sent_key
from wsis_forum import clock


@dataclass(frozen=True)
class Lacking:
    """What is missing or too long, linked to its field."""

    message: str
    url: str


def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a draft as others will read it, or hand it in."""
    if not request.user.is_authenticated:
        return parked.park(request)
    at = clock.now()
    if request.method == "POST":
        return _handed_in(request, ref, at)
    own = own_or_404(request, queries.own_whole(), ref)
    if not own.is_draft:
        return redirect(own)
    sent = parked.take(request)
    if sent is not None:
        opening.keep(request, own, sent.get("opened", ""), at)
    return _shown(request, own, at)


def _handed_in(request: HttpRequest, ref: str, at: datetime) -> HttpResponse:
    """Hand in, and go to the receipt; or say what is in the way."""
    own = own_or_404(request, queries.own(), ref)
    try:
        submit(
            submission_id=own.pk,
            by=request.user,  # type: ignore[arg-type]
            key=sent_key(request.POST),
            at=at,
            opened_at=opening.read(own, request.POST.get("opened", "")),
        )
    except WrongStatus:
        messages.info(request, _("This input was handed in already; nothing was sent twice."))
        return redirect(own)
    except (CallClosed, Incomplete):
        # The page says what is wrong from the same rules, as the row is now.
        return _shown(request, own_or_404(request, queries.own_whole(), ref), at)
    return redirect("consultation:receipt", own.reference)


def _shown(request: HttpRequest, own: Submission, at: datetime) -> HttpResponse:
    opened = opening.for_page(request, own, at)
    opening.keep(request, own, opened, at)
    context = {
        "submission": own,
        "sections": sections.of_kind(own.call.kind),
        "lacking": [_lacking(own, problem) for problem in sections.problems(own)],
        "is_refused": request.method == "POST",
        "takes_hand_in": takes_hand_in(own.call, at=at, opened_at=opening.read(own, opened)),
        "is_open": own.call.is_open(at),
        "at": at,
        "opened": opened,
        "key": new_key(),
    }
    return render(request, "consultation/check.html", context)


def _lacking(own: Submission, problem: Problem) -> Lacking:
    url = reverse("consultation:edit", args=(own.reference, problem.section))
    return Lacking(problem.message, f"{url}#{problem.anchor}")
