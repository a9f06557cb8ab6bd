"""Verbs by which organizers say who owes follow-ups and until when, for one session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from agenda.choices import FollowUpKind
from agenda.models import FollowUpContact, FollowUpException, Session
from wsis_forum.accounts.models import User


@dataclass(frozen=True, slots=True)
class Other:
    """An exception of a session: another date, or (``None``) that a kind is not asked."""

    due_at: datetime | None


@transaction.atomic
def set_contact(
    *, session_id: int, name: str, email: str, language: str, by: User, at: datetime
) -> FollowUpContact:
    """Name who owes the follow-ups of a session; a blank address: who handed the input in."""
    Session.objects.select_for_update(of=("self",)).get(pk=session_id)
    row, _is_new = FollowUpContact.objects.update_or_create(
        session_id=session_id,
        defaults={"name": name if email else "", "email": email, "language": language},
    )
    return row


@transaction.atomic
def set_exceptions(
    *, session_id: int, exceptions: Mapping[FollowUpKind, Other], by: User, at: datetime
) -> None:
    """Say which kinds have another date for a session, or are not asked; all others are usual."""
    Session.objects.select_for_update(of=("self",)).get(pk=session_id)
    FollowUpException.objects.filter(session=session_id).exclude(kind__in=exceptions).delete()
    for kind, other in exceptions.items():
        FollowUpException.objects.update_or_create(
            session_id=session_id,
            kind=kind,
            defaults={"is_asked": other.due_at is not None, "due_at": other.due_at},
        )


@transaction.atomic
def end_follow_up_links(*, session_id: int, by: User, at: datetime) -> None:
    """Make all personal links invalid that the contact of a session has got so far."""
    Session.objects.select_for_update(of=("self",)).get(pk=session_id)
    row, _is_new = FollowUpContact.objects.get_or_create(session_id=session_id)
    FollowUpContact.objects.filter(pk=row.pk).update(link_serial=F("link_serial") + 1)
