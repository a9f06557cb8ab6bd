"""Boxes and buttons to choose from, to which an error's link leads."""

from typing import Any

from django import forms


class Boxes(forms.CheckboxSelectMultiple):
    """Boxes; a link to the field leads to the first of them, Django's leads nowhere."""

    def id_for_label(self, id_: str, index: Any = "0") -> str:
        """Return the id of a box."""
        return f"{id_}_{index}" if id_ else ""


class Buttons(forms.RadioSelect):
    """Radio buttons; a link to the field leads to the first of them, Django's leads nowhere."""

    def id_for_label(self, id_: str, index: Any = "0") -> str:
        """Return the id of a button."""
        return f"{id_}_{index}" if id_ else ""
