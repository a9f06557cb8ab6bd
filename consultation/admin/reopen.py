"""The page that reopens a decision: a reason, and what follows from it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.actions.reopening import reopen as reopen_decision
from consultation.admin.desk import require, verb_page
from consultation.admin.one_input import back, found
from consultation.admin.words import refusal_words
from consultation.choices import Disposition
from consultation.dispositions import disposition_words, merged_into
from consultation.exceptions import WrongStatus
from consultation.forms.outcome import REASON_LENGTH
from consultation.models import Submission
from consultation.queries import access
from consultation.queries.decisions import public_from
from wsis_forum import clock, dates
from wsis_forum.accounts.models import User
from wsis_forum.cleaning import clean_text


class ReopenForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy(
            "The author reads it in the letter, the public on the page of the input."
        ),
        error_messages={"required": gettext_lazy("Say why the decision is taken back.")},
    )

    def clean_reason(self) -> str:
        """
        Drop what nobody can read from the reason.

        :raises ValidationError: nothing is left
        """
        reason = clean_text(self.cleaned_data["reason"])
        if not reason:
            raise ValidationError(self.fields["reason"].error_messages["required"])
        return reason


def reopen(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Ask for the reason, and take the decision back."""
    submission = found(request, pk, model_admin)
    require("consultation.decide", request, submission)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_decision(submission_id=pk, by=request.user, at=clock.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except WrongStatus as error:
            form.add_error(None, refusal_words(found(request, pk, model_admin), error))
        else:
            messages.success(request, _is_done(submission))
            return back(request, pk)
    user: Any = request.user
    return verb_page(model_admin, request, submission, form, _words(submission, user))


def _is_done(submission: Submission) -> str:
    """Say what happened; the decision is the one that counted before."""
    decision = submission.decision
    if decision is not None and decision.disposition == Disposition.MERGED:
        return _("The merge is undone: both inputs are what they were before.")
    return _("The decision is reopened: the input is under review.")


def _words(submission: Submission, user: User) -> dict[str, Any]:
    """Word the page."""
    decision = submission.decision
    is_merge = decision is not None and decision.disposition == Disposition.MERGED
    return {
        "title": _("Undo the merge") if is_merge else _("Reopen the decision"),
        "subtitle": str(submission),
        "submit": _("Undo the merge") if is_merge else _("Reopen"),
        "intro": " ".join(_follows(submission, user)),
        "facts": _facts(submission, user),
    }


def _follows(submission: Submission, user: User) -> list[str]:
    """Say what reopening does."""
    decision = submission.decision
    if decision is not None and decision.disposition == Disposition.MERGED:
        said = [_("The decision stays on record with your reason.")]
    else:
        said = [
            _("The decision stays on record with your reason, and the input is under review again.")
        ]
    if public_from(submission, clock.now()) is not None:
        said.append(_("Your reason becomes public: everybody reads it on the page of the input."))
    target = merged_into(decision) if decision is not None else None
    if target is not None and access.may_read(user, target):
        words = _("It is not merged into %(number)s any more; both are what they were before.")
        said.append(words % {"number": target.number})
    if submission.author is None:
        said.append(_("Nobody gets a letter: the author’s account was erased."))
    else:
        said.append(_("The author gets a letter."))
    if submission.sessions.exists():
        said.append(_("The session that was made of it stays; its organizers decide about it."))
    if submission.call.decided_at is not None:
        said.append(_("Its call is not marked as decided any more."))
    return said


def _facts(submission: Submission, user: User) -> list[tuple[str, str]]:
    decision = submission.decision
    if decision is None:
        return [(_("Now"), submission.get_status_display())]
    target = merged_into(decision)
    is_seen = target is None or access.may_read(user, target)
    where = disposition_words(decision) if is_seen else decision.get_disposition_display()
    when = dates.moment_words(decision.decided_at, submission.call.timezone)
    by = str(decision.decided_by or _("an earlier system"))
    return [
        (_("Decision"), where),
        (_("Decided by"), by),
        (_("Decided"), when),
        (_("Call"), str(submission.call)),
    ]
