"""The lines of a session's agenda as they are read, and what tells one state from the next."""

import hashlib
import json
from collections.abc import Sequence

from django.conf import settings

from agenda.models import AgendaItem
from agenda.numbering import Line, tree, walk
from wsis_forum.languages import column

TITLES = tuple(column("title", code) for code, _name in settings.LANGUAGES)


def outline(session_id: int) -> list[Line[AgendaItem]]:
    """Return the lines of a session in reading order with their speakers (2 queries)."""
    rows = AgendaItem.objects.filter(session=session_id).prefetch_related("speakers")
    return list(
        walk(
            tree(
                rows.order_by("order", "pk"),
                key=lambda item: item.pk,
                parent=lambda item: item.parent_id,
                is_numbered=lambda item: item.is_numbered,
            )
        )
    )


def revision(lines: Sequence[Line[AgendaItem]]) -> str:
    """Return what changes whenever any line does: its place, its words, its speakers."""
    state = [
        (
            line.row.pk,
            line.depth,
            line.row.is_numbered,
            line.row.minutes,
            [getattr(line.row, name) or "" for name in TITLES],
            sorted(speaker.pk for speaker in line.row.speakers.all()),
        )
        for line in lines
    ]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:24]
