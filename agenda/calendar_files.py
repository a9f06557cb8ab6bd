"""The calendar file of some sessions that changed, as a letter brings it along."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import TypeVar

from agenda.differences import Change
from agenda.exports import FORMATS
from agenda.labels import labels_for
from agenda.programme import Programme, ProgrammeSession
from wsis_forum.letters.attached import Attached

_Row = TypeVar("_Row")


def calendar_file(
    changes: Sequence[Change], before: Programme | None, after: Programme, code: str
) -> Attached | None:
    """
    Return the sessions of ``changes`` as a calendar; ``None`` where none has a time.

    One that was taken out stands in it as cancelled: a calendar that has it must hear of that.
    """
    sessions = tuple(_told(change, after) for change in changes)
    if not any(session.slots for session in sessions):
        return None
    programme = replace(after, sessions=sessions)
    if before is not None:
        programme = replace(
            programme,
            tracks=_both(after.tracks, before.tracks, lambda row: row.code),
            types=_both(after.types, before.types, lambda row: row.code),
            action_lines=_both(after.action_lines, before.action_lines, lambda row: row.code),
            goals=_both(after.goals, before.goals, lambda row: row.number),
            speakers=_both(after.speakers, before.speakers, lambda row: row.slug),
        )
    kind = FORMATS["ics"]
    content = kind.write(programme, labels_for(programme, code))
    return Attached(f"wsis-forum-{after.forum}-sessions.ics", kind.media_type, content)


def _told(change: Change, after: Programme) -> ProgrammeSession:
    if change.after is not None:
        return change.after
    return replace(
        change.session,
        status="cancelled",
        sequence=after.sequence,
        changed_at=after.released_at,
    )


def _both(
    rows: tuple[_Row, ...], others: tuple[_Row, ...], key: Callable[[_Row], Hashable]
) -> tuple[_Row, ...]:
    known = {key(row) for row in rows}
    return (*rows, *(row for row in others if key(row) not in known))
