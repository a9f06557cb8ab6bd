"""Verbs on the questions of a call: give it those that its kind begins with."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from consultation.models import Call, CallSection, Option, Question

if TYPE_CHECKING:
    from consultation.questionnaire.standard import StandardQuestion, StandardSection


@transaction.atomic
def give_standard_questions(*, call_id: int) -> bool:
    """
    Write the questions of its kind into a call without sections; tell whether any were.

    A call that has sections is left alone: they are the secretariat's.
    """
    # Reading the file takes five megabytes of checks, and few processes ever do.
    from consultation.questionnaire.standard import standard_sections  # noqa: PLC0415

    call = Call.objects.select_for_update(of=("self",)).get(pk=call_id)
    if CallSection.objects.filter(call=call).exists():
        return False
    sections = standard_sections(call.kind)
    rows = CallSection.objects.bulk_create(
        _section(call, section, order) for order, section in enumerate(sections, start=1)
    )
    pairs = [
        (question, _question(row, question, order))
        for row, section in zip(rows, sections, strict=True)
        for order, question in enumerate(section.questions, start=1)
    ]
    _write(pairs)
    Option.objects.bulk_create(
        Option(question=row, code=option.code, order=order, **option.label.columns("label"))
        for question, row in pairs
        for order, option in enumerate(question.options, start=1)
    )
    return True


def _section(call: Call, section: "StandardSection", order: int) -> CallSection:
    texts = {**section.title.columns("title"), **section.intro.columns("intro")}
    return CallSection(call=call, slug=section.slug, order=order, **texts)


def _question(section: CallSection, question: "StandardQuestion", order: int) -> Question:
    helps = question.help.columns("help") if question.help else {}
    return Question(
        call_id=section.call_id,
        section=section,
        key=question.key,
        type=question.type.value,
        order=order,
        requirement=question.requirement.value,
        is_public=question.public,
        word_limit=question.words,
        character_limit=question.characters,
        least=question.least,
        most=question.most,
        **_files(question),
        **question.label.columns("label"),
        **helps,
    )


def _files(question: "StandardQuestion") -> dict[str, Any]:
    """Return what may be handed in as files, if anything may."""
    files = question.files
    if files is None:
        return {"file_kinds": []}
    kinds = [kind.value for kind in files.kinds]
    return {"file_kinds": kinds, "max_files": files.most, "max_megabytes": files.megabytes}


def _write(pairs: list[tuple["StandardQuestion", Question]]) -> None:
    """Write the questions, those that wait for another one after it, so that it has its id."""
    rows = {row.key: row for _question, row in pairs}
    left, written = list(pairs), set[str]()
    while left:
        # A question waits only for an earlier one, so every turn writes some.
        turn = [
            (question, row)
            for question, row in left
            if question.shown_if is None or question.shown_if.question in written
        ]
        for question, row in turn:
            if question.shown_if:
                row.shown_if = rows[question.shown_if.question]
                row.shown_if_values = list(question.shown_if.values)
        Question.objects.bulk_create([row for _question, row in turn])
        written |= {row.key for _question, row in turn}
        left = [pair for pair in left if pair[1].key not in written]
