"""What the tables hold, to compare before and after."""

import json
from typing import Any

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """Return all rows of both apps' tables, their many-to-many tables included."""
    models = [
        model
        for label in ("consultation", "agenda")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return {model._meta.label: _rows(model._meta.db_table) for model in models}


def _rows(table: str) -> list[dict[str, Any]]:
    """Read the columns themselves: managers show translated columns in one language only."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")  # noqa: S608 our own names
        rows = [json.loads(text) for (text,) in cursor.fetchall()]
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def writes(queries: CaptureQueriesContext) -> list[str]:
    """Return the statements that change rows."""
    verbs = ("INSERT", "UPDATE", "DELETE")
    return [query["sql"] for query in queries if query["sql"].lstrip().startswith(verbs)]
