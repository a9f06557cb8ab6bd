"""The form of who sends the input."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.forms.base import SectionForm
from consultation.forms.fields import NOT_IN_THE_LIST, CountryField, LineField, RoundButtons
from consultation.queries import options
from consultation.sections import LABELS


class OrganizationForm(SectionForm):
    """An organization by its name, its stakeholder type and its country."""

    section = "organization"

    organization_name = LineField(
        label=LABELS["organization_name"],
        max_length=250,
        help_text=_("Its full name. If you write for yourself, your own name."),
        attrs={"autocomplete": "organization"},
    )
    stakeholder_type = forms.ChoiceField(
        label=LABELS["stakeholder_type"],
        required=False,
        widget=RoundButtons,
        error_messages={"invalid_choice": NOT_IN_THE_LIST},
    )
    country = CountryField(
        label=LABELS["country"],
        autocomplete="country-name",
        help_text=_("Where it works worldwide, choose “Global / not tied to a country”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stakeholder_type"].choices = options.stakeholder_types()  # type: ignore[attr-defined]
        self.fields["country"].choices = [("", _("Choose a country")), *options.countries()]  # type: ignore[attr-defined]
