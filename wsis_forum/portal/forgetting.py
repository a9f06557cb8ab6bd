"""Takes people and emptied inputs out of the history of rows."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db import models

from consultation.history import KEPT
from consultation.models import Submission
from wsis_forum.accounts.models import User
from wsis_forum.portal.masking import mask_rows

# What an emptied input keeps: its number, what was decided, and what the public was told of it.
_STAYS = frozenset(
    {
        *("number", "reason", "reason_texts", "reopen_reason", "question_key"),
        *("pgh_label", "pgh_context"),
    }
)


def forget_in_history(*, user_id: int, address: str, submissions: Collection[int]) -> None:
    """
    Take an erased person out of the history of rows; call it last, for erasing leaves traces too.

    Her address goes out of the texts of the ``submissions`` that she wrote. Her number goes
    wherever it stands, unless her row had to stay, which says nothing of her any more.
    """
    for table in _tables():
        mask_rows(_of(table, submissions), address)
    if User.objects.filter(pk=user_id).exists():
        return
    for table in _tables():
        rows = table._default_manager
        rows.filter(pgh_context__user=user_id).update(pgh_context=None)
        for field in table._meta.concrete_fields:
            if field.related_model is User:
                rows.filter(**{field.name: user_id}).update(**{field.name: None})


def empty_history(submissions: Collection[int]) -> None:
    """Take the texts of emptied submissions out of the history of their rows."""
    for table in _tables():
        texts = {
            field.name: {} if isinstance(field, models.JSONField) else ""
            for field in table._meta.concrete_fields
            if isinstance(field, (models.CharField, models.TextField, models.JSONField))
            and not field.choices
            and field.name not in _STAYS
        }
        blank: dict[str, Any] = texts
        if table.pgh_tracked_model is Submission and "organization_name" in texts:
            blank = {**texts, "organization": None}
        if blank:
            _of(table, submissions).update(**blank)


def _tables() -> Iterator[Any]:
    for tables in KEPT.values():
        yield from tables


def _of(table: Any, submissions: Collection[int]) -> Any:
    """Return the changes that belong to these inputs; none of a table of something else."""
    names = {field.name for field in table._meta.concrete_fields}
    rows = table._default_manager
    if table.pgh_tracked_model is Submission:
        return rows.filter(pgh_obj__in=submissions)
    if "submission" in names:
        return rows.filter(submission__in=submissions)
    return rows.none()
