"""The letters that say what the organizers of a session owe, with their personal link."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.follow_up_links import token_of
from agenda.models import Session
from agenda.queries.contacts import Contact, contacts_of
from agenda.queries.follow_ups import Owed, owed_by, that_owe
from wsis_forum.letters import kinds
from wsis_forum.letters.models import Letter
from wsis_forum.letters.rendering import Request

OWED, REMINDER = "follow-ups-owed", "follow-up-reminder"
_ASKED = re.compile(r"session:(\d+):follow-ups:asked:[\d-]+:([0-9a-f]+)\Z")
_REMINDED = re.compile(r"session:(\d+):follow-ups:(\d{4}-\d\d-\d\d):\S+:([0-9a-f]+)\Z")


class Step(StrEnum):
    """When a reminder is written, from its date on."""

    WEEK = "-7d"
    DAY = "-1d"
    LATE = "+3d"

    @property
    def after(self) -> timedelta:
        """How long after the date; before it where that is negative."""
        return timedelta(days=int(self.value.removesuffix("d")))


def register() -> None:
    """Make the kinds known to the outbox."""
    asked = pgettext_lazy("letter", "what organizers owe")
    kinds.register(kinds.Kind(OWED, title=asked, check=unwanted))
    title = pgettext_lazy("letter", "reminder of what organizers owe")
    label = _("Reminders of what you owe for a session of the programme")
    kinds.register(kinds.Kind(REMINDER, title=title, label=label, optional=True, check=unwanted))


def asked(session: Session, contact: Contact, owed: Sequence[Owed], *, at: datetime) -> Request:
    """Return the letter that says all that is open: one a day at most, whoever asks for it."""
    key = f"session:{session.pk}:follow-ups:asked:{at:%Y-%m-%d}:{contact.who}"
    return _letter(OWED, key, contact, owed, at)


def reminder(contact: Contact, owed: Sequence[Owed], step: Step, *, at: datetime) -> Request:
    """Return the reminder of what one session owes on one day."""
    return _letter(REMINDER, reminder_key(owed[0], contact, step), contact, owed, at)


def reminder_key(owed: Owed, contact: Contact, step: Step) -> str:
    """Say why a reminder exists: the day is part of it, so a moved date reminds anew."""
    day = day_of(owed)
    return f"session:{owed.session.pk}:follow-ups:{day}:{step.value}:{contact.who}"


def day_of(owed: Owed) -> str:
    """Return the day on which something is due, in the Forum's zone."""
    due_at = owed.due_at
    if due_at is None:
        return ""
    return f"{due_at.astimezone(ZoneInfo(owed.session.forum.timezone)):%Y-%m-%d}"


def unwanted(letters: Sequence[Letter], at: datetime) -> set[str]:
    """
    Return the keys of letters that have lost their cause (at most 8 queries).

    The session is cancelled or gone, somebody else owes it now, or nothing of it is open: of a
    reminder nothing that is due on its day.
    """
    keys = {letter.key: _read(letter.key) for letter in letters}
    named = {pk for pk, _day, _who in keys.values()}
    sessions = list(that_owe().filter(pk__in=named))
    owed, contacts = owed_by(sessions), contacts_of(sessions)
    good: set[tuple[int, str, str]] = set()
    for one in sessions:
        if one.pk in contacts:
            open_days = {day_of(row) for row in owed[one.pk] if row.is_open}
            who = contacts[one.pk].who
            good |= {(one.pk, day, who) for day in (*open_days, *([""] if open_days else []))}
    return {key for key, told in keys.items() if told not in good}


def _read(key: str) -> tuple[int, str, str]:
    """Return session, day (blank: whichever) and contact that a key names."""
    if match := _ASKED.match(key):
        return int(match[1]), "", match[2]
    if match := _REMINDED.match(key):
        return int(match[1]), match[2], match[3]
    return 0, "", ""


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
