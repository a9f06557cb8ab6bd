"""Fields that clean what a stranger typed, and their widgets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.cleaning import clean_line, clean_text

NOT_IN_THE_LIST = _("Choose from the list.")
# Filled in by static/js/word-count.js; worded so that no number bends another word.
_COUNTERS = {
    "words": (_("Words: {count} of {limit}"), _("Words: {count} of {limit}; {surplus} too many")),
    "characters": (
        _("Characters: {count} of {limit}"),
        _("Characters: {count} of {limit}; {surplus} too many"),
    ),
}


class LineField(forms.CharField):
    """One line of text."""

    def __init__(self, **options: Any) -> None:
        attrs = {"dir": "auto", **options.pop("attrs", {})}
        widget = options.pop("widget", forms.TextInput(attrs=attrs))
        super().__init__(required=False, strip=False, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """Return the line without control characters and direction overrides."""
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """A text of several lines."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        widget = forms.Textarea(attrs={"dir": "auto", "rows": rows})
        super().__init__(required=False, strip=False, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """Return the text with its lines, without control characters."""
        return clean_text(super().to_python(value) or "")


class NumberField(forms.IntegerField):
    """A whole number in a plain text box: no wheel changes it, and any script's digits do."""

    def __init__(self, *, limits: tuple[int, int], hint: Any, message: Any, **options: Any) -> None:
        low, high = limits
        super().__init__(
            required=False,
            min_value=low,
            max_value=high,
            help_text=hint,
            error_messages={"invalid": message, "min_value": message, "max_value": message},
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short-number"}
            ),
            **options,
        )


class RoundButtons(forms.RadioSelect):
    """One choice of a few, all of them to be seen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs={"class": "form-check-input"}, **options)


class PlainSelect(forms.Select):
    """A list of many options, written by one template instead of one an option."""

    template_name = "consultation/widgets/select.html"


class CountryField(forms.ChoiceField):
    """A country by its code; "Global" is among them."""

    def __init__(self, *, autocomplete: str, **options: Any) -> None:
        super().__init__(
            required=False,
            widget=PlainSelect(attrs={"autocomplete": autocomplete}),
            error_messages={"invalid_choice": NOT_IN_THE_LIST},
            **options,
        )


def counted(field: forms.Field, *, unit: str, limit: int) -> None:
    """Let the page count this field's ``unit`` ("words" or "characters") while it is typed."""
    label, over = _COUNTERS[unit]
    field.widget.attrs |= {
        "data-count": unit,
        "data-limit": str(limit),
        "data-count-label": label,
        "data-count-over": over,
    }
