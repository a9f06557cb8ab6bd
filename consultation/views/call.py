"""The page of a call, and the button that begins a draft in it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultation import phrases
from consultation.actions.attachments import rule_of
from consultation.actions.drafts import begin_draft
from consultation.choices import QuestionType, Status
from consultation.exceptions import CallClosed
from consultation.models import Call, DateChange, Submission
from consultation.queries import questions
from consultation.queries import submissions as queries
from consultation.queries.changes import marks
from consultation.queries.public import public_at
from consultation.questionnaire import Asked, Part
from consultation.views import own
from consultation.views.common import new_key, sent_key
from wsis_forum import clock


@dataclass(frozen=True)
class Row:
    """A question on the call's page; ``possible`` says which files it takes."""

    asked: Asked
    mark: str
    possible: str

    @property
    def words(self) -> Any:
        """What holds the label in all languages."""
        return self.asked.row or self.asked


@dataclass(frozen=True)
class Section:
    """A section with its questions."""

    part: Part
    rows: tuple[Row, ...]


@require_safe
def call(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show what is asked, of whom, until when, and the drafts that the reader has here."""
    at = clock.now()
    asked = _call_or_404(year, slug)
    state = phrases.call_state(asked, at)
    own.adopt(request)
    context = {
        "call": asked,
        "at": at,
        "state": state.value,
        "state_label": phrases.CALL_STATES[state],
        "state_tone": phrases.CALL_TONES[state],
        "sections": list(_sections(asked)),
        "drafts": _drafts(request, asked),
        "has_inputs": public_at(at).filter(call=asked).exists(),
        "key": new_key(),
    }
    return render(request, "consultation/call.html", context)


def begin(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Begin a draft, whoever asks, and go to its first section; a link alone begins nothing."""
    asked = _call_or_404(year, slug)
    if request.method != "POST":
        return redirect(asked)
    if not request.user.is_authenticated and not ratelimit.consume(request, action="begin_draft"):
        messages.error(
            request, _("Very many drafts were begun from your network. Wait some minutes.")
        )
        return redirect(asked)
    try:
        draft = begin_draft(
            call_id=asked.pk,
            by=request.user if request.user.is_authenticated else None,
            key=_form_key(request),
            language=get_language() or "en",
            at=clock.now(),
        )
    except CallClosed:
        messages.error(request, _("This call does not take inputs now, so no draft was begun."))
        return redirect(asked)
    own.remember(request, draft)
    first = next(iter(questions.of_call(asked).parts), None)
    if first is None:
        return redirect(draft)
    return redirect("consultation:edit", draft.reference, first.slug)


def _form_key(request: HttpRequest) -> str:
    """Return the key of the form that was sent; if nobody has signed in, one of her browser."""
    key = sent_key(request.POST)
    if request.user.is_authenticated:
        return key
    # The call's page has set this cookie. A session is there only after the first of two clicks.
    browser = request.META.get("CSRF_COOKIE", "")
    return hashlib.sha256(f"{browser}:{key}".encode()).hexdigest()[:40]


def _sections(asked: Call) -> Iterator[Section]:
    found = marks(asked)
    for part in questions.of_call(asked).parts:
        rows = tuple(Row(one, found.get(one.key, ""), _possible(one)) for one in part.questions)
        yield Section(part, rows)


def _possible(asked: Asked) -> str:
    return str(rule_of(asked).possible) if asked.type == QuestionType.FILE else ""


def _drafts(request: HttpRequest, asked: Call) -> QuerySet[Submission]:
    """Return the reader's drafts in this call, or those of an unknown one's browser."""
    found = queries.of_person(request.user, own.references(request))
    return found.filter(call=asked, status=Status.DRAFT).order_by("-saved_at", "-pk")


def _call_or_404(year: str, slug: str) -> Call:
    changes = Prefetch("date_changes", DateChange.objects.order_by("-changed_at", "-pk"))
    calls = Call.objects.select_related("forum").prefetch_related(changes)
    return get_object_or_404(calls, forum__slug=year, slug=slug)
