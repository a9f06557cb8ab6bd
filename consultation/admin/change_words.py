"""Words for the history of rows: columns by their names, values as a person reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultation.blind_reading import OPEN, Blind
from consultation.differences import Run, around, word_runs
from consultation.queries.changes_of_rows import Change, Column
from wsis_forum import dates
from wsis_forum.accounts.models import User
from wsis_forum.languages import languages

NOTHING = "–"
_LONGEST = 300
# These name somebody; whoever reads blind does not see them.
_NAMES = frozenset({"author", "organization", "organization_name", "on_behalf_of"})
# Titles, reasons, questions and answers are the author's words, or a colleague's who quotes them.
_WRITTEN = frozenset(
    {
        *("title", "summary", "text", "withdrawn_reason", "question", "answer"),
        *("reason", "reopen_reason", "accepted_title"),
    }
)

Linked = Mapping[type[models.Model], Mapping[Any, Any]]


@dataclass(frozen=True)
class Line:
    """One column of a change: two values, or the passages of a long text."""

    label: str
    before: str = ""
    after: str = ""
    runs: tuple[Run, ...] = ()


def lines_of(change: Change, linked: Linked, zone: str, blind: Blind = OPEN) -> list[Line]:
    """Word the columns of a change; ``linked`` holds the rows that links point to."""
    return [_line(column, linked, zone, blind) for column in change.columns]


def person_words(user: User | None, blind: Blind = OPEN) -> str:
    """Name who did something; blind readers learn nothing of authors."""
    if user is None:
        return ""
    if blind.hides(user):
        return blind.actor(user)
    return str(user) if user.name or user.is_active else _("account erased")


def _line(column: Column, linked: Linked, zone: str, blind: Blind) -> Line:
    label = label_of(column.field)
    before, after = (
        _hidden(column, _value(column.field, value, linked, zone, blind), blind)
        for value in (column.before, column.after)
    )
    if column.is_text or len(before) + len(after) > _LONGEST:
        return Line(label, runs=around(word_runs(before, after)))
    return Line(label, before or NOTHING, after or NOTHING)


def label_of(column: Any) -> str:
    """Name a column; one that exists once per language also says in which."""
    name = str(column.verbose_name)
    for one in languages():
        if column.name.endswith(f"_{one.code.replace('-', '_')}"):
            # The columns of a translated text call themselves "text [en]".
            return f"{capfirst(name.partition(' [')[0])} ({one.name})"
    return capfirst(name)


def _hidden(column: Column, value: str, blind: Blind) -> str:
    if not blind.hides_people:
        return value
    if column.field.name in _NAMES:
        return blind.person(value)
    return blind.text(value) if column.field.name in _WRITTEN else value


def _value(column: Any, value: Any, linked: Linked, zone: str, blind: Blind) -> str:
    """Write one value; nothing is nothing."""
    if value is None or value in ("", [], {}):
        return ""
    if column.related_model is not None:
        row = linked.get(column.related_model, {}).get(value)
        if isinstance(row, User):
            return person_words(row, blind)
        return str(row) if row is not None else pgettext("a row that is no more", "deleted")
    if column.choices and not isinstance(value, list):
        return str(dict(column.flatchoices).get(value, value))
    match value:
        case bool():
            words = _("Yes") if value else _("No")
        case datetime():
            words = dates.moment_words(value, zone)
        case date():
            words = dates.day_words(value)
        case list():
            words = ", ".join(str(one) for one in value)
        case dict():
            words = "\n".join(f"{key}: {one}" for key, one in value.items())
        case _:
            words = str(value)
    return words
