"""The verb of asking the author of a public input to work together on it."""

from datetime import datetime

from django.db import transaction

from consultation import letters_together as letters
from consultation.exceptions import JoinRefused
from consultation.models import Submission
from consultation.queries.public import public_at
from wsis_forum.accounts.models import User


@transaction.atomic
def ask_to_join(
    *, number: str, by: User, message: str, shows_address: bool, at: datetime
) -> tuple[Submission, bool]:
    """
    Send the author of a public input a letter from somebody who would join it.

    Returns the input, and whether the letter is new: there is one per person and input.
    ``shows_address``: the person wants her address to stand in it; without it nobody can answer.

    :raises JoinRefused: it is not public, the person's own, or its author is gone
    """
    asked = public_at(at).select_related("call__forum", "author").filter(number=number).first()
    if asked is None or not takes_requests(asked, by):
        raise JoinRefused
    is_new = letters.queue_join_request(
        submission=asked, by=by, message=message, shows_address=shows_address, at=at
    )
    return asked, is_new


def takes_requests(asked: Submission, by: User) -> bool:
    """Whether there is an author to ask, and another than this person."""
    author = asked.author
    return author is not None and author.is_active and author != by
