"""The verb that says how much a reviewer takes, and what she reads."""

from collections.abc import Sequence

from django.db import transaction

from consultation.models import ReviewerCapacity
from wsis_forum.accounts.models import User


@transaction.atomic
def describe_reviewer(*, user_id: int, inputs: int, reads: Sequence[str], by: User) -> User:
    """
    Say how many inputs a reviewer takes at a time, and which languages she reads (codes).

    :raises User.DoesNotExist: there is no such person
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    ReviewerCapacity.objects.update_or_create(user=user, defaults={"inputs": inputs})
    user.reads = list(reads)
    user.save(update_fields=("reads",))
    return user
