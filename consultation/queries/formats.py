"""The formats that a request may be accepted in: the session types of the programme."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import F, QuerySet
from django.db.models.functions import JSONObject

from consultation.choices import Disposition
from consultation.models import Decision
from wsis_forum.languages import column, languages


def session_formats() -> Mapping[str, Any]:
    """
    Return the session types by their code, in the programme's order (1 query).

    The programme lives above this app, so its table is known by its name only.
    """
    rows = apps.get_model("agenda", "SessionType")._default_manager.select_related("track")
    return {row.code: row for row in rows}


def formats_for(decisions: Iterable[Decision]) -> Mapping[str, Any]:
    """Return the session types where one of the decisions makes a session (0 or 1 query)."""
    makes_any = any(one.disposition == Disposition.BECOMES for one in decisions)
    return session_formats() if makes_any else {}


def named_formats() -> QuerySet[Any]:
    """Return the session types by their code, each with ``said``: its titles by language."""
    titles = {each.code: F(column("title", each.code)) for each in languages()}
    rows = apps.get_model("agenda", "SessionType")._default_manager.order_by("code")
    return rows.annotate(said=JSONObject(**titles))  # type: ignore[no-any-return]
