"""What changed between two programmes: each kind for itself, and a change of anything is seen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from agenda.differences import Change, Kind, Part, TitleChange, differences
from agenda.programme import (
    ProgrammeAppearance,
    ProgrammeItem,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeSpeaker,
)
from tests.agenda.programmes import programmes
from tests.agenda.programmes import small_programme as small
from tests.lengths import length

START = datetime(2023, 3, 13, 9, tzinfo=UTC)


def slot(hours: int = 0, room: str = "A") -> ProgrammeSlot:
    start = START + timedelta(hours=hours)
    return ProgrammeSlot(
        room=room, starts_at=start, ends_at=start + timedelta(hours=1), timezone="Europe/Zurich"
    )


def session(**facts: Any) -> ProgrammeSession:
    usual: dict[str, Any] = {
        "number": 124,
        "uid": "x",
        "track": "FORUM",
        "status": "confirmed",
        "original_language": "en",
        "title": {"en": "Skills"},
        "slots": (slot(),),
    }
    return ProgrammeSession(**(usual | facts))


def changed(**facts: Any) -> Change | None:
    """Return what a change of one session is."""
    found = differences(small(sessions=(session(),)), small(sessions=(session(**facts),)))
    return found[0] if found else None


ADA = ProgrammeAppearance(speaker="ada", role="chair")


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({"status": "cancelled"}, (Kind.CANCELLED,)),
        ({"slots": (slot(1),)}, (Kind.MOVED,)),
        ({"slots": (slot(room="B"),)}, (Kind.MOVED,)),
        ({"slots": ()}, (Kind.MOVED,)),
        ({"title": {"en": "Abilities"}}, (Kind.RETITLED,)),
        ({"title_is_cut": True}, (Kind.RETITLED,)),
        ({"appearances": (ADA,)}, (Kind.SPEAKERS,)),
        ({"items": (ProgrammeItem(title={}, speakers=("ada",)),)}, (Kind.SPEAKERS, Kind.TEXT)),
        ({"description": {"en": "New"}}, (Kind.TEXT,)),
        ({"status": "tentative"}, (Kind.TEXT,)),
        ({"status": "cancelled", "slots": ()}, (Kind.CANCELLED, Kind.MOVED)),
    ],
)
def test_each_change_has_its_kind(facts: dict[str, Any], kinds: tuple[Kind, ...]) -> None:
    change = changed(**facts)
    assert change is not None
    assert change.kinds == kinds


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"sequence": 7, "changed_at": START},
        {"unverified": ("title_en",)},
        {"read_at": {"a": "b"}},
    ],
)
def test_what_nobody_notices_is_no_change(facts: dict[str, Any]) -> None:
    assert changed(**facts) is None


def test_a_session_that_comes_goes_and_comes_back() -> None:
    none, one = small(sessions=()), small(sessions=(session(),))
    cancelled = small(sessions=(session(status="cancelled"),))
    assert [c.kinds for c in differences(None, one)] == [(Kind.ADDED,)]
    assert [c.kinds for c in differences(none, one)] == [(Kind.ADDED,)]
    assert [c.kinds for c in differences(one, none)] == [(Kind.REMOVED,)]
    assert [c.kinds for c in differences(cancelled, one)] == [(Kind.REINSTATED,)]


def test_titles_are_told_by_language() -> None:
    change = changed(title={"en": "Skills", "fr": "Compétences"})
    assert change is not None
    assert change.titles == (TitleChange("fr", "", "Compétences"),)


def test_speakers_who_join_leave_or_change_their_role() -> None:
    bob = ProgrammeSpeaker(slug="bob", name={"en": "Bob"})
    people = (*small().speakers, bob)
    before = small(speakers=people, sessions=(session(appearances=(ADA,)),))
    moderates = replace(ADA, role="moderator")
    guest = ProgrammeAppearance(speaker="bob", role="speaker")
    after = small(speakers=people, sessions=(session(appearances=(moderates, guest)),))
    [change] = differences(before, after)
    assert change.joined == (Part("ada", "moderator"), Part("bob", "speaker"))
    assert change.left == (Part("ada", "chair"),)


def test_another_function_of_a_speaker_is_a_detail_of_her_session() -> None:
    before = small(sessions=(session(appearances=(ADA,)),))
    other = replace(before.speakers[0], function={"en": "Minister"})
    remote = replace(ADA, is_remote=True)
    assert [c.kinds for c in differences(before, replace(before, speakers=(other,)))] == [
        (Kind.TEXT,)
    ]
    assert [
        c.kinds for c in differences(before, small(sessions=(session(appearances=(remote,)),)))
    ] == [(Kind.TEXT,)]


@pytest.mark.soak
@given(programmes())
@settings(
    max_examples=length(50, soak=1_000),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_a_programme_differs_from_nothing_by_all_its_sessions_and_from_itself_by_none(one) -> None:
    assert differences(one, one) == ()
    assert [c.kinds for c in differences(None, one)] == [(Kind.ADDED,)] * len(one.sessions)
