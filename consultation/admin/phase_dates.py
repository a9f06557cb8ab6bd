"""A phase's date typed as exactly as it is known: a moment, days, months or nothing."""

import calendar
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.actions.forums import PhaseDates
from consultation.admin.zoned import DayField, WallClockField, in_zone
from consultation.choices import DatePrecision

NAMES = ("precision", "starts_at", "ends_at", "start_date", "end_date")


class PhaseDateFields(forms.Form):
    """The five inputs; which of them hold follows from the first."""

    precision = forms.ChoiceField(
        label=gettext_lazy("How exactly the date is known"), choices=DatePrecision.choices
    )
    starts_at = WallClockField(
        label=gettext_lazy("Starts at"),
        required=False,
        help_text=gettext_lazy("Where day and time are known; in the phase's own time zone."),
    )
    ends_at = WallClockField(
        label=gettext_lazy("Ends at"), required=False, help_text=gettext_lazy("Where it is known.")
    )
    start_date = DayField(
        label=gettext_lazy("First day"),
        required=False,
        help_text=gettext_lazy(
            "Where only the day is known; for months, any day of the first one."
        ),
    )
    end_date = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy(
            "Empty for a single day or month; for months, any day of the last one."
        ),
    )


def typed_dates(form: forms.BaseForm, zone: str) -> PhaseDates | None:
    """
    Read a phase's dates from a form with the fields of ``PhaseDateFields``.

    What belongs to another precision is left aside. Errors are put at their fields; then there are
    no dates.
    """
    cleaned = form.cleaned_data
    precision = cleaned.get("precision")
    if precision == DatePrecision.MOMENT:
        return _moments(form, cleaned.get("starts_at"), cleaned.get("ends_at"), zone)
    if precision in (DatePrecision.DATE, DatePrecision.MONTH_RANGE):
        return _days(form, precision, cleaned.get("start_date"), cleaned.get("end_date"))
    return PhaseDates(precision) if precision else None


def _moments(
    form: forms.BaseForm, start: datetime | None, end: datetime | None, zone: str
) -> PhaseDates | None:
    if start is None:
        if not form.has_error("starts_at"):
            form.add_error("starts_at", _("Enter the day and the time at which it starts."))
        return None
    moments: dict[str, datetime] = {}
    for name, wall in (("starts_at", start), ("ends_at", end)):
        if wall is not None:
            try:
                moments[name] = in_zone(wall, zone)
            except ValidationError as error:
                form.add_error(name, error)
                return None
    if "ends_at" in moments and moments["ends_at"] <= moments["starts_at"]:
        form.add_error("ends_at", _("It has to end after it starts."))
        return None
    return PhaseDates(DatePrecision.MOMENT, **moments)


def _days(
    form: forms.BaseForm, precision: str, first: date | None, last: date | None
) -> PhaseDates | None:
    if first is None:
        if not form.has_error("start_date"):
            form.add_error("start_date", _("Enter the first day."))
        return None
    last = last or first
    if precision == DatePrecision.MONTH_RANGE:
        first = first.replace(day=1)
        last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    if last < first:
        form.add_error("end_date", _("The last day cannot be before the first."))
        return None
    return PhaseDates(precision, start_date=first, end_date=last)


def initial_dates(phase: Any) -> dict[str, Any]:
    """Return what the inputs show of a phase's present date, on the clock of its zone."""
    walls = {
        name: value.astimezone(phase.zone).replace(tzinfo=None) if value else None
        for name in ("starts_at", "ends_at")
        for value in (getattr(phase, name),)
    }
    return {
        "precision": phase.precision,
        **walls,
        "start_date": phase.start_date,
        "end_date": phase.end_date,
    }
