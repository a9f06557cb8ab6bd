"""The questions of a call as frozen values, in the order in which they are asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from consultation.choices import QuestionType, Requirement

# The answers to questions, by key; the shape of each follows from its type (``values.blank``).
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """An answer to choose; ``row`` holds its words in all languages (for the tag ``local``)."""

    code: str
    label: str
    row: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Asked:
    """
    One question. ``label`` and ``help`` are in the active language or a fallback.

    ``row`` is the ``Question``, whose words in all languages the tag ``local`` writes.
    ``shown_if`` is the key of another question, ``shown_if_values`` the codes that open this one.
    """

    key: str
    type: str
    section: str
    label: str
    help: str = ""
    requirement: str = Requirement.OPTIONAL
    is_public: bool = True
    word_limit: int | None = None
    character_limit: int | None = None
    least: int | None = None
    most: int | None = None
    choices: tuple[Choice, ...] = ()
    shown_if: str = ""
    shown_if_values: tuple[str, ...] = ()
    frozen_at: datetime | None = None
    file_kinds: tuple[str, ...] = ()
    max_files: int = 1
    max_megabytes: int = 10
    row: Any = field(default=None, compare=False, repr=False)

    @property
    def is_required(self) -> bool:
        """Whether a hand-in needs an answer."""
        return self.requirement != Requirement.OPTIONAL

    def is_frozen(self, at: datetime) -> bool:
        """Whether the answer can no longer be changed at ``at``."""
        return self.frozen_at is not None and at >= self.frozen_at

    def choice(self, code: str) -> Choice | None:
        """Return the choice with that code."""
        return next((choice for choice in self.choices if choice.code == code), None)


# Answered by boxes or buttons: a link from an error goes to the first of them.
TICKED = frozenset(
    {
        QuestionType.ONE,
        QuestionType.SEVERAL,
        QuestionType.ACTION_LINES,
        QuestionType.GOALS,
        QuestionType.STAKEHOLDER_TYPE,
    }
)


@dataclass(frozen=True)
class Part:
    """A page of questions; ``row`` is the ``CallSection``."""

    slug: str
    title: str
    intro: str = ""
    questions: tuple[Asked, ...] = ()
    row: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Questionnaire:
    """All that a call asks."""

    parts: tuple[Part, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, Asked]:
        """The questions by their keys, in their order."""
        return {asked.key: asked for part in self.parts for asked in part.questions}

    @property
    def questions(self) -> Iterator[Asked]:
        """All questions in their order."""
        return iter(self.by_key.values())

    def part(self, slug: str) -> Part | None:
        """Return the page with that address."""
        return next((part for part in self.parts if part.slug == slug), None)
