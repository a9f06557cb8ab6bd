"""Verbs that ask speakers, and that take their answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from agenda.choices import Answer
from agenda.letters_people import invitation
from agenda.models import Appearance, Session, Speaker
from wsis_forum.accounts.models import User
from wsis_forum.letters import outbox


class Invited(NamedTuple):
    """How many letters are new, and who cannot be written to."""

    queued: int
    without_address: Sequence[Speaker]


class Reply(NamedTuple):
    """What a speaker says of one appearance."""

    answer: str
    is_remote: bool


@transaction.atomic
def invite_speakers(*, session_id: int, by: User, at: datetime) -> Invited:
    """
    Write to everybody of a session who has not answered; to nobody twice on one day.

    Of a cancelled session nobody is asked.
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=session_id)
    waiting = session.appearances.waiting().select_related("speaker", "session__forum")
    rows = list(waiting.prefetch_related("session__slots").order_by("order", "pk"))
    letters = [invitation(row, at=at) for row in rows if row.speaker.email]
    silent = {row.speaker.pk: row.speaker for row in rows if not row.speaker.email}
    return Invited(outbox.queue_many(letters, at=at), list(silent.values()))


@transaction.atomic
def answer_invitations(*, speaker_id: int, replies: Mapping[int, Reply], at: datetime) -> int:
    """Take a speaker's answers for her own appearances; return how many are new."""
    rows = Appearance.objects.select_for_update(of=("self",)).filter(
        speaker=speaker_id, pk__in=replies
    )
    changed = 0
    for row in rows.order_by("pk"):
        reply = replies[row.pk]
        if (row.answer, row.is_remote) == reply:
            continue
        if row.answer != reply.answer:
            row.answered_at = None if reply.answer == Answer.NONE else at
        row.answer, row.is_remote = reply
        row.save()
        changed += 1
    return changed


@transaction.atomic
def end_links(*, speaker_id: int, by: User, at: datetime) -> None:
    """Make all personal links invalid that a speaker has got so far."""
    Speaker.objects.filter(pk=speaker_id).update(link_serial=F("link_serial") + 1)
