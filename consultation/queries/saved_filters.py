"""Reads of saved filters."""

from django.db.models import Q, QuerySet

from consultation.models import SavedFilter
from wsis_forum.accounts.models import User


def offered_to(user: User) -> QuerySet[SavedFilter]:
    """Return a person's own filters and those that others share, her own first."""
    hers = Q(owner=user.pk)
    return (
        SavedFilter.objects.filter(hers | Q(is_shared=True, owner__is_active=True))
        .select_related("owner")
        .alias(is_hers=Q(owner=user.pk))
        .order_by("-is_hers", "name", "pk")
    )
