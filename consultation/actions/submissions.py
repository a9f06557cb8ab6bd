"""The verb that hands in: a draft, another version of it, or what was returned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from consultation import letters, letters_of_colleagues, workflow
from consultation.actions import receipts
from consultation.actions.late_codes import take_late_code
from consultation.actions.open_questions import close_question
from consultation.actions.projection import project
from consultation.choices import EventKind, Publication, Status
from consultation.editing import can_hand_in
from consultation.exceptions import CallClosed, Incomplete, StaleVersion, WrongStatus
from consultation.models import (
    Call,
    Forum,
    Organization,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
)
from consultation.queries import questions
from consultation.queries.named import named_in
from consultation.questionnaire import Questionnaire
from consultation.questionnaire.problems import problems
from consultation.questionnaire.values import value
from consultation.questionnaire.visibility import visible
from wsis_forum.accounts.models import User


@dataclass(frozen=True)
class Consent:
    """
    What the author agreed to.

    ``privacy_version`` is the notice that she was shown, ``version`` the row's as its whole text
    was: she agrees to hand in that one, and no later one.
    """

    publication: str = Publication.FULL
    privacy_version: str = ""
    version: int | None = None


@transaction.atomic
def submit(
    *,
    submission_id: int,
    by: User,
    key: str,
    at: datetime,
    opened_at: datetime | None,
    consent: Consent,
    late_code: str = "",
    answer: str = "",
) -> Submission:
    """
    Hand in: freeze the answers as a version, fill the columns, queue the receipt.

    The first time it gets its number. ``at`` decides whether that is in time; ``opened_at`` is when
    the form that hands in was opened: before the deadline, it has the call's grace. A
    ``late_code`` of the secretariat opens one hand-in after it. The same ``key`` sent again, or the
    same answers and consent, return the submission as it was handed in. What was returned goes back
    to the desk, its question is closed with the ``answer``; without one, the changed text answers.

    :raises WrongStatus: it is decided or withdrawn
    :raises StaleVersion: somebody has changed the text since it was read
    :raises CallClosed: the call takes no submissions at ``at``
    :raises LateCodeWrong: there is no such code for this call, or it was used or has expired
    :raises Incomplete: answers are missing or too long
    """
    # The key holds the row's, so that it cannot meet that of another submission.
    own_key = f"{submission_id}:{key}"
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("call__forum", "author")
        .get(pk=submission_id)
    )
    if submission.idempotency_key == own_key:
        return submission
    questionnaire = questions.of_call(submission.call)
    given = asked_answers(questionnaire, submission.answers)
    last = None if submission.is_draft else submission.versions.order_by("-number").first()
    if last and (last.answers, last.publication) == (given, consent.publication):
        return submission
    if last:
        _require_changeable(submission)
    if consent.version is not None and consent.version < submission.version:
        raise StaleVersion(current=submission.version)
    askers: list[int | None] = []
    if submission.status == Status.RETURNED:
        # Undone with everything else, if it cannot be handed in.
        askers = close_question(submission, by=by, answer=answer.strip(), at=at, in_time=True)
        is_in_time = bool(askers)
    else:
        is_in_time = can_hand_in(submission, at=at, opened_at=opened_at)
    if not is_in_time:
        if not late_code:
            raise CallClosed
        take_late_code(submission=submission, code=late_code, at=at)
    _require_complete(questionnaire, given)
    named = named_in(submission, questionnaire.questions, given, with_organization=True)
    project(submission, given, named, is_first=last is None)
    submission.organization = named.organization or new_organization(submission)
    submission.publication = consent.publication
    submission.idempotency_key = own_key
    submission.version += 1
    kinds = _move(submission, answer=answer.strip(), at=at)
    submission.save()
    number = last.number + 1 if last else 1
    handed_in = _record(submission, number, given, consent, kinds, by=by, at=at)
    if submission.call.decided_at is not None:
        # A late code lets an input in after the books were closed: they are open again.
        Call.objects.filter(pk=submission.call_id).update(decided_at=None)
    letters.queue_receipt(version=handed_in, questionnaire=questionnaire, named=named, at=at)
    if EventKind.ANSWERED in dict(kinds):
        letters_of_colleagues.queue_answered(
            submission=submission, askers=askers, answer=answer.strip(), is_changed=True, at=at
        )
    receipts.nudge(handed_in)
    return submission


def asked_answers(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers to the questions that are asked, given these answers."""
    shown = visible(questionnaire, answers)
    return {
        asked.key: value(asked, answers) for asked in questionnaire.questions if asked.key in shown
    }


def _record(
    submission: Submission,
    number: int,
    given: dict[str, Any],
    consent: Consent,
    kinds: list[tuple[EventKind, str]],
    *,
    by: User,
    at: datetime,
) -> SubmissionVersion:
    """Freeze the answers as a version, and say in the history what happened."""
    SubmissionEvent.objects.bulk_create(
        SubmissionEvent(submission=submission, kind=kind, at=at, by=by, note=note)
        for kind, note in kinds
    )
    return SubmissionVersion.objects.create(
        submission=submission,
        number=number,
        answers=given,
        at=at,
        by=by,
        publication=consent.publication,
        privacy_version=consent.privacy_version,
    )


def _move(submission: Submission, *, answer: str, at: datetime) -> list[tuple[EventKind, str]]:
    """
    Give a draft its number and its place among the waiting, a returned one back to the desk.

    Return what happened, each with its note.
    """
    if submission.status == Status.DRAFT:
        submission.number = next_number(submission.call.forum_id)
        submission.status = Status.SUBMITTED
        submission.submitted_at = at
        return [(EventKind.SUBMITTED, "")]
    if submission.status == Status.RETURNED:
        submission.status = Status.UNDER_REVIEW
        return [(EventKind.CHANGED, ""), (EventKind.ANSWERED, answer)]
    return [(EventKind.CHANGED, "")]


def _require_changeable(submission: Submission) -> None:
    """
    Check that what was handed in may be handed in again.

    :raises WrongStatus: it is decided or withdrawn
    """
    if submission.status == Status.RETURNED:
        workflow.require_move(submission.status, Status.UNDER_REVIEW)
    elif submission.status not in {Status.SUBMITTED, Status.UNDER_REVIEW}:
        # Only undoing a merge leads from a decision back to where an input was before.
        raise WrongStatus(source=Status(submission.status), target=Status.SUBMITTED)


def _require_complete(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> None:
    """
    Check every section.

    :raises Incomplete: something is missing or too long
    """
    found: dict[str, list[str]] = {}
    for problem in problems(questionnaire, answers):
        found.setdefault(problem.field, []).append(problem.message)
    if found:
        raise Incomplete(found)


def new_organization(submission: Submission) -> Organization | None:
    """
    Make the typed organization of an input a row, in any case the only one in its country.

    One without a country or a type stays what was typed.
    """
    name, country = submission.organization_name, submission.country_id
    kind = submission.stakeholder_type_id
    if not name or country is None or kind is None:
        return None
    try:
        with transaction.atomic():
            return Organization.objects.create(
                name=name, country_id=country, stakeholder_type_id=kind
            )
    except IntegrityError:  # handed in by a colleague at this very moment
        lowered = Organization.objects.alias(lowered=Lower("name"))
        return lowered.get(lowered=Lower(Value(name)), country=country)


def next_number(forum_id: int) -> str:
    """
    Give the next number of a Forum; inside a transaction.

    The row stays locked until the hand-in is committed or undone, so numbers have no gaps.
    """
    forums = connection.ops.quote_name(Forum._meta.db_table)
    statement = (
        f"UPDATE {forums} SET last_number = last_number + 1 WHERE id = %s"  # noqa: S608 our own
        " RETURNING slug, last_number"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [forum_id])
        slug, number = cursor.fetchone()
    return f"WSIS-{slug}-{number:04d}"
