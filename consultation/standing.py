"""Where an input stands, in words for everybody; merged ones name only inputs that are public."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from consultation.choices import Disposition, RelationKind, Status
from consultation.dispositions import disposition_words, merged_into

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from consultation.models import Decision, Submission

_WAITS: Mapping[str, "Promise"] = {
    Status.SUBMITTED: pgettext_lazy("where an input stands", "Received"),
    Status.UNDER_REVIEW: pgettext_lazy("where an input stands", "Being read"),
    Status.RETURNED: pgettext_lazy("where an input stands", "Waits for its author"),
    Status.DECIDED: pgettext_lazy("where an input stands", "Decided"),
    Status.WITHDRAWN: pgettext_lazy("where an input stands", "Withdrawn by its author"),
}
_TONES: Mapping[str, str] = {Status.RETURNED: "waiting", Status.SUBMITTED: "neutral"}


@dataclass(frozen=True)
class Standing:
    """``words`` with the tone of ``components/badge.html``; ``target``: the input it went into."""

    words: str
    tone: str
    target: "Submission | None" = None


def standing(submission: "Submission", public: Container[int]) -> Standing:
    """
    Say where an input stands; ``public`` holds the keys of inputs that readers may be led to.

    Preload ``dispositions.PRELOAD``.
    """
    decision = submission.decision
    if decision is None:
        tone = _TONES.get(submission.status, "info")
        return Standing(str(_WAITS.get(submission.status, "")), tone)
    return ended(decision, public)


def ended(decision: "Decision", public: Container[int]) -> Standing:
    """Say the same of one decision, also of one that was reopened; preload ``relation__target``."""
    tone = "good" if decision.is_acceptance else "past"
    if decision.disposition != Disposition.MERGED:
        return Standing(disposition_words(decision), tone)
    target = merged_into(decision)
    if target is not None and target.pk in public:
        return Standing(disposition_words(decision), tone, target)
    if target is not None and decision.relation.kind == RelationKind.DUPLICATE:
        return Standing(_("Duplicate of another input"), tone)
    return Standing(str(Disposition.MERGED.label), tone)
