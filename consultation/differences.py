"""
The differences between two states of an input's answers, field by field.

Used by the history of a draft (``views.history``) and by the secretariat's comparison of versions;
``templates/consultation/differences.html`` writes them. No database here: who calls gives ``word``,
which turns a code into a word (``queries.wording``).
"""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consultation.choices import Attendance, Gender, QuestionType
from consultation.questionnaire import Asked, Questionnaire
from consultation.questionnaire.asked import Answers
from consultation.questionnaire.values import PERSON, is_empty, value

# The type of what a code names, and the code; returns what people read.
Word = Callable[[str, str], str]

# A Chinese or Japanese character is a word of its own; marks above and below a letter belong to it.
_HAN = "\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
_WORDS = re.compile(rf"[{_HAN}]|(?:[^\W{_HAN}][{_MARKS}]*)+|[^\w\s]|\s+")
_LINES = re.compile(r"[^\n]*\n+|[^\n]+")
# So many pairs of words (or lines) are compared: more would take longer than anybody waits.
_MOST_PAIRS = 1_000_000
_MOST_CHARACTERS = 400_000
# What stays of an unchanged passage beside a change, in characters.
_CONTEXT = 160


class Kind(StrEnum):
    """What became of a passage."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    # An unchanged passage that is left out.
    GAP = "gap"


@dataclass(frozen=True)
class Run:
    """A passage of a text, or one item of a list."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Difference:
    """One answer that changed; ``is_list``: the runs are items, not passages of one text."""

    asked: Asked
    runs: tuple[Run, ...]
    is_list: bool = False

    @property
    def is_written(self) -> bool:
        """Whether the author wrote it, in her language, and did not choose it."""
        return self.asked.type in _WRITTEN


_TEXTS = frozenset({QuestionType.SHORT, QuestionType.LONG, QuestionType.ORGANIZATION})
_WRITTEN = _TEXTS | {QuestionType.PEOPLE}


def _plain(kind: str, code: str) -> str:
    return code


def differences(
    questionnaire: Questionnaire, before: Answers, after: Answers, *, word: Word = _plain
) -> tuple[Difference, ...]:
    """
    Return the answers that differ, in the order of the questions.

    Texts that answered a question which is not asked any more come last, under its name.
    """
    gone = dict.fromkeys(key for key in (*before, *after) if key not in questionnaire.by_key)
    lost = (Asked(key, QuestionType.LONG, "", key) for key in gone)
    found = []
    for asked in (*questionnaire.questions, *lost):
        old, new = value(asked, before), value(asked, after)
        if old != new and not (is_empty(asked, old) and is_empty(asked, new)):
            difference = _difference(asked, old, new, word)
            if any(run.kind != Kind.SAME for run in difference.runs):
                found.append(difference)
    return tuple(found)


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """
    Return two texts as one, passage by passage, compared by words.

    Very long and very different texts are compared by lines, or replaced as a whole.
    """
    is_long = len(before) + len(after) > _MOST_CHARACTERS
    for pattern in (_LINES,) if is_long else (_WORDS, _LINES):
        old, new = pattern.findall(before), pattern.findall(after)
        runs = _runs(old, new, "")
        if runs is not None:
            return tuple(runs)
    return _whole(before, after)


def around(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Leave out what is far from any change."""
    return tuple(
        part
        for index, run in enumerate(runs)
        for part in _shortened(run, is_first=index == 0, is_last=index == len(runs) - 1)
    )


def _shortened(run: Run, *, is_first: bool, is_last: bool) -> Iterator[Run]:
    if run.kind != Kind.SAME or len(run.text) <= 2 * _CONTEXT:
        yield run
        return
    if not is_first:
        yield Run(Kind.SAME, run.text[:_CONTEXT].rsplit(None, 1)[0])
    yield Run(Kind.GAP, " … ")
    if not is_last:
        yield Run(Kind.SAME, run.text[-_CONTEXT:].split(None, 1)[-1])


def _difference(asked: Asked, old: Any, new: Any, word: Word) -> Difference:
    if asked.type in _TEXTS:
        return Difference(asked, around(word_runs(old, new)))
    if asked.type == QuestionType.PEOPLE:
        texts = ("\n".join(_person(one, word) for one in people) for people in (old, new))
        return Difference(asked, around(word_runs(*texts)))
    if isinstance(old, list):
        items = ([_word(asked, one, word) for one in many] for many in (old, new))
        before, after = items
        runs = _runs(before, after, None)
        return Difference(asked, tuple(runs or ()), is_list=True)
    words = ("" if is_empty(asked, one) else _word(asked, one, word) for one in (old, new))
    return Difference(asked, _whole(*words))


def _word(asked: Asked, given: Any, word: Word) -> str:
    if isinstance(given, bool):
        return "✓" if given else ""
    choice = asked.choice(str(given))
    return choice.label if choice else word(asked.type, str(given))


def _person(given: dict[str, Any], word: Word) -> str:
    """Write what was said of a person in one line."""
    person = {**PERSON, **given}
    country, photo = person["country"], person["photo"]
    parts = (
        f"{person['honorific']} {person['name']}".strip(),
        person["function"],
        person["organization"],
        word(QuestionType.COUNTRY, str(country)) if country else "",
        str(dict(Gender.choices).get(person["gender"], "")),
        str(dict(Attendance.choices).get(person["attendance"], "")),
        person["biography"],
        word(QuestionType.FILE, str(photo)) if photo else "",
    )
    return " · ".join(str(part) for part in parts if part)


def _whole(before: str, after: str) -> tuple[Run, ...]:
    both = (Run(Kind.REMOVED, before), Run(Kind.ADDED, after))
    return tuple(run for run in both if run.text)


def _is_blank(word: str) -> bool:
    """Tell what no comparison may hold on to: blanks are the same everywhere."""
    return word.isspace()


def _runs(old: Sequence[str], new: Sequence[str], glue: str | None) -> list[Run] | None:
    """
    Compare two lists; ``glue`` joins neighbors of one kind, ``None`` keeps them apart.

    ``None`` if too much of them differs to be compared.
    """
    # What is the same at both ends needs no search; mostly that is nearly all.
    least = min(len(old), len(new))
    head = next((at for at in range(least) if old[at] != new[at]), least)
    rest = least - head
    tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(a) * len(b) > _MOST_PAIRS:
        return None
    found: list[tuple[Kind, Sequence[str]]] = [(Kind.SAME, old[:head])]
    for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(_is_blank, a, b).get_opcodes():
        if tag == "equal":
            found.append((Kind.SAME, a[a1:a2]))
        else:
            found += [(Kind.REMOVED, a[a1:a2]), (Kind.ADDED, b[b1:b2])]
    found.append((Kind.SAME, old[len(old) - tail :]))
    if glue is None:
        return [Run(kind, one) for kind, many in found for one in many]
    return [Run(kind, glue.join(many)) for kind, many in found if many]
