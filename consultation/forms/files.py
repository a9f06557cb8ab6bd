"""The field for files: what is there, a place for more, and progress where there is a script."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse

from consultation.actions.attachments import rule_of
from consultation.models import Attachment, Submission
from consultation.questionnaire import Asked


class FilesWidget(forms.Widget):
    """
    Shows the files of an answer, each with a button to remove it, and a box for more.

    The box belongs to the section's own form: without a script its files come with the texts, and
    ``views.files.take_up`` takes them in.
    """

    template_name = "consultation/forms/files.html"
    needs_multipart_form = True

    def __init__(self, asked: Asked, submission: Submission, files: Sequence[Attachment]) -> None:
        super().__init__()
        self.asked = asked
        self.submission = submission
        self.files = files

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template writes."""
        context = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        hint = f"{own.get('id', name)}_rule"
        own["aria-describedby"] = f"{own.get('aria-describedby', '')} {hint}".strip()
        address = {"ref": self.submission.reference, "key": self.asked.key}
        return context | {
            "files": self.files,
            "submission": self.submission,
            "most": self.asked.max_files,
            "is_full": len(self.files) >= self.asked.max_files,
            "rule": rule_of(self.asked),
            "hint": hint,
            # Before the first save there is no draft yet; files then come with that save.
            "url": reverse("consultation:add_file", kwargs=address) if self.submission.pk else "",
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Files are no part of what a section's save writes."""
        return True


class FilesField(forms.Field):
    """Files that belong to an answer."""

    def __init__(
        self, asked: Asked, submission: Submission, files: Sequence[Attachment], **options: Any
    ) -> None:
        widget = FilesWidget(asked, submission, files)
        super().__init__(required=False, widget=widget, **options)
