"""A call's questions as the secretariat sees them: in order, with what holds each in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from consultation.models import Call, CallSection, Question, Submission
from consultation.queries.changes import marks
from consultation.questionnaire.changes import Mark
from wsis_forum.languages import column


@dataclass(frozen=True)
class OutlineRow:
    """One question; ``number`` counts through the call, ``lacking`` are codes of languages."""

    number: int
    question: Question
    mark: Mark | None
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class OutlineSection:
    """One section with its questions."""

    section: CallSection
    rows: tuple[OutlineRow, ...]


def of_call(call: Call) -> tuple[OutlineSection, ...]:
    """Return all sections and questions of a call in their order (five queries at most)."""
    found = marks(call)
    by_section: dict[int, list[OutlineRow]] = {}
    for number, question in enumerate(in_order(call.pk), start=1):
        row = OutlineRow(number, question, _mark(found, question), _lacking(question))
        by_section.setdefault(question.section_id, []).append(row)
    return tuple(
        OutlineSection(section, tuple(by_section.get(section.pk, ())))
        for section in call.sections.order_by("order", "pk")
    )


def in_order(call_id: int) -> QuerySet[Question]:
    """Return the questions of a call as they are asked, each with the one that it waits for."""
    return (
        Question.objects.filter(call=call_id)
        .select_related("shown_if")
        .order_by("section__order", "section", "order", "pk")
    )


def misplaced(
    questions: Sequence[Question] | QuerySet[Question],
) -> tuple[Question, Question] | None:
    """Return the first question that stands before the one that it waits for, and that one."""
    seen: set[int] = set()
    for question in questions:
        other = question.shown_if
        if other is not None and other.pk not in seen:
            return question, other
        seen.add(question.pk)
    return None


def is_answered(question: Question) -> bool:
    """Whether any draft or input of the call holds an answer under the question's name."""
    return Submission.objects.filter(call=question.call_id, answers__has_key=question.key).exists()


def is_chosen(question: Question, code: str) -> bool:
    """Whether any draft or input of the call holds an option of a question."""
    held = Q(answers__contains={question.key: code}) | Q(answers__contains={question.key: [code]})
    return Submission.objects.filter(held, call=question.call_id).exists()


def _mark(found: Mapping[str, Mark], question: Question) -> Mark | None:
    mark = found.get(question.key)
    return Mark(mark) if mark else None


def _lacking(question: Question) -> tuple[str, ...]:
    """Return the languages in which a question has no words yet."""
    return tuple(
        code for code, _name in settings.LANGUAGES if not getattr(question, column("label", code))
    )
