"""What keeps an input from being handed in, and how far each section is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from consultation.choices import QuestionType, Requirement
from consultation.counting import count_characters, count_words
from consultation.questionnaire.asked import TICKED, Answers, Asked, Part, Questionnaire
from consultation.questionnaire.values import is_empty, value
from consultation.questionnaire.visibility import only, visible


class State(models.TextChoices):
    """How far a section is."""

    NOT_STARTED = "not-started", pgettext_lazy("state of a section", "Not started")
    IN_PROGRESS = "in-progress", pgettext_lazy("state of a section", "In progress")
    COMPLETE = "complete", pgettext_lazy("state of a section", "Complete")
    OPTIONAL = "optional", pgettext_lazy("state of a section", "Optional")


@dataclass(frozen=True)
class Problem:
    """
    Why an input cannot be handed in yet; ``field`` is its form's name for it.

    ``is_early``: to be said while the section is written, not only before the hand-in.
    """

    section: str
    field: str
    message: str
    is_missing: bool = True
    is_early: bool = False
    is_ticked: bool = False

    @property
    def anchor(self) -> str:
        """The id of the field in the section's page."""
        return f"id_{self.field}_0" if self.is_ticked else f"id_{self.field}"


def problems(questionnaire: Questionnaire, answers: Answers) -> tuple[Problem, ...]:
    """Return all that keeps a draft from being handed in, section by section."""
    shown = visible(questionnaire, answers)
    return tuple(
        problem
        for part in questionnaire.parts
        for problem in _of_questions(only(part.questions, shown), answers)
    )


def section_problems(
    questionnaire: Questionnaire, part: Part, answers: Answers
) -> tuple[Problem, ...]:
    """Return what is missing or too long in one section; ``answers`` are those of all."""
    shown = visible(questionnaire, answers)
    return tuple(_of_questions(only(part.questions, shown), answers))


def state(questionnaire: Questionnaire, part: Part, answers: Answers) -> State:
    """Say how far a section is."""
    shown = only(part.questions, visible(questionnaire, answers))
    begun = any(
        not is_empty(asked, value(asked, answers))
        for asked in shown
        # The language is guessed for everybody, so it tells nothing.
        if asked.type != QuestionType.LANGUAGE
    )
    found = tuple(_of_questions(shown, answers))
    if begun:
        return State.IN_PROGRESS if found else State.COMPLETE
    return State.NOT_STARTED if any(asked.is_required for asked in shown) else State.OPTIONAL


def _of_questions(questions: Iterable[Asked], answers: Answers) -> Iterator[Problem]:
    for asked in questions:
        given = value(asked, answers)
        early = asked.requirement == Requirement.REQUIRED
        ticked = asked.type in TICKED
        if is_empty(asked, given):
            if asked.is_required:
                yield Problem(
                    asked.section, asked.key, missing(asked), is_early=early, is_ticked=ticked
                )
            continue
        for message in _faults(asked, given):
            yield Problem(
                asked.section, asked.key, message, is_missing=False, is_early=True, is_ticked=ticked
            )
        if asked.type == QuestionType.PEOPLE:
            yield from _nameless(asked, given)


def missing(asked: Asked) -> str:
    """Say what to do about a question without an answer."""
    label = {"question": asked.label}
    if asked.type in TICKED or asked.type in {QuestionType.COUNTRY, QuestionType.LANGUAGE}:
        return _("Choose an answer: %(question)s") % label
    if asked.type == QuestionType.FILE:
        return _("Add a file: %(question)s") % label
    if asked.type == QuestionType.PEOPLE:
        return _("Add at least one person: %(question)s") % label
    if asked.type == QuestionType.CONFIRMATION:
        return _("Confirm: %(question)s") % label
    return _("Enter an answer: %(question)s") % label


def _faults(asked: Asked, given: Any) -> Iterator[str]:
    """Yield what is wrong with an answer that is there: too long, too many, out of bounds."""
    if isinstance(given, str):
        words, characters = count_words(given), count_characters(given)
        if asked.word_limit and words > asked.word_limit:
            yield _too_many_words(asked, words, asked.word_limit)
        if asked.character_limit and characters > asked.character_limit:
            yield _too_many_characters(asked, characters, asked.character_limit)
    elif asked.type == QuestionType.NUMBER:
        if asked.least is not None and given < asked.least:
            yield _("“%(question)s”: enter a number from %(least)d up.") % {
                "question": asked.label,
                "least": asked.least,
            }
        if asked.most is not None and given > asked.most:
            yield _("“%(question)s”: enter a number up to %(most)d.") % {
                "question": asked.label,
                "most": asked.most,
            }


def _nameless(asked: Asked, given: list[dict[str, Any]]) -> Iterator[Problem]:
    for index, person in enumerate(given):
        if not person.get("name"):
            message = _("Enter the name of person %(number)d, or remove this person.")
            yield Problem(
                asked.section, f"{asked.key}-{index}-name", message % {"number": index + 1}
            )


def _too_many_words(asked: Asked, count: int, limit: int) -> str:
    return ngettext(
        "“%(question)s” has %(count)d word. Shorten it to %(limit)d.",
        "“%(question)s” has %(count)d words. Shorten it to %(limit)d.",
        count,
    ) % {"question": asked.label, "count": count, "limit": limit}


def _too_many_characters(asked: Asked, count: int, limit: int) -> str:
    return ngettext(
        "“%(question)s” has %(count)d character. Shorten it to %(limit)d.",
        "“%(question)s” has %(count)d characters. Shorten it to %(limit)d.",
        count,
    ) % {"question": asked.label, "count": count, "limit": limit}
