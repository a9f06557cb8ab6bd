"""An input as people read it: its answers in order, each in the shape that its template shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from consultation.choices import Attendance, Gender, QuestionType
from consultation.models import Attachment, Submission
from consultation.queries.named import Named, named_in
from consultation.questionnaire import Asked, Questionnaire
from consultation.questionnaire.asked import Answers
from consultation.questionnaire.values import PERSON, is_empty, value
from consultation.questionnaire.visibility import visible
from wsis_forum.languages import language


@dataclass(frozen=True)
class Person:
    """Somebody in a list of people, codes turned into words."""

    given: Mapping[str, Any]
    country: str
    attendance: str
    gender: str
    photo: Attachment | None


@dataclass(frozen=True)
class ShownAnswer:
    """
    One answer; ``shape`` chooses how its ``value`` is written.

    ``text`` (str, in the input's language), ``word`` (str, of ours), ``words`` (list of str),
    ``number``, ``date`` (a day), ``link`` (str), ``confirmed``, ``language`` (Language), ``files``
    (Attachments), ``people`` (Persons), ``lines`` (ActionLines), ``goals`` (Goals), or ``none``.
    """

    asked: Asked
    shape: str
    value: Any = None


@dataclass(frozen=True)
class ShownPart:
    """A section with its answers."""

    slug: str
    title: str
    row: Any
    answers: tuple[ShownAnswer, ...]


_Shape = Callable[[Asked, Any, "Named"], ShownAnswer]


def shown_parts(
    submission: Submission,
    questionnaire: Questionnaire,
    answers: Answers,
    *,
    only_public: bool = False,
    named: Named | None = None,
) -> tuple[ShownPart, ...]:
    """
    Return sections and answers in their order; questions that are not asked are left out.

    One query, however many answers there are, and none with ``named``; sections without any
    question are left out, too. ``only_public``: leave out what the call does not publish.
    """
    shown = visible(questionnaire, answers)
    tables = named_in(submission, questionnaire.questions, answers) if named is None else named
    parts = []
    for part in questionnaire.parts:
        rows = tuple(
            _shown(asked, value(asked, answers), tables)
            for asked in part.questions
            if asked.key in shown and (asked.is_public or not only_public)
        )
        if rows:
            parts.append(ShownPart(part.slug, part.title, part.row, rows))
    return tuple(parts)


def _shown(asked: Asked, given: Any, tables: Named) -> ShownAnswer:
    if is_empty(asked, given):
        return ShownAnswer(asked, "none")
    return _SHAPES[asked.type](asked, given, tables)


def _plain(shape: str) -> "_Shape":
    return lambda asked, given, _tables: ShownAnswer(asked, shape, given)


def _one(asked: Asked, given: str, tables: Named) -> ShownAnswer:
    choice = asked.choice(given)
    return ShownAnswer(asked, "word", choice.label if choice else given)


def _several(asked: Asked, given: list[str], tables: Named) -> ShownAnswer:
    labels = {choice.code: choice.label for choice in asked.choices}
    return ShownAnswer(asked, "words", [labels.get(code, code) for code in given])


def _date(asked: Asked, given: str, tables: Named) -> ShownAnswer:
    try:
        return ShownAnswer(asked, "date", date.fromisoformat(given))
    except ValueError:  # the secretariat made a date of what was a text
        return ShownAnswer(asked, "text", given)


def _country(asked: Asked, given: str, tables: Named) -> ShownAnswer:
    country = tables.countries.get(given)
    return ShownAnswer(asked, "word", country.name if country else given)


def _stakeholder_type(asked: Asked, given: str, tables: Named) -> ShownAnswer:
    kind = tables.types.get(given)
    return ShownAnswer(asked, "word", kind.title if kind else given)


def _language(asked: Asked, given: str, tables: Named) -> ShownAnswer:
    return ShownAnswer(asked, "language", language(given))


def _lines(asked: Asked, given: list[str], tables: Named) -> ShownAnswer:
    lines = [tables.lines[code] for code in given if code in tables.lines]
    return ShownAnswer(asked, "lines", sorted(lines, key=lambda line: line.order))


def _goals(asked: Asked, given: list[int], tables: Named) -> ShownAnswer:
    found = [tables.goals[number] for number in sorted(given) if number in tables.goals]
    return ShownAnswer(asked, "goals", found)


def _files(asked: Asked, given: list[int], tables: Named) -> ShownAnswer:
    files = [tables.files[pk] for pk in given if pk in tables.files]
    return ShownAnswer(asked, "files" if files else "none", files)


def _people(asked: Asked, given: list[dict[str, Any]], tables: Named) -> ShownAnswer:
    return ShownAnswer(asked, "people", [_person(one, tables) for one in given])


_SHAPES: Mapping[str, "_Shape"] = {
    QuestionType.SHORT: _plain("text"),
    QuestionType.LONG: _plain("text"),
    QuestionType.ORGANIZATION: _plain("text"),
    QuestionType.NUMBER: _plain("number"),
    QuestionType.LINK: _plain("link"),
    QuestionType.CONFIRMATION: _plain("confirmed"),
    QuestionType.ONE: _one,
    QuestionType.SEVERAL: _several,
    QuestionType.DATE: _date,
    QuestionType.COUNTRY: _country,
    QuestionType.STAKEHOLDER_TYPE: _stakeholder_type,
    QuestionType.LANGUAGE: _language,
    QuestionType.ACTION_LINES: _lines,
    QuestionType.GOALS: _goals,
    QuestionType.FILE: _files,
    QuestionType.PEOPLE: _people,
}


def _person(given: Mapping[str, Any], tables: Named) -> Person:
    person = {**PERSON, **given}
    country = tables.countries.get(person["country"])
    return Person(
        given=person,
        country=country.name if country else "",
        attendance=_word(Attendance, person["attendance"]),
        gender=_word(Gender, person["gender"]),
        photo=tables.files.get(person["photo"]) if person["photo"] else None,
    )


def _word(choices: Any, code: str) -> str:
    """Return a choice's label; nothing for a code that is none of them."""
    return str(dict(choices.choices).get(code, ""))
