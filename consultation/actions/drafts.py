"""Verbs of writing: begin a draft, save a section, take over what was begun without an account."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from consultation.actions.projection import project_head
from consultation.choices import EventKind, QuestionType, Status
from consultation.editing import can_write
from consultation.exceptions import CallClosed, NoSuchSection, StaleVersion, WrongStatus
from consultation.models import Call, SectionEdit, Submission, SubmissionEvent
from consultation.queries import questions
from consultation.questionnaire import Part
from consultation.questionnaire.values import of_part
from wsis_forum.accounts.models import User

# Pages of one section whose last saves are remembered.
_PAGES = 6
# Saves of one person in one section that follow each other within this time are one edit.
ONE_GO = timedelta(minutes=10)


@dataclass(frozen=True)
class PageSave:
    """Which page of a browser sends a save, and which of its saves it is, from 1."""

    key: str
    turn: int


@transaction.atomic
def begin_draft(
    *, call_id: int, by: User | None, key: str, language: str, at: datetime
) -> Submission:
    """
    Begin a draft in a call; ``language`` is the first guess for that of its text.

    ``by`` is ``None`` for somebody who has not signed in: the draft is nobody's until
    ``adopt_drafts``. ``key`` comes from the form: the same person sending the same form twice gets
    the same draft, even after the deadline. For nobody's draft it has to differ between browsers.

    :raises CallClosed: the call takes no drafts at ``at``
    """
    # Whose key it is stands in it, so that nobody meets another's draft by copying a key.
    begin_key = f"{call_id}:{by.pk if by else ''}:{key}"
    call = Call.objects.get(pk=call_id)
    begun = Submission.objects.filter(begin_key=begin_key).first()
    if begun is not None:
        return begun
    if not call.is_open(at):
        raise CallClosed
    known = {"organization_name": by.organization_name} if by and by.organization_name else {}
    draft, is_new = Submission.objects.get_or_create(
        begin_key=begin_key,
        defaults={
            "call": call,
            "author": by,
            "language": language,
            "answers": {"language": language, **known},
            "begun_at": at,
            "saved_at": at,
        },
    )
    if is_new:
        SubmissionEvent.objects.create(submission=draft, kind=EventKind.BEGUN, at=at, by=by)
    return draft


@transaction.atomic
def adopt_drafts(*, references: Iterable[str], by: User) -> int:
    """
    Make drafts that nobody owns this person's; return how many.

    Whose browser holds the references is asked by the caller (``views.own``).
    """
    found = (
        Submission.objects.select_for_update()
        .drafts()
        .filter(author__isnull=True, reference__in=list(references))
    )
    adopted = list(found.values_list("pk", flat=True))
    if adopted:
        Submission.objects.filter(pk__in=adopted).update(author=by)
        SubmissionEvent.objects.filter(submission__in=adopted, by__isnull=True).update(by=by)
        SectionEdit.objects.filter(submission__in=adopted, by__isnull=True).update(by=by)
    return len(adopted)


@transaction.atomic
def save_section(
    *,
    submission_id: int,
    by: User | None,
    section: str,
    answers: Mapping[str, Any],
    version: int,
    at: datetime,
    page: PageSave | None = None,
) -> Submission:
    """
    Keep the answers to one section, whatever they lack and whether the call is open.

    ``answers`` have the shapes of ``questionnaire.values``; a question that is not there, that is
    frozen or takes files (``actions.attachments``) stays as it is. ``version`` is the row's as the
    form was read: a later save of another section does not matter, nor does one that left the same
    answers, nor an older one by the same ``page``.

    :raises WrongStatus: it may not be changed any more
    :raises NoSuchSection: the call has no such section
    :raises StaleVersion: this section was saved since, with other answers
    """
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("call__forum")
        .get(pk=submission_id)
    )
    if not can_write(submission, at):
        raise WrongStatus(source=submission.status, target=Status.DRAFT)
    part = questions.of_call(submission.call).part(section)
    if part is None:
        raise NoSuchSection(section)
    own_version = _version_of(submission, section, page)
    saved = of_part(part.questions, submission.answers)
    merged = {**saved, **_taken(part, answers, at)}
    if merged == saved:
        if page:
            _remember(submission, section, page, version=submission.version)
            submission.save(update_fields=("section_pages",))
        return submission
    if submission.section_versions.get(section, 1) > max(version, own_version):
        raise StaleVersion(current=submission.version)
    if page:
        _remember(submission, section, page, version=submission.version + 1)
    keep_answers(submission, part, merged, by=by, at=at)
    return submission


def _version_of(submission: Submission, section: str, page: PageSave | None) -> int:
    """
    Return the version that a page's last save has made; 0 for none.

    Nor for a save that is not newer than that one: it arrives late, or a browser has shown an old
    state of the page again, whose text must not go unsaid.
    """
    known = submission.section_pages.get(section, {}).get(page.key) if page else None
    if page is None or known is None or page.turn <= known[0]:
        return 0
    version: int = known[1]
    return version


def _remember(submission: Submission, section: str, page: PageSave, *, version: int) -> None:
    """Note that a page holds what the section holds at ``version``; the caller saves."""
    pages = submission.section_pages.setdefault(section, {})
    pages[page.key] = [page.turn, version]
    # JSONB does not keep the order of keys, so the oldest is that of the lowest version.
    while len(pages) > _PAGES:
        del pages[min(pages, key=lambda key: pages[key][1])]


def keep_answers(
    submission: Submission, part: Part, given: Mapping[str, Any], *, by: User | None, at: datetime
) -> None:
    """Write answers into a locked submission, and record who wrote them when; saves it."""
    submission.version += 1
    submission.section_versions[part.slug] = submission.version
    submission.saved_at = at
    submission.answers = {**submission.answers, **given}
    if submission.is_draft:
        project_head(submission, submission.answers)
    submission.save()
    record_edit(submission, part, by=by, at=at)


def _taken(part: Part, answers: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Return the answers that this form may give."""
    return {
        asked.key: answers[asked.key]
        for asked in part.questions
        if asked.key in answers and asked.type != QuestionType.FILE and not asked.is_frozen(at)
    }


def record_edit(submission: Submission, part: Part, *, by: User | None, at: datetime) -> None:
    """Add to this person's edit of the section if it goes on, else begin another."""
    held = of_part(part.questions, submission.answers)
    last = submission.edits.filter(section=part.slug).order_by("-at", "-pk").first()
    if last is not None and last.by_id == (by.pk if by else None) and at - last.at < ONE_GO:
        last.at, last.answers = at, held
        last.save(update_fields=("at", "answers"))
        return
    SectionEdit.objects.create(
        submission=submission, section=part.slug, by=by, started_at=at, at=at, answers=held
    )
