"""Files of a submission: taken in, shown to whom they concern, taken away."""

import re
from collections.abc import Iterator
from datetime import datetime

import rules
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from consultation.actions.attachments import add_file, remove_file
from consultation.choices import QuestionType
from consultation.exceptions import AnswerFrozen, NoSuchQuestion, TooManyFiles, WrongStatus
from consultation.models import Attachment, Submission
from consultation.queries import questions
from consultation.queries.blind import blind_for
from consultation.questionnaire import Part
from consultation.questionnaire.problems import Problem
from consultation.views import own
from wsis_forum import clock
from wsis_forum.accounts.models import User
from wsis_forum.uploads import BadUpload, answer_with

# Of the button that takes a file away without a script; its id follows.
REMOVE = "remove-file-"
_REMOVE = re.compile(rf"{REMOVE}(\d{{1,18}})\Z", re.ASCII)  # a bigint, and no number beyond it
# Sent behind the file: where it is missing, the line broke before the file's end.
WHOLE = "whole"
# To a script: the same file may be sent again, or would be refused again.
BROKEN, REFUSED = 400, 422
REFUSALS = (BadUpload, WrongStatus, AnswerFrozen, NoSuchQuestion, TooManyFiles)


@require_POST
def add(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """Take one file in; answer a script with it or with what is wrong, a form with its page."""
    submission = _own_or_404(request, ref)
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile) or WHOLE not in request.POST:
        broken = _("The upload broke off. Please try again.")
        return _answered(request, submission, key, broken, status=BROKEN)
    try:
        file = add_file(
            submission_id=submission.pk,
            question_key=key,
            upload=upload,
            by=_person(request),
            at=clock.now(),
        )
    except REFUSALS as refusal:
        return _answered(request, submission, key, words(refusal))
    return _answered(request, submission, key, "", file)


@require_POST
def remove(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Take a file away."""
    submission = _own_or_404(request, ref)
    file = submission.attachments.filter(pk=pk).first()
    key = file.question_key if file else ""
    return _answered(request, submission, key, _removed(request, submission, pk, clock.now()))


@require_GET
def read(request: HttpRequest, ref: str, pk: int) -> HttpResponseBase:
    """Send a file to be saved."""
    file = _readable_or_404(request, ref, pk)
    name = _shown_name(request, file)
    return answer_with(file.stored_name, name=name, media_type=file.media_type)


@require_GET
def picture(request: HttpRequest, ref: str, pk: int) -> HttpResponseBase:
    """Send a picture to be shown in a page."""
    file = _readable_or_404(request, ref, pk)
    name = _shown_name(request, file)
    return answer_with(file.stored_name, name=name, media_type=file.media_type, is_shown=True)


def take_up(
    request: HttpRequest, submission: Submission, part: Part, at: datetime
) -> Iterator[Problem]:
    """
    Take in the files that came with a section's form, and take away the one whose button was used.

    Call it once the form is known to be whole. Each file that is not taken is a problem at its
    question; the others are kept.
    """
    pressed = _REMOVE.match(request.POST.get("action", ""))
    if pressed:
        message = _removed(request, submission, int(pressed[1]), at)
        if message:
            messages.error(request, message)
    for asked in part.questions:
        if asked.type != QuestionType.FILE:
            continue
        for upload in request.FILES.getlist(asked.key):
            try:
                add_file(
                    submission_id=submission.pk,
                    question_key=asked.key,
                    upload=upload,
                    by=_person(request),
                    at=at,
                )
            except REFUSALS as refusal:
                sentence = f"{upload.name}: {words(refusal)}"
                yield Problem(part.slug, asked.key, sentence, is_missing=False, is_early=True)


def _removed(request: HttpRequest, submission: Submission, pk: int, at: datetime) -> str:
    """Take a file away; return why not, or nothing."""
    try:
        remove_file(submission_id=submission.pk, attachment_id=pk, by=_person(request), at=at)
    except REFUSALS as refusal:
        return words(refusal)
    return ""


def words(refusal: Exception) -> str:
    """Say why a file was not taken or taken away."""
    match refusal:
        case BadUpload():
            return refusal.message
        case TooManyFiles():
            return ngettext(
                "There is a file already. Remove it first.",
                "There are %(number)s files already. Remove one first.",
                refusal.most,
            ) % {"number": refusal.most}
        case _:
            return _("Files can no longer be changed here.")


def _answered(
    request: HttpRequest,
    submission: Submission,
    key: str,
    problem: str,
    file: Attachment | None = None,
    *,
    status: int = REFUSED,
) -> HttpResponse:
    """Answer a script in its own way; a plain form with the page that it came from."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        if problem:
            return JsonResponse({"message": problem}, status=status)
        context = {"file": file, "submission": submission}
        html = render_to_string("consultation/forms/file.html", context) if file else ""
        return JsonResponse({"html": html, "id": file.pk if file else None})
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("Saved."))
    asked = questions.of_call(submission.call).by_key.get(key)
    if asked is None:
        return redirect(submission)
    address = {"ref": submission.reference, "section": asked.section}
    return redirect(f"{reverse('consultation:edit', kwargs=address)}#id_{key}")


def _own_or_404(request: HttpRequest, ref: str) -> Submission:
    return own.own_or_404(request, Submission.objects.select_related("call__forum"), ref)


def _readable_or_404(request: HttpRequest, ref: str, pk: int) -> Attachment:
    """
    Return the file, if it concerns the reader.

    :raises Http404: there is none, or it does not; both look the same
    """
    own.adopt(request)
    files = Attachment.objects.select_related("submission__call")
    file = get_object_or_404(files, pk=pk, submission__reference=ref)
    if own.is_own(request, file.submission):
        return file
    if not rules.has_perm("consultation.read_file", request.user, file):
        raise Http404
    return file


def _shown_name(request: HttpRequest, file: Attachment) -> str:
    """Return what the reader's computer calls the file; blind readers get no name of ours."""
    if own.is_own(request, file.submission):
        return file.name
    return blind_for(request.user, file.submission).file_name(file)


def _person(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None
