"""What an import would do with each row: the dry run, and the same question when it lands."""

from collections.abc import Container, Iterable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from consultation.choices import Disposition, Status
from consultation.importing.mapping import Mapping
from consultation.importing.rows import ANSWERS, Read, Where, read_row
from consultation.importing.words import words
from consultation.models import (
    Call,
    Fate,
    ImportRow,
    ImportRun,
    ImportState,
    Relation,
    Submission,
    SubmissionVersion,
)
from consultation.questionnaire.values import are_same

_SOME = 1000


@dataclass(frozen=True)
class Existing:
    """An input that an earlier import made of a row with the same key."""

    submission: Submission
    answers: MappingType[str, Any]
    version: int
    # Its decision came from a file, so that a file may replace it.
    is_by_import: bool
    target_id: int | None


@dataclass
class Judged:
    """
    What becomes of a row: what it says, the input that it made before, and its fate.

    ``turn`` orders what is merged into other rows of the file behind them.
    """

    row: ImportRow
    read: Read
    known: Existing | None = None
    changes: list[str] = field(default_factory=list)
    turn: int = 0
    target_id: int | None = None

    @property
    def fate(self) -> str:
        """The row's fate; a problem refuses it, whatever else there is."""
        if self.read.problems:
            return Fate.REFUSED.value
        if self.known is None:
            return Fate.NEW.value
        return Fate.CHANGED.value if self.changes else Fate.SAME.value


def at_work() -> list[int]:
    """Return the ids of the runs that a worker has to go on with, the oldest first (1 query)."""
    runs = ImportRun.objects.filter(state__in=(ImportState.CHECKING, ImportState.LANDING))
    return list(runs.order_by("pk").values_list("pk", flat=True))


def judged(
    run: ImportRun, rows: Iterable[ImportRow], *, at: datetime, lands: bool = False
) -> list[Judged]:
    """
    Tell what becomes of rows of one run, in their order.

    The dry run asks for all at once; ``lands``: rows of one turn, whose inputs are locked, and
    those that they are merged into are there already. About 15 queries per 1,000 rows.
    """
    call, mapping, known_words = run.call, Mapping.of(run.mapping), words()
    where = Where(call.forum.slug, call.zone, at)
    found = [
        Judged(row, read_row(row.line, row.cells, mapping, known_words, where)) for row in rows
    ]
    _refuse_doubles(found)
    known = existing(where.slug, (one.read.key for one in found), lock=lands)
    for one in found:
        one.known = known.get(one.read.key)
        _compare(one, call)
    _refuse_taken_numbers(found, where.slug)
    missing = _find_targets(found, call, in_file=not lands)
    if missing:
        before = _refused_before(run, mapping) if lands else frozenset()
        _refuse_missing(missing, found, before)
    for one in found:
        _compare_decision(one)
    _refuse_followers(found)
    return found


def import_key(slug: str, key: str) -> str:
    """Return the key of an input: a row's is unique in its Forum only."""
    return f"{slug}:{key}"


def existing(slug: str, keys: Iterable[str], *, lock: bool = False) -> dict[str, Existing]:
    """Return by their keys the inputs that earlier imports made (4 queries per 1,000 keys)."""
    wanted = sorted({import_key(slug, key) for key in keys})
    found: dict[str, Existing] = {}
    for start in range(0, len(wanted), _SOME):
        found |= _existing(slug, wanted[start : start + _SOME], lock=lock)
    return found


def _existing(slug: str, wanted: list[str], *, lock: bool) -> dict[str, Existing]:
    by_import = ImportRow.objects.filter(decision=OuterRef("decision"))
    rows = Submission.objects.filter(import_key__in=wanted).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: Any = rows.select_related("decision", "call").annotate(ours=Exists(by_import))
    submissions = list(found)
    versions = SubmissionVersion.objects.filter(submission__in=submissions).order_by("number")
    last = {version.submission_id: version for version in versions}
    relations = Relation.objects.active().filter(source__in=submissions)
    targets = dict(relations.values_list("source", "target"))
    return {
        str(row.import_key).removeprefix(f"{slug}:"): Existing(
            row,
            last[row.pk].answers if row.pk in last else {},
            last[row.pk].number if row.pk in last else 0,
            row.ours,
            targets.get(row.pk),
        )
        for row in submissions
    }


def standing(call: Call, words: Iterable[str]) -> dict[str, int]:
    """Return by number and by key the inputs that others can be merged into (2 queries)."""
    wanted = set(words)
    if not wanted:
        return {}
    slug = call.forum.slug
    rows = Submission.objects.filter(call__forum=call.forum_id).exclude(
        status__in=(Status.DRAFT, Status.WITHDRAWN)
    )
    keys = [import_key(slug, word) for word in wanted]
    by_key = rows.filter(import_key__in=keys).values_list("import_key", "pk")
    by_number = rows.filter(number__in=wanted).values_list("number", "pk")
    found = {str(number): pk for number, pk in by_number}
    return found | {str(key).removeprefix(f"{slug}:"): pk for key, pk in by_key}


def taken_numbers(numbers: Iterable[str]) -> dict[str, str | None]:
    """Return which numbers are given already, and the key of the import of each."""
    wanted = sorted(set(numbers))
    found: dict[str, str | None] = {}
    for start in range(0, len(wanted), _SOME):
        rows = Submission.objects.filter(number__in=wanted[start : start + _SOME])
        found |= {str(number): key for number, key in rows.values_list("number", "import_key")}
    return found


def _refuse_doubles(found: list[Judged]) -> None:
    """Let the first row of a file have its key and its number."""
    for name in ("key", "number"):
        first: dict[str, int] = {}
        for one in found:
            said = str(one.read.values.get(name, ""))
            if said and first.setdefault(said, one.row.line) != one.row.line:
                one.read.refuse(name, "twice", str(first[said]))


def _refuse_taken_numbers(found: list[Judged], slug: str) -> None:
    taken = taken_numbers(one.read.values["number"] for one in found if "number" in one.read.values)
    for one in found:
        number = one.read.values.get("number", "")
        if number in taken and taken[number] != import_key(slug, one.read.key):
            one.read.refuse("number", "taken", number)


def _compare(one: Judged, call: Call) -> None:
    """Compare a row with its input, if there is one; what stands against it is noted."""
    read, known = one.read, one.known
    if known is None:
        if call.decided_at and not read.values.get("disposition"):
            read.refuse("disposition", "call-decided")
        return
    submission = known.submission
    number = read.values.get("number")
    if submission.call_id != call.pk:
        read.refuse("key", "other-call", str(submission.call))
    if submission.status == Status.RETURNED:
        read.refuse("key", "returned")
    if number and number != submission.number:
        read.refuse("number", "fixed", str(submission.number))
    one.changes = [
        name
        for name, key in ANSWERS.items()
        if name in read.values
        and not are_same({key: read.values[name]}, {key: known.answers.get(key)})
    ]
    if read.values.get("handed_in", submission.submitted_at) != submission.submitted_at:
        one.changes.append("handed_in")


def _refused_before(run: ImportRun, mapping: Mapping) -> frozenset[str]:
    """Return keys and numbers of the rows that were refused so far (1 query)."""
    rows = run.rows.filter(fate=Fate.REFUSED).values_list("cells", flat=True)
    names = ("key", "number")
    return frozenset(
        said for cells in rows for name in names if (said := mapping.said(cells, name))
    )


def _refuse_followers(found: list[Judged]) -> None:
    """Refuse what is merged into a row that is refused itself, and what is merged into that."""
    left = [one for one in found if _merges(one.read) and one.target_id is None]
    while True:
        refused = {name for one in found if one.read.problems for name in _names(one)}
        caught = [
            one
            for one in left
            if not one.read.problems and str(one.read.values["merged_into"]) in refused
        ]
        if not caught:
            return
        for one in caught:
            one.read.refuse("merged_into", "refused-target", str(one.read.values["merged_into"]))


def _names(one: Judged) -> set[str]:
    """Return by what another row may name this one."""
    return {one.read.key, str(one.read.values.get("number", ""))} - {""}


def _refuse_missing(missing: list[Judged], found: list[Judged], before: Container[str]) -> None:
    """Refuse what is merged into nothing; ``before`` names rows that were refused before."""
    in_vain = {name for one in found if one.read.problems for name in _names(one)}
    for one in missing:
        target = str(one.read.values["merged_into"])
        is_refused = target in in_vain or target in before
        one.read.refuse("merged_into", "refused-target" if is_refused else "no-target", target)


def _find_targets(found: list[Judged], call: Call, *, in_file: bool) -> list[Judged]:
    """
    Find what rows are merged into: other rows of the file, or inputs that are there.

    Returns those for which nothing is found; a circle is refused.
    """
    merged = [one for one in found if _merges(one.read)]
    own: dict[str, Judged] = {}
    for one in found if in_file else ():
        if not one.read.problems:
            own |= {one.read.values.get("number", ""): one, one.read.key: one}
    said = {str(one.read.values["merged_into"]) for one in merged}
    there = standing(call, said)
    missing = []
    for one in merged:
        target = str(one.read.values["merged_into"])
        if target in {one.read.key, one.read.values.get("number")}:
            one.read.refuse("merged_into", "itself", target)
            continue
        one.target_id = there.get(target)
        if one.target_id is None and target not in own:
            missing.append(one)
    for one in merged:
        one.turn = _turn(one, own)
    return missing


def _merges(read: Read) -> bool:
    is_merged = read.values.get("disposition") == Disposition.MERGED
    return is_merged and bool(read.values.get("merged_into"))


def _turn(one: Judged, own: MappingType[str, Judged]) -> int:
    """Count the steps to a row that is merged into none; a circle is refused."""
    steps, seen, current = 0, {one.row.line}, one
    while _merges(current.read):
        following = own.get(str(current.read.values["merged_into"]))
        steps += 1
        if following is None:
            break
        if following.row.line in seen:
            one.read.refuse("merged_into", "circle")
            break
        seen.add(following.row.line)
        current = following
    return steps


def _compare_decision(one: Judged) -> None:
    """Compare the decision; only one that came from a file is replaced by another file's."""
    known = one.known
    if known is None or one.read.problems or not decides_otherwise(one, known):
        return
    decision = known.submission.decision
    if decision is not None and not known.is_by_import:
        one.read.refuse("disposition", "decided-otherwise", decision.disposition)
    else:
        one.changes.append("disposition")


def decision_of(read: Read) -> dict[str, Any]:
    """Return the columns of the decision that a row says; none where it says no disposition."""
    disposition = read.values.get("disposition")
    if not disposition:
        return {}
    is_taken_up = disposition == Disposition.TAKEN_UP
    return {
        "disposition": disposition,
        "taken_up_as": read.values["taken_up_as"] if is_taken_up else "",
        # No agenda is known here: the number of a session stays what the file says.
        "detail": read.values.get("session", ""),
        "reason": read.values["reason"],
        "decided_at": read.values["decided"],
    }


def decides_otherwise(one: Judged, known: Existing) -> bool:
    """Tell whether a row says another decision than its input has; saying none changes none."""
    wanted = decision_of(one.read)
    if not wanted:
        return False
    decision = known.submission.decision
    if decision is None:
        return True
    if _merges(one.read) and one.target_id != known.target_id:
        return True
    return any(getattr(decision, name) != value for name, value in wanted.items())
