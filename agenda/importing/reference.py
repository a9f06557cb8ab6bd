"""Rows of the reference tables that a programme names: found, or made where there are none."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from agenda.importing.columns import columns, save_all
from agenda.models import SessionType, Track
from agenda.programme import Programme
from consultation.models import ActionLine, Goal


@dataclass(frozen=True)
class Reference:
    """Rows by code; ``made`` names those that were not there, by table and code."""

    tracks: Mapping[str, Track]
    types: Mapping[str, SessionType]
    action_lines: Mapping[str, ActionLine]
    goals: Mapping[int, Goal]
    made: Collection[tuple[str, str | int]]


def reference_rows(programme: Programme) -> Reference:
    """
    Find what sessions are tagged with, and make what is missing, after what is there.

    Rows that are there keep their words: other Forums are tagged with them, too.

    :raises NotImportable: a row cannot be held
    """
    made: set[tuple[str, str | int]] = set()
    # The track of a type need not be that of any session; then only its code is known.
    bare = dict.fromkeys(row.track for row in programme.types)
    tracks = _table(
        Track,
        "tracks",
        [columns(row, "code", "title") for row in programme.tracks]
        + [{"code": code, "title_en": code} for code in bare if code not in programme.index.tracks],
        made,
    )
    types = _table(
        SessionType,
        "types",
        [{**columns(row, "code", "title"), "track": tracks[row.track]} for row in programme.types],
        made,
    )
    lines = [columns(row, "code", "title", "unverified") for row in programme.action_lines]
    action_lines = _table(ActionLine, "action_lines", lines, made)
    names = ("number", "color", "title", "long_title", "unverified")
    goals = _table(Goal, "goals", [columns(row, *names) for row in programme.goals], made, "number")
    return Reference(tracks, types, action_lines, goals, made)


def _table(
    model: type[Any],
    name: str,
    wanted: Iterable[Mapping[str, Any]],
    made: set[tuple[str, str | int]],
    key: str = "code",
) -> dict[Any, Any]:
    """Return the rows of a table by their key, with those that were missing."""
    known = {getattr(row, key): row for row in model.objects.all()}
    last = max((row.order for row in known.values() if hasattr(row, "order")), default=0)
    missing = [(place, one) for place, one in enumerate(wanted) if one[key] not in known]
    fresh = [model(**values) for _place, values in missing]
    for order, row in enumerate(fresh, start=last + 1):
        # Goals stand in the order of their numbers.
        if hasattr(row, "order"):
            row.order = order
    save_all(fresh, [f"{name}[{place}]" for place, _values in missing])
    made |= {(name, values[key]) for _place, values in missing}
    return known | {getattr(row, key): row for row in fresh}
