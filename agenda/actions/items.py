"""Verbs that change the lines of a session's agenda."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from agenda.exceptions import LinesImpossible
from agenda.models import AgendaItem, Session
from wsis_forum.accounts.models import User

# Orders are moved out of the way by this much before they are dealt out anew.
_ASIDE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as it is wanted; without ``item_id`` it is new, ``titles`` are by column."""

    item_id: int | None = None
    parent_id: int | None = None
    position: int = 0
    is_numbered: bool = False
    minutes: int | None = None
    titles: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def arrange(
    *, session_id: int, lines: Sequence[Line], gone: Collection[int], by: User, at: datetime
) -> list[AgendaItem]:
    """
    Change, add and delete lines, in the order of their positions on each level.

    Lines in ``gone`` are deleted with those below them. Lines that are not named at all stay, after
    those that are: somebody may have added them since.

    :raises LinesImpossible: a line stands below itself or below one that is not there
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=session_id)
    known = {item.pk: item for item in session.items.order_by("order", "pk")}
    gone = with_those_below(gone, lines)
    kept = {pk: item for pk, item in known.items() if pk not in gone}
    lines = [
        line
        for line in lines
        if line.parent_id not in gone and (line.item_id is None or line.item_id in kept)
    ]
    parents = {pk: item.parent_id for pk, item in kept.items()}
    parents |= {line.item_id: line.parent_id for line in lines if line.item_id is not None}
    require_tree(parents, [line.parent_id for line in lines])
    session.items.update(order=F("order") + _ASIDE)
    wanted = sorted(lines, key=lambda line: line.position)
    saved = [_save(session, line, kept, order) for order, line in enumerate(wanted, start=1)]
    named = {item.pk for item in saved}
    others = (item for pk, item in kept.items() if pk not in named)
    for order, item in enumerate(others, start=len(saved) + 1):
        AgendaItem.objects.filter(pk=item.pk).update(order=order)
    # Last, because a line that stays may have stood below one that goes.
    session.items.filter(pk__in=gone).delete()
    return saved


def with_those_below(gone: Collection[int], lines: Sequence[Line]) -> set[int]:
    """Return the lines that go, and those that stand below them."""
    found, count = set(gone), -1
    while count != len(found):
        count = len(found)
        found |= {line.item_id for line in lines if line.item_id and line.parent_id in found}
    return found


def require_tree(parents: Mapping[int, int | None], wanted: Sequence[int | None] = ()) -> None:
    """
    Check that lines, each with the one it stands below, are a tree.

    :raises LinesImpossible: one stands below itself or below one that is not there
    """
    for start in (*parents.values(), *wanted):
        seen: set[int] = set()
        above = start
        while above is not None:
            if above in seen or above not in parents:
                raise LinesImpossible("a line below itself or below one that goes")
            seen.add(above)
            above = parents[above]


def _save(session: Session, line: Line, kept: Mapping[int, AgendaItem], order: int) -> AgendaItem:
    item = AgendaItem(session=session) if line.item_id is None else kept[line.item_id]
    item.parent_id = line.parent_id
    item.order = order
    item.is_numbered = line.is_numbered
    item.minutes = line.minutes
    for column, title in line.titles.items():
        setattr(item, column, title)
    item.save()
    return item
