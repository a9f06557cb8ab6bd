"""Which questions are asked, given the answers; ``static/js/conditions.js`` says the same."""

from collections.abc import Iterable
from typing import Any

from consultation.questionnaire.asked import Answers, Asked, Questionnaire
from consultation.questionnaire.values import is_empty, value


def visible(questionnaire: Questionnaire, answers: Answers) -> frozenset[str]:
    """
    Return the keys of the questions that are asked.

    One that waits for another is asked if that is asked itself and its answer fits. Questions that
    wait for each other in a circle are never asked.
    """
    known: dict[str, bool] = {}

    def is_asked(asked: Asked, waiting: frozenset[str]) -> bool:
        if asked.key not in known:
            if asked.key in waiting:
                return False
            known[asked.key] = _opened(asked, waiting | {asked.key})
        return known[asked.key]

    def _opened(asked: Asked, waiting: frozenset[str]) -> bool:
        if not asked.shown_if:
            return True
        other = questionnaire.by_key.get(asked.shown_if)
        if other is None:
            return True
        return is_asked(other, waiting) and fits(asked, other, value(other, answers))

    return frozenset(asked.key for asked in questionnaire.questions if is_asked(asked, frozenset()))


def fits(asked: Asked, other: Asked, given: Any) -> bool:
    """Whether the answer to ``other`` opens ``asked``."""
    if not asked.shown_if_values:
        return not is_empty(other, given)
    return bool(codes(given) & set(asked.shown_if_values))


def codes(given: Any) -> set[str]:
    """Return an answer as the codes that a condition names: "yes" of a confirmation, "3", "C4"."""
    if isinstance(given, bool):
        return {"yes" if given else "no"}
    if isinstance(given, list):
        return {str(one) for one in given if not isinstance(one, dict)}
    return set() if given is None else {str(given)}


def only(questions: Iterable[Asked], keys: frozenset[str]) -> tuple[Asked, ...]:
    """Keep the questions with these keys."""
    return tuple(asked for asked in questions if asked.key in keys)
