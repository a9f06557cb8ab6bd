"""
Which inputs a member of the staff may see: the one rule for pages, lists, search, exports, files.

``rules.py`` asks it for one input, every list for many. What is not in ``readable`` does not exist
for that person: it is in no list, no search, no export, no count, and its page is "not found".
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from consultation.choices import Role
from consultation.models import CallRole, Submission
from consultation.models.submission import SubmissionQuerySet
from consultation.queries.nearness import near, reasons_for
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User

EVERY_ROLE = tuple(role.value for role in Role)


def readable(user: Any) -> SubmissionQuerySet:
    """
    Return what a member of the staff may see of what was handed in; nothing for anybody else.

    With a role for all calls: all, with roles for some: theirs. Never one that is too near to the
    person (``conflicted``), whatever the role, the operator's too.
    """
    if not user.is_active or not user.is_staff:
        return Submission.objects.none()
    return readable_as(user, reads_all_calls=reads_all_calls(user))


def reads_all_calls(user: Any) -> bool:
    """Tell whether a member of the staff has a role for all calls."""
    return roles.has_role(user, *EVERY_ROLE)


def readable_as(user: Any, *, reads_all_calls: bool) -> SubmissionQuerySet:
    """
    Return what a person may see who has a role for all calls, or only roles for some.

    For SQL that is made for whoever asks; everything else asks ``readable``.
    """
    handed_in = Submission.objects.handed_in()
    if not reads_all_calls:
        calls = CallRole.objects.filter(user=user.pk).values("call")
        handed_in = handed_in.filter(call__in=calls)
    return handed_in.exclude(conflicted(user))


def sees_inputs(user: Any) -> bool:
    """
    Tell whether somebody works with inputs at all: a role for all calls or for one.

    At most 1 query, asked once per user object.
    """
    if not user.is_active or not user.is_staff:
        return False
    if roles.has_role(user, *EVERY_ROLE):
        return True
    known: bool | None = getattr(user, "_has_call_role", None)
    if known is None:
        known = CallRole.objects.filter(user=user.pk).exists()
        user._has_call_role = known  # noqa: SLF001 cache on the request's user
    return known


def conflicted(user: User) -> Q:
    """Return the condition of the inputs that are too near to a person (``nearness.near``)."""
    return near(user)


def remember(user: Any, submission: Submission) -> None:
    """
    Note on a row that this person may see it, so that ``may_read`` asks no second time.

    For a row that was read in this request through ``readable``; never for one that is kept.
    """
    submission._seen_by = user.pk  # type: ignore[attr-defined]  # noqa: SLF001 ours alone


def may_read(user: Any, submission: Submission) -> bool:
    """Tell whether a member of the staff may see one input (1 query, none if remembered)."""
    if user.is_active and getattr(submission, "_seen_by", None) == user.pk:
        return True
    return readable(user).filter(pk=submission.pk).exists()


def has_role(user: User, submission: Submission, *wanted: str) -> bool:
    """
    Tell whether a person holds one of the roles, for all calls or for this input's (1 query).

    Says nothing about conflicts; ask ``may_read``, too.
    """
    if roles.has_role(user, *wanted):
        return True
    if not user.is_active or not user.is_staff:
        return False
    return CallRole.objects.filter(user=user.pk, call=submission.call_id, role__in=wanted).exists()


def staff_of(submission: Submission) -> QuerySet[Any, Any]:
    """Return the active members of the staff who may see an input, for mentions and assignments."""
    return staff_around(submission).exclude(is_near=True)


def staff_here(submission: Submission) -> list[Any]:
    """
    Read everybody of ``staff_around``, each with ``held_roles`` and with ``reviewer_capacity``.

    Read once for a row that is read for one page (``remember``): its panels ask for the same people
    (1 query).
    """
    known: list[Any] | None = getattr(submission, "_staff_here", None)
    if known is None:
        groups = User.groups.through.objects.filter(user=OuterRef("pk"))
        here = CallRole.objects.filter(user=OuterRef("pk"), call=submission.call_id)
        known = list(
            staff_around(submission)
            .annotate(
                roles_of_groups=ArraySubquery(groups.values("group__name")),
                roles_of_call=ArraySubquery(here.values("role")),
            )
            .select_related("reviewer_capacity")
        )
        for person in known:
            person.held_roles = {*person.roles_of_groups, *person.roles_of_call}
        if getattr(submission, "_seen_by", None) is not None:
            submission._staff_here = known  # type: ignore[attr-defined]  # noqa: SLF001 ours alone
    return known


def staff_around(submission: Submission, *wanted: str) -> QuerySet[Any, Any]:
    """
    Return the active staff with a role for an input (one of ``wanted``, or any), conflicts or not.

    Each has ``is_near`` and, in ``near_because``, the values of ``nearness.Reason``, or nothing.
    Operators are there only when any role will do.
    """
    names = wanted or EVERY_ROLE
    here = CallRole.objects.filter(user=OuterRef("pk"), call=submission.call_id, role__in=names)
    of_group = User.groups.through.objects.filter(user=OuterRef("pk"), group__name__in=names)
    has_role = Exists(of_group) | Exists(here)
    if not wanted:
        has_role |= Q(is_superuser=True)
    return (
        User.objects.filter(has_role, is_active=True, is_staff=True)
        .annotate(near_because=reasons_for(submission))
        .annotate(is_near=ExpressionWrapper(Q(near_because__isnull=False), BooleanField()))
        .order_by("name", "email")
    )


def is_near(user: User, submission: Submission) -> bool:
    """Tell whether an input is too near to a person, declared or computed (1 query)."""
    return Submission.objects.filter(near(user), pk=submission.pk).exists()
