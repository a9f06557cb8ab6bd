"""Decisions that wait in baskets: what each would be, and what changed since it was put there."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from consultation.choices import Disposition
from consultation.models import BasketItem, Decision, Relation
from consultation.outcome import Outcome
from consultation.queries import access
from consultation.queries.basket_facts import digest, facts_of, with_facts
from consultation.queries.decisions import decides_in
from wsis_forum.accounts.models import User

_OUTCOME = tuple(field.name for field in fields(Outcome))
_DECISION = frozenset(field.name for field in Decision._meta.concrete_fields)


def counted() -> QuerySet[BasketItem]:
    """Return what lies in baskets, the oldest first, with what ``basket_facts`` preloads."""
    return with_facts(BasketItem.objects.all()).order_by("put_at", "pk")


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
        reason_texts=item.chosen_reason.texts if item.chosen_reason else {},
        decided_by=by,
        decided_at=at,
        **{name: getattr(item, name) for name in _OUTCOME if name in _DECISION},
    )
    if item.target is not None:
        relation = Relation(source=item.submission, target=item.target, kind=item.relation)
        decision.relation = relation
    return decision


def changed_since(item: BasketItem, at: datetime) -> list[str]:
    """Name what is not as it was when the decision was put there, as ``facts_of`` names it."""
    now = facts_of(item, at)
    return [name for name, value in now.items() if item.seen.get(name, value) != value]


def stamp_of(item: BasketItem, at: datetime) -> str:
    """
    Return a digest of everything the confirm page shows of one decision; needs ``counted``.

    Its parts are told apart by ``stamps_differ``: "decision:1a2b status:3c4d …".
    """
    decided = [getattr(item, name) for name in _OUTCOME]
    shown = {"decision": decided, **facts_of(item, at)}
    return " ".join(f"{name}:{digest(value)}" for name, value in shown.items())


def stamps_differ(before: str, now: str) -> list[str]:
    """Name the parts in which two stamps of one decision differ."""
    known, is_now = _parts(before), _parts(now)
    return [name for name, value in is_now.items() if known.get(name) != value]


def _parts(stamp: str) -> dict[str, str]:
    return {part.partition(":")[0]: part.partition(":")[2] for part in stamp.split()}


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
