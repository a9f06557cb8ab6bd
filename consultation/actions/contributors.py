"""Verbs of writing together: invite, send again, accept, remove."""

from datetime import datetime, timedelta

from django.db import transaction

from consultation import letters_together as letters
from consultation.editing import can_write
from consultation.exceptions import InvitationRefused, Why
from consultation.models import Contributor, Submission
from wsis_forum.accounts.models import User

MOST = 20
# A letter that has not come yet is not there sooner if it is sent twice.
PAUSE = timedelta(hours=1)


@transaction.atomic
def invite(*, submission_id: int, by: User, email: str, at: datetime) -> Contributor:
    """
    Invite somebody to write in a submission; the letter holds a personal link.

    An address that has an open invitation gets that one again.

    :raises InvitationRefused: it is the author's own address; there are enough contributors; she
        accepted already; the letter was sent within the last hour; or nothing can be written in it
        any more
    """
    submission = _locked(submission_id)
    if email.lower() == (submission.author.email if submission.author else by.email).lower():
        raise InvitationRefused(Why.OWN_ADDRESS)
    if not can_write(submission, at):
        raise InvitationRefused(Why.CLOSED)
    present = submission.contributors.filter(removed_at__isnull=True)
    known = present.filter(email__iexact=email).first()
    if known is not None:
        return _sent_again(known, submission, at=at)
    if present.count() >= MOST:
        raise InvitationRefused(Why.TOO_MANY)
    contributor = Contributor.objects.create(
        submission=submission, email=email, invited_by=by, invited_at=at
    )
    letters.queue_invitation(contributor=contributor, at=at)
    return contributor


@transaction.atomic
def resend(*, contributor_id: int, at: datetime) -> Contributor:
    """
    Send an open invitation again; its link stays the same.

    :raises InvitationRefused: it was accepted or taken back, sent within the last hour, or nothing
        can be written in the submission any more
    """
    contributor = Contributor.objects.get(pk=contributor_id)
    submission = _locked(contributor.submission_id)
    contributor.refresh_from_db()
    if contributor.removed_at is not None:
        raise InvitationRefused(Why.NOT_VALID)
    if not can_write(submission, at):
        raise InvitationRefused(Why.CLOSED)
    return _sent_again(contributor, submission, at=at)


@transaction.atomic
def accept(*, token: str, by: User, at: datetime) -> Contributor:
    """
    Accept an invitation; whoever is the first to do so with its link is meant.

    The same person again is told nothing new.

    :raises InvitationRefused: there is none, or not any more; somebody else accepted it; it is the
        person's own submission; or nothing can be written in it any more
    """
    known = Contributor.objects.filter(token=token).first()
    if known is None:
        raise InvitationRefused(Why.NOT_VALID)
    submission = _locked(known.submission_id)
    known.refresh_from_db()
    require_acceptable(known, submission, by=by, at=at)
    other = submission.contributors.active().filter(user=by).exclude(pk=known.pk).first()
    if other is not None:
        # One person is one contributor, or removing her once would not remove her.
        known.removed_at = at
        known.save(update_fields=("removed_at",))
        return other
    if known.accepted_at is None:
        known.user, known.accepted_at = by, at
        known.save(update_fields=("user", "accepted_at"))
    return known


@transaction.atomic
def remove(*, contributor_id: int, at: datetime) -> Contributor:
    """
    Take an invitation back, or a contributor's right to write; what she wrote stays.

    Twice is once.
    """
    contributor = Contributor.objects.select_for_update().get(pk=contributor_id)
    if contributor.removed_at is None:
        contributor.removed_at = at
        contributor.save(update_fields=("removed_at",))
    return contributor


def require_acceptable(
    contributor: Contributor, submission: Submission, *, by: User, at: datetime
) -> None:
    """
    Check that this person may accept the invitation, or has.

    :raises InvitationRefused: see ``accept``
    """
    if contributor.removed_at is not None:
        raise InvitationRefused(Why.NOT_VALID)
    if submission.author_id == by.pk:
        raise InvitationRefused(Why.OWN_SUBMISSION)
    if contributor.accepted_at is not None and contributor.user_id != by.pk:
        raise InvitationRefused(Why.ACCEPTED)
    if contributor.accepted_at is None and not can_write(submission, at):
        raise InvitationRefused(Why.CLOSED)


def _locked(submission_id: int) -> Submission:
    """Lock the submission: what is done to its people is done one after the other."""
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("call__forum", "author")
        .get(pk=submission_id)
    )


def _sent_again(contributor: Contributor, submission: Submission, *, at: datetime) -> Contributor:
    if contributor.accepted_at is not None:
        raise InvitationRefused(Why.ACCEPTED)
    if at - contributor.invited_at < PAUSE:
        raise InvitationRefused(Why.SENT_JUST_NOW)
    contributor.invited_at = at
    contributor.save(update_fields=("invited_at",))
    contributor.submission = submission
    letters.queue_invitation(contributor=contributor, at=at)
    return contributor
