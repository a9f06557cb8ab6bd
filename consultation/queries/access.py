"""
Which inputs a member of the staff may see: the one rule for pages, lists, search, exports, files.

``rules.py`` asks it for one input, every list for many. What is not in ``readable`` does not exist
for that person: it is in no list, no search, no export, no count, and its page is "not found".
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Lower

from consultation.choices import Role
from consultation.models import (
    CallRole,
    Conflict,
    Contributor,
    KnownName,
    NameKind,
    Organization,
    Submission,
)
from consultation.models.organization import folded
from consultation.models.submission import SubmissionQuerySet
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User

EVERY_ROLE = tuple(role.value for role in Role)


def readable(user: Any) -> SubmissionQuerySet:
    """
    Return what a member of the staff may see of what was handed in; nothing for anybody else.

    With a role for all calls: all, with roles for some: theirs. Never one that is too near to the
    person (``conflicted``), whatever the role, the operator's too.
    """
    handed_in = Submission.objects.handed_in()
    if not user.is_active or not user.is_staff:
        return handed_in.none()
    if not roles.has_role(user, *EVERY_ROLE):
        calls = CallRole.objects.filter(user=user.pk).values("call")
        handed_in = handed_in.filter(call__in=calls)
    return handed_in.exclude(conflicted(user))


def conflicted(user: User) -> Q:
    """
    Return the condition of the inputs that are too near to a person to be seen by her.

    She wrote it, may write in it or was invited to; she stands in it as a speaker, nominee or
    contact; it comes from her organization; or she declared it. Names count as equal whatever their
    case and accents. Each part is a short list of keys that an index finds.
    """
    wrote = Contributor.objects.filter(removed_at__isnull=True).filter(
        Q(user=user.pk) | Q(email__iexact=user.email)
    )
    declared = Conflict.objects.filter(user=user.pk, ended_at__isnull=True)
    near = (
        Q(author=user.pk)
        | Q(pk__in=wrote.values("submission"))
        | Q(pk__in=declared.values("submission"))
    )
    if user.name.strip():
        people = KnownName.objects.filter(kind=NameKind.PERSON, folded=folded(user.name))
        near |= Q(pk__in=people.values("submission"))
    if user.organization_name.strip():
        named = KnownName.objects.filter(
            kind=NameKind.ORGANIZATION, folded=folded(user.organization_name)
        )
        typed = Lower(Value(user.organization_name.strip()))
        rows = Organization.objects.alias(
            low_name=Lower("name"), low_acronym=Lower("acronym")
        ).filter(Q(low_name=typed) | Q(low_acronym=typed))
        near |= Q(pk__in=named.values("submission")) | Q(organization__in=rows.values("pk"))
    return near


def may_read(user: Any, submission: Submission) -> bool:
    """Tell whether a member of the staff may see one input (1 query)."""
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


def staff_of(submission: Submission) -> Any:
    """Return the active members of the staff who may see an input, for mentions and assignments."""
    for_all = Q(groups__name__in=EVERY_ROLE) | Q(is_superuser=True)
    for_call = Q(Exists(CallRole.objects.filter(user=OuterRef("pk"), call=submission.call_id)))
    people = User.objects.filter(is_active=True, is_staff=True).filter(for_all | for_call)
    near = [user.pk for user in people.distinct() if is_near(user, submission)]
    return people.exclude(pk__in=near).distinct().order_by("name", "email")


def is_near(user: User, submission: Submission) -> bool:
    """Tell whether an input is too near to a person, declared or computed (1 query)."""
    return Submission.objects.filter(conflicted(user), pk=submission.pk).exists()
