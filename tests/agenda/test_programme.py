"""The frozen programme: to data and back, its canonical JSON, its checksum."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings

from agenda import frozen
from agenda.programme import (
    FALLBACK,
    Programme,
    ProgrammeItem,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeSpeaker,
    canonical,
    checksum,
    from_data,
    pick,
    to_data,
)
from tests.agenda.programmes import programmes, small_programme


@given(programmes())
@settings(max_examples=50, deadline=None)
def test_a_programme_comes_back_from_its_data_exactly(programme: Programme) -> None:
    data = to_data(programme)
    assert from_data(data) == programme
    assert canonical(to_data(from_data(data))) == canonical(data)


def test_canonical_json_has_sorted_keys_and_no_spaces() -> None:
    assert canonical({"b": [1, None], "a": "é"}) == '{"a":"é","b":[1,null]}'.encode()


def test_the_checksum_changes_with_any_word() -> None:
    programme = small_programme()
    session = programme.sessions[0]
    other = replace(programme, sessions=(replace(session, title={"en": "Other"}),))
    assert checksum(to_data(programme)) == checksum(to_data(small_programme()))
    assert checksum(to_data(programme)) != checksum(to_data(other))


def test_moments_are_stored_in_utc_with_a_z() -> None:
    slot = ProgrammeSlot(
        room="Room A",
        starts_at=datetime.fromisoformat("2023-01-27T14:00:00+01:00"),
        ends_at=datetime.fromisoformat("2023-01-27T15:00:00+01:00"),
        timezone="Europe/Zurich",
    )
    assert frozen.encode(slot) == {
        "room": "Room A",
        "starts_at": "2023-01-27T13:00:00Z",
        "ends_at": "2023-01-27T14:00:00Z",
        "timezone": "Europe/Zurich",
    }
    assert slot.local_start.isoformat() == "2023-01-27T14:00:00+01:00"


def test_a_field_that_an_old_release_does_not_have_keeps_its_default() -> None:
    data = to_data(small_programme())
    del data["sessions"][0]["data_quality"]
    assert from_data(data) == small_programme()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"year": "2023"}, "programme.year: int expected, not str"),
        ({"year": True}, "programme.year: int expected, not bool"),
        ({"sessions": {}}, "programme.sessions: list expected, not dict"),
        ({"start_date": "soon"}, "programme.start_date: Invalid isoformat string: 'soon'"),
        ({"name": {"en": 1}}, "programme.name.en: str expected, not int"),
        ({"nobody": 1}, "programme: unknown nobody"),
    ],
)
def test_data_that_is_no_programme_is_refused_with_its_place(change, message) -> None:
    with pytest.raises(frozen.Unreadable) as refusal:
        from_data(to_data(small_programme()) | change)
    assert str(refusal.value) == message


def test_a_missing_value_is_named() -> None:
    data = to_data(small_programme())
    del data["timezone"]
    with pytest.raises(frozen.Unreadable, match="timezone"):
        from_data(data)


def test_a_text_is_asked_for_by_column_as_of_a_model() -> None:
    speaker = ProgrammeSpeaker(slug="opp", name={"en": "Robert Opp", "zh-hans": "罗伯特·奥普"})
    assert (speaker.name_zh_hans, speaker.name_fr) == ("罗伯特·奥普", "")
    with pytest.raises(AttributeError):
        speaker.nickname_en  # noqa: B018


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ({"fr": "Un", "en": "One"}, "fr", ("Un", "fr")),
        ({"ru": "Один", "en": "One"}, "fr", ("Один", "ru")),
        ({"ar": "واحد", "es": "Uno"}, "fr", ("Uno", "es")),
        ({}, "fr", ("", "fr")),
    ],
)
def test_another_language_stands_in_the_original_first(text, language, found) -> None:
    assert pick(text, language, original="ru") == found


def test_programme_and_exporters_know_no_django() -> None:
    code = (
        "import sys; import agenda.programme, agenda.exports, agenda.numbering;"
        "print(sorted(m for m in sys.modules if m.split('.')[0] == 'django'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_fallback_is_the_order_of_the_settings(settings) -> None:
    assert settings.MODELTRANSLATION_FALLBACK_LANGUAGES["default"] == FALLBACK


def test_items_nest() -> None:
    item = ProgrammeItem(number="1", title={"en": "One"}, items=(ProgrammeItem(title={"en": "a"}),))
    session = ProgrammeSession(
        number=100,
        uid="u",
        track="FORUM",
        status="tentative",
        original_language="en",
        title={"en": "T"},
        items=(item,),
    )
    programme = Programme(
        forum="2023",
        year=2023,
        name={"en": "F"},
        timezone="Europe/Zurich",
        start_date=date(2023, 3, 13),
        end_date=date(2023, 3, 17),
        version="v1.0",
        is_public=True,
        released_at=datetime(2023, 1, 1, tzinfo=UTC),
        sessions=(session,),
    )
    assert from_data(to_data(programme)).index.sessions[100].items == (item,)
