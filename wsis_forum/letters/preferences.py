"""Which letters a person does not want: the verbs behind the link in a reminder."""

from datetime import datetime

from django.db import transaction

from wsis_forum.letters.models import Letter, LetterState, Refusal


@transaction.atomic
def refuse(*, user_id: int, kind: str, at: datetime) -> None:
    """Turn a kind of letter off for a person; those that wait are cancelled."""
    Refusal.objects.get_or_create(user_id=user_id, kind=kind, defaults={"refused_at": at})
    # One that a worker holds is looked at again before it leaves.
    waiting = Letter.objects.filter(
        user_id=user_id, kind=kind, state__in=(LetterState.PLANNED, LetterState.DEFERRED)
    )
    waiting.update(state=LetterState.CANCELLED)


@transaction.atomic
def allow(*, user_id: int, kind: str) -> None:
    """Turn a kind of letter on again."""
    Refusal.objects.filter(user_id=user_id, kind=kind).delete()
