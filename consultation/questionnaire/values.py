"""The values of answers: what an empty one is, and how stored ones are read."""

from collections.abc import Mapping
from typing import Any

from consultation.choices import Attendance, QuestionType
from consultation.questionnaire.asked import Answers, Asked

_LISTS = frozenset(
    {
        QuestionType.SEVERAL,
        QuestionType.FILE,
        QuestionType.PEOPLE,
        QuestionType.ACTION_LINES,
        QuestionType.GOALS,
    }
)
# A person in a list of people; ``photo`` is the id of an attachment.
PERSON: Mapping[str, Any] = {
    "honorific": "",
    "name": "",
    "function": "",
    "organization": "",
    "country": "",
    "gender": "",
    "attendance": Attendance.ON_SITE.value,
    "has_been_asked": False,
    "biography": "",
    "photo": None,
}


def blank(kind: str) -> Any:
    """Return the value that says "not answered" for a type of question."""
    if kind in _LISTS:
        return []
    if kind == QuestionType.NUMBER:
        return None
    if kind == QuestionType.CONFIRMATION:
        return False
    return ""


def value(asked: Asked, answers: Answers) -> Any:
    """
    Return what was answered to a question, in its type's shape.

    A value of another shape counts as none: the secretariat may have changed the type since.
    """
    empty = blank(asked.type)
    given = answers.get(asked.key, empty)
    if asked.type == QuestionType.NUMBER:
        return given if isinstance(given, int) and not isinstance(given, bool) else empty
    return given if isinstance(given, type(empty)) else empty


def is_empty(asked: Asked, given: Any) -> bool:
    """Whether nothing was answered; 0 is an answer."""
    if asked.type == QuestionType.NUMBER:
        return given is None
    if isinstance(given, str):
        return not given.strip()
    return not given


def of_part(questions: tuple[Asked, ...], answers: Answers) -> dict[str, Any]:
    """Return the answers to some questions, each in its shape."""
    return {asked.key: value(asked, answers) for asked in questions}


def are_same(first: Answers, second: Answers) -> bool:
    """Whether two sets of answers say the same; a question that one of them lacks is unanswered."""
    return _said(first) == _said(second)


def _said(answers: Answers) -> dict[str, Any]:
    return {
        key: given
        for key, given in answers.items()
        if given is not None and given is not False and given not in ("", [])
    }
