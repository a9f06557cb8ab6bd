"""Before and after one input in an ordered list, found by its place and not by reading the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

from consultation.models import Submission
from consultation.queries.capped import firsts_and_counts

# So far the place in a list is counted; beyond, it is of no use to a reader and costs time.
MOST = 999

_Inputs = QuerySet[Submission, Any]


@dataclass(frozen=True)
class Neighbours:
    """
    Where a submission stands in the list one came from; positions begin with 1.

    ``position`` is ``None`` where it is not in the list or too far down; with ``is_more``, there
    are more than ``total``.
    """

    position: int | None
    total: int
    previous: int | None
    next: int | None
    is_more: bool = False

    @property
    def total_words(self) -> str:
        """How many there are, as far as they were counted: "999+"."""
        return f"{self.total}+" if self.is_more else str(self.total)


NOWHERE = Neighbours(None, 0, None, None)


@dataclass(frozen=True)
class _Column:
    """One column of the order: its alias, its expression, and its direction."""

    name: str
    expression: Any
    is_descending: bool


def beside(listing: _Inputs, here: int, after: int | None = None) -> Neighbours:
    """
    Find the submissions before and after one in an ordered list (2 to 3 queries).

    One that has just left the list (a filter on its status) is followed by ``after``, which was
    next to it before, else by the first that is left; before it comes what comes before ``after``.
    """
    columns = _columns(listing)
    aliases = {column.name: column.expression for column in columns}
    placed = listing.alias(**aliases)
    whole = (listing, MOST + 1)
    place = _place(placed, columns, here)
    if place is not None:
        before, behind = _around(placed, columns, place)
        firsts, (ahead, total) = firsts_and_counts((before, behind), ((before, MOST), whole))
        position = ahead + 1 if ahead < MOST else None
        return _bounded(position, total, *firsts)
    place = _place(placed, columns, after) if after is not None else None
    if place is None:
        ordered = placed.order_by(*_order(columns))
        (first,), (total,) = firsts_and_counts((ordered,), (whole,))
        return _bounded(None, total, None, first)
    before, _behind = _around(placed, columns, place)
    (previous,), (total,) = firsts_and_counts((before,), (whole,))
    return _bounded(None, total, previous, after)


def _around(
    placed: _Inputs, columns: Sequence[_Column], place: Sequence[Any]
) -> tuple[_Inputs, _Inputs]:
    """Return what comes before a place, the nearest first, and what comes after it."""
    return (
        placed.filter(_beyond(columns, place, back=True)).order_by(*_order(columns, back=True)),
        placed.filter(_beyond(columns, place)).order_by(*_order(columns)),
    )


def _bounded(
    position: int | None, total: int, previous: int | None, behind: int | None
) -> Neighbours:
    return Neighbours(position, min(total, MOST), previous, behind, is_more=total > MOST)


def _columns(listing: _Inputs) -> list[_Column]:
    """Read the order of a list; the key comes last, so that no two have the same place."""
    given: Sequence[Any] = listing.query.order_by
    columns = []
    for number, part in enumerate(given):
        if isinstance(part, OrderBy):
            expression, is_descending = part.expression, part.descending
        elif isinstance(part, str):
            expression, is_descending = F(part.removeprefix("-")), part.startswith("-")
        else:
            expression, is_descending = part, False
        columns.append(_Column(f"walk_{number}", expression, is_descending))
    is_descending = bool(columns) and columns[-1].is_descending
    return [*columns, _Column("walk_key", F("id"), is_descending)]


def _place(placed: _Inputs, columns: Sequence[_Column], pk: int) -> Sequence[Any] | None:
    """Read what the order says of one row of the list; nothing where it is not in it."""
    names = [column.name for column in columns]
    row = placed.filter(pk=pk).order_by()
    annotated = row.annotate(**{name: F(name) for name in names})
    found: Sequence[Any] | None = annotated.values_list(*names).first()
    return found


def _order(columns: Sequence[_Column], *, back: bool = False) -> list[OrderBy]:
    return [
        F(each.name).desc() if each.is_descending != back else F(each.name).asc()
        for each in columns
    ]


def _beyond(columns: Sequence[_Column], place: Sequence[Any], *, back: bool = False) -> Q:
    """Return the condition of the rows after a place, or before it."""
    ways = []
    for number, column in enumerate(columns):
        same = {one.name: place[at] for at, one in enumerate(columns[:number])}
        side = "lt" if column.is_descending != back else "gt"
        ways.append(Q(**same, **{f"{column.name}__{side}": place[number]}))
    # Said once more for the first column alone: that is what an index begins with.
    first = columns[0]
    side = "lte" if first.is_descending != back else "gte"
    return Q(**{f"{first.name}__{side}": place[0]}) & reduce(or_, ways)
