"""Verbs of the private thread: what the staff say to each other about one input."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from consultation import letters_of_colleagues
from consultation.actions.decisions import locked
from consultation.exceptions import MentionImpossible, TextMissing
from consultation.models import Mention, TeamNote
from consultation.queries import access
from wsis_forum.accounts.models import User

# The same words of the same person within this time are one message, sent twice.
_TWICE = timedelta(minutes=1)


@transaction.atomic
def write_note(
    *, submission_id: int, by: User, text: str, mentioned: Collection[int] = (), at: datetime
) -> TeamNote:
    """
    Write to the private thread of an input, and tell by letter those who are ``mentioned`` (keys).

    Nobody mentions herself. The same text sent again within a minute is the first one; people who
    are mentioned only the second time are added to it.

    :raises TextMissing: the text is blank
    :raises MentionImpossible: somebody mentioned may not see the input
    """
    text = text.strip()
    if not text:
        raise TextMissing
    # The lock makes of two that come at once one after the other.
    submission = locked([submission_id])[submission_id]
    wanted = set(mentioned) - {by.pk}
    people = list(access.staff_of(submission).filter(pk__in=wanted)) if wanted else []
    if missing := wanted - {one.pk for one in people}:
        raise MentionImpossible(missing)
    recent = submission.team_notes.filter(by=by, text=text, at__gt=at - _TWICE).first()
    note = recent or TeamNote.objects.create(submission=submission, by=by, at=at, text=text)
    known = set(note.mentions.values_list("user", flat=True)) if recent else set()
    new = [Mention(note=note, user=one) for one in people if one.pk not in known]
    Mention.objects.bulk_create(new)
    letters_of_colleagues.queue_mentions(note=note, mentions=new, at=at)
    return note


@transaction.atomic
def mark_seen(*, submission_id: int, by: User, at: datetime) -> int:
    """Note that a person has opened an input since she was mentioned there; return how often."""
    waiting = Mention.objects.filter(note__submission=submission_id, user=by, seen_at__isnull=True)
    return waiting.update(seen_at=at)
