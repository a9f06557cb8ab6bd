"""Load and agreement of the reviews of a call: who owes what, and where reviewers differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.expressions import OrderBy

from consultation.choices import Recommendation
from consultation.models import Assignment, Call, Review, Submission
from consultation.models.submission import SubmissionQuerySet
from consultation.queries import reviews
from consultation.queries.access import readable
from consultation.scores import mean, tally
from wsis_forum.accounts.models import User

# What the table of inputs can be sorted by; the words stand in the address.
SORTS: Mapping[str, tuple[OrderBy, ...]] = {
    "spread": (F("review_spread").desc(nulls_last=True), F("number").asc()),
    "mean": (F("review_mean").desc(nulls_last=True), F("number").asc()),
    "given": (F("reviews_given").asc(), F("number").asc()),
    "number": (F("number").asc(),),
}


@dataclass
class Load:
    """What one reviewer was asked and has given in a call; ``mean`` is that of her reviews."""

    reviewer: User
    assigned: int = 0
    given: int = 0
    owed: int = 0
    late: int = 0
    mean: float | None = None


@dataclass(frozen=True)
class Totals:
    """What a call has in all; ``covered``: inputs that somebody has reviewed."""

    inputs: int
    covered: int
    unassigned: int
    assigned: int
    given: int
    owed: int
    late: int


@dataclass
class Owing:
    """A reviewer and the inputs whose reviews she owes, what is due first on top."""

    reviewer: User
    assignments: list[Any] = field(default_factory=list)
    late: int = 0

    @property
    def count(self) -> int:
        """How many reviews she owes."""
        return len(self.assignments)


def inputs(user: Any, call: Call, sort: str = "spread") -> SubmissionQuerySet:
    """Return the inputs of a call that a person may see, with the figures of their reviews."""
    rows = reviews.with_figures(readable(user).filter(call=call), user)
    found = rows.defer("text", "summary", "answers").order_by(*SORTS.get(sort, SORTS["spread"]))
    return found.select_related("call__forum")


def recommended(user: Any, rows: Sequence[Submission]) -> dict[int, list[tuple[str, int]]]:
    """Count the recommendations of inputs that a person may see, in words (1 query)."""
    said: dict[int, list[str]] = {row.pk: [] for row in rows}
    found = reviews.visible(user).counted().filter(submission__in=said)
    for key, code in found.values_list("submission", "recommendation"):
        said[key].append(code)
    words = dict(Recommendation.choices)
    return {
        key: [(str(words[code]), count) for code, count in tally(codes)]
        for key, codes in said.items()
    }


def by_reviewer(user: Any, call: Call, at: datetime) -> list[Load]:
    """Return the load of everybody who was asked or has reviewed; who is late comes first."""
    seen = readable(user).filter(call=call).values("pk")
    owing = Q(pk__in=reviews.owed().values("pk"))
    asked = (
        Assignment.objects.active()
        .filter(submission__in=seen)
        .order_by()
        .values("reviewer")
        .annotate(
            assigned=Count("pk"),
            owed=Count("pk", filter=owing),
            late=Count("pk", filter=owing & Q(due_at__lte=at)),
        )
    )
    means: dict[int, list[float | None]] = {}
    # What was given is counted; who still owes a review of the same input is told no score of it.
    shown = reviews.visible(user).values("pk")
    given = reviews.with_means(Review.objects.counted().filter(submission__in=seen)).annotate(
        is_shown=ExpressionWrapper(Q(pk__in=shown), BooleanField())
    )
    for reviewer, value, is_shown in given.values_list("reviewer", "mean", "is_shown"):
        means.setdefault(reviewer, []).append(value if is_shown else None)
    counts = {row.pop("reviewer"): row for row in asked}
    people = User.objects.in_bulk({*counts, *means})
    rows = [
        Load(
            reviewer=person,
            given=len(means.get(key, ())),
            mean=mean([value for value in means.get(key, ()) if value is not None]),
            **counts.get(key, {}),
        )
        for key, person in people.items()
    ]
    return sorted(rows, key=lambda row: (-row.late, -row.owed, str(row.reviewer), row.reviewer.pk))


def totals(user: Any, call: Call, loads: Iterable[Load]) -> Totals:
    """Add up a call (1 query); ``loads`` is what ``by_reviewer`` returned."""
    loads = list(loads)
    given = Review.objects.counted().filter(submission=OuterRef("pk"))
    asked = Assignment.objects.active().filter(submission=OuterRef("pk"))
    counted = (
        readable(user)
        .filter(call=call)
        .aggregate(
            inputs=Count("pk"),
            covered=Count("pk", filter=Exists(given)),
            unassigned=Count("pk", filter=~Exists(asked)),
        )
    )
    return Totals(
        **counted,
        assigned=sum(load.assigned for load in loads),
        given=sum(load.given for load in loads),
        owed=sum(load.owed for load in loads),
        late=sum(load.late for load in loads),
    )


def owing(user: Any, call: Call, at: datetime, *, only_late: bool = False) -> list[Owing]:
    """
    Return who owes reviews of a call, and which; ``only_late``: those whose date has passed.

    Only inputs that both ``user`` and the reviewer may see are named (1 query, and 2 per
    reviewer); who may not enter any more owes nothing.
    """
    asked = (
        reviews.owed()
        .filter(submission__call=call, submission__in=readable(user).values("pk"))
        .select_related("reviewer", "submission__call__forum")
        .order_by(F("due_at").asc(nulls_last=True), "submission__number")
    )
    if only_late:
        asked = asked.filter(due_at__lte=at)
    people: dict[int, Owing] = {}
    for one in asked:
        people.setdefault(one.reviewer_id, Owing(one.reviewer)).assignments.append(one)
    for row in people.values():
        keys = [one.submission_id for one in row.assignments]
        mine = set(readable(row.reviewer).filter(pk__in=keys).values_list("pk", flat=True))
        row.assignments = [one for one in row.assignments if one.submission_id in mine]
        row.late = sum(one.due_at is not None and one.due_at <= at for one in row.assignments)
    found = (row for row in people.values() if row.assignments)
    return sorted(found, key=lambda row: (-row.late, str(row.reviewer), row.reviewer.pk))
