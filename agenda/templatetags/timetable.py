"""Words and addresses for the pages of the timetable."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import template
from django.urls import reverse

from agenda.admin.conflict_words import Said
from agenda.scheduling.facts import Placement
from agenda.scheduling.mending import Mend
from consultation.models import Forum
from wsis_forum import dates

register = template.Library()


@register.filter
def of_session(rows: Mapping[int, Any], session_id: int) -> Any:
    """Return what belongs to a session."""
    return rows.get(session_id)


@register.filter
def any_blocking(said: Iterable[Said]) -> bool:
    """Tell whether one of some conflicts is of a kind that the Forum does not allow."""
    return any(one.is_blocking for one in said)


@register.simple_tag
def placement_words(placement: Placement) -> str:
    """Write when a placement is."""
    return dates.span_words(placement.start, placement.end, placement.zone)


@register.simple_tag
def mend_url(mend: Mend, forum: Forum) -> str:
    """Return the address of the form that would mend a conflict, filled in."""
    one, zone = mend.placement, ZoneInfo(forum.timezone)
    query = {
        "forum": forum.slug,
        "day": f"{mend.start.astimezone(zone):%Y-%m-%d}",
        "session": one.session.id,
        "slot": one.slot_id,
        "room": mend.room_id or "",
        "start": f"{mend.start.astimezone(zone):%H:%M}",
    }
    return f"{reverse('admin:agenda_session_timetable')}?{urlencode(query)}#move"
