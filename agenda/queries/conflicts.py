"""The conflicts of a Forum's working timetable."""

from agenda.queries.timetable import timetable_of
from agenda.scheduling.conflicts import find
from agenda.scheduling.facts import Conflict, Timetable


def conflicts_of(forum_id: int) -> tuple[list[Conflict], Timetable]:
    """Return the conflicts, the gravest first, and the timetable in which they were found."""
    timetable = timetable_of(forum_id)
    return find(timetable), timetable
