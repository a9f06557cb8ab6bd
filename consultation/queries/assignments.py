"""Reads for assignment: who reviews, how much waits for each, and the problem to balance."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from consultation.assigning.problem import Input, Reviewer, Rule
from consultation.choices import Role, Status
from consultation.models import (
    Assignment,
    AssignmentRule,
    Call,
    CallRole,
    NameKind,
    Review,
    StaffName,
    Submission,
)
from consultation.models.submission import SubmissionQuerySet
from consultation.queries import access
from consultation.queries.nearness import near
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User

# How many inputs a reviewer takes at a time, unless the secretariat has said something else.
USUAL_CAPACITY = 20
REVIEWING = (Role.SECRETARIAT.value, Role.REVIEWER.value)
# Inputs that reviewers read; what was decided or withdrawn needs nobody any more.
UNDER_WAY = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.RETURNED)


def reviewers() -> QuerySet[Any, Any]:
    """
    Return everybody who may review, for all calls or for some, by name (2 queries).

    ``for_all``: whether the role is for all calls; ``is_reviewer``: whether it is that of a
    reviewer; ``calls_of_role``: the roles for one call; ``reviewer_capacity`` comes along.
    ``organizations``: the names of hers that the portal knows; without any, no conflict by
    organization can be computed.
    """
    in_groups = User.groups.through.objects.filter(user=OuterRef("pk"))
    for_calls = CallRole.objects.filter(role__in=REVIEWING)
    of_calls = for_calls.filter(user=OuterRef("pk"))
    return (
        User.objects.filter(is_active=True, is_staff=True)
        .annotate(
            for_all=Exists(in_groups.filter(group__name__in=REVIEWING)),
            is_reviewer=Exists(in_groups.filter(group__name=Role.REVIEWER))
            | Exists(of_calls.filter(role=Role.REVIEWER)),
            organizations=ArraySubquery(
                StaffName.objects.active()
                .filter(user=OuterRef("pk"), kind=NameKind.ORGANIZATION)
                .values("name")
            ),
        )
        .filter(Q(for_all=True) | Exists(of_calls))
        .select_related("reviewer_capacity")
        .prefetch_related(Prefetch("call_roles", for_calls, to_attr="calls_of_role"))
        .order_by("name", "email")
    )


def open_assignments(submissions: SubmissionQuerySet | None = None) -> QuerySet[Assignment, Any]:
    """Return what waits for reviewers: given, not taken back, not reviewed, input not ended."""
    reviewed = Review.objects.given().filter(
        submission=OuterRef("submission"), reviewer=OuterRef("reviewer")
    )
    rows = Assignment.objects.active().filter(submission__status__in=UNDER_WAY)
    if submissions is not None:
        rows = rows.filter(submission__in=submissions)
    return rows.exclude(Exists(reviewed))


def loads(keys: Collection[int], submissions: SubmissionQuerySet | None = None) -> dict[int, int]:
    """
    Count what waits for each of these reviewers (1 query).

    With ``submissions``, of these only: what somebody is shown counts what she may see.
    """
    counted = (
        open_assignments(submissions)
        .filter(reviewer__in=keys)
        .order_by()
        .values_list("reviewer")
        .annotate(count=Count("pk"))
    )
    return {**dict.fromkeys(keys, 0), **dict(counted)}


def capacity_of(user: User) -> int:
    """Return how many inputs a reviewer takes at a time; preload ``reviewer_capacity``."""
    own = getattr(user, "reviewer_capacity", None)
    return own.inputs if own is not None else USUAL_CAPACITY


def reads(user: User) -> frozenset[str]:
    """Return the languages that a person reads; of who has not said, that of her letters."""
    return frozenset(user.reads or [user.language])


def inputs_of(submissions: Iterable[Submission]) -> tuple[Input, ...]:
    """Return inputs as plain values; preload ``action_lines`` (1 query for the assignments)."""
    rows = list(submissions)
    given: dict[int, set[int]] = {row.pk: set() for row in rows}
    active = Assignment.objects.active().filter(submission__in=given)
    for submission, reviewer in active.values_list("submission", "reviewer"):
        given[submission].add(reviewer)
    return tuple(
        Input(
            row.pk,
            row.call_id,
            row.language,
            frozenset(line.pk for line in row.action_lines.all()),
            frozenset(given[row.pk]),
        )
        for row in rows
    )


def as_reviewers(
    people: Iterable[User], submissions: Collection[int], waiting: Mapping[int, int]
) -> tuple[Reviewer, ...]:
    """Return people of ``reviewers()`` as plain values (1 query for each: what is too near)."""
    return tuple(
        Reviewer(
            user.pk,
            capacity=capacity_of(user),
            load=waiting.get(user.pk, 0),
            reads=reads(user),
            calls=calls_of(user),
            too_near=frozenset(
                Submission.objects.filter(near(user), pk__in=submissions).values_list(
                    "pk", flat=True
                )
            ),
        )
        for user in people
    )


def calls_of(user: Any) -> frozenset[int] | None:
    """Return the calls that somebody of ``reviewers()`` reviews for; nothing: all of them."""
    if user.for_all:
        return None
    return frozenset(role.call_id for role in user.calls_of_role)


def rules() -> tuple[Rule, ...]:
    """Return the rules that are in force (1 query)."""
    rows = AssignmentRule.objects.filter(is_active=True).order_by("pk")
    return tuple(
        Rule(row.reviewer_id, row.call_id, row.action_line_id, row.language) for row in rows
    )


def to_assign(user: User) -> SubmissionQuerySet:
    """Return the inputs that somebody of the secretariat may assign: seen, and under way."""
    rows = access.readable(user).filter(status__in=UNDER_WAY)
    if roles.has_role(user, roles.SECRETARIAT):
        return rows
    return rows.filter(call__in=calls_led_by(user).values("call"))


def calls_led_by(user: User) -> QuerySet[CallRole, Any]:
    """Return the roles of the secretariat that somebody has for one call."""
    return CallRole.objects.filter(user=user.pk, role=Role.SECRETARIAT)


def may_assign_somewhere(user: User) -> bool:
    """Tell whether somebody belongs to the secretariat, of all calls or of one."""
    if not user.is_active or not user.is_staff:
        return False
    return roles.has_role(user, roles.SECRETARIAT) or calls_led_by(user).exists()


def calls_to_assign(user: User) -> list[tuple[Call, int, int]]:
    """Return the calls with inputs to assign, how many, and how many nobody reviews (2 queries)."""
    active = Assignment.objects.active().filter(submission=OuterRef("pk"))
    counted = {
        call: (count, alone)
        for call, count, alone in to_assign(user)
        .alias(has_somebody=Exists(active))
        .order_by()
        .values_list("call")
        .annotate(count=Count("pk"), alone=Count("pk", filter=Q(has_somebody=False)))
    }
    calls = Call.objects.filter(pk__in=counted).select_related("forum")
    return [(call, *counted[call.pk]) for call in calls.order_by("-forum__year", "order", "pk")]
