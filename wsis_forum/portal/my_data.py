"""One person's data as a ZIP: for her to read, and for programs."""

import re
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation

from agenda.models import FollowUp, FollowUpContact, ReleaseSubscription
from consultation import outcome_links
from consultation.dispositions import PRELOAD, disposition_words
from consultation.models import (
    Attachment,
    Contributor,
    Decision,
    StaffName,
    Submission,
    SubmissionVersion,
)
from wsis_forum.accounts import privacy
from wsis_forum.accounts.models import User
from wsis_forum.letters import preferences
from wsis_forum.letters.models import Letter
from wsis_forum.portal.my_data_speaker import as_speaker, photos
from wsis_forum.portal.my_data_text import as_text
from wsis_forum.uploads import storing

# What is larger goes to the disk while it is put together.
_IN_MEMORY = 4 * 1024 * 1024
# What a file system, or a program that unpacks, takes for something else than a name.
_NO_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_JSON = DjangoJSONEncoder(indent=2, ensure_ascii=False)


def archive(user: User, *, at: datetime) -> IO[bytes]:
    """Pack everything that the portal keeps about a person at ``at``; others are left out."""
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 its reader closes it
    with (
        translation.override(user.language),
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack,
    ):
        readme = {"person": user, "at": at, "version": privacy.current_version()}
        pack.writestr("README.txt", render_to_string("account/my_data.txt", readme))
        pack.writestr("profile.json", _JSON.encode(_profile(user)))
        pack.writestr("letters.json", _JSON.encode([_letter(one) for one in _letters(user)]))
        speakers = as_speaker(user)
        if speakers:
            pack.writestr("speaker.json", _JSON.encode(speakers))
        for name, stored_name in photos(speakers):
            pack.write(storing.path_of(stored_name), name)
        rows = (
            Submission.objects.of(user)
            .with_everything()
            .prefetch_related("edits", "clarifications", "attachments", "versions__receipt")
            .prefetch_related("decisions__relation__target")
            .select_related(*PRELOAD)
        )
        for one in rows:
            _add(pack, one, user)
        _add_follow_ups(pack, user)
    file.seek(0)
    return file


def _add(pack: zipfile.ZipFile, one: Submission, user: User) -> None:
    folder = f"submissions/{one.number or one.reference}"
    outcomes = [link.text for link in outcome_links.links_of(one)]
    data = _submission(one, user)
    pack.writestr(f"{folder}/submission.json", _JSON.encode({**data, "outcomes": outcomes}))
    pack.writestr(f"{folder}/submission.txt", as_text(one, outcomes))
    for version in one.versions.all():
        if hasattr(version, "receipt"):
            pack.writestr(f"{folder}/receipt-{version.number}.pdf", bytes(version.receipt.pdf))
    for file in one.attachments.all():
        path = storing.path_of(file.stored_name)
        if path.exists():
            pack.write(path, f"{folder}/{_file_name(file)}")


def _add_follow_ups(pack: zipfile.ZipFile, user: User) -> None:
    """Pack what she handed in for sessions; lists of other people too, for she wrote them."""
    hers = Q(by=user) | Q(by_email__iexact=user.email)
    rows = list(FollowUp.objects.filter(hers).select_related("session__forum"))
    contacts = FollowUpContact.objects.filter(email__iexact=user.email)
    owes = [str(one.session) for one in contacts.select_related("session")]
    if not rows and not owes:
        return
    told = {"contact_for": owes, "handed_in": [_follow_up(one) for one in rows]}
    pack.writestr("follow-ups/follow-ups.json", _JSON.encode(told))
    for row in rows:
        if row.stored_name and storing.path_of(row.stored_name).exists():
            pack.write(storing.path_of(row.stored_name), f"follow-ups/{_kept_name(row)}")


def _follow_up(row: FollowUp) -> dict[str, Any]:
    columns = ("kind", "handed_in_at", "language", "text", "panellists", "adopted_at")
    return {
        "session": str(row.session),
        "forum": str(row.session.forum),
        **{name: getattr(row, name) for name in columns},
        "file": _kept_name(row) if row.stored_name else None,
    }


def _kept_name(row: FollowUp) -> str:
    return f"files/{row.pk}-{_NO_NAME.sub('_', row.file_name)[-100:]}"


def _file_name(file: Attachment) -> str:
    """Name a file as its owner did, with nothing in it that is a path or a second file."""
    return f"files/{file.pk}-{_NO_NAME.sub('_', file.name)[-100:]}"


def _profile(user: User) -> dict[str, Any]:
    invitations = Contributor.objects.filter(Q(user=user) | Q(email__iexact=user.email))
    return {
        "email": user.email,
        "name": user.name,
        "organization": user.organization_name,
        "language_of_letters": user.language,
        "languages_read": user.reads,
        "time_zone": user.timezone,
        "joined_at": user.joined_at,
        "last_sign_in": user.last_login,
        "works_for_the_consultation": user.is_staff,
        "names_known_for_conflicts_of_interest": [
            {"kind": one.kind, "name": one.name, "since": one.added_at}
            for one in StaffName.objects.active().filter(user=user)
        ],
        "letters_wanted": preferences.wanted(user.pk),
        "letters_on_releases_of": [
            str(one.forum)
            for one in ReleaseSubscription.objects.filter(user=user).select_related("forum")
        ],
        "invitations": [
            {
                "submission": one.submission.reference if one.accepted_at else None,
                "invited_at": one.invited_at,
                "accepted_at": one.accepted_at,
                "removed_at": one.removed_at,
            }
            for one in invitations.select_related("submission")
        ],
    }


def _letters(user: User) -> Iterable[Letter]:
    # Codes are sent to an address, before anybody knows whose it is.
    hers = Letter.objects.filter(Q(user=user) | Q(address__iexact=user.email))
    return hers.defer("html", "headers").order_by("queued_at", "pk")


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "kind": letter.kind,
        "address": letter.address,
        "language": letter.language,
        "subject": letter.masked(letter.subject),
        "text": letter.masked(letter.text),
        "attachments": letter.attachments,
        "state": letter.state,
        "queued_at": letter.queued_at,
        "sent_at": letter.sent_at,
        "what_the_server_said": letter.masked(letter.server_said),
    }


def _submission(one: Submission, user: User) -> dict[str, Any]:
    """Say everything about a submission, and of others only that it was not she."""
    return {
        "reference": one.reference,
        "number": one.number,
        "call": str(one.call),
        "forum": str(one.call.forum),
        "you_are": "author" if one.author_id == user.pk else "contributor",
        "status": one.status,
        "language": one.language,
        "begun_at": one.begun_at,
        "saved_at": one.saved_at,
        "handed_in_at": one.submitted_at,
        "publication": one.publication,
        "reason_of_withdrawal": one.withdrawn_reason,
        "answers": one.answers,
        "versions": [_version(version, user) for version in one.versions.all()],
        "your_edits": [
            {
                "section": edit.section,
                "from": edit.started_at,
                "to": edit.at,
                "answers": edit.answers,
            }
            for edit in one.edits.all()
            if edit.by_id == user.pk
        ],
        "events": [
            {
                "what": event.kind,
                "at": event.at,
                "by_you": event.by_id == user.pk,
                "note": event.note,
            }
            for event in one.events.all()
        ],
        "questions_of_the_secretariat": [
            {
                name: getattr(asked, name)
                for name in ("question", "asked_at", "answer", "answered_at")
            }
            for asked in one.clarifications.all()
        ],
        "decision": _decision(one.decision) if one.decision is not None else None,
        "earlier_decisions": [
            {
                **_decision(earlier),
                "reopened_at": earlier.reopened_at,
                "reason_of_the_reopening": earlier.reopen_reason,
            }
            for earlier in one.decisions.all()
            if earlier.reopened_at is not None
        ],
        "files": [_file(file) for file in one.attachments.all()],
    }


def _decision(decision: Decision) -> dict[str, Any]:
    """Say where an input ended; the wording of a reason that we keep is there in every language."""
    accepted = ("accepted_title", "accepted_format", "accepted_minutes")
    return {
        "disposition": decision.disposition,
        "in_words": disposition_words(decision),
        "chosen_reason": decision.reason_texts,
        "reason": decision.reason,
        "decided_at": decision.decided_at,
        **{name: getattr(decision, name) for name in accepted},
    }


def _version(version: SubmissionVersion, user: User) -> dict[str, Any]:
    return {
        "number": version.number,
        "at": version.at,
        "by_you": version.by_id == user.pk,
        "publication": version.publication,
        "privacy_notice": version.privacy_version,
        "answers": version.answers,
    }


def _file(file: Attachment) -> dict[str, Any]:
    columns = ("name", "question_key", "media_type", "size", "sha256", "uploaded_at", "removed_at")
    return {"file": _file_name(file), **{name: getattr(file, name) for name in columns}}
