"""Verbs that put the questions and sections of a call in order, a step at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from consultation.exceptions import OrderImpossible
from consultation.models import Call, CallSection, Question
from consultation.queries.outline import in_order, misplaced
from wsis_forum.accounts.models import User

Row = TypeVar("Row", Question, CallSection)


@transaction.atomic
def move_question(*, question_id: int, up: bool, by: User, at: datetime) -> Question:
    """
    Let a question change places with the one before or after it in its section.

    The first does not go up, the last does not go down.

    :raises OrderImpossible: a question would stand before the one that it waits for
    """
    question = Question.objects.get(pk=question_id)
    _lock(question.call_id)
    beside = Question.objects.filter(section=question.section_id).order_by("order", "pk")
    rows = _swapped(list(beside), question_id, up=up)
    Question.objects.bulk_update(_numbered(rows), ["order"])
    _require_order(question.call_id)
    return question


@transaction.atomic
def move_section(*, section_id: int, up: bool, by: User, at: datetime) -> CallSection:
    """
    Let a section change places with the one before or after it.

    :raises OrderImpossible: a question would stand before the one that it waits for
    """
    section = CallSection.objects.get(pk=section_id)
    _lock(section.call_id)
    beside = CallSection.objects.filter(call=section.call_id).order_by("order", "pk")
    rows = _swapped(list(beside), section_id, up=up)
    CallSection.objects.bulk_update(_numbered(rows), ["order"])
    _require_order(section.call_id)
    return section


def _lock(call_id: int) -> None:
    """Let two people who move questions of one call come one after the other."""
    Call.objects.select_for_update(of=("self",)).get(pk=call_id)


def _swapped(rows: list[Row], pk: int, *, up: bool) -> list[Row]:
    here = next(index for index, row in enumerate(rows) if row.pk == pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    return rows


def _numbered(rows: Sequence[Row]) -> list[Row]:
    for number, row in enumerate(rows, start=1):
        row.order = number
    return list(rows)


def _require_order(call_id: int) -> None:
    found = misplaced(in_order(call_id))
    if found:
        waiting, other = found
        raise OrderImpossible(waiting=waiting.label, other=other.label)
