"""Personal links of those who owe follow-ups: signed, revocable, at an end after the Forum."""

from datetime import datetime, timedelta

from django.core import signing

from agenda.models import Session
from agenda.queries.contacts import Contact, contact_of

_SALT = "agenda.follow-ups"
# Outcomes come in long after the last day.
AFTER_THE_FORUM = timedelta(days=120)


def token_of(session: Session, contact: Contact) -> str:
    """Return the token by which a contact hands in what her session owes."""
    return signing.Signer(salt=_SALT).sign_object([session.pk, contact.serial, contact.who])


def opened(token: str, *, at: datetime) -> tuple[Session, Contact] | None:
    """
    Return whose token it is and for which session; ``None`` if it opens nothing (any more).

    A token is its contact's: once somebody else owes the follow-ups, it opens nothing.
    """
    try:
        pk, serial, who = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    session = Session.objects.select_related("forum").filter(pk=pk).first()
    if session is None or at.date() > session.forum.end_date + AFTER_THE_FORUM:
        return None
    contact = contact_of(session)
    if contact is None or (contact.serial, contact.who) != (serial, who):
        return None
    return session, contact
