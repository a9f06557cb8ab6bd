"""The questions that a call of each kind begins with; ``docs/questions.md`` describes the files."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NoReturn, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)

from consultation.choices import CallKind, FileKind, QuestionType, Requirement
from consultation.questionnaire.known import KNOWN
from wsis_forum.languages import column

FOLDER = Path(__file__).parent.parent / "data" / "questions"
COMMON = "common"
# Language keys of data files -> ours.
LANGUAGES: Mapping[str, str] = {
    "en": "en",
    "fr": "fr",
    "es": "es",
    "ar": "ar",
    "zh": "zh-hans",
    "ru": "ru",
}
_CHOSEN = frozenset({QuestionType.ONE, QuestionType.SEVERAL})
_BOUNDED = frozenset({QuestionType.NUMBER, QuestionType.PEOPLE})
_COUNTED = frozenset({QuestionType.SHORT, QuestionType.LONG, QuestionType.ORGANIZATION})

Schema = TypeVar("Schema", bound=BaseModel)
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][-A-Za-z0-9_]*$", max_length=60)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Slug = Annotated[str, Field(pattern=r"^[-a-z0-9]+$", max_length=40)]
Positive = Annotated[int, Field(ge=1)]


class BrokenQuestions(ValueError):
    """A file of questions cannot be used; each line names the file, the place and the fault."""


class _Part(BaseModel):
    """An object of a file: every field known, no value coerced, nothing changed later."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Texts(_Part):
    """One text in the six languages."""

    en: Annotated[str, Field(min_length=1)]
    fr: Annotated[str, Field(min_length=1)]
    es: Annotated[str, Field(min_length=1)]
    ar: Annotated[str, Field(min_length=1)]
    zh: Annotated[str, Field(min_length=1)]
    ru: Annotated[str, Field(min_length=1)]

    def columns(self, name: str) -> dict[str, str]:
        """Return the columns ``name_en`` … of a row with their texts."""
        return {column(name, code): getattr(self, key) for key, code in LANGUAGES.items()}


class StandardOption(_Part):
    """An answer to choose."""

    code: Code
    label: Texts


class Condition(_Part):
    """Asked only if the answer to an earlier question is one of these codes."""

    question: Key
    values: Annotated[tuple[Code, ...], Field(alias="is")] = ()


class Files(_Part):
    """Which files an answer may hold: kinds, how many, and how large each."""

    kinds: Annotated[tuple[FileKind, ...], Field(min_length=1)]
    most: Annotated[int, Field(ge=1, le=20)] = 1
    megabytes: Annotated[int, Field(ge=1, le=50)] = 10


class StandardQuestion(_Part):
    """One question; the names are those of the files."""

    key: Key
    type: QuestionType
    label: Texts
    help: Texts | None = None
    requirement: Requirement = Requirement.OPTIONAL
    words: Positive | None = None
    characters: Positive | None = None
    least: int | None = None
    most: int | None = None
    shown_if: Condition | None = None
    public: bool = True
    files: Files | None = None
    options: tuple[StandardOption, ...] = ()

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        for fault in self._faults():
            raise ValueError(fault)
        return self

    def _faults(self) -> Iterator[str]:
        if bool(self.options) != (self.type in _CHOSEN):
            yield f"{self.key}: options belong to a choice, and a choice needs them"
        if len({option.code for option in self.options}) < len(self.options):
            yield f"{self.key}: an option's code stands twice"
        if bool(self.files) != (self.type == QuestionType.FILE):
            yield f"{self.key}: files belong to a file, and a file needs them"
        if (self.words or self.characters) and self.type not in _COUNTED:
            yield f"{self.key}: only texts have a limit of words or characters"
        if (self.least, self.most) != (None, None) and self.type not in _BOUNDED:
            yield f"{self.key}: only numbers and lists of people have a least or a most"
        if self.least is not None and self.most is not None and self.least > self.most:
            yield f"{self.key}: least is more than most"
        if KNOWN.get(self.key, self.type) != self.type:
            yield f"{self.key}: is of type {KNOWN[self.key].value} in every call"


class StandardSection(_Part):
    """One page of questions."""

    slug: Slug
    title: Texts
    intro: Texts
    questions: Annotated[tuple[StandardQuestion, ...], Field(min_length=1)]


class Use(_Part):
    """A section of ``common.json``, worded for one kind; the mappings go by a question's key."""

    use: Slug
    title: Texts | None = None
    intro: Texts | None = None
    without: tuple[Key, ...] = ()
    requirement: Mapping[Key, Requirement] = {}
    label: Mapping[Key, Texts] = {}
    help: Mapping[Key, Texts] = {}

    def of(self, common: Mapping[str, StandardSection]) -> StandardSection:
        """
        Return the common section with what is said here.

        :raises ValueError: there is no such section, or no such question in it
        """
        if self.use not in common:
            raise ValueError(f"there is no section “{self.use}” in {COMMON}.json")
        section = common[self.use]
        named = {*self.without, *self.requirement, *self.label, *self.help}
        unknown = named - {question.key for question in section.questions}
        if unknown:
            raise ValueError(f"“{self.use}” asks nothing named {', '.join(sorted(unknown))}")
        questions = tuple(
            question.model_copy(update=self._said_of(question.key))
            for question in section.questions
            if question.key not in self.without
        )
        said = {"title": self.title, "intro": self.intro}
        update: dict[str, Any] = {name: text for name, text in said.items() if text}
        return section.model_copy(update={**update, "questions": questions})

    def _said_of(self, key: str) -> dict[str, Any]:
        said: dict[str, Mapping[str, Any]] = {
            "requirement": self.requirement,
            "label": self.label,
            "help": self.help,
        }
        return {name: by_key[key] for name, by_key in said.items() if key in by_key}


class _CommonFile(_Part):
    sections: tuple[StandardSection, ...]


# Names of the two kinds of sections for pydantic; they are no part of a place in the file.
_TAGS = frozenset({"-use", "-own"})


def _tag(value: Any) -> str:
    return "-use" if isinstance(value, dict) and "use" in value else "-own"


# Told apart by one field, so that a fault is named once and not for both.
_Section = Annotated[
    Annotated[Use, Tag("-use")] | Annotated[StandardSection, Tag("-own")], Discriminator(_tag)
]


class _KindFile(_Part):
    kind: CallKind
    sections: tuple[_Section, ...]


@cache
def standard_sections(kind: str) -> tuple[StandardSection, ...]:
    """
    Return what a call of a kind asks to begin with, in its order.

    :raises BrokenQuestions: its file, or that of the common sections, cannot be used
    """
    return read_sections(kind, FOLDER)


def read_sections(kind: str, folder: Path) -> tuple[StandardSection, ...]:
    """
    Read the set of a kind from a folder with such files.

    :raises BrokenQuestions: its file, or that of the common sections, cannot be used
    """
    common = {section.slug: section for section in _read(folder, COMMON, _CommonFile).sections}
    content = _read(folder, kind, _KindFile)
    try:
        sections = tuple(
            part.of(common) if isinstance(part, Use) else part for part in content.sections
        )
    except ValueError as error:
        _refuse(kind, [str(error)])
    faults = list(_faults(sections))
    if content.kind != kind:
        faults.append(f"kind: is “{content.kind.value}”, the file says “{kind}”")
    if faults:
        _refuse(kind, faults)
    return sections


def _read(folder: Path, name: str, schema: type[Schema]) -> Schema:
    try:
        return schema.model_validate_json((folder / f"{name}.json").read_bytes())
    except OSError as error:
        _refuse(name, [f"cannot be read: {error.strerror}"])
    except ValidationError as error:
        _refuse(name, [f"{_dotted(fault['loc'])}: {fault['msg']}" for fault in error.errors()])


def _refuse(name: str, faults: list[str]) -> NoReturn:
    raise BrokenQuestions("\n".join(f"{name}.json: {fault}" for fault in faults))


def _dotted(path: tuple[int | str, ...]) -> str:
    """Write a place such as ``sections[2].questions[0].label.fr``."""
    steps = (step for step in path if step not in _TAGS)
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).strip(
        "."
    )


def _faults(sections: tuple[StandardSection, ...]) -> Iterator[str]:
    """Find what does not fit together in one call."""
    slugs = set()
    earlier: dict[str, StandardQuestion] = {}
    for section in sections:
        if section.slug in slugs:
            yield f"the section “{section.slug}” stands twice"
        slugs.add(section.slug)
        for question in section.questions:
            if question.key in earlier:
                yield f"{question.key}: stands twice"
            yield from _faults_of_condition(question, earlier)
            earlier[question.key] = question


def _faults_of_condition(
    question: StandardQuestion, earlier: Mapping[str, StandardQuestion]
) -> Iterator[str]:
    condition = question.shown_if
    if condition is None:
        return
    other = earlier.get(condition.question)
    if other is None:
        yield f"{question.key}: no earlier question is named “{condition.question}”"
        return
    codes = {option.code for option in other.options}
    for code in condition.values:
        if codes and code not in codes:
            yield f"{question.key}: “{code}” is no answer to “{other.key}”"
