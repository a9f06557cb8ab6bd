"""Decisions that wait in baskets: what each would be, and what changed since it was put there."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from consultation.choices import Disposition
from consultation.models import (
    BasketItem,
    Clarification,
    Decision,
    Relation,
    Review,
    Submission,
    SubmissionVersion,
    TeamNote,
)
from consultation.outcome import Outcome
from consultation.queries import access
from consultation.queries.decisions import decides_in
from wsis_forum.accounts.models import User
from wsis_forum.languages import column, languages

_OUTCOME = tuple(field.name for field in fields(Outcome))
_DECISION = frozenset(field.name for field in Decision._meta.concrete_fields)


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Count the rows of an item's input."""
    per_input = rows.filter(submission=OuterRef("submission")).order_by().values("submission")
    return Coalesce(Subquery(per_input.annotate(count=Count("pk")).values("count")), 0)


# What is counted of an input when it is put into a basket, and again when somebody looks.
COUNTED: Mapping[str, Coalesce] = {
    "texts": _count(SubmissionVersion.objects.all()),
    "reviews": _count(Review.objects.counted()),
    "notes": _count(TeamNote.objects.all()),
    "questions": _count(Clarification.objects.all()),
    "answers": _count(Clarification.objects.filter(answered_at__isnull=False)),
}


def counted() -> QuerySet[BasketItem]:
    """
    Return what lies in baskets with all that a decision, its letter and ``stamp_of`` need.

    The names of ``COUNTED`` are annotated, and ``holds_others``: inputs are merged into it.
    """
    sources = Relation.objects.active().filter(target=OuterRef("submission"))
    return (
        BasketItem.objects.select_related(
            "put_by",
            "submission__call__forum",
            "submission__author",
            "submission__workshop",
            "submission__decision__decided_by",
            "target__call__forum",
            "target__decision",
            "chosen_reason",
        )
        .annotate(**COUNTED, holds_others=Exists(sources))
        .order_by("put_at", "pk")
    )


def basket_of(user: User) -> QuerySet[BasketItem]:
    """
    Return what lies in a person's basket and she may decide about, the oldest first.

    Not what would be merged into an input that is too near to her: a colleague takes that over.
    """
    seen = access.readable(user)
    is_whole = Q(target=None) | Q(target__in=seen)
    rows = counted().filter(is_whole, put_by=user, submission__in=seen)
    calls = decides_in(user)
    return rows if calls is None else rows.filter(submission__call__in=calls)


def others_baskets(user: User) -> QuerySet[BasketItem, Any]:
    """Count what lies in other people's baskets: rows of ``put_by__name`` and ``count``."""
    rows = BasketItem.objects.exclude(put_by=user).filter(submission__in=access.readable(user))
    return rows.order_by().values("put_by__name", "put_by__email").annotate(count=Count("pk"))


def outcome_of(item: BasketItem) -> Outcome:
    """Return the decision that lies there, as the verb takes it."""
    values = {name: getattr(item, name) for name in _OUTCOME}
    return Outcome(**{**values, "disposition": Disposition(item.disposition)})


def as_decision(item: BasketItem, by: User | None, at: Any) -> Decision:
    """Return the decision as it would be made; neither it nor its relation is saved."""
    decision = Decision(
        submission=item.submission,
        reason_texts=texts_of(item),
        decided_by=by,
        decided_at=at,
        **{name: getattr(item, name) for name in _OUTCOME if name in _DECISION},
    )
    if item.target is not None:
        relation = Relation(source=item.submission, target=item.target, kind=item.relation)
        decision.relation = relation
    return decision


def texts_of(item: BasketItem) -> dict[str, str]:
    """Return the words of the chosen reason, language -> text."""
    row = item.chosen_reason
    if row is None:
        return {}
    texts = {each.code: getattr(row, column("text", each.code)) for each in languages()}
    return {code: text for code, text in texts.items() if text}


def seen_of(item: BasketItem) -> dict[str, Any]:
    """Return what is kept of an input when it is put there; needs ``counted``."""
    return {
        "status": item.submission.status,
        **{name: getattr(item, name) for name in COUNTED},
    }


def changed_since(item: BasketItem) -> list[str]:
    """Name what is not as it was when the decision was put there, as ``seen_of`` names it."""
    now = seen_of(item)
    return [name for name, value in now.items() if item.seen.get(name, value) != value]


def stamp_of(item: BasketItem) -> str:
    """
    Return a digest of everything the confirm page shows of one decision; needs ``counted``.

    Its parts are told apart by ``stamps_differ``: "decision:1a2b status:3c4d …".
    """
    target: Submission | None = item.target
    author = item.submission.author
    shown = {
        "decision": [getattr(item, name) for name in _OUTCOME],
        "reason": texts_of(item),
        "target": target and [target.status, target.decision_id],
        "letter": author and [author.pk, author.email, author.language],
        **seen_of(item),
    }
    return " ".join(f"{name}:{_digest(value)}" for name, value in shown.items())


def stamps_differ(before: str, now: str) -> list[str]:
    """Name the parts in which two stamps of one decision differ."""
    known, is_now = _parts(before), _parts(now)
    return [name for name, value in is_now.items() if known.get(name) != value]


def _parts(stamp: str) -> dict[str, str]:
    return {part.partition(":")[0]: part.partition(":")[2] for part in stamp.split()}


def _digest(value: Any) -> str:
    written = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:12]


def merge_circles(items: "list[BasketItem]") -> list[list[BasketItem]]:
    """Find the decisions of a basket that would merge inputs in a circle, each circle once."""
    wanted = {item.submission_id: item for item in items if item.target_id is not None}
    circles: list[list[BasketItem]] = []
    done: set[int] = set()
    for start in wanted:
        way: list[int] = []
        here: int | None = start
        while here in wanted and here not in done and here not in way:
            way.append(here)
            here = wanted[here].target_id
        if here in way:
            circles.append([wanted[pk] for pk in way[way.index(here) :]])
        done.update(way)
    return circles
