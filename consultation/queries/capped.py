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


def firsts_and_counts(
    firsts: Iterable[QuerySet[Any, Any]], counts: Iterable[tuple[QuerySet[Any, Any], int]]
) -> tuple[list[int | None], list[int]]:
    """Return the first key of each of some querysets, and count others up to a limit, at once."""
    first = [_statement(rows.values("pk")[:1]) for rows in firsts]
    keys = [None if each is None else Statement(f"({each.sql})", each.values) for each in first]
    numbers = [_number(statement(rows, limit)) for rows, limit in counts]
    row = _row([*keys, *numbers])
    return row[: len(keys)], [found or 0 for found in row[len(keys) :]]


def capped_counts(wanted: Iterable[tuple[QuerySet[Any, Any], int]]) -> list[int]:
    """Count the rows of several querysets, each up to a limit of its own, in one query."""
    return counted([statement(rows, limit) for rows, limit in wanted])


def counted(wanted: Sequence[Statement | None]) -> list[int]:
    """Count what several statements read, in one query; ``None`` reads nothing."""
    return [found or 0 for found in _row([_number(each) for each in wanted])]


def statement(rows: QuerySet[Any, Any], limit: int) -> Statement | None:
    """Return what reads up to ``limit`` keys; nothing where there can be no row."""
    return _statement(rows.order_by().values("pk")[:limit])


def _statement(rows: QuerySet[Any, Any]) -> Statement | None:
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return Statement(sql, tuple(values))


def _number(rows: Statement | None) -> Statement | None:
    """Count what a statement reads."""
    if rows is None:
        return None
    return Statement(f"(SELECT count(*) FROM ({rows.sql}) AS counted)", rows.values)  # noqa: S608 the ORM's own SQL


def _row(wanted: Sequence[Statement | None]) -> list[int | None]:
    """Ask what each statement finds, one number, in one query; of ``None`` nothing is found."""
    real = [each for each in wanted if each is not None]
    if not real:
        return [None] * len(wanted)
    with connection.cursor() as cursor:
        sql = f"SELECT {', '.join(each.sql for each in real)}"
        cursor.execute(sql, [one for each in real for one in each.values])
        found = iter(cursor.fetchone())
    return [None if each is None else next(found) for each in wanted]
