"""The letters that say what the organizers of a session owe, with their personal link."""

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.follow_up_links import token_of
from agenda.models import Session
from agenda.queries.contacts import Contact, contacts_of
from agenda.queries.follow_ups import Owed, owed_by, that_owe
from consultation.reminding import planning
from wsis_forum.letters import kinds
from wsis_forum.letters.models import Letter
from wsis_forum.letters.rendering import Request

OWED, REMINDER = "follow-ups-owed", "follow-up-reminder"
_ASKED = re.compile(r"session:(\d+):follow-ups:asked:[\d-]+:([0-9a-f]+)\Z")


def register() -> None:
    """Make the kinds known to the outbox."""
    asked = pgettext_lazy("letter", "what organizers owe")
    kinds.register(kinds.Kind(OWED, title=asked, check=unwanted))
    title = pgettext_lazy("letter", "reminder of what organizers owe")
    label = _("Reminders of what you owe for a session of the programme")
    kinds.register(
        kinds.Kind(REMINDER, title=title, label=label, optional=True, check=planning.unwanted)
    )


def asked(session: Session, contact: Contact, owed: Sequence[Owed], *, at: datetime) -> Request:
    """Return the letter that says all that is open: one a day at most, whoever asks for it."""
    key = f"session:{session.pk}:follow-ups:asked:{at:%Y-%m-%d}:{contact.who}"
    return _letter(OWED, key, contact, owed, at)


def reminder(contact: Contact, owed: Sequence[Owed], *, key: str, at: datetime) -> Request:
    """Return the reminder of what one session owes on one day."""
    return _letter(REMINDER, key, contact, owed, at)


def day_of(owed: Owed) -> str:
    """Return the day on which something is due, in the Forum's zone."""
    due_at = owed.due_at
    if due_at is None:
        return ""
    return f"{due_at.astimezone(ZoneInfo(owed.session.forum.timezone)):%Y-%m-%d}"


def unwanted(letters: Sequence[Letter], at: datetime) -> set[str]:
    """
    Return the keys of letters that have lost their cause (at most 8 queries).

    The session is cancelled or gone, somebody else owes it now, or nothing of it is open.
    """
    keys = {letter.key: _read(letter.key) for letter in letters}
    sessions = list(that_owe().filter(pk__in={pk for pk, _who in keys.values()}))
    owed, contacts = owed_by(sessions), contacts_of(sessions)
    good = {
        (one.pk, contacts[one.pk].who)
        for one in sessions
        if one.pk in contacts and any(row.is_open for row in owed[one.pk])
    }
    return {key for key, told in keys.items() if told not in good}


def _read(key: str) -> tuple[int, str]:
    """Return session and contact that a key names."""
    match = _ASKED.match(key)
    return (int(match[1]), match[2]) if match else (0, "")


def _letter(kind: str, key: str, contact: Contact, owed: Sequence[Owed], at: datetime) -> Request:
    session = owed[0].session
    token = token_of(session, contact)
    context = {
        "reader": {"name": contact.name},
        "session": session,
        "forum": session.forum,
        "owed": [(one, one.days_late(at)) for one in owed],
        "is_late": any(one.is_late(at) for one in owed),
        "token": token,
    }
    return Request(
        kind,
        key,
        context,
        user=contact.user,
        address=contact.email,
        language=contact.language,
        secrets=(token,),
    )
