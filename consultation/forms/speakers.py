"""The form of the proposed speakers: a repeated set of fields, one more or less by a button."""

import re
from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from consultation import sections
from consultation.choices import Attendance
from consultation.forms.base import SectionForm, as_query, helper_for
from consultation.forms.fields import NOT_IN_THE_LIST, CountryField, LineField, RoundButtons
from consultation.models import Submission
from consultation.queries import options
from consultation.sections import Problem

ADD = "add-speaker"
_REMOVE = re.compile(r"remove-speaker-(\d{1,3})\Z", re.ASCII)
_ROW = re.compile(r"speakers-(\d{1,3})-(\w+)\Z", re.ASCII)
_TOTAL = "speakers-TOTAL_FORMS"
PART_LOST = _("Part of the page was lost on its way. Try again.")


class SpeakerForm(forms.Form):
    """One proposed speaker; a row that is empty is nobody."""

    honorific = LineField(
        label=_("Honorific (optional)"),
        max_length=40,
        help_text=_("For example H.E., Dr or Prof."),
        attrs={"autocomplete": "off", "class": "short-line"},
    )
    name = LineField(label=_("Full name"), max_length=200, attrs={"autocomplete": "off"})
    function = LineField(
        label=_("Function (optional)"), max_length=200, attrs={"autocomplete": "off"}
    )
    organization = LineField(
        label=_("Organization (optional)"), max_length=250, attrs={"autocomplete": "off"}
    )
    country = CountryField(label=_("Country (optional)"), autocomplete="off")
    attendance = forms.ChoiceField(
        label=_("Takes part"),
        choices=Attendance.choices,
        initial=Attendance.ON_SITE,
        required=False,
        widget=RoundButtons,
        error_messages={"invalid_choice": NOT_IN_THE_LIST},
    )

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose a country")), *countries]  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        """The layout for crispy-forms."""
        return helper_for(*self.fields)

    def clean_attendance(self) -> str:
        """Return how the speaker takes part; on site where nothing was sent."""
        return str(self.cleaned_data["attendance"] or Attendance.ON_SITE)

    def answers(self) -> dict[str, Any] | None:
        """Return the speaker of a valid row; ``None`` where it is empty."""
        given: dict[str, Any] = self.cleaned_data
        typed = (value for name, value in given.items() if name != "attendance")
        return given if any(typed) else None


SpeakerFormSet: "type[BaseFormSet[SpeakerForm]]" = formset_factory(
    SpeakerForm,
    extra=0,
    max_num=sections.SPEAKERS,
    validate_max=True,
    absolute_max=2 * sections.SPEAKERS,
)


class SpeakersForm(SectionForm):
    """All proposed speakers, the rows of a formset; an unfilled page begins with an empty one."""

    section = "speakers"

    def __init__(self, data: QueryDict | None = None, *, submission: Submission) -> None:
        super().__init__(data, submission=submission)
        held = self.initial["speakers"]
        self.rows = SpeakerFormSet(
            data,
            initial=None if data is not None else held or [{}],
            prefix="speakers",
            form_kwargs={"countries": options.countries()},
            error_messages={
                "missing_management_form": str(PART_LOST),
                "too_many_forms": ngettext_lazy(  # type: ignore[dict-item]
                    "Propose at most %(num)d speaker.", "Propose at most %(num)d speakers.", "num"
                ),
            },
        )

    @property
    def can_grow(self) -> bool:
        """Whether there is room for one more speaker."""
        return self.rows.total_form_count() < sections.SPEAKERS

    def is_valid(self) -> bool:
        """Whether every row is well-formed; our pages send at least one."""
        return self.rows.is_valid() and self.rows.total_form_count() > 0

    def typed(self) -> dict[str, Any]:
        """Return the speakers, or nothing where a row is not well-formed."""
        if not self.is_valid():
            return {}
        return {"speakers": [given for row in self.rows if (given := row.answers())]}

    def add_problem(self, problem: Problem) -> None:
        """Say nothing: a speaker without a name is asked about at hand-in."""

    def found(self) -> list[Problem]:
        """Return what is wrong, row by row."""
        messages = list(self.rows.non_form_errors())
        if self.rows.is_bound and not messages and self.rows.total_form_count() < 1:
            messages.append(PART_LOST)
        whole = [Problem(self.section, "speakers-0-name", str(message)) for message in messages]
        return whole + [
            Problem(self.section, f"{row.prefix}-{name}", str(message))
            for row in self.rows
            for name, messages in row.errors.items()
            for message in messages
        ]

    def edited(self, action: str) -> "SpeakersForm | None":
        """Return the form with one row more, or without one."""
        data = dict(self.sent.lists())
        total = max(self.rows.total_form_count(), 0)
        remove = _REMOVE.match(action)
        if action == ADD:
            data[_TOTAL] = [str(min(total + 1, sections.SPEAKERS))]
        elif remove and int(remove[1]) < total:
            data = _without_row(data, int(remove[1]))
            data[_TOTAL] = [str(max(total - 1, 1))]
        else:
            return None
        changed = SpeakersForm(as_query(data), submission=self.submission)
        if action == ADD:
            # The cursor goes to the new row, with a script or without.
            changed.rows[-1].fields["honorific"].widget.attrs["autofocus"] = True
        return changed


def _without_row(data: Mapping[str, list[str]], index: int) -> dict[str, list[str]]:
    """Take one row out of form data and move the later ones up."""
    kept: dict[str, list[str]] = {}
    for name, values in data.items():
        row = _ROW.match(name)
        if row is None or int(row[1]) < index:
            kept[name] = values
        elif int(row[1]) > index:
            kept[f"speakers-{int(row[1]) - 1}-{row[2]}"] = values
    return kept
