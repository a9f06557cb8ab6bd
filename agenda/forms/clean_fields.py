"""Fields for the words of strangers: what nobody can read is dropped before it is kept."""

from typing import Any

from django import forms

from wsis_forum.cleaning import clean_line, clean_text

LONGEST_TEXT = 20_000


class Lines(forms.CharField):
    """A text of several lines; what a browser does to their ends is no change."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 10, "dir": "auto"})
        super().__init__(max_length=LONGEST_TEXT, required=False, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """Drop what nobody can read."""
        return clean_text(str(super().to_python(value) or ""))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what can be read."""
        return clean_text(str(initial or "")) != clean_text(str(data or ""))


class Line(forms.CharField):
    """A text of one line."""

    def __init__(self, *, longest: int, **options: Any) -> None:
        widget = forms.TextInput(attrs={"dir": "auto"})
        super().__init__(max_length=longest, required=False, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """Make one line of what was typed or pasted."""
        return clean_line(str(super().to_python(value) or ""))
