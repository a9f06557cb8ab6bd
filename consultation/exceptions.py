"""What a verb of the consultation can refuse, and why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum


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
    """A decision without a public reason, or with a kept one that is not whole."""


class OutcomeIncomplete(ConsultationError):
    """A decision does not say what it needs: ``field`` of ``Outcome``."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class WhyNot(StrEnum):
    """Reasons of ``MergeImpossible``; ``admin.words`` says them."""

    ITSELF = "itself"
    NOT_HANDED_IN = "not-handed-in"
    WITHDRAWN = "withdrawn"
    CIRCLE = "circle"
    OTHER_FORUM = "other-forum"


class MergeImpossible(ConsultationError):
    """An input cannot be merged into that one; ``why`` says the reason."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why


class StillOpen(ConsultationError):
    """A call cannot be marked as decided: ``count`` of its inputs have no disposition yet."""

    def __init__(self, *, count: int) -> None:
        super().__init__(f"{count} inputs without a disposition")
        self.count = count


class InAnotherBasket(ConsultationError):
    """The decision lies in the basket of ``person``; it can be taken over."""

    def __init__(self, person: object) -> None:
        super().__init__(str(person))
        self.person = person


class BasketChanged(ConsultationError):
    """Nothing landed: the decisions with these keys are not what the confirm page showed."""

    def __init__(self, keys: Collection[int]) -> None:
        super().__init__(", ".join(map(str, sorted(keys))))
        self.keys = frozenset(keys)


class NotLanded(ConsultationError):
    """Nothing landed: the decision on ``submission`` is not possible, ``cause`` says why."""

    def __init__(self, submission: object, cause: ConsultationError) -> None:
        super().__init__(f"{submission}: {cause}")
        self.submission = submission
        self.cause = cause


class FilterNameTaken(ConsultationError):
    """The person has another saved filter of that name."""


class DateImpossible(ConsultationError):
    """A date that cannot be: closing before opening, or an hour that the clock skips."""


class ForumExists(ConsultationError):
    """Another Forum has that address already."""


class NoSuchSection(ConsultationError):
    """The call does not have a section of that name."""


class LateCodeWrong(ConsultationError):
    """No late code of that name opens this call now: unknown, used or expired."""


class NoSuchQuestion(ConsultationError):
    """The call does not ask this, or not for a file."""


class AnswerFrozen(ConsultationError):
    """The answer to this question can be read, but no longer be changed."""


class TooManyFiles(ConsultationError):
    """The question has as many files as it takes: ``most``."""

    def __init__(self, *, most: int) -> None:
        super().__init__(f"at most {most} files")
        self.most = most


class OrderImpossible(ConsultationError):
    """A question would stand before the one that it waits for."""

    def __init__(self, *, waiting: str, other: str) -> None:
        super().__init__(f"{waiting} waits for {other}")
        self.waiting = waiting
        self.other = other


class CriterionUnknown(ConsultationError):
    """A criterion that is not, or no longer, in force for the input's call."""


class ReviewIncomplete(ConsultationError):
    """A review is not complete: ``fields`` names what is missing (``score_<key of criterion>``)."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class ReviewGiven(ConsultationError):
    """The review is in; it has to be opened again before it is changed."""


class TextMissing(ConsultationError):
    """A question to an author, or the answer to it, without a word."""


class NotHandedIn(ConsultationError):
    """The text was changed since it was handed in; it goes along with the answer."""


class Why(StrEnum):
    """Reasons of ``InvitationRefused``; ``views.people`` says them."""

    OWN_ADDRESS = "own-address"
    TOO_MANY = "too-many"
    SENT_JUST_NOW = "sent-just-now"
    ACCEPTED = "accepted"
    NOT_VALID = "not-valid"
    OWN_SUBMISSION = "own-submission"
    CLOSED = "closed"


class InvitationRefused(ConsultationError):
    """Somebody cannot be invited, or an invitation not be accepted; ``why`` says the reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class JoinRefused(ConsultationError):
    """Nobody can be asked to let this person join: it is her own, or its author is gone."""


class WhyNotGiven(StrEnum):
    """Why an input cannot be given to a reviewer; ``admin.assign_words`` says them."""

    ENDED = "ended"
    NO_ROLE = "no-role"
    TOO_NEAR = "too-near"
    HAS_IT = "has-it"


class AssignmentRefused(ConsultationError):
    """Nobody was assigned; ``pairs`` are the inputs and reviewers at fault, by their keys."""

    def __init__(self, pairs: Mapping[tuple[int, int], WhyNotGiven]) -> None:
        super().__init__(f"{len(pairs)} pairs cannot be")
        self.pairs = pairs


class PlanChanged(AssignmentRefused):
    """
    What was previewed is not what would land; nothing did.

    ``loads`` are the reviewers for whom another number of inputs waits now: before and now.
    """

    def __init__(
        self,
        pairs: Mapping[tuple[int, int], WhyNotGiven],
        loads: Mapping[int, tuple[int, int]],
    ) -> None:
        super().__init__(pairs)
        self.loads = loads


class OwnConflict(ConsultationError):
    """Nobody lifts a conflict of interest of her own; somebody else of the secretariat does."""


class NoSuchPerson(ConsultationError):
    """Nobody with that address has an account that is in service."""


class ImportNotReady(ConsultationError):
    """An import is at another step: its columns are not assigned, or it was taken over already."""


class MentionImpossible(ConsultationError):
    """Somebody is mentioned who may not see the input; ``people`` are their keys."""

    def __init__(self, people: Iterable[int]) -> None:
        self.people = frozenset(people)
        super().__init__(f"{len(self.people)} people may not see it")


class NoDesk(ConsultationError):
    """An input cannot be handed to this person: she does not work for the secretariat, here."""
