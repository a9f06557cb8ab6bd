"""Counts that cost the same however many rows there are: they stop at a limit."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def capped_counts(wanted: Iterable[tuple[QuerySet[Any, Any], int]]) -> list[int]:
    """Count the rows of several querysets, each up to a limit of its own, in one query."""
    parts: list[str] = []
    params: list[Any] = []
    places: list[int | None] = []
    for rows, limit in wanted:
        statement = _statement(rows, limit)
        if statement is None:
            places.append(None)
            continue
        places.append(len(parts))
        parts.append(f"(SELECT count(*) FROM ({statement[0]}) AS counted)")  # noqa: S608 the ORM's own SQL
        params += statement[1]
    if not parts:
        return [0] * len(places)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        row: Sequence[int] = cursor.fetchone()
    return [0 if place is None else row[place] for place in places]


def _statement(rows: QuerySet[Any, Any], limit: int) -> tuple[str, Sequence[Any]] | None:
    """Return the SQL that reads up to ``limit`` keys; nothing where there can be no row."""
    try:
        return rows.order_by().values("pk")[:limit].query.sql_with_params()
    except EmptyResultSet:
        return None
