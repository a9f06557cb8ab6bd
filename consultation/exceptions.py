"""What a verb of the consultation can refuse, and why."""

from collections.abc import Mapping, Sequence


class ConsultationError(Exception):
    """A verb refused; nothing was changed."""


class CallClosed(ConsultationError):
    """The call does not take submissions at that moment."""


class WrongStatus(ConsultationError):
    """The workflow has no such step from where the submission is."""

    def __init__(self, *, source: str, target: str) -> None:
        super().__init__(f"no step from {source} to {target}")
        self.source = source
        self.target = target


class Incomplete(ConsultationError):
    """Answers that the call requires are missing or too long; ``problems`` names each by field."""

    def __init__(self, problems: Mapping[str, Sequence[str]]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


class StaleVersion(ConsultationError):
    """Somebody saved the row after this text was read."""

    def __init__(self, *, current: int) -> None:
        super().__init__(f"the row is at version {current}")
        self.current = current


class ReasonMissing(ConsultationError):
    """A decision without a public reason."""


class DateImpossible(ConsultationError):
    """A date that cannot be: closing before opening, or an hour that the clock skips."""


class ForumExists(ConsultationError):
    """Another Forum has that address already."""
