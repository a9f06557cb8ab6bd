"""The letters of writing together: an invitation, and a request to join an input."""

from datetime import datetime
from typing import Any

from django.core import signing

from consultation.editing import can_write
from consultation.letters import UNTITLED
from consultation.models import Contributor, Submission
from wsis_forum.accounts.models import User
from wsis_forum.letters import outbox
from wsis_forum.letters.models import Letter
from wsis_forum.letters.rendering import Request

_SALT = "consultation.invitee"
# A stranger's title in a letter to somebody who has never heard of us: no room for a sermon.
_TITLE = 200


def queue_invitation(*, contributor: Contributor, at: datetime) -> None:
    """Queue an invitation, in the language of its reader if we know her, else of the text."""
    inviter = contributor.invited_by
    reader = User.objects.filter(email__iexact=contributor.email, is_active=True).first()
    outbox.queue(
        kind="invitation",
        key=f"contributor:{contributor.pk}:invitation:{at.isoformat()}",
        user=reader,
        address=contributor.email,
        language=reader.language if reader else contributor.submission.language,
        context={
            **_about(contributor.submission),
            "inviter": inviter.name if inviter else "",
            "address": inviter.email if inviter else "",
            "token": contributor.token,
        },
        at=at,
        secrets=(contributor.token,),
    )


def queue_join_request(
    *, submission: Submission, by: User, message: str, shows_address: bool, at: datetime
) -> bool:
    """
    Queue the letter that asks an author to let somebody join; tell whether it is the first.

    ``by``'s address stands in it only if she wants that, and the author's nowhere.
    """
    can_invite = shows_address and can_write(submission, at)
    token = invitee_token(submission, by) if can_invite else ""
    context = {
        **_about(submission),
        "asker": by.name,
        "message": message,
        "address": by.email if shows_address else "",
        "token": token,
    }
    key = f"submission:{submission.pk}:join-request:{by.pk}"
    secrets = (token,) if token else ()
    request = Request("join-request", key, context, submission.author, secrets=secrets)
    return bool(outbox.queue_many([request], at=at))


def was_asked(submission: Submission, by: User) -> bool:
    """Whether this person has asked to join it before."""
    key = f"submission:{submission.pk}:join-request:{by.pk}"
    return Letter.objects.filter(key=key).exists()


def invitee_token(submission: Submission, invitee: User) -> str:
    """Return the token that fills an address into the form of an invitation to this input."""
    return signing.Signer(salt=_SALT).sign_object([submission.reference, invitee.pk])


def invitee_address(submission: Submission, token: str) -> str:
    """Return the address behind such a token; nothing if we did not make it for this input."""
    try:
        reference, pk = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    invitee = User.objects.filter(pk=pk, is_active=True).first()
    return invitee.email if invitee and reference == submission.reference else ""


def _about(submission: Submission) -> dict[str, Any]:
    return {
        "submission": submission,
        "title": submission.title[:_TITLE] or UNTITLED,
        "call": submission.call,
        "forum": submission.call.forum,
    }
