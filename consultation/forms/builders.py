"""The form field of each type of question; lists of people are in ``people.py``."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from consultation.choices import QuestionType
from consultation.forms.dates import DateField
from consultation.forms.fields import (
    NOT_IN_THE_LIST,
    Boxes,
    CountryField,
    LineField,
    LinkField,
    NumberField,
    PlainSelect,
    RoundButtons,
    SeveralField,
    TextField,
    counted,
)
from consultation.forms.tables import Tables
from consultation.questionnaire import Asked
from wsis_forum.languages import languages

# With more, a list is quicker to go through than buttons.
MOST_BUTTONS = 7
# What a browser may fill in of the writer herself (WCAG 2.2, 1.3.5).
_AUTOCOMPLETE = {
    "country": "country-name",
    "organization_name": "organization",
    "contact_name": "name",
    "contact_email": "email",
    "contact_phone": "tel",
}
# Rows of a text box by its limit in words.
_ROWS = ((80, 4), (250, 6))
_MOST_ROWS = 12
_WRONG: dict[str, Any] = {
    "invalid_choice": NOT_IN_THE_LIST,
    "invalid_list": NOT_IN_THE_LIST,
}
_Builder = Callable[[Asked, Tables], forms.Field]


def field_of(asked: Asked, tables: Tables) -> forms.Field:
    """Return the field of a question; nothing is required before the hand-in."""
    field = _BUILDERS[asked.type](asked, tables)
    field.label = asked.label
    return field


def _autocomplete(asked: Asked) -> str:
    return _AUTOCOMPLETE.get(asked.key, "off")


def _count(field: forms.Field, asked: Asked) -> forms.Field:
    """Say the limits of a text, and count while it is typed."""
    if asked.character_limit:
        counted(field, unit="characters", limit=asked.character_limit)
        field.help_text = ngettext(
            "At most %(limit)d character.",
            "At most %(limit)d characters.",
            asked.character_limit,
        ) % {"limit": asked.character_limit}
    if asked.word_limit:
        counted(field, unit="words", limit=asked.word_limit)
        field.help_text = ngettext(
            "At most %(limit)d word.", "At most %(limit)d words.", asked.word_limit
        ) % {"limit": asked.word_limit}
    return field


def _short(asked: Asked, tables: Tables) -> forms.Field:
    return _count(LineField(attrs={"autocomplete": _autocomplete(asked)}), asked)


def _long(asked: Asked, tables: Tables) -> forms.Field:
    limit = asked.word_limit or 0
    rows = next((rows for most, rows in _ROWS if 0 < limit <= most), _MOST_ROWS)
    return _count(TextField(rows=rows), asked)


def _organization(asked: Asked, tables: Tables) -> forms.Field:
    """Build a line below which known organizations are offered (static/js/organization.js)."""
    field = _short(asked, tables)
    field.widget.attrs |= {
        "data-organization-lookup": reverse("consultation:organizations"),
        "data-results": _("Organizations found: {number}"),
        "data-none": _("No organization of this name is known; go on typing."),
    }
    return field


def _one(asked: Asked, tables: Tables) -> forms.Field:
    return _choice(asked, [(choice.code, choice.label) for choice in asked.choices])


def _stakeholder_type(asked: Asked, tables: Tables) -> forms.Field:
    return _choice(asked, tables.stakeholder_types, is_few=True)


def _choice(
    asked: Asked, choices: list[tuple[str, str]], *, is_few: bool = False
) -> forms.ChoiceField:
    widget: forms.Widget
    if is_few or len(choices) <= MOST_BUTTONS:
        widget = RoundButtons()
        # A round button that was pressed by mistake cannot be released.
        if not asked.is_required:
            choices = [*choices, ("", pgettext("answer to a question", "No answer"))]
    else:
        widget = PlainSelect()
        choices = [("", _("Choose an answer")), *choices]
    return forms.ChoiceField(
        required=False, choices=choices, widget=widget, error_messages=dict(_WRONG)
    )


def _several(asked: Asked, tables: Tables) -> forms.Field:
    return SeveralField(
        required=False,
        choices=[(choice.code, choice.label) for choice in asked.choices],
        widget=Boxes(),
        error_messages=dict(_WRONG),
    )


def _number(asked: Asked, tables: Tables) -> forms.Field:
    limits = {"least": asked.least, "most": asked.most}
    if asked.least is not None and asked.most is not None:
        hint = _("From %(least)d to %(most)d.") % limits
        message = _("Enter a whole number from %(least)d to %(most)d.") % limits
    else:
        hint, message = "", _("Enter a whole number, for example 90.")
    return NumberField(message=message, help_text=hint)


def _date(asked: Asked, tables: Tables) -> forms.Field:
    return DateField(help_text=gettext_lazy("For example, 27 3 2027."))


def _country(asked: Asked, tables: Tables) -> forms.Field:
    field = CountryField(autocomplete=_autocomplete(asked))
    field.choices = [("", _("Choose a country")), *tables.countries]
    return field


def _link(asked: Asked, tables: Tables) -> forms.Field:
    return _count(LinkField(), asked)


def _action_lines(asked: Asked, tables: Tables) -> forms.Field:
    lines = [option.line for group in tables.line_groups for option in group.options]
    return SeveralField(
        required=False,
        choices=[(line.code, line.title) for line in lines],
        widget=Boxes(),
        error_messages=dict(_WRONG),
    )


class GoalsField(SeveralField):
    """The numbers of Goals."""

    def clean(self, value: Any) -> list[int]:
        """Return the numbers."""
        return [int(number) for number in super().clean(value)]


def _goals(asked: Asked, tables: Tables) -> forms.Field:
    return GoalsField(
        required=False,
        choices=[(str(goal.number), goal.title) for goal in tables.goals],
        widget=Boxes(),
        error_messages=dict(_WRONG),
    )


def _confirmation(asked: Asked, tables: Tables) -> forms.Field:
    return forms.BooleanField(
        required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )


def _language(asked: Asked, tables: Tables) -> forms.Field:
    return forms.ChoiceField(
        required=False,
        choices=[(one.code, one.name) for one in languages()],
        widget=PlainSelect(attrs={"autocomplete": "off"}),
        error_messages=dict(_WRONG),
    )


_BUILDERS: Mapping[str, _Builder] = {
    QuestionType.SHORT: _short,
    QuestionType.LONG: _long,
    QuestionType.ONE: _one,
    QuestionType.SEVERAL: _several,
    QuestionType.NUMBER: _number,
    QuestionType.DATE: _date,
    QuestionType.COUNTRY: _country,
    QuestionType.LINK: _link,
    QuestionType.ACTION_LINES: _action_lines,
    QuestionType.GOALS: _goals,
    QuestionType.CONFIRMATION: _confirmation,
    QuestionType.LANGUAGE: _language,
    QuestionType.ORGANIZATION: _organization,
    QuestionType.STAKEHOLDER_TYPE: _stakeholder_type,
}
