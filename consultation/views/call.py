"""The page of a call, and the button that begins a draft in it."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultation import phrases, sections
from consultation.actions.drafts import begin_draft
from consultation.exceptions import CallClosed
from consultation.models import Call, DateChange
from consultation.queries import submissions as queries
from consultation.views import parked
from consultation.views.common import new_key, sent_key
from wsis_forum import clock


@require_safe
def call(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show what is asked, of whom, until when, and the drafts that the person has here."""
    at = clock.now()
    shown = _call_or_404(year, slug)
    state = phrases.call_state(shown, at)
    user = request.user
    context = {
        "call": shown,
        "at": at,
        "state": state.value,
        "state_label": phrases.CALL_STATES[state],
        "state_tone": phrases.CALL_TONES[state],
        "sections": sections.of_kind(shown.kind),
        "drafts": queries.drafts_in(shown, user) if user.is_authenticated else (),
        "key": new_key(),
    }
    return render(request, "consultation/call.html", context)


def begin(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Begin a draft; who has to sign in first comes back here, and it begins then."""
    if not request.user.is_authenticated:
        return parked.park(request)
    asked = _call_or_404(year, slug)
    sent = request.POST if request.method == "POST" else parked.take(request)
    if sent is None:
        return redirect(asked)
    try:
        draft = begin_draft(
            call_id=asked.pk,
            by=request.user,
            key=sent_key(sent),
            language=get_language() or "en",
            at=clock.now(),
        )
    except CallClosed:
        messages.error(request, _("This call does not take inputs now, so no draft was begun."))
        return redirect(asked)
    return redirect(draft)


def _call_or_404(year: str, slug: str) -> Call:
    changes = Prefetch("date_changes", DateChange.objects.order_by("-changed_at", "-pk"))
    calls = Call.objects.select_related("forum").prefetch_related(changes)
    return get_object_or_404(calls, forum__slug=year, slug=slug)
