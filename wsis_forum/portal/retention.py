"""
What is kept for how long: the one table of ``manage.py expire_data``.

The times are those of the privacy notice in force, under the same names, so the page and the
command cannot disagree.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet

from agenda.actions.forgetting import forget_how_to_reach
from agenda.models import FollowUp, FollowUpContact
from agenda.models import Session as ProgrammeSession
from agenda.queries.speakers import that_can_reach_speakers
from consultation.actions import attachments
from consultation.choices import Publication, Status
from consultation.models import Contributor, Forum, LateCode, SectionEdit, Submission
from wsis_forum.accounts import privacy
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import Letter
from wsis_forum.portal.erasure import NOWHERE, empty_letters, erase_person
from wsis_forum.portal.removal import (
    delete_submissions,
    empty_follow_ups,
    empty_submissions,
)

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Line:
    """One line of the table: its name in the notice, and what it is about."""

    name: str
    what: str

    @property
    def period(self) -> privacy.Period:
        """How long the notice in force says."""
        return privacy.current().times[self.name]


@dataclass(frozen=True)
class FilesRule(Line):
    """Files that no answer names; their verb knows for how long an upload may be under way."""

    def count(self, at: datetime) -> int:
        """Return how many have to go at ``at``."""
        rows, paths = attachments.unused_rows(at=at), attachments.orphans(at=at)
        return sum(1 for _one in chain(rows, paths))

    def expire(self, at: datetime) -> Iterator[int]:
        """Remove them all; yield how many there were, rows and what only lies on the disk."""
        found = self.count(at)
        attachments.delete_unused(at=at)
        yield found


@dataclass(frozen=True)
class Rule(Line):
    """
    Rows of the database.

    ``past``: the rows whose time is over, given the moment that lies that time back.
    ``remove`` takes the keys of some of them; these are locked, ``batch`` at once.
    """

    past: Callable[[datetime], Rows]
    remove: Callable[[Sequence[Any]], object]
    batch: int = 200

    def rows(self, at: datetime) -> Rows:
        """Return what has to go at ``at``."""
        return self.past(self.period.before(at))

    def count(self, at: datetime) -> int:
        """Return how much has to go at ``at``."""
        return self.rows(at).count()

    def expire(self, at: datetime) -> Iterator[int]:
        """Remove it, a transaction for each batch; yield how many rows each had."""
        last: Any = None
        while True:
            rows = self.rows(at).order_by("pk")
            if last is not None:
                rows = rows.filter(pk__gt=last)
            with transaction.atomic():
                # What somebody holds at this moment waits for the next night.
                held = rows.select_for_update(skip_locked=True, of=("self",))
                keys = [row.pk for row in held[: self.batch]]
                if keys:
                    self.remove(keys)
            if not keys:
                return
            last = keys[-1]
            yield len(keys)


def _anonymous_drafts(past: datetime) -> Rows:
    return Submission.objects.drafts().filter(author__isnull=True, saved_at__lte=past)


def _drafts(past: datetime) -> Rows:
    owned = Submission.objects.drafts().filter(author__isnull=False)
    return owned.filter(call__closes_at__lte=past, saved_at__lte=past)


def _edits(past: datetime) -> Rows:
    return SectionEdit.objects.filter(submission__call__closes_at__lte=past, at__lte=past)


def _invitations(past: datetime) -> Rows:
    unanswered = Q(accepted_at__isnull=True, invited_at__lte=past)
    return Contributor.objects.filter(unanswered | Q(removed_at__lte=past))


def _late_codes(past: datetime) -> Rows:
    return LateCode.objects.filter(used_at__isnull=True, expires_at__lte=past)


def _codes(past: datetime) -> Rows:
    return Letter.objects.filter(kind="code", queued_at__lte=past)


def _letters(past: datetime) -> Rows:
    waiting = Letter.objects.unsent().values("pk")
    full = Letter.objects.exclude(kind="code").exclude(text="", html="", address="")
    return full.filter(queued_at__lte=past).exclude(pk__in=waiting)


def _sessions(past: datetime) -> Rows:
    # A session knows its end only, not when it was made.
    end = past + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Session.objects.filter(expire_date__lte=end)


def _erased_inputs(past: datetime) -> Rows:
    nobodys = Submission.objects.exclude(status=Status.DRAFT).filter(author__isnull=True)
    full = nobodys.exclude(title="", summary="", text="", answers={})
    unpublished = full.filter(publication=Publication.NOT_PUBLIC)
    return unpublished.filter(call__forum__end_date__lt=past.date())


def _forums(past: datetime) -> Rows:
    return that_can_reach_speakers(Forum.objects.filter(end_date__lt=past.date()))


def _forget_how_to_reach(keys: Sequence[Any]) -> None:
    forget_how_to_reach(forums=keys)


def _follow_ups(past: datetime) -> Rows:
    nobody = Q(by__isnull=True, by_email="", panellists=[])
    told = FollowUp.objects.exclude(nobody).values("session")
    named = FollowUpContact.objects.exclude(email="").values("session")
    over = ProgrammeSession.objects.filter(forum__end_date__lt=past.date())
    return over.filter(Q(pk__in=told) | Q(pk__in=named))


def _accounts(past: datetime) -> Rows:
    unused = User.objects.filter(
        Q(last_login__isnull=True) | Q(last_login__lte=past),
        joined_at__lte=past,
        is_staff=False,
        is_superuser=False,
    )
    idle = unused.filter(submissions__isnull=True, contributions__isnull=True)
    return idle.exclude(email__endswith=f"@{NOWHERE}")


def _delete(model: Any) -> Callable[[Sequence[Any]], object]:
    return lambda keys: model.objects.filter(pk__in=keys).delete()


def _empty_letters(keys: Sequence[Any]) -> None:
    empty_letters(Letter.objects.filter(pk__in=keys))


def _erase(keys: Sequence[Any]) -> None:
    for key in keys:
        erase_person(user_id=key)


RULES: tuple[Rule | FilesRule, ...] = (
    Rule(
        "anonymous_drafts",
        "drafts begun without an account",
        _anonymous_drafts,
        delete_submissions,
    ),
    Rule("drafts", "drafts that were not handed in", _drafts, delete_submissions),
    Rule("edits", "who wrote which section", _edits, _delete(SectionEdit)),
    Rule("invitations", "contributors who never came, or left", _invitations, _delete(Contributor)),
    Rule("late_codes", "late codes that nobody used", _late_codes, _delete(LateCode)),
    Rule("codes", "letters with sign-in codes", _codes, _delete(Letter)),
    Rule("letters", "text and address of other letters", _letters, _empty_letters),
    Rule("sessions", "sign-ins of browsers", _sessions, _delete(Session)),
    Rule("erased_inputs", "unpublished inputs of the erased", _erased_inputs, empty_submissions),
    # Each is one Forum with all its speakers.
    Rule("speakers", "Forums with addresses of speakers", _forums, _forget_how_to_reach, batch=1),
    Rule("follow_ups", "people in what organizers handed in", _follow_ups, empty_follow_ups),
    # Each looks through all sessions and letters.
    Rule("accounts", "accounts without inputs", _accounts, _erase, batch=10),
    FilesRule("files", "files of no input"),
)
