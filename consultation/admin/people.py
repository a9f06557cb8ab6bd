"""The panel "people" of an input's page: who reviews it, and to whom it is too near."""

from datetime import datetime
from typing import Any

import rules
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultation.actions import assignments as verbs
from consultation.actions import conflicts
from consultation.admin.assign_forms import ByHandForm, ConflictForm
from consultation.admin.assign_words import NOT_GIVEN, given_words, reasons_words
from consultation.admin.desk import require, verb_page
from consultation.admin.one_input import back, found, is_key, kept_query, list_query
from consultation.choices import AssignedBy
from consultation.exceptions import AssignmentRefused, OwnConflict
from consultation.models import Assignment, Conflict, Review, Submission
from consultation.queries import access
from consultation.queries.assignments import REVIEWING, UNDER_WAY, loads
from consultation.queries.blind import blind_for
from consultation.queries.nearness import Reason
from consultation.queries.there import kinds_there
from wsis_forum import clock

_PART = "people-title"


def panel(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """
    Return what the panel shows; the template reads it as ``people``.

    Other reviewers and conflicts are for the secretariat; a reviewer finds what is asked of her.
    """
    at = clock.now()
    may_assign = rules.has_perm("consultation.assign", request.user, submission)
    there = kinds_there(submission)
    rows = submission.assignments.active().select_related("reviewer")
    if Assignment not in there:
        rows = rows.none()
    if not may_assign:
        rows = rows.filter(reviewer=request.user.pk)
    given = _given(submission) if Review in there else {}
    shown: dict[str, Any] = {
        "may_assign": may_assign,
        "rows": [(row, _state(row, given.get(row.reviewer_id), at)) for row in rows],
        "query": kept_query(request),
    }
    if may_assign:
        around = access.staff_here(submission)
        declared = submission.conflicts.filter(ended_at=None).select_related("user")
        if Conflict not in there:
            declared = declared.none()
        shown["declared"] = [(one, one.user_id in given) for one in declared]
        shown["computed"] = [
            (one, reasons_words(one))
            for one in around
            if one.is_near and Reason.DECLARED not in one.near_because
        ]
        if submission.status in UNDER_WAY:
            shown["form"] = _by_hand(request, submission, at)
    return shown


def assign(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Give an input to the chosen reviewers."""
    submission = found(request, pk, model_admin)
    require("consultation.assign", request, submission)
    at = clock.now()
    form = _by_hand(request, submission, at, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.assign(
                submission_ids=[pk],
                reviewer_ids=form.cleaned_data["reviewers"],
                due_at=form.cleaned_data["due_at"],
                how=AssignedBy.HAND,
                by=request.user,  # type: ignore[arg-type]
                at=at,
            )
        except AssignmentRefused as refusal:
            for why in sorted(set(refusal.pairs.values())):
                form.add_error("reviewers", str(NOT_GIVEN[why]))
        else:
            messages.success(request, given_words(made))
            return back(request, pk, _PART)
    words = {
        "title": _("Assign reviewers"),
        "subtitle": str(submission),
        "submit": _("Assign"),
        "intro": _("Each of them gets a letter with the number of the input."),
        "facts": ((_("Call"), str(submission.call)),),
    }
    return verb_page(model_admin, request, submission, form, words)


@require_POST
def take_back(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Take an assignment back."""
    submission = found(request, pk, model_admin)
    require("consultation.assign", request, submission)
    row = _row(request, Assignment.objects.filter(submission=submission))
    verbs.take_back(assignment_id=row.pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(
        request, _("Taken back from %(person)s. No letter is sent.") % {"person": row.reviewer}
    )
    return back(request, pk, _PART)


def declare(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Record that an input is too near to the reader, who does not see it any more."""
    submission = found(request, pk, model_admin)
    require("consultation.declare_conflict", request, submission)
    # For this page alone, and never saved: everybody who sees the input may open it, blind or not.
    submission.title = blind_for(request.user, submission).text(submission.title)
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        conflicts.declare(
            submission_id=pk,
            by=request.user,  # type: ignore[arg-type]
            user=request.user,  # type: ignore[arg-type]
            note=form.cleaned_data["note"],
            at=clock.now(),
        )
        words = _("Your conflict of interest is recorded. You do not see %(number)s any more.")
        messages.success(request, words % {"number": submission.number})
        url = reverse("admin:consultation_submission_changelist")
        query = list_query(request)
        return HttpResponseRedirect(f"{url}?{query}" if query else url)
    return verb_page(model_admin, request, submission, form, _declare_words(request, submission))


@require_POST
def lift(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Lift a declared conflict of somebody else."""
    submission = found(request, pk, model_admin)
    require("consultation.assign", request, submission)
    row = _row(request, Conflict.objects.filter(submission=submission))
    try:
        conflicts.lift(conflict_id=row.pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except OwnConflict:
        messages.error(request, _("Somebody else of the secretariat has to lift your conflict."))
    else:
        words = _("The conflict is lifted. %(person)s sees this input again.")
        messages.success(request, words % {"person": row.user})
    return back(request, pk, _PART)


def _by_hand(
    request: HttpRequest, submission: Submission, at: datetime, data: Any = None
) -> ByHandForm:
    """Make the form with everybody who may review the input and does not yet."""
    asked: set[int] = set()
    if Assignment in kinds_there(submission):
        asked = set(submission.assignments.active().values_list("reviewer", flat=True))
    people = [
        one
        for one in access.staff_here(submission)
        if one.held_roles & {*REVIEWING} and not one.is_near and one.pk not in asked
    ]
    waiting = loads([one.pk for one in people], access.readable(request.user))
    return ByHandForm(people, waiting, submission.call.timezone, at, data)


def _given(submission: Submission) -> dict[int, datetime | None]:
    """Return who has given a review of an input, and when."""
    return dict(submission.reviews.given().values_list("reviewer", "submitted_at"))


def _state(row: Assignment, given_at: datetime | None, at: datetime) -> str:
    if given_at is not None:
        return "given"
    return "late" if row.due_at is not None and row.due_at <= at else "open"


def _row(request: HttpRequest, rows: Any) -> Any:
    """
    Return the row that the form names.

    :raises Http404: there is none of that input
    """
    key = request.POST.get("row", "")
    row = rows.filter(pk=int(key)).first() if is_key(key) else None
    if row is None:
        raise Http404
    return row


def _declare_words(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    return {
        "title": _("Declare a conflict of interest"),
        "subtitle": str(submission),
        "submit": _("Declare the conflict"),
        "intro": _(
            "You will not see this input any more: in no list, search, file, export or count. What "
            "was assigned to you of it ends. Only somebody else of the secretariat can undo this."
        ),
        "facts": ((_("Call"), str(submission.call)),),
    }
