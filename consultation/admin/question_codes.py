"""The codes that a condition may name: what answers to a question can be."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings

from consultation.choices import QuestionType
from consultation.models import ActionLine, Country, Goal, Question, StakeholderType

# Types whose answers come from a table of ours.
_TABLES: Mapping[str, Callable[[], Iterable[Any]]] = {
    QuestionType.CONFIRMATION: lambda: ("yes", "no"),
    QuestionType.LANGUAGE: lambda: (code for code, _name in settings.LANGUAGES),
    QuestionType.COUNTRY: lambda: Country.objects.values_list("alpha3", flat=True),
    QuestionType.STAKEHOLDER_TYPE: lambda: StakeholderType.objects.values_list("code", flat=True),
    QuestionType.ACTION_LINES: lambda: ActionLine.objects.values_list("code", flat=True),
    QuestionType.GOALS: lambda: Goal.objects.values_list("number", flat=True),
}


def codes_of(question: Question, options: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """
    Return the codes of a question's answers; none for texts, dates, files and people.

    ``options`` stand for the question's own where they are being changed.
    """
    if question.type in {QuestionType.ONE, QuestionType.SEVERAL}:
        return options or tuple(question.options.values_list("code", flat=True))
    table = _TABLES.get(question.type, tuple)
    return tuple(map(str, table()))
