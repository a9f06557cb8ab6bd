"""Conflicts of a timetable: one sentence of the table each, and what holds for any timetable."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.scheduling.conflicts import find, overlapping
from agenda.scheduling.facts import (
    BlockedFacts,
    DayFacts,
    Kind,
    Level,
    Placement,
    RoomFacts,
    SessionFacts,
    Timetable,
)
from agenda.scheduling.holidays import Holiday, easter_sunday, geneva_holidays, holiday
from agenda.scheduling.mending import Mender, mend
from agenda.scheduling.places import moved
from tests.lengths import length

DAY = date(2027, 2, 8)
SMALL, LARGE = RoomFacts(1, "Small", 20), RoomFacts(2, "Large", 200, frozenset({"stage"}), 2)


def clock(hour: float, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour)


def local(hour: float, day: date, zone: str) -> datetime:
    """Return an hour as the clocks of a zone show it, in UTC."""
    wall = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(hours=hour)
    return wall.astimezone(UTC)


def put(number: int, start: float = 10, hours: float = 1, room: int | None = 1, **facts):
    session = SessionFacts(id=number, number=number, **facts)
    return Placement(number, session, room, clock(start), clock(start + hours), DAY)


def table(*placements: Placement, **more) -> Timetable:
    hours = DayFacts(DAY, clock(9), clock(18))
    base = Timetable(
        placements=placements,
        rooms={1: SMALL, 2: LARGE},
        days=[hours],
        first_day=DAY,
        last_day=DAY,
        between_rooms=timedelta(minutes=10),
        first_track=1,
        opening_type=1,
    )
    return replace(base, **more)


ANN = frozenset({7})
WINDOW = {7: [(clock(9), clock(10.5))]}
AT_NOON = [BlockedFacts("Lunch", clock(12), clock(13))]
IN_SMALL = [BlockedFacts("Cleaning", clock(12), clock(13), 1)]

# What is placed (and what else holds) -> what is found: kind, sessions, what about.
CASES = {
    "a speaker in two sessions at once": (
        table(put(1, 10, people=ANN), put(2, 10.5, room=2, people=ANN)),
        [(Kind.SPEAKER_TWICE, (1, 2), (7,))],
    ),
    "a speaker in two sessions one after the other": (
        table(put(1, 10, people=ANN), put(2, 11, people=ANN)),
        [],
    ),
    "a session in two rooms at once needs its speakers in both": (
        table(
            put(1, 10, people=ANN),
            replace(put(1, 10, room=2, people=ANN), slot_id=2),
        ),
        [(Kind.SPEAKER_TWICE, (1, 1), (7,))],
    ),
    "a session in two rooms at once whose speakers nobody knows": (
        table(put(1, 10), replace(put(1, 10, room=2), slot_id=2)),
        [],
    ),
    "a speaker outside her window": (
        table(put(1, 10, people=ANN), windows=WINDOW),
        [(Kind.SPEAKER_WINDOW, (1,), (7,))],
    ),
    "a speaker inside her window": (table(put(1, 9, people=ANN), windows=WINDOW), []),
    "more people than seats": (
        table(put(1, expected_people=25)),
        [(Kind.SEATS, (1,), (5,))],
    ),
    "nobody has counted the seats": (
        table(put(1, expected_people=25), rooms={1: replace(SMALL, seats=None)}),
        [],
    ),
    "equipment that is not there": (
        table(put(1, equipment=frozenset({"stage", "recording"})), put(2, 14, room=None)),
        [(Kind.EQUIPMENT, (1,), ("recording", "stage"))],
    ),
    "more languages than booths": (
        table(put(1, room=2, languages=frozenset("abc")), put(2, 14, room=2, languages={"a"})),
        [(Kind.INTERPRETATION, (1,), (3, 2))],
    ),
    "one Action Line in parallel": (
        table(put(1, action_lines=frozenset({"C1", "C5"})), put(2, room=2, action_lines={"C5"})),
        [(Kind.SAME_ACTION_LINE, (1, 2), ("C5",))],
    ),
    "too few minutes to change rooms": (
        table(put(1, on_site=ANN), put(2, 11 + 5 / 60, room=2, on_site=ANN)),
        [(Kind.ROOM_CHANGE, (1, 2), (7, 5))],
    ),
    "organizers have to walk as well": (
        table(put(1, organizers="itu"), put(2, 11, room=2, organizers="itu")),
        [(Kind.ROOM_CHANGE, (1, 2), ("itu", 0))],
    ),
    "too few minutes after a session that began earlier and ended later": (
        table(
            put(1, 9, 3, room=3, organizers="itu"),
            put(2, 9.5, 0.5, organizers="itu"),
            put(3, 12 + 2 / 60, organizers="itu"),
        ),
        [(Kind.ROOM_CHANGE, (1, 3), ("itu", 2))],
    ),
    "too few minutes over midnight": (
        table(
            put(1, 23, on_site=ANN),
            replace(put(2, 24, room=2, on_site=ANN), day=date(2027, 2, 9)),
            days=[],
            first_day=date.min,
            last_day=date.min,
        ),
        [(Kind.ROOM_CHANGE, (1, 2), (7, 0))],
    ),
    "a speaker in two windows that touch": (
        table(
            put(1, 9.5, people=ANN), windows={7: [(clock(10), clock(11)), (clock(9), clock(10))]}
        ),
        [],
    ),
    "enough minutes to change rooms": (
        table(put(1, on_site=ANN), put(2, 11 + 10 / 60, room=2, on_site=ANN)),
        [],
    ),
    "a session in a break": (
        table(put(1, 11.5), put(2, 12, room=None), put(3, 13), blocked=AT_NOON),
        [(Kind.BLOCKED_TIME, (1,), ("Lunch",)), (Kind.BLOCKED_TIME, (2,), ("Lunch",))],
    ),
    "a session in a time blocked in its room": (
        table(put(1, 12), put(2, 12, room=2), put(3, 12, room=None), blocked=IN_SMALL),
        [(Kind.BLOCKED_TIME, (1,), ("Cleaning",))],
    ),
    "a session before the day begins": (
        table(put(1, 8.5)),
        [(Kind.OUTSIDE_HOURS, (1,), ())],
    ),
    "a session on a day far from the Forum": (
        table(replace(put(1), day=date(2026, 6, 15))),
        [],
    ),
    "the opening comes first, whatever the room": (
        table(put(1, 10, track_id=2), put(2, 11, room=2, track_id=1, type_id=1)),
        [(Kind.PROTOCOL_ORDER, (1, 2), ())],
    ),
    "in one room the high-level track comes first": (
        table(put(1, 10, track_id=2), put(2, 11, track_id=1, type_id=9)),
        [(Kind.PROTOCOL_ORDER, (1, 2), ())],
    ),
    "in another room it does not matter": (
        table(put(1, 10, track_id=2), put(2, 11, room=2, track_id=1, type_id=9)),
        [],
    ),
    "a public holiday in Geneva": (
        table(replace(put(1), day=date(2027, 5, 6)), days=[]),
        [(Kind.HOLIDAY, (1,), ("ascension",))],
    ),
    "a holiday in Geneva elsewhere": (
        table(replace(put(1), day=date(2027, 5, 6), zone="Africa/Nairobi"), days=[]),
        [],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_found(case: str) -> None:
    timetable, wanted = CASES[case]
    found = [
        (one.kind, tuple(each.session.number for each in one.placements), one.what)
        for one in find(timetable)
    ]
    assert found == wanted


def test_the_gravest_come_first_and_the_ignored_not_at_all() -> None:
    both = (put(1, people=ANN, expected_people=90), put(2, room=2, people=ANN, equipment={"x"}))
    levels = {Kind.SPEAKER_TWICE: Level.IGNORE, Kind.EQUIPMENT: Level.BLOCK}
    found = find(table(*both, levels=levels))
    assert [(one.kind, one.level) for one in found] == [
        (Kind.EQUIPMENT, Level.BLOCK),
        (Kind.SEATS, Level.WARN),
    ]


# --- What would mend it ---


def test_a_larger_room_that_is_free_mends_too_few_seats() -> None:
    timetable = table(put(1, expected_people=25))
    (conflict,) = find(timetable)
    found = mend(timetable, conflict)
    assert found is not None
    assert (found.room_id, found.start) == (2, clock(10))
    taken = table(put(1, expected_people=25), put(2, room=2))
    later = mend(taken, conflict)
    assert later is not None
    # Nine o'clock is as near as eleven: the earlier one.
    assert (later.room_id, later.start) == (2, clock(9))
    held = table(put(1, expected_people=25), cancelled=[put(2, 9, 9, room=2)])
    assert mend(held, conflict) is None


def test_the_nearest_time_at_which_all_can_come_mends_a_clash() -> None:
    timetable = table(put(1, people=ANN), put(2, room=2, people=ANN), put(3, 11, 2, room=2))
    (conflict,) = find(timetable)
    found = mend(timetable, conflict)
    assert found is not None
    assert (found.placement.session.number, found.start) == (2, clock(9))


@pytest.mark.parametrize("clocks", [date(2027, 3, 27), date(2027, 10, 30)])
def test_another_day_is_tried_at_the_same_time_of_its_own_clocks(clocks: date) -> None:
    zone, days = "Europe/Zurich", (clocks, clocks + timedelta(days=1))
    start = local(10, days[0], zone)
    session = SessionFacts(id=1, number=1, people=ANN)
    one = Placement(1, session, 1, start, start + timedelta(hours=1), days[0], zone)
    hours = [DayFacts(day, local(9, day, zone), local(18, day, zone)) for day in days]
    window = {7: [(hours[1].start, hours[1].end)]}
    timetable = table(one, days=hours, first_day=days[0], last_day=days[1], windows=window)
    (conflict,) = find(timetable)
    found = mend(timetable, conflict)
    assert found is not None
    assert found.start == local(10, days[1], zone)
    assert found.end - found.start == timedelta(hours=1)


# --- Holidays ---


@pytest.mark.parametrize(
    ("year", "day"),
    [(1818, (3, 22)), (1943, (4, 25)), (2000, (4, 23)), (2024, (3, 31)), (2027, (3, 28))],
)
def test_easter_is_when_it_was(year: int, day: tuple[int, int]) -> None:
    assert easter_sunday(year) == date(year, *day)


def test_geneva_rests_on_its_nine_days() -> None:
    assert [f"{day:%m-%d}" for day in sorted(geneva_holidays(2027))] == [
        "01-01",
        "03-26",
        "03-29",
        "05-06",
        "05-17",
        "08-01",
        "09-09",
        "12-25",
        "12-31",
    ]
    # The fast is after the first Sunday, not on the second Thursday.
    assert holiday(date(2022, 9, 8)) is Holiday.GENEVA_FAST
    assert holiday(date(2023, 9, 7)) is Holiday.GENEVA_FAST
    assert holiday(date(2024, 9, 5)) is Holiday.GENEVA_FAST


# --- Any timetable ---

_PLACED = st.lists(
    st.builds(
        lambda start, hours, room, people, lines: (start, hours, room, people, lines),
        st.integers(36, 60),
        st.integers(1, 8),
        st.sampled_from([1, 2, None]),
        st.frozensets(st.integers(1, 4), max_size=3),
        st.frozensets(st.sampled_from(["C1", "C2", "C3"]), max_size=2),
    ),
    max_size=14,
)


@pytest.mark.soak
@settings(max_examples=length(100, soak=1_000), deadline=None)
@given(placed=_PLACED)
def test_what_is_found_is_what_comparing_each_two_finds(placed) -> None:
    made = [
        put(number, start / 4, hours / 4, room, people=people, action_lines=lines)
        for number, (start, hours, room, people, lines) in enumerate(placed, start=1)
    ]
    both = {
        frozenset((one.session.id, other.session.id))
        for one, other in combinations(made, 2)
        if one.start < other.end and other.start < one.end
    }
    assert {frozenset(each.session.id for each in pair) for pair in overlapping(made)} == both
    timetable = table(*made)
    found = find(timetable)
    twice = {
        (frozenset((one.session.id, other.session.id)), person)
        for one, other in combinations(made, 2)
        if one.start < other.end and other.start < one.end
        for person in one.session.people & other.session.people
    }
    assert {
        (frozenset(each.session.id for each in one.placements), one.what[0])
        for one in found
        if one.kind is Kind.SPEAKER_TWICE
    } == twice
    # What is proposed mends it, and makes nothing worse for the room or the people.
    for conflict in found:
        if conflict.kind is Kind.SPEAKER_TWICE and (cure := mend(timetable, conflict)):
            moved = replace(cure.placement, start=cure.start, end=cure.end, room_id=cure.room_id)
            others = [one for one in made if one.slot_id != moved.slot_id]
            after = find(table(*others, moved))
            clashes = {Kind.SPEAKER_TWICE, Kind.SAME_ACTION_LINE, Kind.OUTSIDE_HOURS}
            assert not [one for one in after if one.kind in clashes and one.concerns(moved.slot_id)]


# --- Any proposal ---

# Where, and the first of two days; between two of them the clocks change.
_WHERE = st.sampled_from(
    [
        ("UTC", DAY),
        ("Asia/Tokyo", DAY),
        ("Europe/Zurich", date(2027, 3, 27)),
        ("Europe/Zurich", date(2027, 10, 30)),
    ]
)
_ANY = st.lists(
    st.fixed_dictionaries(
        {
            "start": st.integers(34, 70),
            "length": st.integers(1, 8),
            "is_second_day": st.booleans(),
            "room": st.sampled_from([1, 2, 3, None]),
            "people": st.frozensets(st.integers(1, 5), max_size=2),
            "lines": st.frozensets(st.sampled_from(["C1", "C2", "C3"]), max_size=1),
            "organizers": st.sampled_from(["", "itu", "unesco"]),
            "expected": st.sampled_from([None, 10, 50]),
            "track": st.sampled_from([1, 2]),
            "type": st.sampled_from([1, 2, None]),
            "session": st.integers(0, 3),
        }
    ),
    max_size=14,
)


def _any_table(drawn, zone: str, first: date) -> Timetable:
    second = first + timedelta(days=1)

    def at(hour: float, day: date) -> datetime:
        return local(hour, day, zone)

    placements: list[Placement] = []
    for number, each in enumerate(drawn, start=1):
        day = second if each["is_second_day"] else first
        session = SessionFacts(
            id=number,
            number=number,
            people=each["people"],
            on_site=each["people"],
            organizers=each["organizers"],
            expected_people=each["expected"],
            action_lines=each["lines"],
            track_id=each["track"],
            type_id=each["type"],
        )
        start = at(each["start"] / 4, day)
        end = start + timedelta(minutes=15 * each["length"])
        one = Placement(number, session, each["room"], start, end, day, zone)
        # The database holds a room for one session at a time.
        if each["room"] is None or not any(
            other.room_id == one.room_id and other.overlaps(start, end) for other in placements
        ):
            placements.append(one)
    return table(
        *placements,
        rooms={1: SMALL, 2: LARGE, 3: RoomFacts(3, "Third", 40)},
        days=[DayFacts(day, at(9, day), at(18, day)) for day in (first, second)],
        first_day=first,
        last_day=second,
        windows={1: [(at(9, first), at(12, first)), (at(12, first), at(15, first))]},
        blocked=[
            BlockedFacts("Lunch", at(12, first), at(13, first)),
            BlockedFacts("Cleaning", at(12, first), at(13, first), 1),
        ],
        levels={Kind.OUTSIDE_HOURS: Level.BLOCK},
    )


def _applied(timetable: Timetable, cure) -> Timetable:
    one = cure.placement
    new = moved(one, cure.room_id, cure.start)
    assert new.end == cure.end
    rest = [each for each in timetable.placements if each.slot_id != one.slot_id]
    assert not any(
        each.room_id == new.room_id is not None and each.overlaps(new.start, new.end)
        for each in rest
    )
    return replace(timetable, placements=[*rest, new])


@pytest.mark.soak
@settings(max_examples=length(100, soak=2_000), deadline=None)
@given(drawn=_ANY, where=_WHERE)
def test_a_proposal_removes_its_conflict_and_adds_none(drawn, where) -> None:
    timetable = _any_table(drawn, *where)
    found = find(timetable)
    before = {conflict.key for conflict in found}
    for conflict in found:
        cure = mend(timetable, conflict)
        if cure is not None:
            after = {one.key for one in find(_applied(timetable, cure))}
            assert conflict.key not in after
            assert after <= before


def test_a_large_programme_is_mended_in_bulk() -> None:
    chance = Random(5)  # noqa: S311 no secret
    days = [DAY + timedelta(days=each) for each in range(5)]
    placements = []
    for number in range(1, 251):
        place = number - 1
        people = frozenset(chance.sample(range(850), 4))
        session = SessionFacts(
            id=number,
            number=number,
            people=people,
            on_site=people,
            organizers=f"org {chance.randrange(120)}",
            expected_people=chance.randrange(10, 220),
            action_lines=frozenset(chance.sample([f"C{one}" for one in range(1, 19)], 1)),
            track_id=chance.choice([1, 2, 2, 2, 2]),
            type_id=chance.choice([2, 3]),
        )
        day = days[place % 5]
        start = clock(9 + (place // 45) * 1.5, day)
        room = (place // 5) % 9 + 1
        placements.append(
            Placement(number, session, room, start, start + timedelta(hours=1), day, "UTC")
        )
    timetable = table(
        *placements,
        rooms={one: RoomFacts(one, f"Room {one}", 30 * one) for one in range(1, 10)},
        days=[DayFacts(day, clock(9, day), clock(19, day)) for day in days],
        last_day=days[-1],
    )
    found = find(timetable)
    assert len(found) > 150
    mender = Mender(timetable)
    cures = [mender.mend(conflict) for conflict in found]
    assert sum(map(bool, cures)) > len(found) / 2
    before = {conflict.key for conflict in found}
    for conflict, cure in list(zip(found, cures, strict=True))[::5]:
        if cure:
            after = {one.key for one in find(_applied(timetable, cure))}
            assert conflict.key not in after
            assert after <= before
