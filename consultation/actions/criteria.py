"""Verbs on what a call's inputs are held against: give it the criteria that calls begin with."""

from typing import Any

from django.db import transaction

from consultation.actions.copies import Mover, copied
from consultation.models import Call, Criterion, ScreeningCriterion


@transaction.atomic
def give_standard_criteria(*, call_id: int) -> bool:
    """
    Write the usual criteria into a call that has none of either kind; tell whether any were.

    A call that has some is left alone: they are the secretariat's.
    """
    # As with the standard questions: few processes ever read the file.
    from consultation.questionnaire.criteria import standard_criteria  # noqa: PLC0415

    call = Call.objects.select_for_update(of=("self",)).get(pk=call_id)
    if call.criteria.exists() or call.screening_criteria.exists():
        return False
    usual = standard_criteria()
    ScreeningCriterion.objects.bulk_create(
        ScreeningCriterion(call=call, order=order, **row.title.columns("title"))
        for order, row in enumerate(usual.minimum, start=1)
    )
    Criterion.objects.bulk_create(
        Criterion(
            call=call,
            order=order,
            weight=row.weight,
            **row.title.columns("title"),
            **row.help.columns("help"),
        )
        for order, row in enumerate(usual.criteria, start=1)
    )
    return True


def copy_criteria(source: Call, copy: Call, mover: Mover) -> None:
    """Give a copied call the criteria of its source that are in force, the year moved."""
    for rows, names in (
        (source.screening_criteria.filter(is_active=True), ("title",)),
        (source.criteria.filter(is_active=True), ("title", "help")),
    ):
        made: list[Any] = [copied(row, call=copy) for row in rows]
        for row in made:
            mover.rename(row, *names)
        rows.model.objects.bulk_create(made)
