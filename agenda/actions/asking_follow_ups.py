"""The verb that writes to those who owe follow-ups."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from agenda.letters_follow_ups import asked
from agenda.models import Session
from agenda.queries.contacts import contacts_of
from agenda.queries.follow_ups import owed_by, that_owe
from wsis_forum.accounts.models import User
from wsis_forum.letters import outbox


class Asked(NamedTuple):
    """How many letters are new, which sessions have nobody to write to, which owe nothing."""

    queued: int
    without_contact: Sequence[Session]
    without_debt: Sequence[Session]


@transaction.atomic
def ask_for_follow_ups(*, session_ids: Collection[int], by: User, at: datetime) -> Asked:
    """Tell the contacts of sessions all that is open, each at most once a day."""
    rows = that_owe().filter(pk__in=session_ids)
    sessions = list(rows.select_for_update(of=("self",)).order_by("pk"))
    owed, contacts = owed_by(sessions), contacts_of(sessions)
    letters, nobody, nothing = [], [], []
    for session in sessions:
        still_open = [one for one in owed[session.pk] if one.is_open]
        contact = contacts.get(session.pk)
        if not still_open:
            nothing.append(session)
        elif contact is None:
            nobody.append(session)
        else:
            letters.append(asked(session, contact, still_open, at=at))
    return Asked(outbox.queue_many(letters, at=at), nobody, nothing)
