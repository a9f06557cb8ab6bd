"""The calendar file of some sessions that changed, as a letter brings it along."""

from collections.abc import Sequence
from dataclasses import replace

from agenda.differences import Change
from agenda.exports import FORMATS
from agenda.gone import gone_since
from agenda.labels import labels_for
from agenda.programme import Programme
from wsis_forum.letters.attached import Attached


def calendar_file(
    changes: Sequence[Change], before: Programme | None, after: Programme, code: str
) -> Attached | None:
    """
    Return the sessions of ``changes`` as a calendar; ``None`` where none has or had a time.

    A time that was taken out, or a whole session, stands in it as cancelled: a calendar that has it
    must hear of that. Nothing is said of other sessions.
    """
    numbers = {change.number for change in changes}
    sessions = tuple(change.after for change in changes if change.after is not None)
    # What a release says of what is gone counts; one that was read from a file says nothing.
    known = {one.uid: one for one in gone_since(before, after)} if before else {}
    known |= {one.uid: one for one in after.gone}
    gone = tuple(one for one in known.values() if one.number in numbers)
    if not gone and not any(session.slots for session in sessions):
        return None
    programme = replace(after, sessions=sessions, gone=gone)
    kind = FORMATS["ics"]
    content = kind.write(programme, labels_for(programme, code))
    return Attached(f"wsis-forum-{after.forum}-sessions.ics", kind.media_type, content)
