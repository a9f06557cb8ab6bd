"""Verbs about files: add one to an answer, take one away; and what no answer names any more."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from consultation.actions.drafts import record_edit
from consultation.choices import FileKind, QuestionType, Status
from consultation.editing import can_write
from consultation.exceptions import AnswerFrozen, NoSuchQuestion, TooManyFiles, WrongStatus
from consultation.models import Attachment, Submission
from consultation.queries import questions
from consultation.queries.attachments import is_in_a_version
from consultation.questionnaire import Asked, Questionnaire
from consultation.questionnaire.values import value
from wsis_forum import uploads
from wsis_forum.accounts.models import User
from wsis_forum.uploads import storing

# A person in a list has one photo; some more are there while photos are being exchanged.
_PHOTOS = 60
# An upload in progress has a file before it has a row, a new photo a row before it is named.
SETTLED = timedelta(days=1)


def rule_of(asked: Asked) -> uploads.Rule:
    """Return what may be sent as an answer; in a list of people, photos of them."""
    if asked.type == QuestionType.PEOPLE:
        return uploads.Rule((FileKind.PICTURE.value,), asked.max_megabytes)
    return uploads.Rule(asked.file_kinds, asked.max_megabytes)


def add_file(
    *, submission_id: int, question_key: str, upload: UploadedFile, by: User | None, at: datetime
) -> Attachment:
    """
    Check a file, store it and put it into the answer; the same file sent again is there once.

    A photo for a list of people is only kept: the section's save says whose it is. The version of
    the section stays, for no save of a text can overwrite files.

    :raises WrongStatus: the submission may not be changed any more
    :raises NoSuchQuestion: the call has no question of that name that takes files
    :raises AnswerFrozen: the question is frozen
    :raises TooManyFiles: it has as many files as it takes
    :raises BadUpload: the file is not taken
    """
    unlocked = Submission.objects.select_related("call__forum").get(pk=submission_id)
    asked = _takes_files(unlocked, questions.of_call(unlocked.call), question_key, at)
    # Before the lock: looking into a large file takes its time, and colleagues are writing.
    received = uploads.receive(upload, rule_of(asked))
    try:
        attachment, is_new = _add(
            submission_id=submission_id, question_key=question_key, received=received, by=by, at=at
        )
    except BaseException:
        received.discard()
        raise
    if not is_new:
        received.discard()
    return attachment


@transaction.atomic
def _add(
    *,
    submission_id: int,
    question_key: str,
    received: uploads.Received,
    by: User | None,
    at: datetime,
) -> tuple[Attachment, bool]:
    submission = _locked(submission_id)
    questionnaire = questions.of_call(submission.call)
    asked = _takes_files(submission, questionnaire, question_key, at)
    there = list(submission.attachments.filter(question_key=question_key, removed_at=None))
    named = value(asked, submission.answers)
    for file in there:
        if (file.sha256, file.name) == (received.sha256, received.name) and (
            asked.type == QuestionType.PEOPLE or file.pk in named
        ):
            return file, False
    most = _PHOTOS if asked.type == QuestionType.PEOPLE else asked.max_files
    if len(there) >= most:
        raise TooManyFiles(most=most)
    attachment = Attachment.objects.create(
        submission=submission,
        question_key=question_key,
        name=received.name,
        media_type=received.media_type,
        size=received.size,
        sha256=received.sha256,
        stored_name=received.stored_name,
        width=received.width,
        height=received.height,
        uploaded_by=by,
        uploaded_at=at,
    )
    if asked.type == QuestionType.FILE:
        submission.answers[question_key] = [*named, attachment.pk]
        _keep(submission, questionnaire, asked, by=by, at=at)
    return attachment, True


@transaction.atomic
def remove_file(
    *, submission_id: int, attachment_id: int, by: User | None, at: datetime
) -> Submission:
    """
    Take a file out of the answer; one that a version names stays for its readers.

    Taking it away twice is taking it away once.

    :raises WrongStatus: the submission may not be changed any more
    :raises AnswerFrozen: the question is frozen
    """
    submission = _locked(submission_id)
    _require_writable(submission, at)
    attachment = submission.attachments.filter(pk=attachment_id, removed_at=None).first()
    if attachment is None:
        return submission
    questionnaire = questions.of_call(submission.call)
    asked = questionnaire.by_key.get(attachment.question_key)
    if asked is not None and asked.is_frozen(at):
        raise AnswerFrozen
    left = _without(submission.answers.get(attachment.question_key), attachment.pk)
    submission.answers[attachment.question_key] = left
    _keep(submission, questionnaire, asked, by=by, at=at)
    if is_in_a_version(attachment):
        attachment.removed_at = at
        attachment.save(update_fields=("removed_at",))
    else:
        _delete(attachment)
    return submission


def delete_unused(*, at: datetime) -> int:
    """
    Delete what is left over: rows and files that nothing names for a day; return how many.

    A crash leaves files without a row; a photo that was chosen and never saved leaves both.
    """
    for attachment in unused_rows(at=at):
        with transaction.atomic():
            _delete(attachment)
    return sum(1 for path in orphans(at=at) if path.unlink(missing_ok=True) is None)


def unused_rows(*, at: datetime) -> Iterator[Attachment]:
    """Find files that neither the text being written nor a version names."""
    settled = Attachment.objects.filter(uploaded_at__lt=at - SETTLED, removed_at=None)
    for attachment in settled.select_related("submission").iterator():
        answer = attachment.submission.answers.get(attachment.question_key)
        if _without(answer, attachment.pk) == answer and not is_in_a_version(attachment):
            yield attachment


def orphans(*, at: datetime) -> Iterator[Any]:
    """Find files on disk (paths) that no row names, and what was received by half."""
    settled = (at - SETTLED).timestamp()
    known = storing.named() | set(Attachment.objects.values_list("stored_name", flat=True))
    for name, changed in storing.stored():
        if name not in known and changed < settled:
            yield storing.path_of(name)
    for path, changed in storing.leftovers():
        if changed < settled:
            yield path


def _locked(submission_id: int) -> Submission:
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("call__forum")
        .get(pk=submission_id)
    )


def _require_writable(submission: Submission, at: datetime) -> None:
    if not can_write(submission, at):
        raise WrongStatus(source=submission.status, target=Status.DRAFT)


def _takes_files(
    submission: Submission, questionnaire: Questionnaire, key: str, at: datetime
) -> Asked:
    """
    Return the question, if it takes a file now.

    Whether it is asked, given the other answers, is found at the hand-in: the answer that opens it
    may stand in the same page, not saved yet.
    """
    _require_writable(submission, at)
    asked = questionnaire.by_key.get(key)
    if asked is None or asked.type not in {QuestionType.FILE, QuestionType.PEOPLE}:
        raise NoSuchQuestion(key)
    if asked.is_frozen(at):
        raise AnswerFrozen
    return asked


def _keep(
    submission: Submission,
    questionnaire: Questionnaire,
    asked: Asked | None,
    *,
    by: User | None,
    at: datetime,
) -> None:
    """Save the changed answers, and record who changed them."""
    submission.version += 1
    submission.saved_at = at
    submission.save(update_fields=("answers", "version", "saved_at"))
    part = questionnaire.part(asked.section) if asked else None
    if part is not None:
        record_edit(submission, part, by=by, at=at)


def _without(answer: Any, pk: int) -> Any:
    if not isinstance(answer, list):
        return answer
    return [
        {**one, "photo": None} if isinstance(one, dict) and one.get("photo") == pk else one
        for one in answer
        if one != pk or isinstance(one, bool)
    ]


def _delete(attachment: Attachment) -> None:
    """Delete the row, and the file once that is certain: at worst a file is left without a row."""
    stored_name = attachment.stored_name
    attachment.delete()
    transaction.on_commit(partial(storing.discard, stored_name), robust=True)
