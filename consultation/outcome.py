"""What somebody decides about an input, as plain values: the argument of ``actions.decisions``."""

from dataclasses import dataclass

from consultation.choices import (
    ACCEPTED_AS,
    ACCEPTED_OTHERWISE,
    TAKEN_UP_AS,
    Disposition,
    EventKind,
    RelationKind,
    TakenUpAs,
)


@dataclass(frozen=True)
class Outcome:
    """
    One decision before it lands; the columns of ``models.Decision`` say what each part means.

    ``target_id`` is the input to merge into, ``chosen_reason_id`` a ``PublicReason``, which every
    decision needs; ``reason`` is what is written beside it.
    """

    disposition: Disposition
    taken_up_as: str = ""
    informs: str = ""
    detail: str = ""
    target_id: int | None = None
    relation: str = RelationKind.MERGED.value
    chosen_reason_id: int | None = None
    reason: str = ""
    reason_language: str = ""
    accepted_title: str = ""
    accepted_format: str = ""
    accepted_minutes: int | None = None


# What the history says of each; nobody decides that an input was withdrawn.
EVENTS: dict[Disposition, EventKind] = {
    Disposition.BECOMES: EventKind.ACCEPTED,
    Disposition.TAKEN_UP: EventKind.ACCEPTED,
    Disposition.INFORMS: EventKind.ACCEPTED,
    Disposition.MERGED: EventKind.MERGED,
    Disposition.DEFERRED: EventKind.DEFERRED,
    Disposition.DECLINED: EventKind.DECLINED,
    Disposition.OUT_OF_SCOPE: EventKind.DECLINED,
}


def accepted(
    call_kind: str, *, chosen_reason_id: int, reason: str, reason_language: str = ""
) -> Outcome:
    """Return what accepting an input of such a call means (``choices.ACCEPTED_AS``)."""
    disposition = ACCEPTED_AS.get(call_kind, ACCEPTED_OTHERWISE)
    taken_up_as = ""
    if disposition == Disposition.TAKEN_UP:
        taken_up_as = TAKEN_UP_AS.get(call_kind, TakenUpAs.SPEAKER).value
    return Outcome(
        disposition,
        taken_up_as=taken_up_as,
        chosen_reason_id=chosen_reason_id,
        reason=reason,
        reason_language=reason_language,
    )
