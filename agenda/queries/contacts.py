"""To whom the portal writes of what the organizers of a session owe."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from agenda.models import FollowUpContact, Session, SessionSource
from consultation.models import Contributor
from wsis_forum.accounts.models import User


@dataclass(frozen=True, slots=True)
class Contact:
    """
    Who owes the follow-ups of a session, with the number of her personal link.

    ``user`` is set where she handed in, or helps to write, the input that the session was made of;
    without one an organizer has named her.
    """

    name: str
    email: str
    language: str
    serial: int
    user: User | None = None

    @property
    def who(self) -> str:
        """What tells her from others in keys and links, and does not say her address."""
        return hashlib.sha256(self.email.strip().lower().encode()).hexdigest()[:16]


def contacts_of(sessions: Sequence[Session]) -> dict[int, Contact]:
    """
    Return the contacts of sessions that have one, by the session's key (3 queries).

    Whom an organizer has named comes first; else the author of the first input, by number, that
    the session was made of; else of those who write it with her, who accepted first.
    """
    keys = [one.pk for one in sessions]
    named = {one.session_id: one for one in FollowUpContact.objects.filter(session__in=keys)}
    found = {pk: _named(row) for pk, row in named.items() if row.email}
    for session_id, person in _authors([pk for pk in keys if pk not in found]).items():
        serial = named[session_id].link_serial if session_id in named else 1
        found[session_id] = Contact(person.name, person.email, person.language, serial, person)
    return found


def contact_of(session: Session) -> Contact | None:
    """Return the contact of one session."""
    return contacts_of([session]).get(session.pk)


def _named(row: FollowUpContact) -> Contact:
    return Contact(row.name, row.email, row.language, row.link_serial)


def _authors(keys: Sequence[int]) -> dict[int, User]:
    sources = list(
        SessionSource.objects.filter(session__in=keys)
        .select_related("submission__author")
        .order_by("submission__number", "pk")
    )
    inputs = {one.submission_id for one in sources}
    helpers: dict[int, User] = {}
    writers = Contributor.objects.written_to().filter(submission__in=inputs)
    for one in writers.select_related("user").order_by("accepted_at", "pk"):
        if one.user is not None:
            helpers.setdefault(one.submission_id, one.user)
    found: dict[int, User] = {}
    for source in sources:
        author = source.submission.author
        person = author if author and author.is_active else helpers.get(source.submission_id)
        if person is not None:
            found.setdefault(source.session_id, person)
    return found
