"""Conditions of questions: in words for every reader, and as data for static/js/conditions.js."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from consultation.choices import QuestionType
from consultation.forms.tables import Tables
from consultation.questionnaire import Asked, Part, Questionnaire
from consultation.questionnaire.asked import Answers
from consultation.questionnaire.values import value


def in_words(asked: Asked, questionnaire: Questionnaire, tables: Tables) -> str:
    """Say when a question is asked; nothing where it always is."""
    other = questionnaire.by_key.get(asked.shown_if)
    if other is None:
        return ""
    if not asked.shown_if_values:
        return _("Only if you answered “%(question)s”.") % {"question": other.label}
    labels = _labels(other, tables)
    return _("Only if you answered “%(answer)s” to “%(question)s”.") % {
        "answer": " / ".join(labels.get(code, code) for code in asked.shown_if_values),
        "question": other.label,
    }


def as_data(
    part: Part, questionnaire: Questionnaire, answers: Answers, written: Collection[str]
) -> str:
    """
    Return the rules of a page's questions, and the answers not ``written`` there; as JSON.

    Nothing where no question of the page has a condition.
    """
    needed: dict[str, Asked] = {}
    for asked in part.questions:
        if asked.shown_if:
            _follow(asked, questionnaire, needed)
    if not needed:
        return ""
    elsewhere = {key: value(asked, answers) for key, asked in needed.items() if key not in written}
    rules = [rule(asked) for asked in questionnaire.questions if asked.key in needed]
    return json.dumps({"questions": rules, "answers": elsewhere}, ensure_ascii=False)


def rule(asked: Asked) -> dict[str, Any]:
    """Return what the script has to know of a question."""
    return {
        "key": asked.key,
        "type": asked.type,
        "if": asked.shown_if,
        "values": list(asked.shown_if_values),
    }


def _follow(asked: Asked, questionnaire: Questionnaire, needed: dict[str, Asked]) -> None:
    """Collect a question and those that it waits for."""
    while asked.key not in needed:
        needed[asked.key] = asked
        other = questionnaire.by_key.get(asked.shown_if)
        if other is None:
            return
        asked = other


def _labels(other: Asked, tables: Tables) -> Mapping[str, str]:
    match other.type:
        case QuestionType.STAKEHOLDER_TYPE:
            return dict(tables.stakeholder_types)
        case QuestionType.COUNTRY:
            return dict(tables.countries)
        case QuestionType.CONFIRMATION:
            return {"yes": _("Yes"), "no": _("No")}
        case _:
            return {choice.code: choice.label for choice in other.choices}
