"""What a verb of the programme can refuse, and why."""

from collections.abc import Sequence
from enum import StrEnum


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


class InputsEndNowhere(AgendaError):
    """Accepted inputs have no session, and nobody takes that on herself; ``numbers`` name them."""

    def __init__(self, numbers: Sequence[str]) -> None:
        super().__init__(", ".join(numbers))
        self.numbers = tuple(numbers)


class PlanIsOver(AgendaError):
    """The planned release was issued, refused or cancelled already."""


class PlanInThePast(AgendaError):
    """A release can be planned for a moment to come only."""


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
