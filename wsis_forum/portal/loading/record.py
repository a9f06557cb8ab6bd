"""Remembers what a file wanted when it was last loaded."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection

from consultation.models import LoadedFile
from wsis_forum.portal.loading.rows import Row

# Any number that nothing else in this database locks with.
_LOCK = 20_031_210


def lock() -> None:
    """Wait until no other load runs; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def recall(name: str, *, forget: Collection[str] | None = ()) -> list[Row]:
    """
    Return the rows of the last load, none before the first.

    Values of the columns in ``forget`` (``None``: of all columns) are left out, so that the file
    wins over what was changed in the tables since.
    """
    found = LoadedFile.objects.filter(name=name).first()
    rows = [Row.from_json(data) for data in found.rows] if found else []
    if forget is None:
        return [replace(row, values={}, many={}) for row in rows]
    if not forget:
        return rows
    return [
        replace(
            row, values={name: value for name, value in row.values.items() if name not in forget}
        )
        for row in rows
    ]


def remember(name: str, rows: Sequence[Row], *, at: datetime) -> None:
    """Keep the rows for the next load; nothing is written where they are the same."""
    data = [row.as_json() for row in rows]
    if LoadedFile.objects.filter(name=name, rows=data).exists():
        return
    LoadedFile.objects.update_or_create(name=name, defaults={"rows": data, "loaded_at": at})
