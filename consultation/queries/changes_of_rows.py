"""Reads the history of rows: what each change was, from one copy to the next (``history``)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from consultation.history import KEPT
from wsis_forum.accounts.models import User

# Of one row, and of one kind of row below an input, so many changes are read; the newest.
MOST = 200
_TEXTS = (models.TextField, models.JSONField)


@dataclass(frozen=True)
class Column:
    """One column that a change has changed; the values are as the database holds them."""

    field: Any
    before: Any
    after: Any

    @property
    def is_text(self) -> bool:
        """Whether it may be long, so that only what differs is shown."""
        return type(self.field) is models.TextField


@dataclass
class Change:
    """
    One change of one row.

    ``kind`` is added, changed or deleted, ``row`` the copy that was made, ``user_id`` who did it:
    nothing if it was not done through the portal.
    """

    at: datetime
    kind: str
    model: type[models.Model]
    row: Any
    user_id: int | None
    columns: tuple[Column, ...] = ()
    by: User | None = field(default=None)


def changes_of(row: models.Model) -> list[Change]:
    """Return the changes of one row, the newest first (1 query for each of its tables)."""
    model = type(row)
    found: list[Change] = []
    for table in KEPT.get(model, ()):
        copies = _copies(table, pgh_obj=row.pk)
        found += _read(model, table, copies, {row.pk: row})
    return sorted(found, key=lambda change: change.at, reverse=True)


def changes_where(model: type[models.Model], **conditions: Any) -> list[Change]:
    """Return the changes of all rows that fit, deleted ones too, the newest first (2 queries)."""
    (table,) = KEPT[model]
    copies = _copies(table, **conditions)
    is_changed = any(copy.pgh_label.endswith("changed") for copy in copies)
    live = model._default_manager.filter(**conditions).in_bulk() if is_changed else {}
    found = _read(model, table, copies, live)
    return sorted(found, key=lambda change: change.at, reverse=True)


def with_people(changes: Sequence[Change]) -> Sequence[Change]:
    """Read along who made the changes (1 query)."""
    people = User.objects.in_bulk({one.user_id for one in changes if one.user_id is not None})
    for one in changes:
        one.by = people.get(one.user_id or 0)
    return changes


def linked(changes: Iterable[Change]) -> Mapping[type[models.Model], Mapping[Any, Any]]:
    """Return the rows that changed links point to, by model and key (1 query for each model)."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for change in changes:
        for column in change.columns:
            if column.field.related_model is not None:
                keys = wanted.setdefault(column.field.related_model, set())
                keys |= {key for key in (column.before, column.after) if key is not None}
    return {model: model._default_manager.in_bulk(keys) for model, keys in wanted.items()}


def _copies(table: Any, **conditions: Any) -> list[Any]:
    """Return the newest copies that fit, the newest first (1 query)."""
    return list(table._default_manager.filter(**conditions).order_by("-pgh_id")[:MOST])


def _read(
    model: type[models.Model], table: Any, copies: list[Any], live: Mapping[Any, Any]
) -> list[Change]:
    fields = [model._meta.get_field(one.name) for one in _columns(table)]
    later: dict[Any, Any] = dict(live)
    found = []
    for copy in copies:
        kind = copy.pgh_label.rpartition("-")[2]
        columns: tuple[Column, ...] = ()
        after = later.get(copy.pgh_obj_id)
        if kind == "changed" and after is not None:
            columns = tuple(_differing(fields, copy, after))
        later[copy.pgh_obj_id] = copy
        user_id = (copy.pgh_context or {}).get("user")
        found.append(Change(copy.pgh_created_at, kind, model, copy, user_id, columns))
    return found


def _columns(table: Any) -> list[Any]:
    return [one for one in table._meta.concrete_fields if not one.name.startswith("pgh_")]


def _differing(fields: Iterable[Any], before: Any, after: Any) -> Iterable[Column]:
    for one in fields:
        # Not by getattr on the row: a translated column's would answer in the active language.
        old, new = before.__dict__.get(one.attname), after.__dict__.get(one.attname)
        if old != new:
            yield Column(one, old, new)
