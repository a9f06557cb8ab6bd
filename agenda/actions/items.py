"""The verb that changes the agenda of a session."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from agenda.exceptions import LinesChanged, LinesImpossible
from agenda.models import AgendaItem, Session, Speaker
from agenda.outline import DEEPEST
from agenda.queries.items import outline, revision
from wsis_forum.accounts.models import User

# Orders are moved out of the way by this much before they are dealt out anew.
_ASIDE = 10_000
MOST_LINES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    One line as it is wanted; without ``item_id`` it is new.

    ``titles`` are by column; columns that are not named stay, as do speakers that are ``None``.
    """

    item_id: int | None = None
    depth: int = 0
    is_numbered: bool = False
    minutes: int | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    speakers: Collection[int] | None = None


@transaction.atomic
def arrange(
    *, session_id: int, lines: Sequence[Line], seen: str, by: User, at: datetime
) -> list[AgendaItem]:
    """
    Make these lines, in reading order, the whole agenda of a session; all others go.

    ``seen`` is the revision (``agenda.queries.items``) on which the change is based.

    :raises LinesChanged: somebody else has changed the agenda since
    :raises LinesImpossible: a line stands too deep, is named twice or is another session's, or a
        speaker is of another Forum
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=session_id)
    present = outline(session_id)
    if revision(present) != seen:
        raise LinesChanged(session_id)
    known = {line.row.pk: line.row for line in present}
    _require(session, lines, known)
    session.items.update(order=F("order") + _ASIDE)
    saved: list[AgendaItem] = []
    path: list[AgendaItem] = []
    for order, line in enumerate(lines, start=1):
        del path[line.depth :]
        item = AgendaItem(session=session) if line.item_id is None else known[line.item_id]
        _save(item, line, path[-1] if path else None, order)
        path.append(item)
        saved.append(item)
    # Last, because a line that stays may have stood below one that goes.
    session.items.exclude(pk__in=[item.pk for item in saved]).delete()
    return saved


def _require(session: Session, lines: Sequence[Line], known: Collection[int]) -> None:
    """
    Check that the lines are an agenda of this session.

    :raises LinesImpossible: they are not
    """
    named = [line.item_id for line in lines if line.item_id is not None]
    if len(set(named)) != len(named) or not set(named) <= set(known) or len(lines) > MOST_LINES:
        raise LinesImpossible("a line twice, or of another session")
    most = 0
    for line in lines:
        if not 0 <= line.depth <= min(most, DEEPEST):
            raise LinesImpossible("a line below one that is not there")
        most = line.depth + 1
    speakers = {pk for line in lines for pk in line.speakers or ()}
    here = Speaker.objects.filter(forum=session.forum_id, pk__in=speakers)
    if speakers and here.count() != len(speakers):
        raise LinesImpossible("a speaker of another Forum")


def _save(item: AgendaItem, line: Line, parent: AgendaItem | None, order: int) -> None:
    item.parent = parent
    item.order = order
    item.is_numbered = line.is_numbered
    item.minutes = line.minutes
    for name, title in line.titles.items():
        setattr(item, name, title)
    item.save()
    if line.speakers is not None:
        item.speakers.set(line.speakers)
