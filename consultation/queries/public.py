"""Which inputs everybody may read: the one place of that rule, for pages, search and exports."""

from datetime import datetime

from django.db.models import Q, QuerySet

from consultation.choices import Publication, PublicationRule, Status
from consultation.models import Submission


def public_at(at: datetime) -> QuerySet[Submission]:
    """
    Return the inputs that are public at ``at``.

    Handed in and not withdrawn; their authors agreed; and the call publishes at once, or its
    deadline has passed. Under ``Publication.WITHOUT_NAME`` no name may be shown: neither the
    author's nor the organization's.
    """
    at_once = Q(call__publication_rule=PublicationRule.AT_ONCE)
    is_over = Q(call__publication_rule=PublicationRule.AFTER_DEADLINE, call__closes_at__lte=at)
    return (
        Submission.objects.exclude(status__in=(Status.DRAFT, Status.WITHDRAWN))
        .exclude(publication=Publication.NOT_PUBLIC)
        .filter(at_once | is_over)
    )
