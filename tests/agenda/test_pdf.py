"""The agenda and its sheets as PDF/UA-1, read back by a library that did not write them."""

import io
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from agenda.exports.grid import grids_of
from agenda.exports.pdf import write_pdf, write_room, write_session, write_speaker
from agenda.labels import labels_for
from agenda.outline import DEEPEST
from agenda.presentation import days_of
from agenda.programme import Programme, ProgrammeItem, ProgrammeRoom
from tests.agenda.large import large_programme
from tests.agenda.programmes import programmes, small_programme
from tests.lengths import length

LANGUAGES = ("en", "fr", "es", "ar", "zh-hans", "ru")
HOSTILE = '#panic("x") *bold* $x$ <l> @ref // c #read("/etc/passwd") \\u{41} `raw` "\\"); = Title'


def _read(data: bytes) -> Any:
    assert data.startswith(b"%PDF-1.7")
    return PdfReader(io.BytesIO(data))


def _words(reader: Any) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def _agenda(programme: Programme, language: str = "en") -> Any:
    return _read(write_pdf(programme, labels_for(programme, language)))


def _bookmarks(outline: Any) -> list[Any]:
    return [_bookmarks(one) if isinstance(one, list) else one["/Title"] for one in outline]


def test_it_declares_pdf_ua_its_title_and_its_language() -> None:
    reader = _agenda(small_programme())
    root = reader.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata["/Title"] == "Agenda · WSIS Forum 2023"
    assert root["/Lang"] == "en"
    text = _words(reader)
    for words in ("Release v1.0 of 2 January 2023", "Public release", "Geneva time, UTC+01:00"):
        assert words in text
    assert "internal draft" not in text


def test_bookmarks_lead_to_days_and_sessions() -> None:
    assert _bookmarks(_agenda(small_programme()).outline) == [
        "Timetable",
        ["Friday, 27 January 2023"],
        "In order of time",
        ["Friday, 27 January 2023"],
        "Sessions",
        ["124 · Skills for all"],
        "Speakers",
    ]


def test_an_internal_draft_says_so_on_the_agenda_and_on_each_sheet() -> None:
    programme = small_programme(is_public=False, version="v0.1")
    labels = labels_for(programme, "en")
    session, speaker = programme.sessions[0], programme.speakers[0]
    for data in (
        write_pdf(programme, labels),
        write_session(programme, labels, session),
        write_room(programme, labels, "Room A"),
        write_speaker(programme, labels, speaker),
    ):
        assert "This is an internal draft of the agenda." in _words(_read(data))


@pytest.mark.parametrize(
    ("language", "tag"), [("zh-hans", "zh-CN"), ("ar", "ar"), ("ru", "ru"), ("fr", "fr")]
)
def test_the_document_names_its_language_and_a_fallback_its_own(language: str, tag: str) -> None:
    programme = small_programme()
    session = programme.sessions[0]
    labels = labels_for(programme, language)
    data = write_session(programme, labels, session)
    reader = _read(data)
    assert reader.trailer["/Root"]["/Lang"] == tag
    assert "en" in {one.get("/Lang") for one in _elements(reader)}
    # Letters that join come out of an Arabic PDF one by one.
    assert language == "ar" or f"[{labels.in_language['en']}]" in _words(reader)


def _elements(reader: Any) -> list[Any]:
    found, rows = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while rows:
        one = rows.pop().get_object()
        found.append(one)
        below = one.get("/K", [])
        below = below if isinstance(below, list) else [below]
        rows += [row for row in below if hasattr(row.get_object(), "get")]
    return found


def test_arabic_goes_from_right_to_left() -> None:
    root = _agenda(small_programme(), "ar").trailer["/Root"]
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"


def test_a_door_sheet_shows_the_sessions_of_that_room_only() -> None:
    programme = small_programme(rooms=(ProgrammeRoom(name="Room A"), ProgrammeRoom(name="Room B")))
    labels = labels_for(programme, "en")
    assert "Skills for all" in _words(_read(write_room(programme, labels, "Room A")))
    other = _words(_read(write_room(programme, labels, "Room B")))
    assert "Room B" in other
    assert "Skills for all" not in other
    assert "There is no session yet." in other


def test_a_speakers_sheet_says_when_where_and_in_which_role() -> None:
    programme = small_programme()
    text = _words(
        _read(write_speaker(programme, labels_for(programme, "en"), programme.speakers[0]))
    )
    for words in ("Ms Ada Lovelace", "Friday, 27 January 2023", "14:00–15:00", "Room A", "Chair"):
        assert words in text


def test_a_link_to_be_shown_later_is_not_printed() -> None:
    programme = small_programme()
    at = programme.sessions[0].slots[0].starts_at - timedelta(hours=1)
    session = replace(programme.sessions[0], remote_url="https://example.org/join", remote_from=at)
    programme = replace(programme, sessions=(session,))
    labels = labels_for(programme, "en")
    text = _words(_read(write_session(programme, labels, session)))
    assert "example.org" not in text
    assert "27 January 2023, 13:00 (Geneva time, UTC+01:00)" in text
    session = replace(session, remote_from=None)
    programme = replace(programme, sessions=(session,))
    assert "https://example.org/join" in _words(_read(write_session(programme, labels, session)))


def test_nine_rooms_are_split_into_parts_that_can_be_read() -> None:
    programme = large_programme(sessions=64, speakers=20)
    grids = grids_of(programme, days_of(programme)[0])
    assert [len(grid.rooms) for grid in grids] == [4, 5]
    assert sum(len(grid.cells) for grid in grids) == 63
    assert grids[0].rooms == ["Popov", "A", "B", "C1"]
    for grid in grids:
        taken = [(c.column, line) for c in grid.cells for line in range(c.line, c.line + c.height)]
        assert len(taken) == len(set(taken))


def test_sessions_that_overlap_in_one_place_stand_beside_each_other() -> None:
    programme = small_programme()
    first = programme.sessions[0]
    slot = replace(first.slots[0], starts_at=first.slots[0].starts_at + timedelta(minutes=30))
    second = replace(first, number=125, slots=(slot,))
    programme = replace(programme, sessions=(first, second))
    (grid,) = grids_of(programme, days_of(programme)[0])
    assert grid.rooms == ["Room A", "Room A"]
    assert [(cell.column, cell.line, cell.height) for cell in grid.cells] == [(0, 0, 2), (1, 1, 1)]


@pytest.mark.parametrize("zone", ["Europe/Zurich", "UTC"])
def test_a_session_in_the_hour_that_the_clocks_show_twice_has_its_line(zone: str) -> None:
    first = small_programme().sessions[0]
    slots = [
        replace(
            first.slots[0],
            timezone="Asia/Tokyo",
            starts_at=datetime(2026, 10, 25, hour, 30, tzinfo=UTC).astimezone(ZoneInfo(zone)),
            ends_at=datetime(2026, 10, 25, hour + 1, 30, tzinfo=UTC).astimezone(ZoneInfo(zone)),
        )
        for hour in (0, 1)
    ]
    second = replace(first, number=125, slots=(slots[1],), title={"en": "The later one"})
    programme = replace(small_programme(), sessions=(replace(first, slots=(slots[0],)), second))
    (grid,) = grids_of(programme, days_of(programme)[0])
    assert [(cell.column, cell.line, cell.height) for cell in grid.cells] == [(0, 0, 1), (0, 1, 1)]
    assert "The later one" in _words(_agenda(programme))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_agenda_of_twenty_levels_is_printed_with_every_point(language: str) -> None:
    items: tuple[ProgrammeItem, ...] = ()
    for level in range(DEEPEST, -1, -1):
        number = ".".join("1" * (level + 1))
        title = {"en": f"Level {level}"}
        line = ProgrammeItem(number=number, title=title, minutes=5, speakers=("ada",), items=items)
        items = (line,)
    session = replace(small_programme().sessions[0], items=items)
    programme = replace(small_programme(), sessions=(session,))
    text = _words(_agenda(programme, language))
    assert [level for level in range(DEEPEST + 1) if f"Level {level}" not in text] == []
    sheet = _words(_read(write_session(programme, labels_for(programme, language), session)))
    assert "Level 20" in sheet


def test_what_a_person_wrote_is_never_markup() -> None:
    programme = small_programme(name={"en": HOSTILE}, remark=HOSTILE)
    session = replace(
        programme.sessions[0], title={"en": HOSTILE}, description={"en": HOSTILE}, organizers={}
    )
    programme = replace(programme, sessions=(session,))
    assert _words(_agenda(programme)).count('#read("/etc/passwd")') >= 5


@pytest.mark.soak
@given(programmes(), st.sampled_from(LANGUAGES))
@settings(
    max_examples=length(50, soak=1_000),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_programme_can_be_printed(programme: Programme, language: str) -> None:
    labels = labels_for(programme, language)
    text = _words(_read(write_pdf(programme, labels)))
    assert [n for n in programme.index.sessions if str(n) not in text] == []
    assert write_speaker(programme, labels, programme.speakers[0]).startswith(b"%PDF")
    for session in programme.sessions:
        assert write_session(programme, labels, session).startswith(b"%PDF")
        for slot in session.slots:
            assert write_room(programme, labels, slot.room).startswith(b"%PDF")


def test_a_process_that_was_ended_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = subprocess.CompletedProcess([], -9, b"", b"")
    monkeypatch.setattr("consultation.exports.typeset.subprocess.run", lambda *_, **__: ended)
    programme = small_programme()
    with pytest.raises(RuntimeError, match="the process ended with -9"):
        write_pdf(programme, labels_for(programme, "en"))
