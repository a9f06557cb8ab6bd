"""Which letters a person does not want: the verbs behind a reminder's link and the profile."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from wsis_forum.letters import kinds
from wsis_forum.letters.models import CancelReason, Letter, LetterState, Refusal


@transaction.atomic
def refuse(*, user_id: int, kind: str, at: datetime) -> None:
    """Turn a kind of letter off for a person; those that wait are cancelled."""
    Refusal.objects.get_or_create(user_id=user_id, kind=kind, defaults={"refused_at": at})
    # One that a worker holds is looked at again before it leaves.
    waiting = Letter.objects.at_hand().filter(user_id=user_id, kind=kind)
    waiting.update(state=LetterState.CANCELLED, cancel_reason=CancelReason.REFUSED)


@transaction.atomic
def allow(*, user_id: int, kind: str) -> None:
    """Turn a kind of letter on again."""
    Refusal.objects.filter(user_id=user_id, kind=kind).delete()


def wanted(user_id: int) -> list[str]:
    """Return the optional kinds that a person gets."""
    refused = set(Refusal.objects.filter(user_id=user_id).values_list("kind", flat=True))
    return [kind.name for kind in kinds.optional() if kind.name not in refused]


@transaction.atomic
def choose(*, user_id: int, wanted: Collection[str], at: datetime) -> None:
    """Turn the named optional kinds on for a person, and all other optional ones off."""
    for kind in kinds.optional():
        if kind.name in wanted:
            allow(user_id=user_id, kind=kind.name)
        else:
            refuse(user_id=user_id, kind=kind.name, at=at)
