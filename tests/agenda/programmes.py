"""Programmes for tests: a small one, and random ones with hostile text in every field."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from agenda.programme import (
    FALLBACK,
    Programme,
    ProgrammeActionLine,
    ProgrammeAppearance,
    ProgrammeBreak,
    ProgrammeGoal,
    ProgrammeGone,
    ProgrammeItem,
    ProgrammeLink,
    ProgrammeRoom,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeSpeaker,
    ProgrammeTrack,
    ProgrammeType,
    Text,
    event_name,
)
from agenda.queries.programme import NAMESPACE, session_uid

HOSTILE = (
    "=1+1",
    "@SUM(A1)",
    "\t=1",
    "-2+3",
    "a\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    'say "so"; then, \\n stop',
    "\u202edlrow",
    "会议 " * 40,
    "<script>alert(1)</script>",
    "قمة",
    "👩🏽‍💻\u0f56",
    "",
)
# What PostgreSQL can hold: everything but NUL and lone surrogates.
anything = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)
strings = st.one_of(st.sampled_from(HOSTILE), anything)
words: st.SearchStrategy[Text] = st.dictionaries(
    st.sampled_from(FALLBACK), strings.filter(bool), max_size=6
)
zones = st.sampled_from(["Europe/Zurich", "Africa/Addis_Ababa", "Asia/Kolkata", "UTC"])
moments = st.datetimes(datetime(2018, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)


@st.composite
def slots(draw: Any) -> ProgrammeSlot:
    start = draw(moments)
    return ProgrammeSlot(
        room=draw(strings),
        starts_at=start,
        ends_at=start + timedelta(minutes=draw(st.integers(1, 600))),
        timezone=draw(zones),
    )


items: st.SearchStrategy[ProgrammeItem] = st.recursive(
    st.builds(ProgrammeItem, number=st.none(), title=words, items=st.just(())),
    lambda below: st.builds(
        ProgrammeItem,
        number=st.sampled_from(["1", "1.2", "10"]),
        title=words,
        minutes=st.none() | st.integers(1, 90),
        speakers=st.just(("ada",)),
        items=st.lists(below, max_size=3).map(tuple),
    ),
    max_leaves=6,
)


@st.composite
def sessions(draw: Any, number: int) -> ProgrammeSession:
    return ProgrammeSession(
        number=number,
        uid=str(uuid.uuid5(NAMESPACE, f"2027/sessions/{number}")),
        type=draw(st.sampled_from(["", "WS"])),
        track="FORUM",
        status=draw(st.sampled_from(["tentative", "confirmed", "cancelled"])),
        mode=draw(st.sampled_from(["", "hybrid"])),
        original_language=draw(st.sampled_from(FALLBACK)),
        title=draw(words),
        description=draw(words),
        organizers=draw(words),
        slots=tuple(draw(st.lists(slots(), max_size=3))),
        items=tuple(draw(st.lists(items, max_size=3))),
        appearances=(
            ProgrammeAppearance(speaker="ada", role="chair", is_remote=draw(st.booleans())),
        ),
        action_lines=("C4",),
        goals=(4, 17),
        captioning=draw(st.booleans()),
        sign_language=draw(st.booleans()),
        floor_languages=("fr",),
        interpretation=("en", "fr"),
        remote_url=draw(st.sampled_from(["", "https://example.org/join?a=1&b=2"])),
        remote_from=draw(st.none() | moments),
        recording_url=draw(st.sampled_from(["", "https://example.org/watch"])),
        outcome=draw(words),
        documents=(ProgrammeLink(url="https://example.org/d.pdf", label=draw(strings)),),
        links=(ProgrammeLink(url="https://example.org/x", label=draw(strings)),),
        submissions=("WSIS-2027-0001",),
        data_quality=(draw(strings),),
        sequence=draw(st.integers(0, 40)),
        changed_at=draw(moments),
    )


@st.composite
def breaks(draw: Any) -> ProgrammeBreak:
    start = draw(moments)
    return ProgrammeBreak(
        title=draw(words),
        room=draw(st.sampled_from(["", "Room A"])),
        starts_at=start,
        ends_at=start + timedelta(minutes=draw(st.integers(1, 90))),
    )


@st.composite
def programmes(draw: Any) -> Programme:
    numbers = sorted(draw(st.sets(st.integers(100, 460), max_size=4)))
    return Programme(
        forum="2027",
        year=2027,
        name=draw(words),
        theme=draw(words),
        timezone=draw(zones),
        start_date=date(2027, 2, 8),
        end_date=date(2027, 2, 12),
        city={"en": "Geneva"},
        country="CH",
        version="v1.0",
        is_public=True,
        remark=draw(strings),
        released_at=draw(moments),
        sequence=draw(st.integers(0, 40)),
        rooms=(
            ProgrammeRoom(
                name="Room A", seats=draw(st.none() | st.integers(1, 900)), floor=draw(strings)
            ),
        ),
        tracks=(ProgrammeTrack(code="FORUM", title={"en": "Forum Track"}),),
        types=(ProgrammeType(code="WS", track="FORUM", title=draw(words)),),
        action_lines=(ProgrammeActionLine(code="C4", title=draw(words)),),
        goals=(
            ProgrammeGoal(number=4, color="#C5192D", title={"en": "Quality education"}),
            ProgrammeGoal(number=17, color="#19486A", title=draw(words)),
        ),
        speakers=(
            ProgrammeSpeaker(
                slug="ada",
                sort_name="Lovelace",
                honorific=draw(words),
                name=draw(words),
                function=draw(words),
                organization=draw(words),
                country=draw(st.sampled_from(["", "CH", "NG"])),
                biography=draw(words),
                links=(ProgrammeLink(url="https://example.org/ada", label=draw(strings)),),
            ),
        ),
        sessions=tuple(draw(sessions(number)) for number in numbers),
        breaks=tuple(draw(st.lists(breaks(), max_size=3))),
    )


def numbered(
    items: tuple[ProgrammeItem, ...], prefix: str = "", last: list[int] | None = None
) -> tuple[ProgrammeItem, ...]:
    """Return lines numbered as by the portal: one without a number passes the count on."""
    last = [0] if last is None else last
    done = []
    for item in items:
        if item.number is None:
            done.append(replace(item, items=numbered(item.items, prefix, last)))
            continue
        last[0] += 1
        number = f"{prefix}{last[0]}"
        done.append(replace(item, number=number, items=numbered(item.items, f"{number}.")))
    return tuple(done)


def _apart(placed: list[ProgrammeSlot], slot: ProgrammeSlot) -> ProgrammeSlot:
    """Return the slot in a room that is free then, or online."""
    meets = any(
        one.room and one.starts_at < slot.ends_at and slot.starts_at < one.ends_at for one in placed
    )
    placed.append(replace(slot, room="" if meets else "Room A"))
    return placed[-1]


def _on_one_day(one: ProgrammeBreak, zone: ZoneInfo) -> bool:
    """Tell whether the clocks of a zone show a break on one day, and each of its times once."""
    times = [moment.astimezone(zone) for moment in (one.starts_at, one.ends_at)]
    again = [datetime.combine(each.date(), each.time(), zone).astimezone(UTC) for each in times]
    return (
        times[0].date() == times[1].date()
        and times[0].time() < times[1].time()
        and again == [one.starts_at, one.ends_at]
    )


def _with_ordinals(draw: Any, session: ProgrammeSession) -> ProgrammeSession:
    """Return the session with its slots numbered in any order, some numbers left out."""
    count = len(session.slots)
    ordinals = draw(st.lists(st.integers(1, 9), unique=True, min_size=count, max_size=count))
    slots = (replace(slot, ordinal=one) for slot, one in zip(session.slots, ordinals, strict=True))
    return replace(session, slots=tuple(slots))


@st.composite
def gone_from(draw: Any, sessions: tuple[ProgrammeSession, ...]) -> tuple[ProgrammeGone, ...]:
    """Draw times that an earlier release had: of these sessions, and of others."""
    present = {one.event_uid(place) for one in sessions for place in range(len(one.slots))}
    numbers = st.sampled_from([100, 461, *(one.number for one in sessions)])
    pairs = draw(st.sets(st.tuples(numbers, st.integers(1, 12)), min_size=1, max_size=4))
    # One that no session has had room for stands in for those that are there still.
    rows = []
    for number, ordinal in sorted({*pairs, (462, 1)}):
        uid = event_name(session_uid("2027", number), ordinal)
        if uid not in present:
            rows.append(
                ProgrammeGone(
                    number=number,
                    uid=uid,
                    track=draw(st.sampled_from(["FORUM", "GONE"])),
                    original_language=draw(st.sampled_from(FALLBACK)),
                    title=draw(words),
                    slot=draw(slots()),
                    speakers=draw(st.sampled_from([(), ("ada",)])),
                    sequence=draw(st.integers(0, 40)),
                    changed_at=draw(moments),
                )
            )
    return tuple(rows)


@st.composite
def writable_programmes(draw: Any) -> Programme:
    """Draw a programme such as a portal can hold and write."""
    programme: Programme = draw(programmes().filter(lambda one: bool(one.sessions)))
    placed: list[ProgrammeSlot] = []
    sessions = tuple(
        replace(
            one,
            items=numbered(one.items),
            phase=draw(st.sampled_from([{}, {"en": "Phase I"}, {"fr": "Phase II"}])),
            slots=tuple(
                sorted(
                    (_apart(placed, slot) for slot in one.slots),
                    key=lambda slot: (slot.starts_at, slot.ends_at),
                )
            ),
        )
        for one in programme.sessions
    )
    sessions = tuple(_with_ordinals(draw, one) for one in sessions)
    has_types = any(one.type for one in sessions)
    (ada,) = programme.speakers
    short = {code: text[:60] for code, text in ada.honorific.items()}
    (room,) = programme.rooms
    named = [one for one in programme.breaks if _on_one_day(one, programme.zone)]
    named.sort(key=lambda one: one.starts_at)
    return replace(
        programme,
        sessions=sessions,
        gone=draw(gone_from(sessions)),
        types=programme.types if has_types else (),
        speakers=(replace(ada, honorific=short),),
        rooms=(replace(room, floor=room.floor[:60]),),
        breaks=tuple(named),
    )


def small_programme(**changes: Any) -> Programme:
    """One confirmed session in Room A at 14:00 in Geneva."""
    session = ProgrammeSession(
        number=124,
        uid="0f0d2ae1-0000-5000-8000-000000000124",
        type="WS",
        track="FORUM",
        status="confirmed",
        original_language="en",
        title={"en": "Skills for all", "zh-hans": "全民技能"},
        description={"en": "First paragraph.\n\nSecond paragraph."},
        organizers={"en": "ITU"},
        slots=(
            ProgrammeSlot(
                room="Room A",
                starts_at=datetime(2023, 1, 27, 13, tzinfo=UTC),
                ends_at=datetime(2023, 1, 27, 14, tzinfo=UTC),
                timezone="Europe/Zurich",
            ),
        ),
        items=(
            ProgrammeItem(
                number="1",
                title={"en": "Opening"},
                items=(ProgrammeItem(title={"en": "ITU: a greeting"}, speakers=("ada",)),),
            ),
        ),
        appearances=(ProgrammeAppearance(speaker="ada", role="chair", is_remote=True),),
        action_lines=("C4",),
        goals=(4,),
        submissions=("WSIS-2023-0001",),
        changed_at=datetime(2023, 1, 2, tzinfo=UTC),
    )
    facts: dict[str, Any] = {
        "forum": "2023",
        "year": 2023,
        "name": {"en": "WSIS Forum 2023"},
        "timezone": "Europe/Zurich",
        "start_date": date(2023, 3, 13),
        "end_date": date(2023, 3, 17),
        "city": {"en": "Geneva"},
        "country": "CH",
        "version": "v1.0",
        "is_public": True,
        "released_at": datetime(2023, 1, 2, tzinfo=UTC),
        "tracks": (ProgrammeTrack(code="FORUM", title={"en": "Forum Track"}),),
        "types": (ProgrammeType(code="WS", track="FORUM", title={"en": "Workshop"}),),
        "action_lines": (ProgrammeActionLine(code="C4", title={"en": "Capacity building"}),),
        "goals": (ProgrammeGoal(number=4, color="#C5192D", title={"en": "Quality education"}),),
        "speakers": (
            ProgrammeSpeaker(
                slug="ada",
                honorific={"en": "Ms"},
                name={"en": "Ada Lovelace"},
                function={"en": "Director"},
                organization={"en": "ITU"},
                country="CH",
                biography={"en": "She wrote programs."},
            ),
        ),
        "sessions": (session,),
    }
    return Programme(**(facts | changes))
