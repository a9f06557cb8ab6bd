"""Rows of several small tables in one query."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Func, JSONField, Model, QuerySet


def whole_rows(parts: Sequence[QuerySet[Any]]) -> dict[type[Model], list[Any]]:
    """
    Read whole rows of several tables at once, in no order: each comes as an object of JSON.

    1 query, none where nothing is asked for.
    """
    if not parts:
        return {}
    first, *others = (
        part.order_by().annotate(found=_whole_row(part.model)).values_list("found", flat=True)
        for part in parts
    )
    models = {part.model._meta.label: part.model for part in parts}
    rows: dict[type[Model], list[Any]] = {}
    for found in first.union(*others, all=True) if others else first:
        for label, columns in found.items():
            rows.setdefault(models[label], []).append(_made(models[label], columns))
    return rows


def _whole_row(model: type[Model]) -> Func:
    """Return a row under its model's name; one column, for unions mix up several."""
    # Each part of a union is a query of its own, in which a table is called by its own name.
    names = model._meta.label, model._meta.db_table
    template = "jsonb_build_object('{}', to_jsonb(\"{}\"))".format(*names)
    return Func(template=template, output_field=JSONField())


def _made(model: type[Model], columns: Mapping[str, Any]) -> Model:
    fields = model._meta.concrete_fields
    values = [one.to_python(columns[one.column]) for one in fields]
    return model.from_db("default", [one.attname for one in fields], values)
