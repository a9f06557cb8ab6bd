"""Counts that cost the same however many rows there are: they stop at a limit."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL


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


def settled(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """
    Return the same rows with their conditions as SQL, made once for all lists that are cut of them.

    For ``capped_counts`` only: the SQL names the table, so it must not become part of another
    query. Conditions on joined tables stay as they are.
    """
    query = rows.query
    if len([alias for alias, uses in query.alias_refcount.items() if uses]) > 1:
        return rows
    compiler = query.get_compiler(connection=connection)
    compiler.setup_query()
    try:
        statement, params = query.where.as_sql(compiler, connection)
    except EmptyResultSet:
        return rows.none()
    except FullResultSet:
        return rows
    if query.get_initial_alias() != rows.model._meta.db_table:
        return rows
    where = RawSQL(statement, tuple(params), output_field=BooleanField())  # noqa: S611 the ORM's own
    return QuerySet(rows.model).filter(where)


def _statement(rows: QuerySet[Any, Any], limit: int) -> tuple[str, Sequence[Any]] | None:
    """Return the SQL that reads up to ``limit`` keys; nothing where there can be no row."""
    try:
        return rows.order_by().values("pk")[:limit].query.sql_with_params()
    except EmptyResultSet:
        return None
