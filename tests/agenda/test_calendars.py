"""Calendars as four programs read them, and the parts of the agenda that have one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import icalendar
import ics
import pytest
import vobject
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from khal.icalendar import split_ics
from khal.khalendar.event import Event as KhalEvent

from agenda.actions.releases import release
from agenda.exports.ical import write_ical
from agenda.exports.subset import Choice, subset
from agenda.gone import gone_since
from agenda.labels import labels_for
from agenda.models import Appearance, Session, Slot
from agenda.programme import Programme, ProgrammeSession, ProgrammeSlot
from agenda.queries.releases import programme_of
from tests.agenda.programmes import programmes, small_programme
from tests.factories import SessionFactory, SpeakerFactory, TrackFactory
from tests.lengths import length

HOUR = timedelta(hours=1)
ICS = "/en/forums/2027/agenda/export/agenda.ics"
ROOT = Path(__file__).resolve().parents[2]


class Read(NamedTuple):
    """An event as a program understands it."""

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime


def _icalendar(data: bytes) -> list[Read]:
    events: list[Any] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return [Read(str(e["UID"]), str(e["SUMMARY"]), e["DTSTART"].dt, e["DTEND"].dt) for e in events]


def _ics(data: bytes) -> list[Read]:
    # It takes the n after a quoted backslash for a line end; no summary of ours has line ends.
    return [
        Read(e.uid, e.name.replace("\\\n", "\\n"), e.begin.datetime, e.end.datetime)
        for e in ics.Calendar(data.decode()).events
    ]


def _vobject(data: bytes) -> list[Read]:
    # It keeps the zones of the last file by name; every file brings its own years.
    vars(vobject.icalendar)["__tzidMap"].clear()
    events = vobject.readOne(data.decode()).contents.get("vevent", [])
    return [Read(e.uid.value, e.summary.value, e.dtstart.value, e.dtend.value) for e in events]


def _khal(data: bytes) -> list[Read]:
    locale = {"default_timezone": UTC, "local_timezone": UTC}
    found = []
    for text in split_ics(data.decode()):
        one = KhalEvent.fromString(text, calendar="x", locale=locale)
        found.append(Read(one.uid, str(one.summary), one.start, one.end))
    return found


READERS: dict[str, Callable[[bytes], list[Read]]] = {
    "icalendar": _icalendar,
    "ics": _ics,
    "vobject": _vobject,
    "khal": _khal,
}


def _in_utc(events: list[Read]) -> list[Read]:
    return sorted(
        event._replace(
            starts_at=event.starts_at.astimezone(UTC), ends_at=event.ends_at.astimezone(UTC)
        )
        for event in events
    )


def _as_read(data: bytes) -> dict[str, list[Read]]:
    return {name: _in_utc(read(data)) for name, read in READERS.items()}


def _all_alike(data: bytes) -> list[Read]:
    """Return the events of a calendar that four programs read alike."""
    read = _as_read(data)
    for name, events in read.items():
        assert events == read["icalendar"], name
    return read["icalendar"]


def _bytes(programme: Programme, language: str = "en", **facts: str) -> bytes:
    return write_ical(programme, labels_for(programme, language), **facts)


# --- Read alike ---


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_session_124_is_read_alike(db: None, client: Client, language: str) -> None:
    call_command("load_reference", verbosity=0)
    call_command("load_forum", str(ROOT / "agenda/data/forums/2023.json"), verbosity=0)
    path = f"/{language}/forums/2023/agenda/export/agenda.ics?session=124"
    (event,) = _all_alike(client.get(path).getvalue())
    assert event.summary.startswith("124 · ")
    assert event.starts_at == datetime(2023, 1, 27, 13, tzinfo=UTC)
    assert event.ends_at == datetime(2023, 1, 27, 14, tzinfo=UTC)


@pytest.mark.soak
@given(programmes(), programmes(), st.sampled_from(("en", "ar", "zh-hans")))
@settings(
    max_examples=length(50, soak=1_000),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_programme_is_read_alike(before: Programme, after: Programme, language: str) -> None:
    wanted = {
        one.event_uid(position): slot
        for one in (*before.sessions, *after.sessions)
        for position, slot in enumerate(one.slots)
    }
    data = _bytes(replace(after, gone=gone_since(before, after)), language)
    found = _all_alike(data)
    assert {event.uid: (event.starts_at, event.ends_at) for event in found} == {
        uid: (slot.starts_at, slot.ends_at) for uid, slot in wanted.items()
    }


# --- What the standards ask for ---


def _lines(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_a_calendar_says_where_and_how_often_it_is_fetched_again() -> None:
    lines = _lines(_bytes(small_programme(), query="track=FORUM", part="Forum Track"))
    assert "NAME;LANGUAGE=en:WSIS Forum 2023: agenda – Forum Track" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in lines
    (source,) = (line for line in lines if line.startswith("SOURCE;VALUE=URI:"))
    assert source.endswith("/en/forums/2023/agenda/export/agenda.ics?track=FORUM")


@pytest.mark.parametrize(("hours", "shown"), [(-1, 1), (0, 1), (1, 0)])
def test_the_conference_stands_there_from_its_moment_on(hours: int, shown: int) -> None:
    programme = small_programme()
    opens = programme.released_at + hours * HOUR
    session = replace(
        programme.sessions[0], remote_url="https://example.org/join?a=1;b=2,3", remote_from=opens
    )
    lines = _lines(_bytes(replace(programme, sessions=(session,))))
    wanted = (
        "CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=Online;VALUE=URI:https://example.org/join?a=1;b=2,3"
    )
    assert [line for line in lines if "example.org" in line] == [wanted] * shown


# --- Parts ---


def _slot(hour: int, day: int = 27) -> ProgrammeSlot:
    start = datetime(2023, 1, day, hour, tzinfo=UTC)
    return ProgrammeSlot(room="A", starts_at=start, ends_at=start + HOUR, timezone="Europe/Zurich")


def _of_three_days() -> Programme:
    programme = small_programme()
    one: ProgrammeSession = programme.sessions[0]
    long = replace(one, slots=(_slot(9), _slot(9, 28), _slot(14, 28)))
    # In Geneva it begins after midnight.
    late = replace(
        one, number=130, uid="late", slots=(_slot(23, 27),), appearances=(), items=(), track="HL"
    )
    tracks = (*programme.tracks, replace(programme.tracks[0], code="HL"))
    return replace(programme, sessions=(long, late), tracks=tracks)


def test_a_day_is_the_forums_and_its_events_keep_their_names() -> None:
    programme = _of_three_days()
    uid = programme.sessions[0].uid
    chosen = subset(programme, Choice(day=date(2023, 1, 28)))
    assert {e.uid for e in _icalendar(_bytes(chosen))} == {f"{uid}-2", f"{uid}-3", "late"}
    whole = {e.uid: e for e in _icalendar(_bytes(programme))}
    assert all(whole[event.uid] == event for event in _icalendar(_bytes(chosen)))


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        (Choice(track="HL"), [130]),
        (Choice(sessions=(124, 999)), [124]),
        (Choice(speaker="ada"), [124]),
        (Choice(speaker="ada", track="HL"), []),
        (Choice(), [124, 130]),
    ],
)
def test_a_part_holds_what_was_chosen(choice: Choice, numbers: list[int]) -> None:
    chosen = subset(_of_three_days(), choice)
    assert [session.number for session in chosen.sessions] == numbers


# --- Over HTTP, from release to release ---


def _placed(at: datetime, number: int, **facts: Any) -> Session:
    session: Session = SessionFactory(number=number, **facts)
    Slot.objects.create(session=session, period=(at, at + HOUR))
    return session


def _events(client: Client, query: str = "") -> dict[str, tuple[str, int]]:
    data = client.get(f"{ICS}{query}").getvalue()
    _all_alike(data)
    events: list[Any] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {str(e["SUMMARY"]): (str(e["STATUS"]), int(e["SEQUENCE"])) for e in events}


def test_what_was_announced_and_is_gone_stays_cancelled(
    client: Client, at: datetime, db: None
) -> None:
    kept, gone = _placed(at, 101, title="Kept"), _placed(at, 102, title="Gone")
    Appearance.objects.create(session=gone, speaker=SpeakerFactory(slug="ada"))
    Appearance.objects.create(session=kept, speaker=SpeakerFactory(slug="bob"))

    def issue() -> Programme:
        made = release(forum_id=kept.forum_id, public=True, remark="", by=None, at=at)
        return programme_of(made)

    issue()
    Slot.objects.filter(session=gone).delete()
    issue()
    assert _events(client) == {"101 · Kept": ("TENTATIVE", 0), "102 · Gone": ("CANCELLED", 1)}
    assert _events(client, "?session=102") == {"102 · Gone": ("CANCELLED", 1)}
    assert _events(client, "?speaker=ada") == {"102 · Gone": ("CANCELLED", 1)}
    assert list(_events(client, "?speaker=bob")) == ["101 · Kept"]
    assert list(_events(client, "?track=FORUM")) == ["101 · Kept", "102 · Gone"]
    assert list(_events(client, "?day=2026-11-22")) == []
    # The session comes back at another time, and is removed for good.
    Slot.objects.create(session=gone, period=(at + HOUR, at + 2 * HOUR))
    assert issue().gone == ()
    assert _events(client)["102 · Gone"] == ("TENTATIVE", 2)
    gone.delete()
    (left,) = issue().gone
    assert (left.number, left.sequence, left.speakers) == (102, 3, ())
    issue()
    assert _events(client)["102 · Gone"] == ("CANCELLED", 3)


@pytest.mark.parametrize(
    "query",
    ["?day=27", "?day=2027-02-31", "?track=NO", "?session=x", "?sessions=1,,2", "?speaker=nobody"],
)
def test_a_part_that_is_not_there_is_not_found(
    client: Client, at: datetime, db: None, query: str
) -> None:
    session = _placed(at, 101)
    release(forum_id=session.forum_id, public=True, remark="", by=None, at=at)
    assert client.get(f"{ICS}{query}").status_code == 404


def test_a_part_has_a_name_and_a_tag_of_its_own(client: Client, at: datetime, db: None) -> None:
    TrackFactory()
    session = _placed(at, 101)
    release(forum_id=session.forum_id, public=True, remark="", by=None, at=at)
    whole, part = client.get(ICS), client.get(f"{ICS}?sessions=101,102")
    assert whole["ETag"] != part["ETag"]
    assert (
        'filename="wsis-forum-2027-agenda-v1.0-sessions-101-102-en.ics"'
        in (part["Content-Disposition"])
    )
    assert "NAME;LANGUAGE=en:WSIS Forum 2027: agenda – My choice" in _lines(part.content)
    again = client.get(f"{ICS}?sessions=101,102", headers={"If-None-Match": part["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
