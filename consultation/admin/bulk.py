"""
Actions on several inputs at once.

An action is ``(model_admin, request, queryset) -> HttpResponse | None`` with ``@admin.action``. It
begins with ``changed = stale(request, queryset)`` and, if there are any, returns
``stale_page(model_admin, request, changed)``: nothing is done to rows that somebody else changed
since the list was shown, unless the person has seen that and says so.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consultation.models import Submission, SubmissionEvent

Action = Callable[[Any, HttpRequest, QuerySet[Submission]], Any]

# Others append theirs.
ACTIONS: tuple[Action, ...] = ()

SEEN = "seen_"


def stamp(submission: Submission) -> str:
    """Return what changes whenever an input is written, decided, or put on another desk."""
    parts = (
        submission.version,
        submission.status,
        submission.handler_id or 0,
        submission.decision_id or 0,
    )
    return ".".join(map(str, parts))


def stale(request: HttpRequest, queryset: QuerySet[Submission]) -> list[Submission]:
    """
    Return the chosen inputs that somebody changed since the person's list was shown (1 query).

    Each row's checkbox carries its ``stamp`` as ``seen_<pk>``; a row without one is not stale.
    """
    return [
        row for row in queryset if request.POST.get(f"{SEEN}{row.pk}", stamp(row)) != stamp(row)
    ]


def stale_page(
    model_admin: ModelAdmin[Any], request: HttpRequest, changed: Sequence[Submission]
) -> TemplateResponse:
    """
    Say which of the chosen inputs were changed, by whom, and offer to go on or to leave them out.

    Nothing is lost: the page's forms hold all that was posted.
    """
    keys = {row.pk for row in changed}
    chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
    posted = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", ACTION_CHECKBOX_NAME)
        and not (name.startswith(SEEN) and name.removeprefix(SEEN) in map(str, keys))
        for value in values
    ]
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Changed since you opened the list"),
        "changed": [(row, _last_event(row)) for row in _with_events(changed)],
        "posted": posted,
        "chosen": chosen,
        "unchanged": [key for key in chosen if key not in map(str, keys)],
        "stamps": [(f"{SEEN}{row.pk}", stamp(row)) for row in changed],
        "checkbox": ACTION_CHECKBOX_NAME,
        "back_url": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/consultation/submission/changed.html", context)


def _with_events(rows: Sequence[Submission]) -> list[Submission]:
    keys = [row.pk for row in rows]
    read = Submission.objects.filter(pk__in=keys).prefetch_related("events__by")
    return list(read.order_by("number"))


def _last_event(row: Submission) -> SubmissionEvent | None:
    return max(row.events.all(), key=lambda event: (event.at, event.pk), default=None)
