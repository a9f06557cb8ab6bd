"""A list of people: a repeated set of fields, one more or less by a button."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from consultation.choices import Attendance, Gender
from consultation.forms.base import as_query, helper_for
from consultation.forms.fields import (
    NOT_IN_THE_LIST,
    CountryField,
    LineField,
    RoundButtons,
    TextField,
)
from consultation.forms.tables import Tables
from consultation.models import Attachment
from consultation.questionnaire import Asked

# Of the buttons; the question's key follows, and of the second the row's index.
ADD = "add-person"
REMOVE = "remove-person"
REMOVE_PHOTO = "remove-photo"
PART_LOST = _("Part of the page was lost on its way. Try again.")
# Where the secretariat names no limit.
_MOST = 30
# Wrong rows beyond the limit are still read, to say so.
_READ = 100
# Of a row, as its fields name it.
_INDEX = re.compile(r"\d{1,3}\Z", re.ASCII)
# Always filled, so they make nobody of an empty row.
_PRESET = frozenset({"attendance"})


class PersonForm(forms.Form):
    """One person; a row that is empty is nobody."""

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
    gender = forms.ChoiceField(
        label=_("Gender (optional)"),
        choices=[("", pgettext_lazy("gender", "not said")), *Gender.choices],
        required=False,
        widget=RoundButtons,
        error_messages={"invalid_choice": NOT_IN_THE_LIST},
    )
    attendance = forms.ChoiceField(
        label=_("Takes part"),
        choices=Attendance.choices,
        initial=Attendance.ON_SITE,
        required=False,
        widget=RoundButtons,
        error_messages={"invalid_choice": NOT_IN_THE_LIST},
    )
    has_been_asked = forms.BooleanField(
        label=_("This person has been asked"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    biography = TextField(label=_("Short biography (optional)"), rows=4)
    photo = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        countries: list[tuple[str, str]],
        photos: Mapping[int, Attachment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._photos = photos
        self.fields["country"].choices = [("", _("Choose a country")), *countries]  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        """The layout for crispy-forms; the photo is written by the row's own template."""
        return helper_for(*(name for name in self.fields if name != "photo"))

    @property
    def photo_file(self) -> Attachment | None:
        """The person's photo, as it is chosen now."""
        return self._photos.get(_id(self["photo"].value()))

    def clean_attendance(self) -> str:
        """Return how the person takes part; on site where nothing was sent."""
        return str(self.cleaned_data["attendance"] or Attendance.ON_SITE)

    def clean_photo(self) -> int | None:
        """Return the id of the photo; one that belongs to another input is none."""
        pk = _id(self.cleaned_data["photo"])
        return pk if pk in self._photos else None

    def answers(self) -> dict[str, Any] | None:
        """Return the person of a valid row; ``None`` where it is empty."""
        given: dict[str, Any] = self.cleaned_data
        typed = (value for name, value in given.items() if name not in _PRESET)
        return given if any(typed) else None


class PeopleRows:
    """The rows of one question; an unfilled page begins with an empty one."""

    def __init__(
        self,
        asked: Asked,
        held: list[dict[str, Any]],
        tables: Tables,
        photos: Collection[Attachment],
        data: QueryDict | None,
    ) -> None:
        self.asked = asked
        self.most = asked.most or _MOST
        self.data = data
        self.rows = _formset(self.most)(
            data,
            initial=None if data is not None else held or [{}],
            prefix=asked.key,
            form_kwargs={
                "countries": tables.countries,
                "photos": {file.pk: file for file in photos},
            },
            error_messages={
                "missing_management_form": str(PART_LOST),
                "too_many_forms": ngettext_lazy(  # type: ignore[dict-item]
                    "At most %(num)d person can be named.",
                    "At most %(num)d people can be named.",
                    "num",
                ),
            },
        )

    @property
    def can_grow(self) -> bool:
        """Whether there is room for one more person."""
        return self.rows.total_form_count() < self.most

    @property
    def errors(self) -> list[str]:
        """What is wrong with the list as a whole."""
        found = [str(message) for message in self.rows.non_form_errors()]
        if self.rows.is_bound and not found and self.rows.total_form_count() < 1:
            found.append(str(PART_LOST))
        return found

    def was_sent(self) -> bool:
        """Whether this list stood in the page that was sent."""
        return self.data is not None and f"{self.asked.key}-TOTAL_FORMS" in self.data

    def is_valid(self) -> bool:
        """Whether every row is well-formed; our pages send at least one."""
        return self.rows.is_valid() and self.rows.total_form_count() > 0

    def answers(self) -> list[dict[str, Any]]:
        """Return the people of a valid list."""
        return [given for row in self.rows if (given := row.answers())]

    def found(self) -> list[tuple[str, str]]:
        """Return fields and what is wrong with them."""
        return [(self.asked.key, message) for message in self.errors] + [
            # A photo's own field is hidden; the box for the file stands for it.
            (f"{row.prefix}-{'upload' if name == 'photo' else name}", str(message))
            for row in self.rows
            for name, messages in row.errors.items()
            for message in messages
        ]

    def add_problem(self, field: str, message: str) -> bool:
        """Say at its field what keeps the list from being handed in."""
        for row in self.rows:
            name = field.removeprefix(f"{row.prefix}-")
            if name in row.fields:
                row.add_error(name, message)
                return True
        return False

    def changed(self, action: str) -> QueryDict | None:
        """Return the form's data with a row more, or without one; ``None``: no such button."""
        verb, _colon, rest = action.partition(":")
        key, _colon, index = rest.partition(":")
        if self.data is None or key != self.asked.key:
            return None
        total = max(self.rows.total_form_count(), 0)
        data = dict(self.data.lists())
        if verb == ADD:
            total = min(total + 1, self.most)
        elif verb == REMOVE and _INDEX.match(index) and int(index) < total:
            data = _without_row(data, key, int(index))
            total = max(total - 1, 1)
        elif verb == REMOVE_PHOTO:
            data.pop(f"{key}-{index}-photo", None)
        else:
            return None
        data[f"{key}-TOTAL_FORMS"] = [str(total)]
        return as_query(data)

    def focus_last(self) -> None:
        """Put the cursor into the last row, with a script or without."""
        if self.rows.forms:
            self.rows[-1].fields["honorific"].widget.attrs["autofocus"] = True


def _formset(most: int) -> "type[BaseFormSet[PersonForm]]":
    return formset_factory(
        PersonForm, extra=0, max_num=most, validate_max=True, absolute_max=max(_READ, 2 * most)
    )


def _id(value: Any) -> int:
    """Return a row's id; 0, which is none, for what is not a plain number."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0  # noqa: PLR2004 bigint


def _without_row(data: Mapping[str, list[str]], key: str, index: int) -> dict[str, list[str]]:
    """Take one row out of form data and move the later ones up."""
    pattern = re.compile(rf"{re.escape(key)}-(\d{{1,3}})-(\w+)\Z", re.ASCII)
    kept: dict[str, list[str]] = {}
    for name, values in data.items():
        row = pattern.match(name)
        if row is None or int(row[1]) < index:
            kept[name] = values
        elif int(row[1]) > index:
            kept[f"{key}-{int(row[1]) - 1}-{row[2]}"] = values
    return kept
