"""Sessions that owe follow-ups, for tests."""

from datetime import datetime, timedelta
from typing import Any

from agenda.choices import FollowUpKind
from agenda.follow_up_links import token_of
from agenda.models import FollowUp, FollowUpContact, FollowUpDate, Session
from agenda.queries.contacts import contact_of
from tests.factories import NOW, SessionFactory

# When everything but the outcome is due.
DUE = NOW + timedelta(days=30)


def dates_of(session: Session, due_at: datetime = DUE, days_after: int = 14) -> None:
    """Ask the Forum of a session for all five kinds."""
    for kind in FollowUpKind:
        by: dict[str, Any] = {"due_at": due_at}
        if kind == FollowUpKind.OUTCOME:
            by = {"days_after": days_after}
        FollowUpDate.objects.create(forum=session.forum, kind=kind, **by)


def owing_session(**values: Any) -> Session:
    """Return a session with a named contact; its Forum asks for nothing yet."""
    made = SessionFactory(**{"title": "Engines", **values})
    FollowUpContact.objects.create(session=made, name="Ada King", email="ada@example.org")
    return Session.objects.select_related("forum").get(pk=made.pk)


def link_of(session: Session, language: str = "en") -> str:
    """Return the address of the page that a session's contact gets."""
    contact = contact_of(session)
    assert contact is not None
    return f"/{language}/l/{token_of(session, contact)}/follow-ups/"


def handed_in(session: Session, kind: str, at: datetime = NOW, **values: Any) -> FollowUp:
    """Return a hand-in, without its verb."""
    number = FollowUp.objects.filter(session=session, kind=kind).count() + 1
    given = {"language": "en", "handed_in_at": at, "number": number, **values}
    return FollowUp.objects.create(session=session, kind=kind, **given)
