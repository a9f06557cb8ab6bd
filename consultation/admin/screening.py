"""The panel "screening" of an input's page, and the page on which something is not met."""

from datetime import datetime, time, timedelta
from typing import Any

import rules
from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.actions import screening as verbs
from consultation.admin.choosing import Boxes
from consultation.admin.desk import require, verb_page
from consultation.admin.one_input import back, found, kept_query
from consultation.admin.words import refusal_words
from consultation.admin.zoned import WallClockField, in_zone
from consultation.choices import Status
from consultation.exceptions import CriterionUnknown, WrongStatus
from consultation.models import Screening, ScreeningCriterion, Submission
from consultation.queries.there import kinds_there
from wsis_forum import clock, dates
from wsis_forum.cleaning import clean_text
from wsis_forum.languages import language

_DAYS = 7
_NOTE_LENGTH = 4000
_WAITING = (Status.SUBMITTED, Status.UNDER_REVIEW)
_PART = "screening-title"


class ScreeningForm(forms.Form):
    """What is not met, a word to the author, and until when she may change it."""

    failed: "forms.ModelMultipleChoiceField[ScreeningCriterion]" = forms.ModelMultipleChoiceField(
        ScreeningCriterion.objects.none(),
        label=gettext_lazy("Not met"),
        widget=Boxes,
        error_messages={"required": gettext_lazy("Choose what the input does not meet.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the author"),
        required=False,
        max_length=_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    until = WallClockField(label=gettext_lazy("Answer until"), end_of_day=True)

    def __init__(self, submission: Submission, at: datetime, *args: Any, **kwargs: Any) -> None:
        self.zone, self.at = submission.call.timezone, at
        super().__init__(*args, **kwargs)
        day = (at + timedelta(days=_DAYS)).astimezone(submission.call.zone).date()
        self.fields["until"].initial = datetime.combine(day, time(23, 59))
        self.fields["until"].help_text = dates.zone_words(self.zone)
        rows = ScreeningCriterion.objects.filter(call=submission.call_id, is_active=True)
        self.fields["failed"].queryset = rows  # type: ignore[attr-defined]
        reader = submission.author.language if submission.author else submission.language
        self.fields["note"].help_text = _("The author reads our letters in %(language)s.") % {
            "language": language(reader).name
        }

    def clean_note(self) -> str:
        """Drop what nobody can read from the note."""
        return clean_text(self.cleaned_data["note"])

    def clean_until(self) -> datetime:
        """
        Give the typed moment the call's zone.

        :raises ValidationError: it has passed, or the clocks skip that hour or show it twice
        """
        moment = in_zone(self.cleaned_data["until"], self.zone)
        if moment <= self.at:
            raise ValidationError(_("That moment has passed. Choose one to come."))
        return moment


def panel(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """Return what the panel shows; the template reads it as ``screening``."""
    rows = list(submission.call.screening_criteria.filter(is_active=True))
    done = submission.screenings.select_related("by").prefetch_related("failed")
    is_done = Screening in kinds_there(submission)
    last = done.order_by("-at", "-pk").first() if is_done else None
    version = submission.last_version
    is_open = bool(rows) and submission.status in _WAITING
    return {
        "criteria": rows,
        "last": last,
        "is_old": last is not None and version is not None and last.version_number < version.number,
        "may": is_open and rules.has_perm("consultation.screen", request.user, submission),
        "query": kept_query(request),
    }


def screening(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Record that all is met, or ask what is not and return the input."""
    submission = found(request, pk, model_admin)
    require("consultation.screen", request, submission)
    if request.method == "POST" and request.POST.get("action") == "met":
        return _met(request, submission)
    at = clock.now()
    form = ScreeningForm(submission, at, request.POST or None)
    if request.method == "POST" and form.is_valid() and _returned(request, submission, form, at):
        moment = dates.moment_words(form.cleaned_data["until"], submission.call.timezone)
        words = _("Returned. The author may answer and change the input until %(moment)s.")
        messages.success(request, words % {"moment": moment})
        return back(request, pk, _PART)
    return verb_page(model_admin, request, submission, form, _words(submission))


def _met(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Record that an input meets the minimum."""
    try:
        verbs.screen(submission_id=submission.pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except WrongStatus as error:
        submission.refresh_from_db()
        messages.error(request, refusal_words(submission, error))
    else:
        messages.success(request, _("Recorded: the input meets the minimum."))
    return back(request, submission.pk, _PART)


def _returned(
    request: HttpRequest, submission: Submission, form: ScreeningForm, at: datetime
) -> bool:
    """Return the input to its author; say in the form why that was not possible."""
    given = form.cleaned_data
    try:
        verbs.screen(
            submission_id=submission.pk,
            by=request.user,  # type: ignore[arg-type]
            failed_ids=[row.pk for row in given["failed"]],
            note=given["note"],
            until=given["until"],
            at=at,
        )
    except WrongStatus as error:
        submission.refresh_from_db()
        form.add_error(None, refusal_words(submission, error))
        return False
    except CriterionUnknown:
        form.add_error("failed", _("One of these is not in force any more. Choose again."))
        return False
    return True


def _words(submission: Submission) -> dict[str, Any]:
    """Word the page."""
    return {
        "title": _("Not met"),
        "subtitle": str(submission),
        "submit": _("Return to the author"),
        "intro": _(
            "The input is not declined. It goes back to its author with each of these criteria "
            "named in her language, and your note; she may change it until the date below."
        ),
        "facts": ((_("Call"), str(submission.call)),),
    }
