"""Reads of what calls ask."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby

from consultation.models import Call, Option, Question
from consultation.questionnaire import Asked, Choice, Part, Questionnaire


def of_call(call: Call) -> Questionnaire:
    """Return what a call asks, in the active language (2 queries)."""
    return of_calls([call])[call.pk]


def of_calls(calls: Iterable[Call]) -> Mapping[int, Questionnaire]:
    """Return what several calls ask, by their ids (2 queries in all); empty sections are none."""
    rows = {call.pk: call for call in calls}
    asked: dict[int, list[Question]] = {pk: [] for pk in rows}
    questions = (
        Question.objects.filter(call__in=rows)
        .select_related("section")
        .order_by("call", "section__order", "section", "order", "pk")
    )
    for question in questions:
        asked[question.call_id].append(question)
    choices: dict[int, list[Choice]] = {}
    for option in Option.objects.filter(question__call__in=rows).order_by("order", "pk"):
        choices.setdefault(option.question_id, []).append(Choice(option.code, option.label, option))
    return {pk: _questionnaire(asked[pk], choices, call) for pk, call in rows.items()}


def in_active_language(questionnaire: Questionnaire) -> Questionnaire:
    """Return the same questions in the language that is active now, from their rows."""
    return Questionnaire(
        tuple(
            replace(
                part,
                title=part.row.title,
                intro=part.row.intro or "",
                questions=tuple(map(_spoken, part.questions)),
            )
            for part in questionnaire.parts
        )
    )


def _spoken(asked: Asked) -> Asked:
    choices = tuple(replace(choice, label=choice.row.label) for choice in asked.choices)
    return replace(asked, label=asked.row.label, help=asked.row.help or "", choices=choices)


def _questionnaire(
    rows: list[Question], choices: Mapping[int, list[Choice]], call: Call
) -> Questionnaire:
    keys = {row.pk: row.key for row in rows}
    parts = []
    for section, questions in groupby(rows, key=lambda row: row.section):
        asked = tuple(
            _asked(row, tuple(choices.get(row.pk, ())), keys.get(row.shown_if_id or 0, ""), call)
            for row in questions
        )
        parts.append(Part(section.slug, section.title, section.intro or "", asked, section))
    return Questionnaire(tuple(parts))


def _asked(row: Question, choices: tuple[Choice, ...], shown_if: str, call: Call) -> Asked:
    return Asked(
        key=row.key,
        type=row.type,
        section=row.section.slug,
        label=row.label,
        help=row.help or "",
        requirement=row.requirement,
        is_public=row.is_public,
        # A call says in one place how long its texts may be.
        word_limit=call.text_limit_words if row.key == "text" else row.word_limit,
        character_limit=row.character_limit,
        least=row.least,
        most=row.most,
        choices=choices,
        shown_if=shown_if,
        shown_if_values=tuple(row.shown_if_values),
        frozen_at=row.frozen_at,
        file_kinds=tuple(row.file_kinds),
        max_files=row.max_files,
        max_megabytes=row.max_megabytes,
        row=row,
    )
