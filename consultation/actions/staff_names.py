"""Verbs about the names by which conflicts of interest are computed: enter one, take one away."""

from datetime import datetime

from django.db import transaction

from consultation.exceptions import OwnConflict, ReasonMissing
from consultation.models import NameKind, StaffName
from consultation.models.staff_name import organization_key
from wsis_forum.accounts.models import User


@transaction.atomic
def enter_organization(*, user_id: int, name: str, by: User, at: datetime) -> StaffName | None:
    """
    Record an organization of a member of the staff: what is near to it, she does not see any more.

    Entered twice, it is the first one; a name without letters is nobody's.

    :raises User.DoesNotExist: there is no such person
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    key = organization_key(name)
    if not key:
        return None
    row, _is_new = StaffName.objects.get_or_create(
        user=user,
        kind=NameKind.ORGANIZATION,
        folded=key,
        removed_at=None,
        defaults={"name": name, "added_at": at, "added_by": by},
    )
    return row


@transaction.atomic
def take_away(*, name_id: int, by: User, reason: str, at: datetime) -> StaffName:
    """
    Let a name of a colleague count no more; it stays on record with who did it and why.

    One that was taken away stays as it is. Her profile brings it back when she writes it anew.

    :raises StaffName.DoesNotExist: there is none
    :raises OwnConflict: it is that of who wants to take it away
    :raises ReasonMissing: the reason is blank
    """
    row = StaffName.objects.select_for_update().get(pk=name_id)
    if row.user_id == by.pk:
        raise OwnConflict
    if not reason.strip():
        raise ReasonMissing
    if row.removed_at is None:
        row.removed_at, row.removed_by, row.reason = at, by, reason.strip()
        row.save(update_fields=("removed_at", "removed_by", "reason"))
    return row
