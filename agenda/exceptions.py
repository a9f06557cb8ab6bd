"""What a verb of the programme can refuse, and why."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


class NotOfOneForum(AgendaError):
    """Requests of several Forums cannot become one session."""


class PlannerMayNot(AgendaError):
    """Who planned a release is gone, or may not issue one any more."""


class DocumentFailed(AgendaError):
    """A document of a release cannot be made; ``reason`` is the program's, in English."""

    def __init__(self, *, extension: str, language: str, reason: str) -> None:
        super().__init__(f"{extension} in {language}: {reason}")
        self.extension = extension
        self.language = language
        self.reason = reason


class NothingToRelease(AgendaError):
    """The programme has no session yet."""


class InputsEndNowhere(AgendaError):
    """Accepted inputs have no session, and nobody takes that on herself; ``numbers`` name them."""

    def __init__(self, numbers: Sequence[str]) -> None:
        super().__init__(", ".join(numbers))
        self.numbers = tuple(numbers)


class PlanIsOver(AgendaError):
    """The planned release was issued, refused or cancelled already."""


class PlanInThePast(AgendaError):
    """A release can be planned for a moment to come only."""


class NotAsked(AgendaError):
    """This kind is not asked of the session, or the session does not take place."""


class TooManyFollowUps(AgendaError):
    """One kind of a session was handed in more often than anybody has to."""


class AdoptedAlready(AgendaError):
    """What was handed in was put into the session already."""


class SessionChanged(AgendaError):
    """Somebody else has changed the session since it was looked at."""


class SlotProblem(StrEnum):
    """What is wrong with a place and a time."""

    NO_LENGTH = "no length"
    TOO_LONG = "too long"
    FAR_FROM_FORUM = "far from the Forum"
    OTHER_FORUM = "room of another Forum"
    SKIPPED = "the clocks skip it"


class SlotImpossible(AgendaError):
    """The times of a slot cannot be; ``problem`` says why."""

    def __init__(self, problem: SlotProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class LinesImpossible(AgendaError):
    """Lines that are no agenda of the session: too deep, named twice, or of another session."""


class LinesChanged(AgendaError):
    """Somebody else has changed the agenda since it was read."""


class MergeImpossible(AgendaError):
    """Two speakers that cannot be one: the same row, or of two Forums."""


class UndoImpossible(AgendaError):
    """A merge that cannot be undone: it was already, or its address is another speaker's now."""


class SpeakerChanged(AgendaError):
    """Somebody else has changed a speaker since the merge was looked at."""


class SessionReleased(AgendaError):
    """The session stands in a release; it can be cancelled, not deleted."""


class NotImportable(AgendaError):
    """A file's programme cannot be taken in; ``place`` says where in the file, if it is there."""

    def __init__(self, message: str, *, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place


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
