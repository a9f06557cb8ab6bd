"""An input as somebody reads it who must not know whose it is: answers, files, people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from consultation.blinding import redact
from consultation.choices import QuestionType
from consultation.differences import Word
from consultation.models import Attachment
from consultation.presentation import ShownAnswer, ShownPart
from consultation.questionnaire import Questionnaire
from consultation.questionnaire.asked import Answers, Asked
from consultation.questionnaire.values import PERSON, is_empty, value

# Standard questions whose whole answer names somebody.
NAMING = frozenset(
    (
        *("organization_name", "on_behalf_of", "person_name", "person_organization"),
        *("nominee_name", "contact_name", "contact_email", "moderator", "photographer"),
    )
)
_WRITTEN = frozenset({QuestionType.SHORT, QuestionType.LONG})
_LONGEST_ENDING = 5


@dataclass(frozen=True)
class Blind:
    """
    What one person may read of one input: ``hides_people`` says whether names are taken out.

    ``files`` holds the keys of its files in the order in which blind readers count them,
    ``people`` those of its author and contributors.
    """

    hides_people: bool = False
    names: tuple[str, ...] = ()
    files: tuple[int, ...] = ()
    people: frozenset[int] = frozenset()

    @property
    def mark(self) -> str:
        """What stands in the place of a name, in the active language."""
        return _("[name hidden]")

    def text(self, value: Any) -> str:
        """Return a text with the names taken out."""
        return redact(str(value), self.names, self.mark) if self.hides_people else str(value)

    def person(self, value: Any) -> str:
        """Return what names somebody, or the mark in its place; nothing stays nothing."""
        shown = str(value or "")
        return self.mark if self.hides_people and shown else shown

    def hides(self, user: Any) -> bool:
        """Whether a person must not be named: she wrote this input, or is no colleague."""
        return self.hides_people and (user.pk in self.people or not user.is_staff)

    def actor(self, user: Any) -> str:
        """Name who did something with the input; blind readers learn nothing of its authors."""
        if user is None:
            return ""
        return _("the author") if self.hides(user) else str(user)

    def file_name(self, file: Attachment) -> str:
        """Return what a file is called: its own name, or "File 1.pdf"."""
        if not self.hides_people:
            return file.name
        place = self.files.index(file.pk) + 1 if file.pk in self.files else file.pk
        name = _("File %(number)s") % {"number": place}
        _stem, dot, end = file.name.rpartition(".")
        is_usual = dot and end.isascii() and end.isalnum() and len(end) <= _LONGEST_ENDING
        return f"{name}.{end.lower()}" if is_usual else name

    def answers(self, questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
        """Return answers with the names taken out, for pages and for comparing versions."""
        if not self.hides_people:
            return dict(answers)
        asked = questionnaire.by_key
        hidden = {
            key: self._answer(asked[key], value(asked[key], answers))
            for key in answers
            if key in asked
        }
        lost = {key: self._lost(given) for key, given in answers.items() if key not in asked}
        return {**hidden, **lost}

    def parts(self, parts: Sequence[ShownPart]) -> tuple[ShownPart, ...]:
        """Return sections made of such answers, with what files are called and where links lead."""
        if not self.hides_people:
            return tuple(parts)
        return tuple(
            replace(part, answers=tuple(self._shown(answer) for answer in part.answers))
            for part in parts
        )

    def word(self, word: Word) -> Word:
        """Return what turns codes into words, with the names of files hidden."""
        if not self.hides_people:
            return word
        places = {str(key): place for place, key in enumerate(self.files, start=1)}

        def hidden(kind: str, code: str) -> str:
            if kind == QuestionType.FILE:
                return _("File %(number)s") % {"number": places.get(code, code)}
            return word(kind, code)

        return hidden

    def _answer(self, asked: Asked, given: Any) -> Any:
        if is_empty(asked, given):
            return given
        if asked.type == QuestionType.ORGANIZATION or asked.key in NAMING:
            return self.mark if isinstance(given, str) else given
        if asked.type in _WRITTEN:
            return self.text(given)
        if asked.type == QuestionType.PEOPLE:
            return [self._person(one, place) for place, one in enumerate(given, start=1)]
        return given

    def _person(self, given: Mapping[str, Any], place: int) -> dict[str, Any]:
        person = {**PERSON, **given}
        return {
            **person,
            "honorific": "",
            "name": _("Person %(number)s") % {"number": place},
            "function": self.text(person["function"]),
            "organization": self.person(person["organization"]),
            "biography": self.text(person["biography"]),
            "photo": None,
        }

    def _lost(self, given: Any) -> Any:
        """Return the answer to a question that is asked no more."""
        return self.text(given) if isinstance(given, str) else None

    def _shown(self, answer: ShownAnswer) -> ShownAnswer:
        if answer.shape == "link" and self.text(answer.value) != answer.value:
            return replace(answer, shape="word", value=self.mark)
        if answer.shape == "files":
            return replace(answer, value=[self._file(file) for file in answer.value])
        return answer

    def _file(self, file: Attachment) -> Attachment:
        """Return a copy that is called otherwise; nobody saves it."""
        copy = Attachment(**{f.attname: getattr(file, f.attname) for f in Attachment._meta.fields})
        copy.name = self.file_name(file)
        return copy


OPEN = Blind()
