"""A day in three boxes: nobody has to find 1998 in a calendar, and any script's digits do."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PARTS = ("day", "month", "year")
_LABELS = {
    "day": pgettext_lazy("part of a date", "Day"),
    "month": pgettext_lazy("part of a date", "Month"),
    "year": pgettext_lazy("part of a date", "Year"),
}
_YEARS = range(1900, 2200)
_LONGEST = 8


class DateBoxes(forms.Widget):
    """Boxes for day, month and year; the first has the field's own id, which links lead to."""

    template_name = "consultation/widgets/date.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the three boxes with what was typed in each."""
        context = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"].get("id", name)
        typed = _typed(value)
        context["boxes"] = [
            {
                "id": own if part == "day" else f"{own}-{part}",
                "name": f"{name}-{part}",
                "label": _LABELS[part],
                "value": typed[part],
                "is_long": part == "year",
            }
            for part in PARTS
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """Return what was typed in each box."""
        return {part: str(data.get(f"{name}-{part}", "")) for part in PARTS}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether a box is missing."""
        return any(f"{name}-{part}" not in data for part in PARTS)


class DateField(forms.Field):
    """A day, as "2027-03-27"; nothing where the boxes are empty."""

    widget = DateBoxes

    def __init__(self, **options: Any) -> None:
        wrong = _("Enter the date as day, month and year in figures, for example 27 3 2027.")
        super().__init__(required=False, error_messages={"invalid": wrong}, **options)

    def clean(self, value: Mapping[str, str]) -> str:
        """
        Return the day.

        :raises ValidationError: there is no such day, or a box is empty
        """
        typed = {part: value[part].strip() for part in PARTS}
        if not any(typed.values()):
            return ""
        try:
            day, month, year = (_number(typed[part]) for part in PARTS)
            found = date(year, month, day)
        except ValueError:
            found = None
        if found is None or found.year not in _YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found.isoformat()


def _number(text: str) -> int:
    if len(text) > _LONGEST or not text.isdecimal():
        raise ValueError(text)
    return int(text)


def _typed(value: Any) -> dict[str, str]:
    """Return the boxes' contents of a stored day or of what was sent."""
    if isinstance(value, Mapping):
        return {part: value[part] for part in PARTS}
    try:
        found = date.fromisoformat(value or "")
    except ValueError:
        return dict.fromkeys(PARTS, "")
    return {"day": str(found.day), "month": str(found.month), "year": str(found.year)}
