"""Two texts of one section: shown question by question, and one chosen or both put together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from consultation.choices import QuestionType
from consultation.editing import can_write
from consultation.forms import SectionForm
from consultation.forms.section import SHOWN
from consultation.models import Submission
from consultation.presentation import ShownAnswer, shown_parts
from consultation.queries import submissions as queries
from consultation.queries.edits import last_edit
from consultation.questionnaire import Asked, Part, Questionnaire
from consultation.questionnaire.values import of_part
from consultation.views import opening
from consultation.views.common import new_key
from consultation.views.own_saves import turn_of
from consultation.views.writing import Writing

# Fields of the page that compares; names of questions have no hyphen.
_CHOICE, _MERGED = "choice-", "merged-"
MINE, THEIRS, BOTH = "mine", "theirs", "both"
_MERGEABLE = frozenset({QuestionType.SHORT, QuestionType.LONG})
_NOT_TYPED = ("csrf", "version", "action", "page-", "autosave", _CHOICE, _MERGED)


@dataclass(frozen=True)
class Pair:
    """A question with two answers; ``merged`` is both texts in one, where that can be."""

    asked: Asked
    mine: ShownAnswer
    theirs: ShownAnswer
    merged: str | None
    is_long: bool

    @property
    def words(self) -> Any:
        """What holds the label in all languages."""
        return self.asked.row or self.asked


def shown(writing: Writing, form: SectionForm, data: QueryDict) -> HttpResponse:
    """Show what was sent beside what is saved; the page's button saves what is chosen."""
    request, at = writing.request, writing.at
    current = queries.own().get(pk=writing.submission.pk)
    opened = opening.for_page(request, current, at)
    context = {
        "submission": current,
        "part": writing.part,
        "pairs": list(_pairs(current, writing.part, form.typed())),
        "sent": [
            (name, value)
            for name, values in data.lists()
            if not name.startswith(_NOT_TYPED) and name != "opened"
            for value in values
        ],
        "edit": last_edit(current, writing.part.slug),
        "can_write": can_write(current, at),
        "opened": opened,
        "version": current.version,
        # A page of its own: the one before does not show what is chosen here. Without a script
        # there are no turns.
        "page_key": new_key(),
        "turn": min(turn_of(request), 1),
    }
    return render(request, "consultation/compare.html", context)


def resolved(data: QueryDict, part: Part) -> QueryDict:
    """Return the form's data as it was chosen on the page that compares; other data as it is."""
    if not any(name.startswith(_CHOICE) for name in data):
        return data
    kept = data.copy()
    for asked in part.questions:
        match data.get(f"{_CHOICE}{asked.key}"):
            case "theirs":
                _leave_out(kept, asked.key)
            case "both" if asked.type in _MERGEABLE:
                kept[asked.key] = data.get(f"{_MERGED}{asked.key}", "")
    return kept


def _leave_out(data: QueryDict, key: str) -> None:
    """Take a question's fields out of a form, as if its page had not asked it."""
    for name in list(data):
        if name == key or name.startswith(f"{key}-"):
            del data[name]
    data.setlist(SHOWN, [shown for shown in data.getlist(SHOWN) if shown != key])


def _pairs(current: Submission, part: Part, typed: Mapping[str, Any]) -> Iterator[Pair]:
    saved = of_part(part.questions, current.answers)
    differing = tuple(
        asked
        for asked in part.questions
        if asked.key in typed and typed[asked.key] != saved[asked.key]
    )
    only = Questionnaire((Part(part.slug, part.title, questions=differing),))
    mine, theirs = (
        {
            answer.asked.key: answer
            for shown_part in shown_parts(current, only, answers)
            for answer in shown_part.answers
        }
        for answers in ({**saved, **typed}, saved)
    )
    for asked in differing:
        key = asked.key
        texts = (saved[key], typed[key]) if asked.type in _MERGEABLE else None
        yield Pair(
            asked,
            mine[key],
            theirs[key],
            merged=_together(*texts) if texts and all(texts) else None,
            is_long=asked.type == QuestionType.LONG,
        )


def _together(theirs: str, mine: str) -> str:
    """Put two texts together: what both have once, what one has in its place."""
    if "\n" not in theirs + mine:
        return f"{theirs} / {mine}"
    one, other = theirs.split("\n"), mine.split("\n")
    lines: list[str] = []
    for kind, start, end, first, last in SequenceMatcher(None, one, other).get_opcodes():
        lines += one[start:end]
        if kind != "equal":
            lines += other[first:last]
    return "\n".join(lines)
