"""Which inputs everybody may read: the one place of that rule, for pages, search and exports."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from consultation.choices import Publication, PublicationRule, Status
from consultation.models import Call, Forum, Submission


def public_at(at: datetime) -> QuerySet[Submission]:
    """
    Return the inputs that are public at ``at``.

    Handed in and not withdrawn; their authors agreed; and the call publishes at once, or its
    deadline has passed. Under ``Publication.WITHOUT_NAME`` no name may be shown: neither the
    author's nor the organization's.
    """
    return _agreed(Submission.objects.all()).filter(_publishes(at, "call__"))


def public_in(forum: Forum, at: datetime) -> QuerySet[Submission]:
    """
    Return the inputs of one Forum that are public at ``at`` (1 query at once, for its calls).

    The same as ``public_at``: with the calls' keys at hand, the database finds the rest by index.
    """
    calls = Call.objects.filter(_publishes(at, ""), forum=forum).values_list("pk", flat=True)
    return _agreed(Submission.objects.filter(call__in=list(calls)))


def _agreed(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Keep what was handed in, is not withdrawn, and may be published."""
    gone = (Status.DRAFT, Status.WITHDRAWN)
    return rows.exclude(status__in=gone).exclude(publication=Publication.NOT_PUBLIC)


def _publishes(at: datetime, path: str) -> Q:
    """Return the condition of calls that show their inputs at ``at``."""
    rule, closes_at = f"{path}publication_rule", f"{path}closes_at__lte"
    at_once = Q(**{rule: PublicationRule.AT_ONCE})
    return at_once | Q(**{rule: PublicationRule.AFTER_DEADLINE, closes_at: at})


def withdrawn_from_view_at(at: datetime) -> QuerySet[Submission]:
    """
    Return the inputs that were public once and are withdrawn at ``at``: their pages are gone.

    Where the call publishes after its deadline, that is what was withdrawn after it. What was never
    public is not here: nobody is told that it exists.
    """
    at_once = Q(call__publication_rule=PublicationRule.AT_ONCE)
    was_over = Q(
        call__publication_rule=PublicationRule.AFTER_DEADLINE,
        call__closes_at__lte=F("decision__decided_at"),
    )
    return (
        Submission.objects.filter(status=Status.WITHDRAWN, decision__decided_at__lte=at)
        .exclude(publication=Publication.NOT_PUBLIC)
        .filter(at_once | was_over)
    )
