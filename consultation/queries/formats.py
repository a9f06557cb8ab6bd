"""The formats that a request may be accepted in: the session types of the programme."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps

from consultation.models import Decision


def session_formats() -> Mapping[str, Any]:
    """
    Return the session types by their code, in the programme's order (1 query).

    The programme lives above this app, so its table is known by its name only.
    """
    rows = apps.get_model("agenda", "SessionType")._default_manager.select_related("track")
    return {row.code: row for row in rows}


def formats_for(decisions: Iterable[Decision]) -> Mapping[str, Any]:
    """Return the session types where one of the decisions names any (0 or 1 query)."""
    return session_formats() if any(one.accepted_format for one in decisions) else {}
