"""The verb that erases a person; what was handed in stays, without her."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat, Lower, Replace
from django.utils.html import escape

from agenda.actions.forgetting import forget_speakers
from agenda.models import FollowUp, FollowUpContact
from consultation.choices import Publication
from consultation.models import (
    BasketItem,
    Clarification,
    Conflict,
    Contributor,
    Decision,
    LateCode,
    ProposedSpeaker,
    ReceiptDocument,
    ReminderStop,
    Review,
    SectionEdit,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    TeamNote,
)
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import MASK, Letter, LetterState
from wsis_forum.portal.forgetting import forget_in_history
from wsis_forum.portal.masking import mask_rows
from wsis_forum.portal.removal import delete_submissions

# The address of an account whose row has to stay, because what a former colleague did names it.
NOWHERE = "erased.invalid"
# What belongs to a submission and may hold an address that somebody has written into it.
_WRITTEN: tuple[type[models.Model], ...] = (
    SubmissionVersion,
    SectionEdit,
    ProposedSpeaker,
    Clarification,
    SubmissionEvent,
    Decision,
    BasketItem,
    Conflict,
    Review,
    TeamNote,
)


class StaffStays(Exception):
    """Who works for the consultation is not erased by herself."""


@transaction.atomic
def erase_person(*, user_id: int) -> None:
    """
    Erase a person; one who is gone already stays gone.

    Deleted are her account, the drafts that only she writes, and address and text of her letters.
    What she handed in stays under its number without her and without any name; what others write
    with her becomes theirs. Where she speaks, the programme keeps its line of her and no more.

    :raises StaffStays: she works for the consultation
    """
    # The submissions first, as every verb of theirs does: it locks one and then names its author.
    writes = _locked_submissions(user_id)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        return
    if user.is_staff or user.is_superuser:
        raise StaffStays
    mask_rows(_rows_of(writes), user.email)
    addresses = _addresses(user)
    _pass_on([one for one in writes if one.author_id == user_id], user)
    _forget_invitations(user)
    _forget_follow_ups(user)
    _empty_letters(user, addresses)
    forget_speakers(addresses=addresses)
    _forget_traces(user)
    _end_sessions(user)
    address = user.email
    _delete_or_empty(user)
    forget_in_history(user_id=user_id, address=address, submissions=[one.pk for one in writes])


def _locked_submissions(user_id: int) -> list[Submission]:
    """Lock what she writes, in an order that two erasures share."""
    hers = Submission.objects.filter(Q(author=user_id) | Q(contributors__user=user_id))
    rows = Submission.objects.filter(pk__in=hers.values("pk"))
    return list(rows.select_for_update().order_by("pk"))


def _rows_of(submissions: Sequence[Submission]) -> Iterator[models.Model]:
    """Yield every row with a text in which the person may have written her address."""
    yield from submissions
    for model in _WRITTEN:
        yield from model._default_manager.filter(submission__in=submissions)


def _addresses(user: User) -> list[str]:
    """Return where she got letters: her address, and others at which she was invited."""
    invited = Contributor.objects.filter(user=user).values_list("email", flat=True)
    found = {user.email, *(email.lower() for email in invited)}
    # An invitation may have been passed on to her by somebody who has an account.
    others = User.objects.exclude(pk=user.pk).filter(email__in=found)
    return sorted(found - set(others.values_list("email", flat=True)))


def _pass_on(submissions: list[Submission], user: User) -> None:
    """Give each to the first colleague in it; without one, only what was handed in stays."""
    heirs: dict[int, Contributor] = {}
    active = Contributor.objects.active().filter(submission__in=submissions).exclude(user=user)
    for contributor in active.order_by("-accepted_at", "-pk"):
        heirs[contributor.submission_id] = contributor
    lonely = [one.pk for one in submissions if one.is_draft and one.pk not in heirs]
    delete_submissions(lonely)
    for one in submissions:
        if one.pk in lonely:
            continue
        heir = heirs.get(one.pk)
        one.author_id = heir.user_id if heir else None
        # It holds the person's id.
        one.begin_key = None
        # Whoever is left never agreed to be named.
        if one.publication == Publication.FULL and not one.is_draft:
            one.publication = Publication.WITHOUT_NAME
        one.save(update_fields=("author", "begin_key", "publication"))
        if heir:
            heir.delete()
    kept = [one.pk for one in submissions if not one.is_draft]
    # A worker makes them anew from the texts without her address.
    ReceiptDocument.objects.filter(version__submission__in=kept).delete()
    SubmissionVersion.objects.filter(submission__in=kept, publication=Publication.FULL).update(
        publication=Publication.WITHOUT_NAME
    )


def _forget_invitations(user: User) -> None:
    """Take her out of what others write, and out of the notes of late codes."""
    Contributor.objects.filter(Q(user=user) | Q(email__iexact=user.email)).delete()
    mask_rows(LateCode.objects.filter(note__icontains=user.email), user.email)


def _forget_follow_ups(user: User) -> None:
    """Take her out of what organizers hand in: as who did, as a panellist, in any text."""
    FollowUpContact.objects.filter(email__iexact=user.email).update(
        name="", email="", link_serial=F("link_serial") + 1
    )
    FollowUp.objects.filter(by_email__iexact=user.email).update(by_name="", by_email="")
    rows = FollowUp.objects.alias(
        said=Concat("text", Cast("panellists", TextField()), Cast("replaced", TextField()))
    )
    named = list(rows.filter(said__icontains=user.email).select_for_update())
    for row in named:
        others = [one for one in row.panellists if one["email"].lower() != user.email.lower()]
        FollowUp.objects.filter(pk=row.pk).update(panellists=others)
        row.panellists = others
    mask_rows(named, user.email)


def _empty_letters(user: User, addresses: Sequence[str]) -> None:
    """Empty her letters; their keys stay, so that none is written a second time."""
    hers = Letter.objects.alias(lowered=Lower("address"))
    hers = hers.filter(Q(user=user) | Q(lowered__in=addresses))
    # A worker that holds one finds it to be another's and records nothing.
    hers.unsent().update(state=LetterState.CANCELLED, leased_until=None)
    empty_letters(hers)
    # Others were told who invites them.
    for address in {user.email, escape(user.email)}:
        said = Q(subject__contains=address) | Q(text__contains=address) | Q(html__contains=address)
        Letter.objects.filter(said).update(
            **{
                name: Replace(name, Value(address), Value(MASK))
                for name in ("subject", "text", "html")
            }
        )


def empty_letters(letters: models.QuerySet[Letter]) -> int:
    """Take everything personal out of letters; what is left is why and when each was sent."""
    # What staff did to them was noted with subject and address.
    about = ContentType.objects.get_for_model(Letter)
    keys = letters.annotate(noted=Cast("pk", models.CharField())).values("noted")
    LogEntry.objects.filter(content_type=about, object_id__in=keys).update(object_repr="")
    return letters.update(
        user=None,
        address="",
        subject="",
        text="",
        html="",
        headers={},
        attachments=[],
        secrets=[],
        server_said="",
    )


def _forget_traces(user: User) -> None:
    """Take her name away wherever it says who did something."""
    SubmissionEvent.objects.filter(by=user).update(by=None)
    for link in User._meta.related_objects:
        if link.on_delete is models.SET_NULL:
            model: Any = link.related_model
            model._default_manager.filter(**{link.field.name: user}).update(
                **{link.field.name: None}
            )
    ReminderStop.objects.filter(address__iexact=user.email).delete()
    about = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=about, object_id=str(user.pk)).update(object_repr="")


def _end_sessions(user: User) -> None:
    """Delete the sessions that are hers, and those in which somebody signs in with her address."""
    for session in Session.objects.iterator(chunk_size=500):
        held = session.get_decoded()
        if held.get("_auth_user_id") == str(user.pk) or user.email in str(held):
            session.delete()


def _delete_or_empty(user: User) -> None:
    """Delete the account; where frozen rows name it, leave a row without anything personal."""
    try:
        # The admin's history would go along with who wrote it.
        if not LogEntry.objects.filter(user=user).exists():
            user.delete()
            return
    except models.ProtectedError:
        pass
    for link in User._meta.related_objects:
        # What would go along with her row goes without it, too; but not what she did.
        if link.on_delete is models.CASCADE and link.related_model is not LogEntry:
            model: Any = link.related_model
            model._default_manager.filter(**{link.field.name: user}).delete()
    user.groups.clear()
    user.email, user.name, user.organization_name = f"{user.pk}@{NOWHERE}", "", ""
    user.reads, user.timezone, user.language = [], "UTC", "en"
    user.is_active, user.last_login = False, None
    user.save()
