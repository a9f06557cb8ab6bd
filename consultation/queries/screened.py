"""How an input stands against the minimum of its call: to screen, met, not met, met before."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from consultation.choices import Status
from consultation.models import Screening, ScreeningCriterion, Submission, SubmissionVersion


class Screened(StrEnum):
    """Where an input stands; ``admin.words`` says them."""

    NONE = "none"
    MET = "met"
    FAILED = "failed"
    OLDER = "older"


def _newest(**given: bool) -> Any:
    """Return the last screenings of inputs, those with this outcome."""
    later = Screening.objects.filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
        submission=OuterRef("submission"),
    )
    return Screening.objects.filter(~Exists(later), **given)


def _of_older_version() -> Exists:
    newer = SubmissionVersion.objects.filter(
        submission=OuterRef("submission"), number__gt=OuterRef("version_number")
    )
    return Exists(newer)


def _to_screen() -> Q:
    """Keep what waits, has a minimum, and was never held against it."""
    minimum = ScreeningCriterion.objects.filter(is_active=True).values("call")
    waits = Q(status__in=(Status.SUBMITTED, Status.UNDER_REVIEW), call__in=minimum)
    return waits & ~Q(pk__in=Screening.objects.values("submission"))


CONDITIONS: Mapping[str, Callable[[], Q]] = {
    Screened.NONE: _to_screen,
    Screened.MET: lambda: Q(
        pk__in=_newest(is_met=True).filter(~_of_older_version()).values("submission")
    ),
    Screened.FAILED: lambda: Q(pk__in=_newest(is_met=False).values("submission")),
    Screened.OLDER: lambda: Q(
        pk__in=_newest(is_met=True).filter(_of_older_version()).values("submission")
    ),
}


def columns() -> dict[str, Any]:
    """Return what a list reads along for ``state_of``, as annotations."""
    last = Screening.objects.filter(submission=OuterRef("pk")).order_by("-at", "-pk")
    version = SubmissionVersion.objects.filter(submission=OuterRef("pk")).order_by("-number")
    minimum = ScreeningCriterion.objects.filter(call=OuterRef("call"), is_active=True)
    return {
        "screened_met": Subquery(last.values("is_met")[:1]),
        "screened_version": Subquery(last.values("version_number")[:1]),
        "newest_version": Subquery(version.values("number")[:1]),
        "has_minimum": Exists(minimum),
    }


def state_of(submission: Submission) -> Screened | None:
    """Say where an input of a list stands; nothing where there is nothing to screen."""
    row: Any = submission
    met = getattr(row, "screened_met", None)
    if met is None:
        waits = submission.status in (Status.SUBMITTED, Status.UNDER_REVIEW)
        return Screened.NONE if waits and getattr(row, "has_minimum", False) else None
    if not met:
        return Screened.FAILED
    return Screened.OLDER if (row.newest_version or 0) > row.screened_version else Screened.MET
