"""The private thread of an input, and the desk it lies on."""

from typing import Any

import rules
from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consultation.actions import desk, team_notes
from consultation.admin.desk import require
from consultation.admin.one_input import back, found
from consultation.admin.submission_page import show
from consultation.admin.words import refusal_words
from consultation.choices import Role, Status
from consultation.exceptions import MentionImpossible, NoDesk, WrongStatus
from consultation.models import Submission, TeamNote
from consultation.queries import access
from consultation.queries.there import kinds_there
from wsis_forum import clock
from wsis_forum.accounts.models import User
from wsis_forum.cleaning import clean_text

_LONGEST = 4000
_ON_DESKS = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.RETURNED)
# Where a form that was sent and refused waits for the page that shows it again.
_SENT = "note_form"


class NoteForm(forms.Form):
    """A message to colleagues, and whom it asks to read it."""

    text = forms.CharField(
        label=gettext_lazy("Message to colleagues"),
        max_length=_LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 3, "dir": "auto", "data-key": "c", "data-key-act": "focus"}
        ),
        help_text=gettext_lazy("Only the staff read it, never the author or the public."),
        error_messages={"required": gettext_lazy("Write a message.")},
    )
    mentioned = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Tell by letter"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy(
                "One of the people you chose may not see this input any more. Choose again."
            )
        },
    )

    def __init__(self, people: list[User], data: Any = None) -> None:
        super().__init__(data, auto_id="id_note_%s")
        self.fields["mentioned"].choices = [(one.pk, str(one)) for one in people]  # type: ignore[attr-defined]
        if not people:
            del self.fields["mentioned"]

    def clean_text(self) -> str:
        """
        Drop what nobody can read from the text.

        :raises ValidationError: nothing is left
        """
        text = clean_text(self.cleaned_data["text"]).strip()
        if not text:
            raise ValidationError(self.fields["text"].error_messages["required"])
        return text


def panel(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """Return the thread and the desk as the page shows them (at most 5 queries)."""
    user: Any = request.user
    may_write = rules.has_perm("consultation.discuss", user, submission)
    form = getattr(request, _SENT, None)
    if form is None and may_write:
        form = NoteForm(_colleagues(submission, user))
    notes = submission.team_notes.select_related("by").prefetch_related("mentions__user")
    return {
        "notes": list(notes.order_by("at", "pk")) if TeamNote in kinds_there(submission) else [],
        "form": form if may_write else None,
        "desk": _desk(submission, user),
    }


def _colleagues(submission: Submission, user: User) -> list[User]:
    staff = access.staff_here(submission)
    return [one for one in staff if not one.is_near and one.pk != user.pk]


def _desk(submission: Submission, user: User) -> dict[str, Any]:
    """Say on whose desk it lies, and to whom it can be handed."""
    is_open = submission.status in _ON_DESKS
    may = is_open and rules.has_perm("consultation.take_up", user, submission)
    here = {user.pk, submission.handler_id}
    return {
        "is_open": is_open,
        "is_mine": submission.handler_id == user.pk,
        "may_take": may and submission.handler_id != user.pk,
        # As ``desk.secretaries``, which the verb asks.
        "others": [
            one
            for one in (access.staff_here(submission) if may else ())
            if Role.SECRETARIAT in one.held_roles and not one.is_near and one.pk not in here
        ],
    }


@require_POST
def write(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Write to the private thread."""
    submission = found(request, pk, model_admin)
    require("consultation.discuss", request, submission)
    user: Any = request.user
    form = NoteForm(_colleagues(submission, user), request.POST)
    if form.is_valid():
        try:
            team_notes.write_note(submission_id=pk, by=user, at=clock.now(), **form.cleaned_data)
        except MentionImpossible:
            form.add_error("mentioned", form.fields["mentioned"].error_messages["invalid_choice"])
    if form.is_valid():
        messages.success(request, _("Your colleagues can read your message."))
        return back(request, pk, "thread")
    setattr(request, _SENT, form)
    return show(request, str(pk), model_admin=model_admin)


@require_POST
def hand_over(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Lay an input on one's own desk, or on a colleague's."""
    submission = found(request, pk, model_admin)
    require("consultation.take_up", request, submission)
    user: Any = request.user
    chosen = str(user.pk) if "mine" in request.POST else request.POST.get("to", "")
    try:
        moved = desk.hand_over(
            submission_id=pk,
            to_id=int(chosen) if chosen.isdecimal() and len(chosen) < len("9" * 19) else 0,
            by=user,
            at=clock.now(),
        )
    except NoDesk:
        messages.error(request, _("Choose somebody of the secretariat who may see this input."))
    except WrongStatus as error:
        messages.error(request, refusal_words(found(request, pk, model_admin), error))
    else:
        said = _("It lies on the desk of %(person)s now.") % {"person": moved.handler}
        messages.success(request, said)
    return back(request, pk, "desk")
