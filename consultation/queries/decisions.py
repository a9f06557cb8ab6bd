"""What became of one input: its decisions, and the inputs that were merged into it."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from consultation.choices import Publication, PublicationRule, Role, Status
from consultation.models import Call, CallRole, Decision, Relation, Submission
from consultation.queries import access
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User

_ENDED = (Status.DECIDED, Status.WITHDRAWN)


def decisions_of(submission: Submission) -> list[Decision]:
    """
    Return every decision of an input, the newest first, with those who made it (1 query).

    ``is_now`` says which one counts.
    """
    rows = list(
        Decision.objects.filter(submission=submission).select_related(
            "relation__target__call", "decided_by", "reopened_by"
        )
    )
    for row in rows:
        row.submission = submission
        row.is_now = row.pk == submission.decision_id  # type: ignore[attr-defined]
    return rows


def merged_from(submission: Submission, user: User) -> QuerySet[Relation]:
    """Return what was merged into an input, as far as a person may see it, the first on top."""
    return (
        Relation.objects.active()
        .filter(target=submission, source__in=access.readable(user))
        .select_related("source__call", "decision")
        .order_by("made_at", "pk")
    )


def merge_targets(user: User, words: str, forum_id: int, limit: int) -> QuerySet[Submission]:
    """Find inputs to merge into, by the beginning of the number or a part of the title."""
    rows = access.readable(user).exclude(status=Status.WITHDRAWN).filter(call__forum=forum_id)
    rows = rows.select_related("call").defer("text", "summary", "answers")
    calls = decides_in(user)
    # In a title that she reads blind, a word could be a name; the number finds it all the same.
    is_open = Q() if calls is None else Q(call__is_blind=False) | Q(call__in=calls)
    found = rows.filter(Q(number__icontains=words) | is_open & Q(title__icontains=words))
    return found.order_by("number")[:limit]


def public_from(submission: Submission, at: datetime) -> datetime | None:
    """
    Return since when, or from when, everybody may read an input once it is decided; else nothing.

    The author may have said no, or the call; preload the call (0 queries).
    """
    call = submission.call
    is_never = call.publication_rule == PublicationRule.NEVER
    if is_never or submission.publication == Publication.NOT_PUBLIC:
        return None
    if call.publication_rule == PublicationRule.AT_ONCE:
        return submission.submitted_at
    return call.closes_at


def undecided(user: User) -> QuerySet[Submission]:
    """Return the inputs without a disposition that a person may see, by call, the oldest first."""
    return (
        access.readable(user)
        .exclude(status__in=_ENDED)
        .select_related("call__forum", "basket_item__put_by")
        .defer("text", "summary", "answers")
        .order_by(F("call__closes_at").asc(nulls_last=True), "call", "submitted_at", "pk")
    )


def undecided_by_call(user: User) -> list[Call]:
    """
    Return the calls that a person may see, with ``open_count``: inputs without a disposition.

    Calls without any input are left out; what closed first is on top (2 queries).
    """
    rows = access.readable(user).order_by().values("call")
    open_ones = Count("pk", filter=~Q(status__in=_ENDED))
    counted = dict(rows.annotate(count=open_ones).values_list("call", "count"))
    calls = Call.objects.filter(pk__in=counted).select_related("forum")
    found = list(calls.order_by(F("closes_at").asc(nulls_last=True), "pk"))
    for call in found:
        call.open_count = counted[call.pk]  # type: ignore[attr-defined]
    return found


def decides_in(user: User) -> frozenset[int] | None:
    """
    Return the keys of the calls that a person decides about; ``None``: all of them (1 query).

    Says nothing about conflicts; ask ``access.readable``, too.
    """
    if not user.is_active or not user.is_staff:
        return frozenset()
    if roles.has_role(user, roles.SECRETARIAT):
        return None
    held = CallRole.objects.filter(user=user, role=Role.SECRETARIAT)
    return frozenset(held.values_list("call", flat=True))
