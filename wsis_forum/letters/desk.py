"""What the secretariat does to letters that have not left: the verbs behind its buttons."""

import re
from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from wsis_forum.letters import nudge
from wsis_forum.letters.frame import html_of
from wsis_forum.letters.models import CancelReason, KindSetting, Letter, LetterState
from wsis_forum.letters.rendering import one_line

# Stands in a text that is edited for what staff must not read; the number says which.
_HIDDEN = re.compile(r"•••(\d+)•••")


class SecretsMoved(Exception):
    """An edited text has not each hidden part as often as before."""


class TextChanged(Exception):
    """Somebody else has changed the letter since its text was read."""


class NotAtHand(Exception):
    """The letter has left, was cancelled, or a worker holds it."""


@transaction.atomic
def hold(*, letter_ids: Collection[int]) -> int:
    """Hold letters back until somebody releases them; return how many there were to hold."""
    free = Letter.objects.at_hand().exclude(state=LetterState.HELD)
    return free.filter(pk__in=letter_ids).update(state=LetterState.HELD)


@transaction.atomic
def release(*, letter_ids: Collection[int], at: datetime) -> int:
    """Let letters that were held back leave when they are due; return how many."""
    held = Letter.objects.filter(pk__in=letter_ids, state=LetterState.HELD)
    return _let_go(held.update(state=LetterState.PLANNED, looked_at=at, lost=0))


@transaction.atomic
def send_now(*, letter_ids: Collection[int], at: datetime) -> int:
    """Let letters leave at once, also those that wait for another try; return how many."""
    free = Letter.objects.at_hand().filter(pk__in=letter_ids)
    return _let_go(free.update(state=LetterState.PLANNED, due_at=at, looked_at=at, lost=0))


@transaction.atomic
def try_again(*, letter_ids: Collection[int], at: datetime) -> int:
    """
    Send letters anew that their addresses have refused; return how many.

    The key stays, and with it the Message-ID: nobody gets it twice who got it after all.
    """
    dead = Letter.objects.dead().filter(pk__in=letter_ids)
    return _let_go(dead.update(state=LetterState.PLANNED, due_at=at, attempts=0, looked_at=at))


@transaction.atomic
def cancel(*, letter_ids: Collection[int]) -> int:
    """Cancel letters for good; return how many had not left."""
    free = Letter.objects.at_hand().filter(pk__in=letter_ids)
    return free.update(state=LetterState.CANCELLED, cancel_reason=CancelReason.STAFF)


@transaction.atomic
def edit(*, letter_id: int, subject: str, text: str, seen: str, at: datetime) -> Letter:
    """
    Change a letter's subject and text, as ``editable`` has given them; its HTML text follows.

    ``seen`` is the ``stamp`` of what was read.

    :raises NotAtHand: it has left, was cancelled, or a worker holds it
    :raises TextChanged: somebody else has changed it since
    :raises SecretsMoved: a hidden part is missing, or stands there more often than before
    """
    letter = Letter.objects.at_hand().select_for_update().filter(pk=letter_id).first()
    if letter is None:
        raise NotAtHand
    if seen != stamp(letter):
        raise TextChanged
    old = editable(letter)
    for before, after in zip(old, (subject, text), strict=True):
        if Counter(_HIDDEN.findall(before)) != Counter(_HIDDEN.findall(after)):
            raise SecretsMoved
    letter.subject = one_line(_revealed(letter, subject))
    letter.text = _revealed(letter, text).strip() + "\n"
    letter.html = html_of(letter)
    letter.looked_at = at
    letter.save(update_fields=("subject", "text", "html", "looked_at"))
    return letter


def editable(letter: Letter) -> tuple[str, str]:
    """Return subject and text with numbers instead of what staff must not read."""
    return _numbered(letter, letter.subject), _numbered(letter, letter.text)


def stamp(letter: Letter) -> str:
    """Return what changes whenever a letter's words do; it tells nothing of them."""
    return salted_hmac("letters.desk", f"{letter.subject}\0{letter.text}").hexdigest()[:16]


@transaction.atomic
def set_kind(*, kind: str, waits_for_look: bool) -> None:
    """Say whether letters of a kind wait for a look before they leave."""
    KindSetting.objects.update_or_create(kind=kind, defaults={"waits_for_look": waits_for_look})


def hold_for_a_look() -> int:
    """Hold back what waits for a look by its kind and has had none; return how many are new."""
    waiting = list(KindSetting.objects.filter(waits_for_look=True).values_list("kind", flat=True))
    if not waiting:
        return 0
    new = Letter.objects.filter(state=LetterState.PLANNED, looked_at__isnull=True, kind__in=waiting)
    return new.update(state=LetterState.HELD)


def _let_go(count: int) -> int:
    if count:
        transaction.on_commit(nudge.deliver)
    return count


def _secrets(letter: Letter) -> list[str]:
    """Return the secrets in the order in which they are hidden: one may hold another."""
    return sorted(filter(None, letter.secrets), key=len, reverse=True)


def _numbered(letter: Letter, text: str) -> str:
    for number, secret in enumerate(_secrets(letter), start=1):
        text = text.replace(secret, f"•••{number}•••")
    return text


def _revealed(letter: Letter, text: str) -> str:
    secrets = _secrets(letter)
    return _HIDDEN.sub(lambda match: secrets[int(match[1]) - 1], text)
