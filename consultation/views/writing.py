"""A section's page: what it holds, and how it is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from consultation.editing import can_write
from consultation.forms import SectionForm
from consultation.models import Submission
from consultation.queries.changes import marks
from consultation.questionnaire import Part, Questionnaire
from consultation.questionnaire.problems import Problem
from consultation.questionnaire.visibility import only, visible
from consultation.views import opening
from consultation.views.common import sent_key
from consultation.views.own_saves import PAGE, turn_of
from wsis_forum.accounts.models import User


@dataclass(frozen=True)
class Writing:
    """Somebody writes in a section of a submission at a moment."""

    request: HttpRequest
    submission: Submission
    questionnaire: Questionnaire
    part: Part
    at: datetime

    @property
    def by(self) -> User | None:
        """The person, if she has signed in."""
        return self.request.user if self.request.user.is_authenticated else None

    def form(
        self, data: QueryDict | None = None, *, saved: Submission | None = None
    ) -> SectionForm:
        """Return the section's form with what was sent, or with what is saved."""
        return SectionForm(
            self.part, self.questionnaire, saved or self.submission, data, at=self.at
        )

    def address(self, part: Part | None) -> str:
        """Return where to go on: another section, or the list of them."""
        if part is None:
            return self.submission.get_absolute_url()
        return reverse("consultation:edit", args=(self.submission.reference, part.slug))

    def next_part(self) -> Part | None:
        """Return the next section that asks something, given the answers."""
        shown = visible(self.questionnaire, self.submission.answers)
        parts = self.questionnaire.parts
        later = parts[parts.index(self.part) + 1 :]
        return next((part for part in later if only(part.questions, shown)), None)


@dataclass(frozen=True)
class Page:
    """
    A section's page as it is to be shown.

    ``notice`` says why it is shown again: ``restored``, ``token``, ``kept``, ``changed``,
    ``suggested`` or ``closed`` (see ``consultation/edit_notice.html``).
    """

    form: SectionForm
    version: int
    notice: str = ""
    more: Iterable[Problem] = field(default=())


def shown(writing: Writing, page: Page) -> HttpResponse:
    """Show a section's page."""
    request, submission, at = writing.request, page.form.submission, writing.at
    opened = opening.for_page(request, submission, at)
    opening.keep(request, submission, opened, at)
    page.form.marks = _marks(submission)
    parts = writing.questionnaire.parts
    context = {
        "submission": submission,
        "part": writing.part,
        "number": parts.index(writing.part) + 1,
        "parts": parts,
        "next": writing.next_part(),
        "form": page.form,
        "version": page.version,
        "opened": opened,
        "page_key": sent_key({"key": request.POST.get(PAGE, "")}),
        "turn": turn_of(request),
        "notice": page.notice,
        "can_write": can_write(submission, at),
        "is_open": submission.call.is_open(at),
        # While a subject is chosen, not when what was handed in is put right.
        "looks_for_similar": submission.is_draft and "title" in page.form.fields,
        "is_unsaved": page.notice in {"restored", "token", "closed"},
        "at": at,
        "problems": [
            {"id": problem.anchor, "message": problem.message}
            for problem in (*page.more, *page.form.found())
        ],
    }
    return render(request, "consultation/edit.html", context)


def _marks(submission: Submission) -> Mapping[str, str]:
    return {key: str(mark) for key, mark in marks(submission.call).items()}
