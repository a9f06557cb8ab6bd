"""Programmes for tests: a small one, and random ones with hostile text in every field."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from agenda.programme import (
    FALLBACK,
    Programme,
    ProgrammeActionLine,
    ProgrammeAppearance,
    ProgrammeGoal,
    ProgrammeItem,
    ProgrammeLink,
    ProgrammeRoom,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeSpeaker,
    ProgrammeTrack,
    ProgrammeType,
    Text,
)

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
    "👩🏽‍💻\u1230",
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
        uid=f"uid-{number}",
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
