"""Which letters a person does not want: the verbs behind a reminder's link and the profile."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from wsis_forum.letters import kinds
from wsis_forum.letters.links import Refuser, digest
from wsis_forum.letters.models import CancelReason, Letter, LetterState, Refusal


@transaction.atomic
def refuse(*, user_id: int, kind: str, at: datetime) -> None:
    """Turn a kind of letter off for a person; those that wait are cancelled."""
    Refusal.objects.get_or_create(user_id=user_id, kind=kind, defaults={"refused_at": at})
    # One that a worker holds is looked at again before it leaves.
    waiting = Letter.objects.at_hand().filter(user_id=user_id, kind=kind)
    waiting.update(state=LetterState.CANCELLED, cancel_reason=CancelReason.REFUSED)


@transaction.atomic
def refuse_by(*, refuser: Refuser, at: datetime) -> None:
    """Turn a kind of letter off for who holds a letter's link, with or without an account."""
    if refuser.user_id is not None:
        refuse(user_id=refuser.user_id, kind=refuser.kind, at=at)
        return
    Refusal.objects.get_or_create(
        digest=refuser.digest, kind=refuser.kind, defaults={"refused_at": at}
    )
    rows = Letter.objects.at_hand().filter(user=None, kind=refuser.kind)
    hers = [
        pk for pk, address in rows.values_list("pk", "address") if digest(address) == refuser.digest
    ]
    Letter.objects.at_hand().filter(pk__in=hers).update(
        state=LetterState.CANCELLED, cancel_reason=CancelReason.REFUSED
    )


@transaction.atomic
def allow_by(*, refuser: Refuser) -> None:
    """Turn a kind of letter on again for who holds a letter's link."""
    _refusals(refuser).delete()


def is_refused(refuser: Refuser) -> bool:
    """Tell whether who holds a letter's link has turned its kind off (1 query)."""
    return _refusals(refuser).exists()


def _refusals(refuser: Refuser) -> QuerySet[Refusal]:
    if refuser.user_id is not None:
        return Refusal.objects.filter(user=refuser.user_id, kind=refuser.kind)
    return Refusal.objects.filter(digest=refuser.digest, kind=refuser.kind)


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
