"""What the forms of all sections share."""

from collections.abc import Mapping
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict

from consultation import sections
from consultation.models import Submission
from consultation.sections import Problem


class SectionForm(forms.Form):
    """
    One section of an input. Nothing is required: a draft may lack anything until it is handed in.

    ``initial`` is what the draft holds. A form with errors still gives the answers that are well.
    """

    section: ClassVar[str]
    layout: ClassVar[tuple[Any, ...]] = ()

    def __init__(self, data: QueryDict | None = None, *, submission: Submission) -> None:
        self.submission = submission
        self.sent = data if data is not None else QueryDict()
        held = sections.answers(submission, self.section)
        super().__init__(data, initial=held, use_required_attribute=False)

    @property
    def helper(self) -> FormHelper:
        """The layout for crispy-forms."""
        return helper_for(*(self.layout or self.fields))

    def typed(self) -> dict[str, Any]:
        """Return the well-formed answers of a bound form; a field that was not sent is left out."""
        self.full_clean()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if not self.fields[name].widget.value_omitted_from_data(self.data, self.files, name)
        }

    def add_problem(self, problem: Problem) -> None:
        """Say at its field what keeps the section from being handed in."""
        self.add_error(problem.field, problem.message)

    def found(self) -> list[Problem]:
        """Return what is wrong, for the summary on top."""
        return [
            Problem(self.section, name, str(message))
            for name, messages in self.errors.items()
            for message in messages
        ]

    def edited(self, action: str) -> "SectionForm | None":
        """Return the form as a button of its own changes it (a row more); ``None``: no such one."""
        return None


def helper_for(*layout: Any) -> FormHelper:
    """Lay fields out for crispy-forms; the page around them owns the form tag and its token."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    helper.field_template = "consultation/forms/field.html"
    helper.layout = Layout(*layout)
    return helper


def as_query(data: Mapping[str, list[str]]) -> QueryDict:
    """Make form data of lists of values."""
    query = QueryDict(mutable=True)
    for name, values in data.items():
        query.setlist(name, values)
    return query
