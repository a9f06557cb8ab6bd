"""Plans and loads the reference tables from the portal's own files."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path as FilePath
from typing import Any

from django.conf import settings
from django.db import transaction

from consultation.models import ActionLine, Country, Region
from wsis_forum.portal.loading import record
from wsis_forum.portal.loading import reference_files as files
from wsis_forum.portal.loading.apply import Application, Outcome
from wsis_forum.portal.loading.faults import BrokenFile, Fault, Path
from wsis_forum.portal.loading.fields import LANGUAGES
from wsis_forum.portal.loading.rows import Columns, Row
from wsis_forum.portal.loading.source import Source, read

ITU, ITU_D = Region.Scheme.ADMINISTRATIVE.value, Region.Scheme.DEVELOPMENT.value
GLOBAL_REGION = "GLOBAL"
# Between two reasons, so that the secretariat can put its own there.
_STEP = 10
# Under which the last load is remembered.
NAME = "reference"


@dataclass(frozen=True)
class ReferenceFiles:
    """The files, checked."""

    action_lines: files.ActionLineFile
    goals: files.GoalFile
    matrix: files.MatrixFile
    stakeholders: files.StakeholderFile
    regions: files.RegionFile
    session_types: files.SessionTypeFile
    reasons: files.ReasonFile


def read_files(base: FilePath | None = None) -> ReferenceFiles:
    """
    Read and check all files before anything is written.

    :raises BrokenFile: with the faults of all of them
    """
    root = base or settings.BASE_DIR
    lines: list[str] = []
    found: dict[str, Any] = {}
    for name, (path, schema, faults) in _FILES.items():
        try:
            found[name] = _checked(root / path, schema, faults)
        except BrokenFile as broken:
            lines += broken.lines
    if not lines:
        lines += _lines_between(root, found["matrix"], found["action_lines"])
    if lines:
        raise BrokenFile(lines)
    return ReferenceFiles(**found)


def _checked(path: FilePath, schema: Any, faults: Callable[[Any], Iterable[Fault]]) -> Any:
    source = read(path)
    content = source.check(schema)
    _refuse(source, faults(content))
    return content


def _lines_between(
    root: FilePath, matrix: files.MatrixFile, lines: files.ActionLineFile
) -> Sequence[str]:
    """Tell where the matrix names a line that the file of the lines does not have."""
    codes = {entry.code for entry in lines.action_lines}
    try:
        _refuse(read(root / _FILES["matrix"][0]), _faults_of_codes(matrix, codes))
    except BrokenFile as broken:
        return broken.lines
    return ()


def _refuse(source: Source, faults: Iterable[Fault]) -> None:
    found = list(faults)
    if found:
        source.refuse(found)


# --- What belongs together ---------------------------------------------------------------


def _twice(values: Sequence[Any], path: Path, field: str) -> Iterator[Fault]:
    """Find what must be unique in a list and is not."""
    seen = set()
    for position, value in enumerate(values):
        if value is not None and value in seen:
            yield Fault((*path, position, field), f"“{value}” stands twice")
        seen.add(value)


def _unknown(value: str | None, known: Iterable[str], path: Path) -> Iterator[Fault]:
    if value is not None and value not in known:
        yield Fault(path, f"“{value}” is not a code of this file")


def _faults_of_lines(content: files.ActionLineFile) -> Iterator[Fault]:
    entries, top = content.action_lines, ("action_lines",)
    yield from _twice([entry.code for entry in entries], top, "code")
    yield from _twice([entry.order for entry in entries], top, "order")
    headings = {entry.code for entry in entries if entry.parent is None}
    for position, entry in enumerate(entries):
        yield from _unknown(entry.parent, headings, (*top, position, "parent"))


def _faults_of_goals(content: files.GoalFile) -> Iterator[Fault]:
    yield from _twice([entry.number for entry in content.sdgs], ("sdgs",), "number")


def _faults_of_matrix(content: files.MatrixFile) -> Iterator[Fault]:
    yield from _twice([entry.action_line for entry in content.matrix], ("matrix",), "action_line")
    for position, entry in enumerate(content.matrix):
        yield from _twice([link.sdg for link in entry.sdgs], ("matrix", position, "sdgs"), "sdg")


def _faults_of_codes(content: files.MatrixFile, codes: set[str]) -> Iterator[Fault]:
    for position, entry in enumerate(content.matrix):
        yield from _unknown(entry.action_line, codes, ("matrix", position, "action_line"))


def _faults_of_stakeholders(content: files.StakeholderFile) -> Iterator[Fault]:
    official = [entry.code for entry in content.stakeholder_types]
    yield from _twice(official, ("stakeholder_types",), "code")
    parts = [entry.code for entry in content.optional_sub_types]
    yield from _twice(parts, ("optional_sub_types",), "code")
    for position, entry in enumerate(content.optional_sub_types):
        yield from _unknown(entry.parent, official, ("optional_sub_types", position, "parent"))


def _faults_of_regions(content: files.RegionFile) -> Iterator[Fault]:
    admin = [entry.code for entry in content.itu_admin_regions]
    development = [entry.code for entry in content.itu_d_regions]
    yield from _twice(admin, ("itu_admin_regions",), "code")
    yield from _twice(development, ("itu_d_regions",), "code")
    yield from _twice([entry.alpha3 for entry in content.countries], ("countries",), "alpha3")
    yield from _twice([entry.alpha2 for entry in content.countries], ("countries",), "alpha2")
    for position, entry in enumerate(content.countries):
        here = ("countries", position)
        yield from _unknown(entry.itu_admin_region, admin, (*here, "itu_admin_region"))
        yield from _unknown(entry.itu_d_region, development, (*here, "itu_d_region"))


def _faults_of_types(content: files.SessionTypeFile) -> Iterator[Fault]:
    tracks = [entry.code for entry in content.tracks]
    yield from _twice(tracks, ("tracks",), "code")
    yield from _twice([entry.code for entry in content.session_types], ("session_types",), "code")
    for position, entry in enumerate(content.session_types):
        yield from _unknown(entry.track, tracks, ("session_types", position, "track"))


def _faults_of_reasons(content: files.ReasonFile) -> Iterator[Fault]:
    yield from _twice([entry.code for entry in content.reasons], ("reasons",), "code")


# Each file with its schema and what must fit together in it.
_FILES: Mapping[str, tuple[str, Any, Callable[[Any], Iterable[Fault]]]] = {
    "action_lines": (
        "consultation/data/action_lines.json",
        files.ActionLineFile,
        _faults_of_lines,
    ),
    "goals": ("consultation/data/sdgs.json", files.GoalFile, _faults_of_goals),
    "matrix": ("consultation/data/wsis_sdg_matrix.json", files.MatrixFile, _faults_of_matrix),
    "stakeholders": (
        "consultation/data/stakeholder_types.json",
        files.StakeholderFile,
        _faults_of_stakeholders,
    ),
    "regions": ("consultation/data/regions.json", files.RegionFile, _faults_of_regions),
    "session_types": ("agenda/data/session_types.json", files.SessionTypeFile, _faults_of_types),
    "reasons": ("consultation/data/reasons.json", files.ReasonFile, _faults_of_reasons),
}


# --- Rows --------------------------------------------------------------------------------


def plan(content: ReferenceFiles) -> list[Row]:
    """Return the rows that the files want, each after those it points to."""
    return [
        *_line_rows(content.action_lines),
        *_goal_rows(content.goals),
        *_link_rows(content.matrix),
        *_stakeholder_rows(content.stakeholders),
        *_region_rows(content.regions),
        *_country_rows(content.regions),
        *_track_rows(content.session_types),
        *_reason_rows(content.reasons),
    ]


def _line_rows(content: files.ActionLineFile) -> Iterator[Row]:
    entries = content.action_lines
    for entry in sorted(entries, key=lambda entry: entry.parent is not None):
        # A heading stands where its first part does: codes decide between the two.
        below = [part.order for part in entries if part.parent == entry.code and part.order]
        order = entry.order if entry.order is not None else min(below, default=0)
        columns = Columns(
            parent=entry.parent and f"action-line:{entry.parent}",
            is_selectable=entry.selectable,
            order=order,
        ).text("title", entry.title)
        kind = "action-line-part" if entry.parent else "action-line"
        yield Row(f"action-line:{entry.code}", kind, {"code": entry.code}, columns.done())


def _goal_rows(content: files.GoalFile) -> Iterator[Row]:
    for entry in content.sdgs:
        columns = Columns(color=entry.color)
        columns.text("title", entry.short_title).text("long_title", entry.long_title)
        yield Row(f"goal:{entry.number}", "goal", {"number": entry.number}, columns.done())


def _link_rows(content: files.MatrixFile) -> Iterator[Row]:
    for entry in content.matrix:
        for link in entry.sdgs:
            if link.sdg in entry.doubtful_sdgs:
                continue
            yield Row(
                f"matrix-link:{entry.action_line}/{link.sdg}",
                "matrix-link",
                {"action_line": f"action-line:{entry.action_line}", "goal": f"goal:{link.sdg}"},
                {"whole_goal": link.whole_goal, "targets": link.targets},
            )


def _stakeholder_rows(content: files.StakeholderFile) -> Iterator[Row]:
    orders = {entry.code: 10 * (entry.order or 0) for entry in content.stakeholder_types}
    for entry in (*content.stakeholder_types, *content.optional_sub_types):
        if entry.parent:
            orders[entry.parent] += 1
            order = orders[entry.parent]
        else:
            order = orders[entry.code]
        columns = Columns(
            parent=entry.parent and f"stakeholder-type:{entry.parent}",
            is_selectable=entry.selectable,
            order=order,
        ).text("title", entry.title)
        kind = "stakeholder-part" if entry.parent else "stakeholder-type"
        yield Row(f"stakeholder-type:{entry.code}", kind, {"code": entry.code}, columns.done())


def _region_rows(content: files.RegionFile) -> Iterator[Row]:
    unread = content.title_unverified_languages
    for scheme, entries in ((ITU, content.itu_admin_regions), (ITU_D, content.itu_d_regions)):
        for order, entry in enumerate(entries, start=1):
            columns = Columns(order=order).text("title", entry.title)
            own = list(LANGUAGES) if entry.code == GLOBAL_REGION else unread
            columns.flag(*(f"title_{LANGUAGES[language]}" for language in own))
            natural = {"scheme": scheme, "code": entry.code}
            yield Row(f"region:{scheme}:{entry.code}", "region", natural, columns.done())


def _country_rows(content: files.RegionFile) -> Iterator[Row]:
    unverified = content.meta.get("unverified", {})
    for entry in content.countries:
        admin, development = entry.itu_admin_region, entry.itu_d_region
        values = {
            "alpha2": entry.alpha2,
            "name_in_file": entry.name_en,
            "region": admin and f"region:{ITU}:{admin}",
            "development_region": development and f"region:{ITU_D}:{development}",
            "region_is_unverified": bool(
                unverified.get("itu_admin_region", True) or unverified.get("itu_d_region", True)
            ),
        }
        yield Row(f"country:{entry.alpha3}", "country", {"alpha3": entry.alpha3}, values)
    known = {entry.code for entry in content.itu_admin_regions}
    values = {
        "alpha2": None,
        "name_in_file": "Global / not tied to a country",
        "region": f"region:{ITU}:{GLOBAL_REGION}" if GLOBAL_REGION in known else None,
        "development_region": None,
        "region_is_unverified": False,
    }
    yield Row(f"country:{Country.GLOBAL}", "country", {"alpha3": Country.GLOBAL}, values)


def _track_rows(content: files.SessionTypeFile) -> Iterator[Row]:
    for order, track in enumerate(content.tracks, start=1):
        columns = Columns(order=order).text("title", track.title)
        yield Row(f"track:{track.code}", "track", {"code": track.code}, columns.done())
    for order, entry in enumerate(content.session_types, start=1):
        columns = Columns(order=order, track=f"track:{entry.track}").text("title", entry.title)
        natural = {"code": entry.code}
        yield Row(f"session-type:{entry.code}", "session-type", natural, columns.done())


def _reason_rows(content: files.ReasonFile) -> Iterator[Row]:
    for place, entry in enumerate(content.reasons, start=1):
        columns = Columns(dispositions=list(entry.dispositions), order=place * _STEP)
        columns.text("text", entry.text)
        # Found again by its code: the secretariat may word it anew, and put it elsewhere.
        natural = {"code": entry.code}
        yield Row(f"public-reason:{entry.code}", "public-reason", natural, columns.plain())


@transaction.atomic
def load_reference(content: ReferenceFiles, *, at: datetime, restore: bool = False) -> Outcome:
    """
    Bring the reference tables to what the files say.

    What has not changed in the files since the last load is left as it is in the tables;
    ``restore`` makes the files win there too.
    """
    record.lock()
    rows = plan(content)
    before = record.recall(NAME, forget=None if restore else ())
    if not ActionLine.objects.exists():
        before = []
    outcome = Application(rows, before, forum=None).run()
    record.remember(NAME, rows, at=at)
    return outcome
