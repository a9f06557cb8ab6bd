"""Where and when a session takes place, and what a step changed of it, in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agenda.models import PlacingStep, Session, Slot
from agenda.scheduling.facts import RoomFacts
from wsis_forum import dates
from wsis_forum.languages import language
from wsis_forum.letters.templatetags.letter import isolated


def place_words(session: Session) -> str:
    """Write where and when a session takes place."""
    return "; ".join(map(slot_words, session.slots.all())) or _("not placed yet")


def slot_words(slot: Slot) -> str:
    """Write where and when one of a session's times is."""
    return _("%(room)s, %(span)s") % {
        "room": _apart(slot.room.name if slot.room else _("Online")),
        "span": dates.span_words(slot.period.lower, slot.period.upper, slot.timezone),
    }


def step_words(step: PlacingStep, rooms: Mapping[int, RoomFacts]) -> str:
    """Write what a step changed: "124: Room A, 10:00–11:00 → Room B, 10:00–11:00"."""
    number = step.session.number if step.session else "–"
    return _("%(session)s: %(before)s → %(after)s") % {
        "session": number,
        "before": _places(step.before, step.after, rooms),
        "after": _places(step.after, step.before, rooms),
    }


def _places(
    places: Iterable[Mapping[str, Any]],
    others: Iterable[Mapping[str, Any]],
    rooms: Mapping[int, RoomFacts],
) -> str:
    days = {_day(one) for one in (*places, *others)}
    said = [
        (_("%(room)s, %(hours)s") if len(days) == 1 else _("%(room)s, %(day)s, %(hours)s"))
        % {
            "room": _apart(room_words(one["room"], rooms)),
            "day": dates.day_words(_day(one)),
            "hours": hours_words(_moment(one, "starts_at"), _moment(one, "ends_at")),
        }
        for one in places
    ]
    return "; ".join(said) or _("not placed yet")


def room_words(room_id: int | None, rooms: Mapping[int, RoomFacts]) -> str:
    """Name a room; one that is gone has no name any more."""
    if room_id is None:
        return _("Online")
    return rooms[room_id].name if room_id in rooms else "–"


def hours_words(start: datetime, end: datetime) -> str:
    """Write from when until when, as the clock of their zone shows it: "10:00–11:00"."""
    return _apart(f"{start:%H:%M}–{end:%H:%M}")


def _apart(text: str) -> str:
    """Keep a name or a range of times from running into what stands beside it in Arabic."""
    return isolated(text) if language().direction == "rtl" else text


def _day(place: Mapping[str, Any]) -> Any:
    return _moment(place, "starts_at").date()


def _moment(place: Mapping[str, Any], name: str) -> datetime:
    return datetime.fromisoformat(place[name]).astimezone(ZoneInfo(place["timezone"]))
