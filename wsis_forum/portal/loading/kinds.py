"""The kinds of rows that data files make: model, scope within a Forum, and what protects a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import (  # type: ignore[import-untyped]
    DateTimeTZRange,
)
from django.db.models import Model

from agenda import models as agenda
from consultation import models as consultation


def _as_they_are(values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(values)


def _slot(values: Mapping[str, Any]) -> dict[str, Any]:
    """Make one period of two moments."""
    columns = dict(values)
    if "starts_at" in columns:
        ends = (columns.pop("starts_at"), columns.pop("ends_at"))
        columns["period"] = DateTimeTZRange(*(datetime.fromisoformat(end) for end in ends))
    return columns


def _never(_row: Model) -> bool:
    return False


def _phase_is_used(row: Model) -> bool:
    """Whether inputs were sent to a call that closes in this phase."""
    return consultation.Submission.objects.filter(call__phase=row.pk).exists()


def _session_is_made_here(row: Model) -> bool:
    """Whether the session was made of inputs."""
    return agenda.SessionSource.objects.filter(session=row.pk).exists()


@dataclass(frozen=True)
class Kind:
    """
    One kind of row.

    ``scope`` leads from the model to its Forum, empty for the reference tables. ``columns`` turns
    the file's values into the model's. A row ``is_kept`` although its file dropped it. Rows that
    are ``replaced`` as a whole leave before any new one comes, so that two may change places.
    """

    model: type[Model]
    scope: str = ""
    columns: Callable[[Mapping[str, Any]], dict[str, Any]] = _as_they_are
    is_kept: Callable[[Model], bool] = _never
    replaced: bool = False


KINDS: Mapping[str, Kind] = {
    "action-line": Kind(consultation.ActionLine),
    "action-line-part": Kind(consultation.ActionLine),
    "goal": Kind(consultation.Goal),
    "matrix-link": Kind(consultation.MatrixLink),
    "stakeholder-type": Kind(consultation.StakeholderType),
    "stakeholder-part": Kind(consultation.StakeholderType),
    "region": Kind(consultation.Region),
    "country": Kind(consultation.Country),
    "track": Kind(agenda.Track),
    "session-type": Kind(agenda.SessionType),
    "public-reason": Kind(consultation.PublicReason),
    "forum": Kind(consultation.Forum),
    "partner": Kind(consultation.ForumPartner, "forum"),
    "phase": Kind(consultation.Phase, "forum", is_kept=_phase_is_used),
    "activity": Kind(consultation.PhaseActivity, "phase__forum"),
    "call": Kind(consultation.Call, "forum"),
    "phase-date": Kind(consultation.DateChange, "phase__forum"),
    "call-date": Kind(consultation.DateChange, "call__forum"),
    "room": Kind(agenda.Room, "forum"),
    "speaker": Kind(agenda.Speaker, "forum"),
    "session": Kind(agenda.Session, "forum", is_kept=_session_is_made_here),
    "item": Kind(agenda.AgendaItem, "session__forum"),
    "appearance": Kind(agenda.Appearance, "session__forum"),
    "slot": Kind(agenda.Slot, "session__forum", columns=_slot, replaced=True),
}

# Where a key of one file names a row of the reference tables: model, and the column of its code.
REFERENCE: Mapping[str, tuple[type[Model], str]] = {
    "action-line": (consultation.ActionLine, "code"),
    "goal": (consultation.Goal, "number"),
    "stakeholder-type": (consultation.StakeholderType, "code"),
    "country": (consultation.Country, "alpha3"),
    "track": (agenda.Track, "code"),
    "session-type": (agenda.SessionType, "code"),
}
