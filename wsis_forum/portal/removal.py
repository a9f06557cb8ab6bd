"""Removes submissions that nobody has to keep, with their files."""

from collections.abc import Collection, Iterable
from functools import partial

from django.db import transaction

from agenda.models import FollowUp, FollowUpContact
from consultation.models import (
    Attachment,
    BasketItem,
    Clarification,
    Conflict,
    Decision,
    ProposedSpeaker,
    ReceiptDocument,
    Review,
    SectionEdit,
    Submission,
    SubmissionVersion,
    TeamNote,
)
from wsis_forum.portal.forgetting import empty_history
from wsis_forum.uploads import storing


def delete_submissions(ids: Collection[int]) -> None:
    """Delete drafts with all that belongs to them; the files go once this is committed."""
    _discard_files(Attachment.objects.filter(submission__in=ids))
    Submission.objects.filter(pk__in=ids).delete()


def empty_submissions(ids: Collection[int]) -> None:
    """Take text and files out of inputs; number, moments, tags and disposition stay."""
    files = Attachment.objects.filter(submission__in=ids)
    _discard_files(files)
    ProposedSpeaker.objects.filter(submission__in=ids).delete()
    SectionEdit.objects.filter(submission__in=ids).delete()
    ReceiptDocument.objects.filter(version__submission__in=ids).delete()
    SubmissionVersion.objects.filter(submission__in=ids).update(answers={})
    Clarification.objects.filter(submission__in=ids).update(question="", answer="")
    TeamNote.objects.filter(submission__in=ids).delete()
    BasketItem.objects.filter(submission__in=ids).delete()
    Review.objects.filter(submission__in=ids).update(
        detail="", note_for_colleagues="", note_for_author=""
    )
    Conflict.objects.filter(submission__in=ids).update(note="")
    Decision.objects.filter(submission__in=ids).update(accepted_title="")
    files.delete()
    Submission.objects.filter(pk__in=ids).update(
        title="",
        summary="",
        text="",
        organization=None,
        organization_name="",
        on_behalf_of="",
        withdrawn_reason="",
        answers={},
    )
    # Last: emptying is a change, too, and the history copies what was there before.
    empty_history(ids)


def empty_follow_ups(sessions: Collection[int]) -> None:
    """Take the people out of what organizers handed in; texts, files and moments stay."""
    FollowUpContact.objects.filter(session__in=sessions).update(name="", email="")
    FollowUp.objects.filter(session__in=sessions).update(
        by=None, by_name="", by_email="", panellists=[]
    )


def _discard_files(files: Iterable[Attachment]) -> None:
    for file in files:
        transaction.on_commit(partial(storing.discard, file.stored_name), robust=True)
