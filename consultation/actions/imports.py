"""Verbs of the import of earlier years: begin with a file, assign its columns, take it over."""

import logging
from datetime import datetime
from functools import partial

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from consultation.actions.landing import Landing
from consultation.exceptions import ImportNotReady
from consultation.importing.mapping import Mapping
from consultation.importing.tables import Table
from consultation.models import Fate, Forum, ImportRow, ImportRun, ImportState
from consultation.queries.imports import Judged, judged
from wsis_forum.accounts.models import User
from wsis_forum.letters import nudge as worker

logger = logging.getLogger(__name__)

# So many rows in one transaction; the Forum's counter of numbers is locked for as long.
CHUNK = 200
_BATCH = 500
_TAKEN = (Fate.NEW, Fate.CHANGED)
_WORK = (ImportState.CHECKING, ImportState.LANDING)


@transaction.atomic
def begin_import(
    *, call_id: int, file_name: str, sha256: str, table: Table, by: User, at: datetime
) -> ImportRun:
    """
    Keep the rows of a file; nothing is taken over yet.

    The same file for the same call, begun by the same person and not taken over, is the same run.
    """
    same = ImportRun.objects.filter(call=call_id, sha256=sha256, made_by=by, landed_at=None)
    run = same.exclude(state=ImportState.LANDING).first()
    if run is not None:
        return run
    run = ImportRun.objects.create(
        call_id=call_id,
        file_name=file_name[:255],
        sha256=sha256,
        note=table.encoding,
        header=table.header,
        made_by=by,
        made_at=at,
    )
    rows = (ImportRow(run=run, line=line, cells=cells) for line, cells in table.rows)
    ImportRow.objects.bulk_create(rows, batch_size=_BATCH)
    return run


@transaction.atomic
def assign(*, run_id: int, mapping: Mapping) -> ImportRun:
    """
    Say what the columns are; the rows wait to be checked with that.

    :raises ImportNotReady: it is being taken over, or was already
    """
    run = _locked(run_id)
    if run.state in {ImportState.LANDING, ImportState.LANDED}:
        raise ImportNotReady
    run.mapping, run.state = mapping.stored, ImportState.CHECKING
    run.save(update_fields=("mapping", "state"))
    _tell(run)
    return run


@transaction.atomic
def land(*, run_id: int) -> ImportRun:
    """
    Let the good rows of a checked file be taken over, by whoever works on it next.

    :raises ImportNotReady: it is not checked, or was taken over already
    """
    run = _locked(run_id)
    if run.state != ImportState.CHECKED:
        raise ImportNotReady
    run.state = ImportState.LANDING
    run.save(update_fields=("state",))
    # Before the first number is given: one that a later row brings along must not be given away.
    highest = Value(run.highest_number)
    Forum.objects.filter(pk=run.call.forum_id).update(last_number=Greatest("last_number", highest))
    _tell(run)
    return run


@transaction.atomic
def work(*, run_id: int, at: datetime) -> bool:
    """
    Do the next piece of work of a run: check all its rows, or take some over. Tell if more is left.

    Nothing happens where another worker is at it. No letter is ever sent.
    """
    run = (
        ImportRun.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("call__forum", "made_by")
        .filter(pk=run_id, state__in=_WORK)
        .first()
    )
    if run is None:
        return False
    if run.state == ImportState.CHECKING:
        _check(run, at)
        return False
    return _land_some(run, at)


def _locked(run_id: int) -> ImportRun:
    return (
        ImportRun.objects.select_for_update(of=("self",))
        .select_related("call__forum")
        .get(pk=run_id)
    )


def _tell(run: ImportRun) -> None:
    transaction.on_commit(partial(worker.tell, "consultation.tasks.work_on_import", run_id=run.pk))


def _check(run: ImportRun, at: datetime) -> None:
    """Note the fate of every row."""
    found = judged(run, run.rows.order_by("line"), at=at)
    for one in found:
        _note(one)
    rows = [one.row for one in found]
    ImportRow.objects.bulk_update(rows, ("fate", "problems", "changes", "turn"), batch_size=_BATCH)
    run.highest_number = max(
        (_ours(one.read.values.get("number", ""), run) for one in found if not one.read.problems),
        default=0,
    )
    run.state = ImportState.CHECKED
    run.save(update_fields=("state", "highest_number"))


def _ours(number: str, run: ImportRun) -> int:
    """Return what the Forum's counter would have given; 0 for a number of another form."""
    digits = number.removeprefix(f"WSIS-{run.call.forum.slug}-")
    return int(digits) if digits != number and digits.isdecimal() and len(digits) < 7 else 0  # noqa: PLR2004 six digits


def _note(one: Judged) -> None:
    one.row.fate, one.row.problems = one.fate, one.read.problems
    # What a refused row would change, it does not.
    one.row.changes, one.row.turn = [] if one.read.problems else one.changes, one.turn


def _land_some(run: ImportRun, at: datetime) -> bool:
    """Take over the next rows of one turn; the last call finds none and ends the run."""
    waiting = run.rows.filter(fate__in=_TAKEN, landed_at=None).order_by("turn", "line")
    rows = list(waiting[:CHUNK])
    if not rows:
        run.state, run.landed_at = ImportState.LANDED, at
        run.save(update_fields=("state", "landed_at"))
        # Only what was refused is asked for again.
        run.rows.exclude(fate=Fate.REFUSED).update(cells=[])
        return False
    of_one_turn = [row for row in rows if row.turn == rows[0].turn]
    landing = Landing(run, at)
    for one in judged(run, of_one_turn, at=at, lands=True):
        turn = one.row.turn
        _note(one)
        one.row.turn = turn
        _land_row(landing, one)
    ImportRow.objects.bulk_update(
        of_one_turn,
        ("cells", "fate", "problems", "changes", "landed_at", "submission", "decision"),
        batch_size=_BATCH,
    )
    return True


def _land_row(landing: Landing, one: Judged) -> None:
    """Take one row over; whatever stands against it is noted there, and stops no other."""
    row = one.row
    if one.fate in _TAKEN:
        try:
            with transaction.atomic():
                landing.land(one)
                _hold()
        except (IntegrityError, DataError) as error:
            name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
            logger.info("Row %d of import %d is refused: %s", row.line, row.run_id, name)
            landing.forget()
            _refuse(one, "database")
        except (TypeError, ValueError, LookupError, AttributeError):
            logger.exception("Row %d of import %d", row.line, row.run_id)
            landing.forget()
            _refuse(one, "fault")
    if row.fate != Fate.REFUSED:
        # The text stands in the input from now on.
        row.landed_at, row.cells = landing.at, []
        if one.known is not None:
            row.submission = one.known.submission


def _refuse(one: Judged, code: str) -> None:
    one.read.refuse("", code)
    one.row.submission = one.row.decision = None
    _note(one)


def _hold() -> None:
    """Ask the database now for what it would say at the end of the transaction only."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
