"""Verbs of the author before the hand-in: begin a draft, save a section of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from consultation import sections
from consultation.choices import EventKind, Status
from consultation.exceptions import CallClosed, StaleVersion, WrongStatus
from consultation.models import (
    ActionLine,
    Call,
    Country,
    Goal,
    ProposedSpeaker,
    StakeholderType,
    Submission,
    SubmissionEvent,
    WorkshopDetails,
)
from wsis_forum.accounts.models import User


@transaction.atomic
def begin_draft(*, call_id: int, by: User, key: str, language: str, at: datetime) -> Submission:
    """
    Begin a draft in a call; ``language`` is the first guess for that of its text.

    ``key`` comes from the form: the same person sending the same form twice gets the same draft,
    even after the deadline.

    :raises CallClosed: the call takes no drafts at ``at``
    """
    # Whose key it is stands in it, so that nobody meets another's draft by copying a key.
    begin_key = f"{call_id}:{by.pk}:{key}"
    call = Call.objects.get(pk=call_id)
    begun = Submission.objects.filter(begin_key=begin_key).first()
    if begun is not None:
        return begun
    if not call.is_open(at):
        raise CallClosed
    draft, is_new = Submission.objects.get_or_create(
        begin_key=begin_key,
        defaults={
            "call": call,
            "author": by,
            "language": language,
            "begun_at": at,
            "saved_at": at,
        },
    )
    if is_new:
        SubmissionEvent.objects.create(submission=draft, kind=EventKind.BEGUN, at=at, by=by)
    return draft


@transaction.atomic
def save_section(
    *,
    submission_id: int,
    by: User,
    section: str,
    answers: Mapping[str, Any],
    version: int,
    at: datetime,
) -> Submission:
    """
    Keep the answers to one section of a draft, whatever they lack and whether the call is open.

    ``answers`` are those of ``sections.answers``; a field that is not there stays as it is.
    ``version`` is the row's as the form was read: a later save of another section does not matter,
    nor does one that left the same answers.

    :raises WrongStatus: it was handed in
    :raises StaleVersion: this section was saved since, with other answers
    """
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("call", "stakeholder_type", "workshop")
        .get(pk=submission_id)
    )
    if submission.status != Status.DRAFT:
        raise WrongStatus(source=submission.status, target=Status.DRAFT)
    saved = sections.answers(submission, section)
    merged = {name: answers.get(name, value) for name, value in saved.items()}
    if submission.section_versions.get(section, 1) > version:
        if merged == saved:
            return submission
        raise StaleVersion(current=submission.version)
    submission.version += 1
    submission.section_versions[section] = submission.version
    submission.saved_at = at
    _WRITERS[section](submission, merged)
    submission.save()
    return submission


def _write_input(submission: Submission, given: Mapping[str, Any]) -> None:
    submission.title = given["title"]
    submission.summary = given["summary"]
    submission.text = given["text"]
    submission.language = given["language"]


def _write_organization(submission: Submission, given: Mapping[str, Any]) -> None:
    submission.organization_name = given["organization_name"]
    submission.stakeholder_type = StakeholderType.objects.filter(
        code=given["stakeholder_type"]
    ).first()
    submission.country = Country.objects.filter(pk=given["country"]).first()


def _write_tags(submission: Submission, given: Mapping[str, Any]) -> None:
    submission.action_lines.set(
        ActionLine.objects.selectable().filter(code__in=given["action_lines"])
    )
    submission.goals.set(Goal.objects.filter(number__in=given["goals"]))


def _write_workshop(submission: Submission, given: Mapping[str, Any]) -> None:
    values = {name: given[name] for name in sections.SECTIONS["workshop"].fields}
    submission.workshop, _is_new = WorkshopDetails.objects.update_or_create(
        submission=submission, defaults=values
    )


def _write_speakers(submission: Submission, given: Mapping[str, Any]) -> None:
    submission.speakers.all().delete()
    ProposedSpeaker.objects.bulk_create(
        ProposedSpeaker(
            submission=submission,
            order=order,
            honorific=speaker["honorific"],
            name=speaker["name"],
            function=speaker["function"],
            organization=speaker["organization"],
            country_id=speaker["country"] or None,
            attendance=speaker["attendance"],
        )
        for order, speaker in enumerate(given["speakers"][: sections.SPEAKERS], start=1)
    )


_WRITERS: Mapping[str, Callable[[Submission, Mapping[str, Any]], None]] = {
    "input": _write_input,
    "organization": _write_organization,
    "tags": _write_tags,
    "workshop": _write_workshop,
    "speakers": _write_speakers,
}
