"""The page that asks an author back: a question, and until when she may answer."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.actions import clarifications
from consultation.admin.desk import require, verb_page
from consultation.admin.one_input import back, found
from consultation.admin.words import refusal_words
from consultation.admin.zoned import WallClockField, in_zone
from consultation.exceptions import WrongStatus
from consultation.models import Submission
from wsis_forum import clock, dates
from wsis_forum.cleaning import clean_text
from wsis_forum.languages import language

_DAYS = 7
_QUESTION_LENGTH = 4000


class AskBackForm(forms.Form):
    """A question to the author, and until when she may answer."""

    question = forms.CharField(
        label=gettext_lazy("Question to the author"),
        max_length=_QUESTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    until = WallClockField(label=gettext_lazy("Answer until"), end_of_day=True)

    def __init__(self, submission: Submission, at: datetime, *args: Any, **kwargs: Any) -> None:
        self.zone, self.at = submission.call.timezone, at
        super().__init__(*args, **kwargs)
        day = (at + timedelta(days=_DAYS)).astimezone(submission.call.zone).date()
        self.fields["until"].initial = datetime.combine(day, time(23, 59))
        self.fields["until"].help_text = dates.zone_words(self.zone)
        self.fields["question"].help_text = _("The input was written in %(language)s.") % {
            "language": language(submission.language).name
        }

    def clean_question(self) -> str:
        """
        Drop what nobody can read from the question.

        :raises ValidationError: nothing is left
        """
        question = clean_text(self.cleaned_data["question"]).strip()
        if not question:
            raise ValidationError(self.fields["question"].error_messages["required"])
        return question

    def clean_until(self) -> datetime:
        """
        Give the typed moment the call's zone.

        :raises ValidationError: it has passed, or the clocks skip that hour or show it twice
        """
        moment = in_zone(self.cleaned_data["until"], self.zone)
        if moment <= self.at:
            raise ValidationError(_("That moment has passed. Choose one to come."))
        return moment


def ask_back(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Ask for the question, and return the input with it."""
    submission = found(request, pk, model_admin)
    require("consultation.ask_back", request, submission)
    at = clock.now()
    form = AskBackForm(submission, at, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clarifications.ask_back(submission_id=pk, by=request.user, at=at, **form.cleaned_data)  # type: ignore[arg-type]
        except WrongStatus as error:
            form.add_error(None, refusal_words(found(request, pk, model_admin), error))
        else:
            messages.success(request, _said(submission, form.cleaned_data["until"]))
            return back(request, pk)
    return verb_page(model_admin, request, submission, form, _words(submission))


def _said(submission: Submission, until: datetime) -> str:
    moment = dates.moment_words(until, submission.call.timezone)
    return _("Asked. The author may answer and change the input until %(moment)s.") % {
        "moment": moment
    }


def _words(submission: Submission) -> dict[str, Any]:
    """Word the page."""
    return {
        "title": _("Ask back"),
        "subtitle": str(submission),
        "submit": _("Ask the author"),
        "intro": _(
            "The input goes back to its author with your question, by letter and on its page. "
            "Until the date below she may answer and change it; without an answer, “Begin "
            "review” takes it up again."
        ),
        "facts": (
            (_("Author"), str(submission.author or _("account erased"))),
            (_("Call"), str(submission.call)),
        ),
    }
