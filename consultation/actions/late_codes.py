"""Verbs about late codes: the secretariat gives one, a hand-in after the deadline uses it up."""

import secrets
from datetime import datetime

from django.db import transaction

from consultation.exceptions import LateCodeWrong
from consultation.models import LateCode, Submission
from wsis_forum.accounts.models import User

# No letters or digits that are taken for each other when read aloud.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 10


@transaction.atomic
def give_late_code(*, call_id: int, by: User, note: str, expires_at: datetime, at: datetime) -> str:
    """Make a code that opens one hand-in in a call until ``expires_at``; return it."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    LateCode.objects.create(
        call_id=call_id, code=code, note=note, made_by=by, made_at=at, expires_at=expires_at
    )
    return code


def take_late_code(*, submission: Submission, code: str, at: datetime) -> None:
    """
    Use up a code for a hand-in at ``at``; part of that hand-in's transaction.

    :raises LateCodeWrong: there is no such code for this call, or it was used or has expired
    """
    typed = code.strip().upper().replace("-", "").replace(" ", "")
    # One statement: of two hand-ins at once, the second waits and finds the code used.
    valid = LateCode.objects.filter(
        call=submission.call_id, code=typed, used_at__isnull=True, expires_at__gt=at
    )
    if not valid.update(used_at=at, used_for=submission):
        raise LateCodeWrong
