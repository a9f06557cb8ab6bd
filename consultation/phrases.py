"""Sentences that several pages share: how a call stands, how a submission stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.choices import Disposition, Publication, Status

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from consultation.models import Call, Submission


class CallState(StrEnum):
    """How a call stands at a moment."""

    OPEN = "open"
    NOT_YET = "not-yet"
    CLOSED = "closed"
    ON_RECORD = "on-record"


CALL_STATES: Mapping[CallState, "Promise"] = {
    CallState.OPEN: pgettext_lazy("state of a call", "Open"),
    CallState.NOT_YET: pgettext_lazy("state of a call", "Not open yet"),
    CallState.CLOSED: pgettext_lazy("state of a call", "Closed"),
    CallState.ON_RECORD: pgettext_lazy("state of a call", "For the record"),
}
CALL_TONES: Mapping[CallState, str] = {
    CallState.OPEN: "open",
    CallState.NOT_YET: "waiting",
    CallState.CLOSED: "past",
    CallState.ON_RECORD: "past",
}

# What an author reads of an input that was handed in, until it is decided.
_PLAIN: Mapping[str, "Promise"] = {
    Status.DRAFT: _("Not handed in yet. Only you and those you invite can read it."),
    Status.SUBMITTED: _("Received. The secretariat has not begun to read it yet."),
    Status.UNDER_REVIEW: _("The secretariat is reading it."),
    Status.RETURNED: _("The secretariat has a question and waits for your answer."),
    Status.DECIDED: _("The secretariat has decided."),
    Status.WITHDRAWN: _("You have withdrawn it."),
}
_DECIDED: Mapping[str, "Promise"] = {
    Disposition.BECOMES: _("Accepted: it becomes a session of the Forum."),
    Disposition.TAKEN_UP: _("Accepted: it was taken up."),
    Disposition.MERGED: _("It was joined with another input on the same subject."),
    Disposition.INFORMS: _("Accepted: it informs the themes and the format of the Forum."),
    Disposition.DEFERRED: _("It was kept for a later Forum."),
    Disposition.DECLINED: _("It was not accepted."),
    Disposition.OUT_OF_SCOPE: _("It was not accepted, because it is outside the consultation."),
    Disposition.WITHDRAWN: _("You have withdrawn it."),
}
_TONES: Mapping[str, str] = {
    Status.DRAFT: "neutral",
    Status.SUBMITTED: "open",
    Status.UNDER_REVIEW: "open",
    Status.RETURNED: "waiting",
    Status.WITHDRAWN: "past",
}


@dataclass(frozen=True)
class PublicationWords:
    """A choice of the author at hand-in, and in a sentence what follows from it."""

    code: str
    label: "Promise"
    sentence: "Promise"


PUBLICATIONS = tuple(
    PublicationWords(choice.value, choice.label, sentence)
    for choice, sentence in (
        (
            Publication.FULL,
            _("Everybody can read it, except for what is only for the secretariat."),
        ),
        (
            Publication.WITHOUT_NAME,
            _(
                "Everybody can read the text, but not the names of the organization and of people."
                " Names that stand in the text itself stay there."
            ),
        ),
        (
            Publication.NOT_PUBLIC,
            _("It counts like any other input; the figures include it, the pages do not show it."),
        ),
    )
)


def call_state(call: "Call", at: datetime) -> CallState:
    """Say how a call stands at ``at``."""
    if not call.takes_drafts:
        return CallState.ON_RECORD
    if call.is_open(at):
        return CallState.OPEN
    return CallState.NOT_YET if call.opens_at and at < call.opens_at else CallState.CLOSED


def status_sentence(submission: "Submission") -> "Promise":
    """Say in a sentence where a submission is; the decision has to be preloaded."""
    if submission.status == Status.DECIDED:
        decision = getattr(submission, "decision", None)
        return _DECIDED[decision.disposition] if decision else _PLAIN[Status.DECIDED]
    return _PLAIN[submission.status]


def status_tone(submission: "Submission") -> str:
    """Return the tone of the badge that says the status."""
    if submission.status == Status.DECIDED:
        decision = getattr(submission, "decision", None)
        return "good" if decision and decision.is_acceptance else "past"
    return _TONES[submission.status]
