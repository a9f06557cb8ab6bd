"""Reads a Forum's working timetable for ``agenda.scheduling`` (13 queries, whatever its size)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from agenda.choices import SessionStatus
from agenda.models import (
    BlockedTime,
    ProgrammeDay,
    ProgrammeSettings,
    Room,
    Session,
    SessionType,
    Slot,
    SpeakerWindow,
    Track,
)
from agenda.programme import pick
from agenda.queries.programme import texts
from agenda.queries.speaking import who_speaks
from agenda.scheduling.facts import (
    BlockedFacts,
    DayFacts,
    Kind,
    Level,
    Placement,
    RoomFacts,
    SessionFacts,
    Span,
    Timetable,
)
from consultation.models import Forum
from wsis_forum.languages import column, language

_ORGANIZERS = tuple(column("organizers", code) for code, _name in settings.LANGUAGES)


def timetable_of(forum_id: int) -> Timetable:
    """Return all that the search for conflicts has to know."""
    forum = Forum.objects.only("start_date", "end_date", "timezone").get(pk=forum_id)
    rules = _rules(forum_id)
    cancelled: list[Placement] = []
    placements: list[Placement] = []
    sessions = _sessions(forum_id)
    slots = Slot.objects.filter(session__forum=forum_id).order_by("period", "pk")
    for slot in slots.values("pk", "session_id", "room_id", "period", "timezone"):
        facts, is_cancelled = sessions[slot["session_id"]]
        (cancelled if is_cancelled else placements).append(_placement(slot, facts))
    days, blocked = _days(forum_id, ZoneInfo(forum.timezone))
    track = Track.objects.order_by("order", "code").values_list("pk", flat=True).first()
    types = SessionType.objects.filter(track=track).order_by("order", "code")
    return Timetable(
        placements=placements,
        cancelled=cancelled,
        rooms=_rooms(forum_id),
        windows=_windows(forum_id),
        days=days,
        blocked=blocked,
        first_day=forum.start_date,
        last_day=forum.end_date,
        levels=_levels(rules),
        between_rooms=timedelta(minutes=rules.minutes_between_rooms),
        first_track=track,
        opening_type=types.values_list("pk", flat=True).first(),
    )


def blocks_anything(forum_id: int) -> bool:
    """Tell whether a conflict of any kind refuses a placing at a Forum (1 query)."""
    return Level.BLOCK in _levels(_rules(forum_id)).values()


def _rules(forum_id: int) -> ProgrammeSettings:
    return ProgrammeSettings.objects.filter(forum=forum_id).first() or ProgrammeSettings()


def _levels(rules: ProgrammeSettings) -> Mapping[Kind, Level]:
    return {kind: Level(getattr(rules, kind)) for kind in Kind}


def _placement(slot: Mapping[str, Any], facts: SessionFacts) -> Placement:
    start, end = slot["period"].lower, slot["period"].upper
    return Placement(
        slot_id=slot["pk"],
        session=facts,
        room_id=slot["room_id"],
        start=start,
        end=end,
        day=start.astimezone(ZoneInfo(slot["timezone"])).date(),
        zone=slot["timezone"],
    )


def _sessions(forum_id: int) -> Mapping[int, tuple[SessionFacts, bool]]:
    """Return the placed sessions by their ids, each with whether it is cancelled."""
    people, on_site = _people(forum_id)
    lines = _grouped(
        Session.action_lines.through.objects.filter(session__forum=forum_id).values_list(
            "session_id", "actionline__code"
        )
    )
    names = ("pk", "number", "status", "expected_people", "equipment", "interpretation")
    rows = Session.objects.filter(forum=forum_id, slots__isnull=False).distinct()
    return {
        row["pk"]: (
            SessionFacts(
                id=row["pk"],
                number=row["number"],
                people=frozenset(people.get(row["pk"], ())),
                on_site=frozenset(on_site.get(row["pk"], ())),
                organizers=next((row[name] for name in _ORGANIZERS if row[name]), "").casefold(),
                expected_people=row["expected_people"],
                equipment=frozenset(row["equipment"]),
                languages=frozenset(row["interpretation"]),
                action_lines=frozenset(lines.get(row["pk"], ())),
                track_id=row["track_id"],
                type_id=row["type_id"],
            ),
            row["status"] == SessionStatus.CANCELLED,
        )
        for row in rows.values(*names, "track_id", "type_id", *_ORGANIZERS)
    }


def _people(forum_id: int) -> tuple[Mapping[int, set[int]], Mapping[int, set[int]]]:
    """Return who speaks in each session, and who of them is there; who declined does neither."""
    speaking = who_speaks([forum_id])
    return _grouped(speaking.pairs), _grouped(speaking.pairs - speaking.remote)


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, set[Any]]:
    found: dict[int, set[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found


def _rooms(forum_id: int) -> Mapping[int, RoomFacts]:
    rows = Room.objects.filter(forum=forum_id).order_by("order", "name")
    return {
        room.pk: RoomFacts(room.pk, room.name, room.seats, frozenset(room.equipment), room.booths)
        for room in rows
    }


def _windows(forum_id: int) -> Mapping[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    rows = SpeakerWindow.objects.filter(speaker__forum=forum_id)
    for person, period in rows.values_list("speaker_id", "period"):
        found.setdefault(person, []).append((period.lower, period.upper))
    return found


def _title(one: BlockedTime) -> str:
    """Return what a break is called in the active language; another one says which it is."""
    here = language().code
    found, code = pick(texts(one, "title"), here)
    if not found:
        return str(one.get_kind_display())
    return found if code == here else f"{found} ({language(code).in_language})"


def _days(forum_id: int, zone: ZoneInfo) -> tuple[list[DayFacts], list[BlockedFacts]]:
    days = list(ProgrammeDay.objects.filter(forum=forum_id).order_by("date"))
    blocked = BlockedTime.objects.filter(day__forum=forum_id).select_related("day")

    def moment(day: ProgrammeDay, hour: time) -> datetime:
        return datetime.combine(day.date, hour, zone)

    return (
        [DayFacts(one.date, moment(one, one.starts_at), moment(one, one.ends_at)) for one in days],
        [
            BlockedFacts(
                title=_title(one),
                start=moment(one.day, one.starts_at),
                end=moment(one.day, one.ends_at),
                room_id=one.room_id,
            )
            for one in blocked
        ],
    )
