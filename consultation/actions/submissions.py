"""The verb that hands a draft in."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from consultation import letters, sections, workflow
from consultation.choices import EventKind, Status
from consultation.exceptions import CallClosed, Incomplete
from consultation.models import Call, Forum, Organization, Submission, SubmissionEvent
from wsis_forum.accounts.models import User


@transaction.atomic
def submit(
    *, submission_id: int, by: User, key: str, at: datetime, opened_at: datetime | None
) -> Submission:
    """
    Hand a draft in: give it its number, record the moment, queue the receipt.

    ``at`` decides whether the call is open; ``opened_at`` is when the form that hands in was
    opened: before the deadline, it has the call's grace. The same ``key`` sent again returns the
    submission as it was handed in.

    :raises WrongStatus: it was handed in already, by another form
    :raises CallClosed: the call takes no submissions at ``at``
    :raises Incomplete: answers are missing or too long
    """
    # The key holds the row's, so that it cannot meet that of another submission.
    own_key = f"{submission_id}:{key}"
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("call__forum", "author", "stakeholder_type", "country", "workshop")
        .get(pk=submission_id)
    )
    if submission.idempotency_key == own_key:
        return submission
    workflow.require_move(submission.status, Status.SUBMITTED)
    if not takes_hand_in(submission.call, at=at, opened_at=opened_at):
        raise CallClosed
    _require_complete(submission)
    submission.organization = _organization(submission)
    submission.number = _next_number(submission.call.forum_id)
    submission.status = Status.SUBMITTED
    submission.submitted_at = at
    submission.idempotency_key = own_key
    submission.version += 1
    submission.save()
    SubmissionEvent.objects.create(submission=submission, kind=EventKind.SUBMITTED, at=at, by=by)
    letters.queue_receipt(submission=submission, at=at)
    return submission


def takes_hand_in(call: Call, *, at: datetime, opened_at: datetime | None) -> bool:
    """Tell whether ``call`` takes a hand-in at ``at`` from a form opened at ``opened_at``."""
    was_open = opened_at is not None and call.is_open(opened_at)
    return call.is_open(at, grace=was_open)


def _require_complete(submission: Submission) -> None:
    """
    Check every section.

    :raises Incomplete: something is missing or too long
    """
    found: dict[str, list[str]] = {}
    for problem in sections.problems(submission):
        found.setdefault(problem.field, []).append(problem.message)
    if found:
        raise Incomplete(found)


def _organization(submission: Submission) -> Organization:
    """Find the organization by its name in any case, in its country, or make it."""
    name, country, kind = (
        submission.organization_name,
        submission.country,
        submission.stakeholder_type,
    )
    if country is None or kind is None:
        raise AssertionError("a complete submission has a country and a type")
    known = Organization.objects.alias(lowered=Lower("name")).filter(
        lowered=Lower(Value(name)), country=country
    )
    found = known.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Organization.objects.create(name=name, country=country, stakeholder_type=kind)
    except IntegrityError:  # handed in by a colleague at this very moment
        return known.get()


def _next_number(forum_id: int) -> str:
    """
    Give the next number of a Forum.

    The row stays locked until the hand-in is committed or undone, so numbers have no gaps.
    """
    forum = Forum.objects.select_for_update().only("slug", "last_number").get(pk=forum_id)
    forum.last_number += 1
    forum.save(update_fields=("last_number",))
    return f"WSIS-{forum.slug}-{forum.last_number:04d}"
