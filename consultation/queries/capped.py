"""Counts that cost the same however many rows there are: they stop at a limit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


@dataclass(frozen=True)
class Statement:
    """SQL that reads keys, and its values."""

    sql: str
    values: tuple[Any, ...]

    def with_values(self, changed: Mapping[Any, Any]) -> "Statement":
        """Return the same with other values in the place of those that are named."""
        return Statement(self.sql, tuple(changed.get(each, each) for each in self.values))


def capped_counts(wanted: Iterable[tuple[QuerySet[Any, Any], int]]) -> list[int]:
    """Count the rows of several querysets, each up to a limit of its own, in one query."""
    return counted([statement(rows, limit) for rows, limit in wanted])


def counted(wanted: Sequence[Statement | None]) -> list[int]:
    """Count what several statements read, in one query; ``None`` reads nothing."""
    real = [each for each in wanted if each is not None]
    if not real:
        return [0] * len(wanted)
    parts = (f"(SELECT count(*) FROM ({each.sql}) AS counted)" for each in real)  # noqa: S608 the ORM's own SQL
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", [one for each in real for one in each.values])
        row: Sequence[int] = cursor.fetchone()
    found = iter(row)
    return [0 if each is None else next(found) for each in wanted]


def statement(rows: QuerySet[Any, Any], limit: int) -> Statement | None:
    """Return what reads up to ``limit`` keys; nothing where there can be no row."""
    try:
        sql, values = rows.order_by().values("pk")[:limit].query.sql_with_params()
    except EmptyResultSet:
        return None
    return Statement(sql, tuple(values))
