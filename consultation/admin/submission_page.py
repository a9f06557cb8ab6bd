"""The page of one submission: read left, decide right, previous and next within the filter."""

from typing import Any

import rules
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultation.actions import decisions, team_notes
from consultation.admin.desk import require
from consultation.admin.one_input import (
    back,
    found,
    is_key,
    kept_query,
    list_query,
    neighbours,
    seen,
)
from consultation.admin.submission_read import reading
from consultation.admin.words import refusal_words, status_badge
from consultation.choices import Disposition, Status
from consultation.exceptions import WrongStatus
from consultation.models import Submission, TeamNote
from consultation.queries.there import kinds_there
from wsis_forum import clock

__all__ = ("back", "found", "show", "take_up")

# The programme lives above this app, so its pages are known by their names only.
_MAKE_SESSION = "admin:agenda_session_make"
_SESSION = "admin:agenda_session_change"

# Modules of this package that fill a panel of the page.
_PANELS = ("deciding", "screening", "reviews", "people", "thread")


def show(request: HttpRequest, object_id: str, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """
    Show one submission; what the person may not see answers like what does not exist.

    :raises Http404: it is not there for her
    """
    key = unquote(object_id)
    submission = seen(request, int(key), model_admin) if is_key(key) else None
    if submission is None:
        # Django would repeat the key and say that it was perhaps deleted.
        raise Http404
    user: Any = request.user
    if TeamNote in kinds_there(submission):
        team_notes.mark_seen(submission_id=submission.pk, by=user, at=clock.now())
    return _page(request, submission, model_admin)


@require_POST
def take_up(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Begin the review of a submission."""
    submission = found(request, pk, model_admin)
    require("consultation.take_up", request, submission)
    try:
        decisions.take_up(submission_id=pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except WrongStatus as error:
        messages.error(request, refusal_words(found(request, pk, model_admin), error))
    else:
        messages.success(request, _("The review has begun."))
    return back(request, pk)


def _page(
    request: HttpRequest, submission: Submission, model_admin: ModelAdmin[Any]
) -> TemplateResponse:
    user = request.user
    may_decide = rules.has_perm("consultation.decide", user, submission)
    is_open = submission.status in (Status.SUBMITTED, Status.UNDER_REVIEW)
    beside = neighbours(request, submission.pk, model_admin)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": submission.number,
        "submission": submission,
        "badge": status_badge(submission),
        "may_take_up": may_decide and submission.status in (Status.SUBMITTED, Status.RETURNED),
        "may_ask_back": is_open and rules.has_perm("consultation.ask_back", user, submission),
        **reading(request, submission, clock.now()),
        "sessions": [(each, _url(_SESSION, each.pk)) for each in submission.sessions.all()],
        "make_session_url": _make_session_url(request, submission),
        "neighbours": beside,
        "filters": kept_query(request),
        "verb_query": kept_query(request, next=beside.next or ""),
        "list_filters": list_query(request),
        **_panels(request, submission),
    }
    return TemplateResponse(request, "admin/consultation/submission/page.html", context)


def _panels(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """Ask each panel of the right column for what it shows, under its own key."""
    return {
        name: import_string(f"consultation.admin.{name}.panel")(request, submission)
        for name in _PANELS
    }


def _make_session_url(request: HttpRequest, submission: Submission) -> str:
    """Return the address of the button that makes a session; nothing where none can be made."""
    decision = getattr(submission, "decision", None)
    accepted = decision is not None and decision.disposition == Disposition.BECOMES
    if not accepted or submission.sessions.all() or not request.user.has_perm("agenda.add_session"):
        return ""
    return _url(_MAKE_SESSION, submission.pk)


def _url(name: str, *args: Any) -> str:
    """Return an address by name; nothing where that page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
