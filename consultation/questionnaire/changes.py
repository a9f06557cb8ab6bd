"""Which questions are new or changed since another call asked the same kind of thing."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from consultation.questionnaire.asked import Asked, Questionnaire
from wsis_forum.languages import column


class Mark(models.TextChoices):
    """What is said beside a question that the last Forum did not ask, or asked otherwise."""

    NEW = "new", pgettext_lazy("mark of a question", "New")
    CHANGED = "changed", pgettext_lazy("mark of a question", "Changed")


def compare(
    now: Questionnaire, before: Questionnaire, *, years: tuple[int, int]
) -> Mapping[str, Mark]:
    """
    Return the questions of ``now`` that ``before`` did not ask, or asked otherwise, by their keys.

    ``years`` are those of the two Forums: a text that only names its own year has not changed.
    Order, section and the date from which an answer is frozen do not count.
    """
    marks: dict[str, Mark] = {}
    for asked in now.questions:
        former = before.by_key.get(asked.key)
        if former is None:
            marks[asked.key] = Mark.NEW
        elif _essence(asked, years[0]) != _essence(former, years[1]):
            marks[asked.key] = Mark.CHANGED
    return marks


def _essence(asked: Asked, year: int) -> tuple[Any, ...]:
    """Return what an author would notice if it were otherwise."""
    return (
        asked.type,
        _texts(asked.row, "label", year),
        _texts(asked.row, "help", year),
        tuple((choice.code, _texts(choice.row, "label", year)) for choice in asked.choices),
        (asked.word_limit, asked.character_limit, asked.least, asked.most),
        (frozenset(asked.file_kinds), asked.max_files, asked.max_megabytes),
        asked.requirement,
        (asked.shown_if, frozenset(asked.shown_if_values)),
    )


def _texts(row: Any, name: str, year: int) -> tuple[str, ...]:
    """Return a row's text in every language, the year of its Forum left out."""
    return tuple(
        (getattr(row, column(name, code)) or "").strip().replace(str(year), "")
        for code, _language in settings.LANGUAGES
    )
