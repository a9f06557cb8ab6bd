"""schedule.xml and schedule.json: the rules that readers of the c3voc formats hold them to."""

import json
import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from agenda.exports.schedule_json import write_schedule_json
from agenda.exports.schedule_xml import write_schedule_xml
from agenda.exports.text import clean, one_line
from agenda.labels import labels_for
from agenda.programme import Programme, ProgrammeLink, ProgrammeRoom
from tests.agenda.c3voc import SCHEDULE_JSON, SCHEDULE_XML
from tests.agenda.programmes import HOSTILE, programmes, small_programme
from tests.lengths import length

LANGUAGES = ("en", "fr", "es", "ar", "zh-hans", "ru")
SLUG = re.compile(r"[a-z0-9_]{4,}-[a-z0-9_-]{4,}")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def _xml(programme: Programme, language: str = "en"):
    """Write and read a file, held to the schema."""
    root = etree.fromstring(write_schedule_xml(programme, labels_for(programme, language)))
    SCHEDULE_XML.assertValid(root)
    return root


def _json(programme: Programme, language: str = "en") -> Any:
    """Write and read a file, held to the schema."""
    data = json.loads(write_schedule_json(programme, labels_for(programme, language)))
    SCHEDULE_JSON.validate(data)
    return data["schedule"]["conference"]


def _events(conference: dict) -> list[dict]:
    return [event for day in conference["days"] for room in day["rooms"].values() for event in room]


def _changed(**changes) -> Programme:
    programme = small_programme()
    return replace(programme, sessions=(replace(programme.sessions[0], **changes),))


def _check_event(event: dict, programme: Programme) -> None:
    """Check what the schemas ask of an event, but what stands once in a file."""
    assert event["room"]
    assert event["title"]
    assert event["type"]
    assert {"abstract", "track", "subtitle", "description", "language"} <= set(event)
    assert re.fullmatch(r"[0-9A-Z]{6}", event["code"])
    assert str(uuid.UUID(event["guid"])) == event["guid"]
    assert int(event["id"]) > 0
    assert SLUG.fullmatch(event["slug"])
    assert re.fullmatch(r"https?://\S+", event["url"])
    assert TIME.fullmatch(event["start"])
    assert re.fullmatch(r"\d{2,}:[0-5]\d", event["duration"])
    moment = datetime.fromisoformat(event["date"])
    assert moment.utcoffset() == moment.astimezone(programme.zone).utcoffset()
    assert f"{moment:%H:%M}" == event["start"]


def _check_once(events: list[dict]) -> None:
    for key in ("guid", "id", "code", "slug"):
        values = [event[key] for event in events]
        assert len(set(values)) == len(values)


def _of_xml(event) -> dict[str, str]:
    """Return an event of the XML file in the shape of the other one."""
    texts = {child.tag: child.text or "" for child in event}
    return {"language": "", **texts, **event.attrib}


def test_the_conference_is_described() -> None:
    conference = _json(small_programme(rooms=(ProgrammeRoom(name="Room A", seats=120),)))
    guid = conference["rooms"][0].pop("guid")
    assert str(uuid.UUID(guid)) == guid
    days = conference.pop("days")
    assert conference == {
        "acronym": "wsis2023",
        "title": "WSIS Forum 2023",
        "start": "2023-01-27",
        "end": "2023-03-17",
        "daysCount": 6,
        "timeslot_duration": "00:05",
        "time_zone_name": "Europe/Zurich",
        "url": conference["url"],
        "tracks": [{"name": "Forum Track", "slug": "track-forum"}],
        "rooms": [{"name": "Room A", "capacity": 120}],
    }
    assert [day["date"] for day in days] == [
        "2023-01-27",
        *(f"2023-03-{day}" for day in (13, 14, 15, 16, 17)),
    ]
    assert (days[0]["day_start"], days[0]["day_end"]) == (
        "2023-01-27T00:00:00+01:00",
        "2023-01-28T00:00:00+01:00",
    )


def test_both_files_tell_the_same_event() -> None:
    programme = _changed(
        floor_languages=("fr", "en"),
        recording_url="https://example.org/watch",
        links=(ProgrammeLink(url="https://example.org/x?a=1&b=2", label="More"),),
        documents=(ProgrammeLink(url="https://example.org/d.pdf"),),
    )
    root = _xml(programme)
    (element,) = root.iter("event")
    (event,) = _events(_json(programme))
    xml = _of_xml(element)
    assert xml.pop("id") == str(event.pop("id")) == "124"
    lists = {name: event.pop(name) for name in ("persons", "links", "attachments")}
    assert event.pop("end") == "2023-01-27T15:00:00+01:00"
    assert {name: xml[name] for name in event} == event
    assert event["date"] == "2023-01-27T14:00:00+01:00"
    assert (event["type"], event["track"], event["language"]) == ("Workshop", "Forum Track", "fr")
    assert event["abstract"] == "First paragraph.\n\nSecond paragraph."
    for words in ("1. Opening", "• ITU: a greeting", "Chair, remotely", "C4 Capacity", "Goal 4:"):
        assert words in event["description"]
    assert [(one["url"], one["title"]) for one in lists["links"]] == [
        ("https://example.org/watch", "Recording"),
        ("https://example.org/x?a=1&b=2", "More"),
    ]
    assert [(one.get("href"), one.text) for one in element.iter("link", "attachment")] == [
        ("https://example.org/watch", "Recording"),
        ("https://example.org/x?a=1&b=2", "More"),
        ("https://example.org/d.pdf", "https://example.org/d.pdf"),
    ]
    (person,) = element.iter("person")
    assert (person.text, person.get("guid")) == (
        lists["persons"][0]["name"],
        lists["persons"][0]["guid"],
    )
    assert lists["persons"][0]["biography"] == "She wrote programs."


def test_a_session_over_several_slots_has_identifiers_each_that_stay_in_the_next_release() -> None:
    slot = small_programme().sessions[0].slots[0]
    day = timedelta(days=1)
    later = replace(slot, starts_at=slot.starts_at + day, ends_at=slot.ends_at + day)
    first = _events(_json(_changed(slots=(slot, later))))
    assert [(one["id"], one["code"], one["slug"]) for one in first] == [
        (124, "00003G", "wsis2023-session-124"),
        (124 + 36**4, "01003G", "wsis2023-session-124-2"),
    ]
    assert first[0]["guid"] == small_programme().sessions[0].uid
    moved = replace(later, room="", starts_at=later.starts_at + day, ends_at=later.ends_at + day)
    second = _events(_json(_changed(slots=(slot, moved), title={"en": "Other"}), "fr"))
    names = ("id", "guid", "code", "slug")
    assert [[one[name] for name in names] for one in first] == [
        [one[name] for name in names] for one in second
    ]


def test_what_is_online_stands_in_a_room_of_that_name() -> None:
    slot = replace(small_programme().sessions[0].slots[0], room="")
    (event,) = _events(_json(_changed(slots=(slot,)), "fr"))
    (room,) = _xml(_changed(slots=(slot,)), "fr").iterfind("day/room")
    assert event["room"] == room.get("name") == labels_for(small_programme(), "fr").online


def test_a_cancelled_session_says_so_in_its_title() -> None:
    (event,) = _events(_json(_changed(status="cancelled")))
    assert (event["title"], event["subtitle"]) == ("Cancelled: Skills for all", "Cancelled")
    (event,) = _events(_json(_changed(status="tentative")))
    assert (event["title"], event["subtitle"]) == ("Skills for all", "Tentative")


def test_without_a_time_there_are_the_days_of_the_forum_and_no_event() -> None:
    programme = _changed(slots=())
    assert _json(programme)["daysCount"] == len(list(_xml(programme).iter("day"))) == 5
    assert _events(_json(programme)) == list(_xml(programme).iter("event")) == []


def test_a_day_of_23_hours_begins_and_ends_with_its_own_offset() -> None:
    slot = replace(
        small_programme().sessions[0].slots[0],
        starts_at=datetime(2023, 3, 26, 8, tzinfo=UTC),
        ends_at=datetime(2023, 3, 26, 9, tzinfo=UTC),
    )
    day = _json(_changed(slots=(slot,)))["days"][-1]
    assert (day["day_start"], day["day_end"]) == (
        "2023-03-26T00:00:00+01:00",
        "2023-03-27T00:00:00+02:00",
    )


@pytest.mark.parametrize(
    ("start", "end", "duration"),
    [
        ("2023-03-26T01:30:00+01:00", "2023-03-26T03:30:00+02:00", "01:00"),
        ("2023-10-29T02:30:00+02:00", "2023-10-29T02:30:00+01:00", "01:00"),
        ("2023-10-29T01:30:00+02:00", "2023-10-29T03:30:00+01:00", "03:00"),
    ],
)
def test_a_duration_is_true_when_the_clocks_change(start: str, end: str, duration: str) -> None:
    starts_at, ends_at = (datetime.fromisoformat(one).astimezone(UTC) for one in (start, end))
    slot = replace(small_programme().sessions[0].slots[0], starts_at=starts_at, ends_at=ends_at)
    (event,) = _events(_json(_changed(slots=(slot,))))
    (element,) = _xml(_changed(slots=(slot,))).iter("event")
    assert (event["date"], event["duration"]) == (start, duration)
    assert element.findtext("duration") == duration


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(text: str) -> None:
    programme = _changed(title={"en": text}, description={"en": text}, organizers={"en": text})
    (element,) = _xml(programme).iter("event")
    said = _of_xml(element)
    assert said["title"] == (one_line(text) or "124")
    assert said["abstract"] == clean(text)
    assert {child.tag for child in element if len(child)} <= {"persons", "links", "attachments"}


@pytest.mark.soak
@given(programmes(), st.sampled_from(LANGUAGES))
@settings(
    max_examples=length(50, soak=1_000),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_programme_keeps_the_rules_of_both_formats(programme: Programme, language: str) -> None:
    root, conference = _xml(programme, language), _json(programme, language)
    events = _events(conference)
    elements = [_of_xml(one) for one in root.iter("event")]
    wanted = sorted(
        (one.number, slot.starts_at) for one in programme.sessions for slot in one.slots
    )
    for found in (events, elements):
        _check_once(found)
        for event in found:
            _check_event(event, programme)
        assert wanted == sorted(
            (int(event["id"]) % 36**4, datetime.fromisoformat(event["date"]).astimezone(UTC))
            for event in found
        )
    assert re.fullmatch(r"[a-z0-9_-]{4,}", conference["acronym"])
    assert root.findtext("conference/acronym") == conference["acronym"]
    indexes = [day["index"] for day in conference["days"]]
    assert indexes == list(range(1, len(indexes) + 1))
    for day in root.iter("day"):
        assert datetime.fromisoformat(day.get("start")).tzinfo
        assert datetime.fromisoformat(day.get("end")).tzinfo
