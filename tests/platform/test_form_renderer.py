"""Fields look the same whichever of Django's two languages of templates their widgets are in."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.forms import renderers, widgets

from wsis_forum.form_renderer import QuickWidgets

CHOICES = [("a", "<A> & B"), ("Group", [("1", "one"), ("2", "two")])]
HOSTILE = {"data-x": '"><script>', "disabled": True, "maxlength": 12_000, "title": "' & \""}
MANY = (widgets.CheckboxSelectMultiple, widgets.MultipleHiddenInput, widgets.SelectMultiple)
WITH_CHOICES = (
    widgets.CheckboxSelectMultiple,
    widgets.RadioSelect,
    widgets.Select,
    widgets.SelectMultiple,
)


class Tokens(HTMLParser):
    """The tags with their attributes, and the texts without blanks at their ends."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("end", tag))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())


def every_widget() -> list[type[forms.Widget]]:
    found = [getattr(widgets, name) for name in widgets.__all__]
    return [one for one in found if isinstance(one, type) and getattr(one, "template_name", None)]


@pytest.mark.parametrize("kind", every_widget(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("value", ["a", "<b>é</b> & 1", 12_345, "2027-01-02"])
def test_a_widget_is_the_same_in_both(kind: Any, value: Any):
    def shown(renderer: renderers.BaseRenderer) -> list[Any]:
        given: dict[str, Any] = {"choices": CHOICES} if kind in WITH_CHOICES else {}
        if kind is widgets.MultiWidget:
            given = {"widgets": [widgets.TextInput(), widgets.NumberInput()]}
        parts = {"decompress": lambda _self, one: [one, one]}
        widget = type(kind.__name__, (kind,), parts)(**given)
        at = [value, "2"] if kind in MANY else value
        return Tokens(widget.render("x", at, {"id": "id_x", **HOSTILE}, renderer)).found

    assert shown(QuickWidgets()) == shown(renderers.TemplatesSetting()) != []
