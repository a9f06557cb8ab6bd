"""The shorter ways in which a Forum's file may say things."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from agenda.models import Session, Slot
from consultation.models import Call, DateChange, Forum, Phase
from tests.factories import NOW
from wsis_forum.portal.loading.faults import BrokenFile
from wsis_forum.portal.loading.forum import load_forum
from wsis_forum.portal.loading.source import read

SMALL: dict[str, Any] = {
    "forum": {
        "year": 2016,
        "name": "WSIS Forum 2016",
        "start": "2016-05-02",
        "end": "2016-05-06",
        "place": {"city": "Geneva", "country": "CHE"},
        "timezone": "Europe/Zurich",
        "collaborators": ["FAO", "WHO"],
    },
    "ocp": {
        "phases": [
            {
                "order": 1,
                "title": "Launch",
                "kind": "launch",
                "start": "2015-06-24",
                "date_precision": "date",
                "timezone": "Europe/Zurich",
                "activities": {"en": ["One", "Two"], "zh": ["一", "二"]},
                "unverified": True,
            },
            {
                "order": 2,
                "title": "Deadline",
                "kind": "deadline",
                "end": "2016-02-08",
                "original_end": "2016-01-30",
                "change_note": {"en": "extended from 30 January"},
                "date_precision": "date",
                "timezone": "Europe/Zurich",
            },
        ],
        "related_calls": [
            {
                "call": {"en": "WSIS Prizes 2016"},
                "start": "2015-09-07",
                "deadline": "2015-12-20T18:00:00+01:00",
                "original_deadline": "2015-12-10T18:00:00+01:00",
                "extended": True,
            }
        ],
    },
    "sessions": [
        {
            "number": 101,
            "type": "TALKX",
            "start": "2016-05-02T09:00:00+02:00",
            "room": "Room A",
            "interpretation": ["en", "zh"],
            "speakers": [
                {
                    "key": "doe",
                    "name": "Jane Doe",
                    "bio": {"machine_text": "她在日内瓦工作。", "page_language": "zh"},
                }
            ],
        },
        {"number": 102, "preparatory_kind": "OCP_MEETING", "title": "Meeting", "minutes": 90},
    ],
}


@pytest.fixture
def forum(load_reference_tables, tmp_path: Path) -> Forum:
    """Return the small Forum, loaded."""
    path = tmp_path / "2016.json"
    path.write_text(json.dumps(SMALL), encoding="utf-8")
    return load_forum(read(path), at=NOW).forum


def test_a_plain_string_is_a_text_in_english(forum):
    assert (forum.slug, forum.name_en, forum.name_zh_hans) == ("2016", "WSIS Forum 2016", None)
    assert forum.city_en == "Geneva"
    assert [row.code for row in forum.partners.all()] == ["FAO", "WHO"]


def test_activities_may_stand_in_one_list_a_language(forum):
    first = forum.phases.get(order=1)
    assert [(row.text_en, row.text_zh_hans) for row in first.activities.all()] == [
        ("One", "一"),
        ("Two", "二"),
    ]
    assert first.is_unverified("title_en")


def test_a_phase_whose_date_was_moved_keeps_the_former_one(forum):
    deadline = Phase.objects.get(forum=forum, order=2)
    assert (deadline.start_date, deadline.end_date) == (date(2016, 2, 8), date(2016, 2, 8))
    change = DateChange.objects.get(phase=deadline)
    assert (change.note_en, change.former) == (
        "extended from 30 January",
        {
            "precision": "date",
            "start": "2016-01-30",
            "end": "2016-01-30",
            "timezone": "Europe/Zurich",
        },
    )


def test_a_call_gets_its_address_from_its_title_and_its_hours_from_the_file(forum):
    call = Call.objects.get(forum=forum)
    assert (call.slug, call.kind) == ("wsis-prizes-2016", "open")
    assert call.opens_at == datetime(2015, 9, 6, 22, 0, tzinfo=UTC)
    assert call.is_unverified("opens_at")
    assert (call.closes_at, call.deadline_is_assumed) == (
        datetime(2015, 12, 20, 17, 0, tzinfo=UTC),
        False,
    )
    change = DateChange.objects.get(call=call)
    assert (change.former["precision"], change.former["end"]) == (
        "moment",
        "2015-12-10T17:00:00+00:00",
    )


def test_a_session_without_an_end_lasts_an_hour_and_says_so(forum):
    session = Session.objects.get(forum=forum, number=101)
    slot = Slot.objects.get(session=session)
    assert slot.period.upper == datetime(2016, 5, 2, 8, 0, tzinfo=UTC)
    assert session.data_quality == [
        "The source gives no title; that of the session type stands in its place.",
        "The source names no end; a length of 60 minutes is assumed.",
    ]
    assert (session.title_en, session.is_unverified("title_en")) == ("WSIS TalkX", True)
    assert session.interpretation == ["en", "zh-hans"]
    speaker = session.appearances.get().speaker
    assert (speaker.sort_name, speaker.biography_zh_hans) == ("Doe", "她在日内瓦工作。")
    assert speaker.is_unverified("biography_zh_hans")


def test_a_session_without_a_time_has_no_slot_and_the_track_of_its_type(forum):
    session = Session.objects.get(forum=forum, number=102)
    assert (session.track.code, session.type.code, session.minutes) == (
        "PREPARATORY",
        "OCP_MEETING",
        90,
    )
    assert not session.slots.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda data: data["ocp"]["phases"][0]["activities"]["zh"].pop(),
            "ocp.phases[0].activities: zh: must have as many lines as the other languages",
        ),
        (
            lambda data: data["ocp"]["phases"][1].pop("change_note"),
            "ocp.phases[1].change_note: is missing although the date was moved",
        ),
        (
            lambda data: data["ocp"]["related_calls"][0].pop("original_deadline"),
            "ocp.calls[0].original_deadline: is missing although the call was extended",
        ),
        (
            lambda data: data["sessions"][1].update(end="2016-05-02T09:00:00+02:00"),
            "sessions[1].start: is missing although there is an end",
        ),
        (
            lambda data: data["sessions"][0].update(end="2016-05-02T09:00:00+02:00"),
            "sessions[0].end: is not after the start",
        ),
        (
            lambda data: data["sessions"][1].pop("preparatory_kind"),
            "sessions[1].track: is missing, and no type names one",
        ),
        (
            lambda data: data["sessions"][1].update(speakers=[{"key": "doe", "name": "John Doe"}]),
            "sessions[1].speakers[0]: “doe” is described differently in session 101",
        ),
        (
            lambda data: data["forum"].update(start="1999-05-02"),
            "forum.start: the year 1999 cannot be meant",
        ),
        (
            lambda data: data["forum"].update(name={"en": "half \ud83d"}),
            "forum.name.en: holds half a character (a lone surrogate)",
        ),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_a_fault(
    load_reference_tables, tmp_path, change, message
):
    data = json.loads(json.dumps(SMALL))
    change(data)
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    with pytest.raises(BrokenFile) as caught:
        load_forum(read(path), at=NOW)
    assert [line.split(":", 2)[2].strip() for line in caught.value.lines] == [message]
