"""Fields that clean what a stranger typed, and their widgets."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from wsis_forum.cleaning import clean_line, clean_text

NOT_IN_THE_LIST = _("Choose from the list.")
# Far above what any limit lets anybody hand in; a longer one stays in the browser.
MOST_CHARACTERS = 200_000
TOO_LONG_TO_KEEP = _("This is too long to be saved: at most 200,000 characters.")
# More digits are a slip, and too many for what computes with them.
_MOST_DIGITS = 12
_LONGEST_LINK = 2000
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
        messages = {"max_length": TOO_LONG_TO_KEEP} if "max_length" not in options else None
        options.setdefault("max_length", MOST_CHARACTERS)
        super().__init__(
            required=False, strip=False, widget=widget, error_messages=messages, **options
        )
        # A browser cuts at this limit without a word.
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        """Return the line without control characters and direction overrides."""
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """A text of several lines."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(
            required=False,
            strip=False,
            max_length=MOST_CHARACTERS,
            widget=forms.Textarea(attrs={"dir": "auto", "rows": rows}),
            error_messages={"max_length": TOO_LONG_TO_KEEP},
            **options,
        )
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        """Return the text with its lines, without control characters."""
        return clean_text(super().to_python(value) or "")


class NumberField(forms.IntegerField):
    """A whole number in a plain text box: no wheel changes it, and any script's digits do."""

    def __init__(self, *, message: Any, **options: Any) -> None:
        super().__init__(
            required=False,
            error_messages={"invalid": message},
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short-number"}
            ),
            **options,
        )

    def to_python(self, value: Any) -> int | None:
        """
        Return the number, whatever its bounds: those are said, and the number is kept.

        :raises ValidationError: it is none, or longer than anything that is counted
        """
        if len(str(value or "").strip()) > _MOST_DIGITS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class LinkField(LineField):
    """An address that begins with http or https; nothing is added to what was typed."""

    def __init__(self, **options: Any) -> None:
        attrs = {"dir": "ltr", "inputmode": "url", "autocomplete": "off"}
        super().__init__(max_length=_LONGEST_LINK, attrs=attrs, **options)
        wrong = _("Enter a link that begins with https:// or http://.")
        self.validators.append(URLValidator(schemes=("http", "https"), message=wrong))


class RoundButtons(forms.RadioSelect):
    """One choice of a few, all of them to be seen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs={"class": "form-check-input"}, **options)


class Boxes(forms.CheckboxSelectMultiple):
    """Several choices, all of them to be seen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs={"class": "form-check-input"}, **options)


class SeveralField(forms.MultipleChoiceField):
    """Several codes, each once."""

    def to_python(self, value: Any) -> list[str]:
        """Return the codes in the order in which they were sent."""
        return list(dict.fromkeys(super().to_python(value)))


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
