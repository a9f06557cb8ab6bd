"""What a verb of the programme can refuse, and why."""

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agenda.models import PlacingStep
    from agenda.scheduling.facts import Conflict, Timetable


class AgendaError(Exception):
    """A verb refused; nothing was changed."""


class RoomTaken(AgendaError):
    """Another session is in that room at that time."""

    def __init__(self, *, room: str, other: str) -> None:
        super().__init__(f"{room} is taken by {other}")
        self.room = room
        self.other = other


class NotAccepted(AgendaError):
    """The submission was not accepted as a session."""


class NothingToRelease(AgendaError):
    """The programme has no session yet."""


class SlotProblem(StrEnum):
    """What is wrong with a place and a time."""

    NO_LENGTH = "no length"
    TOO_LONG = "too long"
    FAR_FROM_FORUM = "far from the Forum"
    OTHER_FORUM = "room of another Forum"


class SlotImpossible(AgendaError):
    """The times of a slot cannot be; ``problem`` says why."""

    def __init__(self, problem: SlotProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class LinesImpossible(AgendaError):
    """Lines of an agenda that stand below themselves, or below a line of another session."""


class SessionReleased(AgendaError):
    """The session stands in a release; it can be cancelled, not deleted."""


class PlaceChanged(AgendaError):
    """Somebody changed the place of the session since it was read; ``step`` is the latest one."""

    def __init__(self, step: "PlacingStep") -> None:
        super().__init__(f"revision {step.revision} changed the session")
        self.step = step


class InConflict(AgendaError):
    """The place is in conflicts that the Forum does not allow."""

    def __init__(self, conflicts: "Sequence[Conflict]", timetable: "Timetable") -> None:
        super().__init__(", ".join(conflict.kind for conflict in conflicts))
        self.conflicts = conflicts
        self.timetable = timetable


class NothingToReverse(AgendaError):
    """There is no step that can be undone, or done again."""
