"""The form of a workshop: format, length, expected people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation import sections
from consultation.choices import WorkshopFormat
from consultation.forms.base import SectionForm
from consultation.forms.fields import NOT_IN_THE_LIST, NumberField, RoundButtons
from consultation.sections import LABELS


class WorkshopForm(SectionForm):
    """What kind of workshop it is to be."""

    section = "workshop"

    format = forms.ChoiceField(
        label=LABELS["format"],
        required=False,
        choices=WorkshopFormat.choices,
        widget=RoundButtons,
        error_messages={"invalid_choice": NOT_IN_THE_LIST},
    )
    minutes = NumberField(
        label=LABELS["minutes"],
        limits=sections.MINUTES,
        hint=_("From 15 to 240, for example 45 or 90."),
        message=_("Enter the length as a whole number from 15 to 240, for example 90."),
    )
    expected_people = NumberField(
        label=LABELS["expected_people"],
        limits=sections.EXPECTED_PEOPLE,
        hint=_("On site and remotely together; an estimate is enough."),
        message=_("Enter the number of people as a whole number from 1 to 10,000."),
    )
