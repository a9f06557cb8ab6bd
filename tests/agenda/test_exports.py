"""Exports read back by libraries that did not write them."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from agenda.exports import FORMATS
from agenda.exports.agenda_json import read_json
from agenda.exports.csv_file import COLUMNS, safe, write_csv
from agenda.exports.ical import write_ical
from agenda.exports.labels import Labels
from agenda.exports.lines import agenda_lines
from agenda.exports.text import clean
from agenda.exports.zones import vtimezone
from agenda.labels import labels_for
from agenda.presentation import names
from agenda.programme import Programme, ProgrammeItem, ProgrammeLink, pick
from tests.agenda.programmes import HOSTILE, programmes, small_programme, strings
from tests.lengths import length

# Shrinking a whole programme takes minutes; the first one that fails says enough.
_QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
LANGUAGES = ("en", "fr", "es", "ar", "zh-hans", "ru")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "|", "%")


def _labels(programme: Programme, language: str = "en") -> Labels:
    return labels_for(programme, language)


def _rows(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows] if head else []


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _events(data: bytes):
    # The reader keeps the zones of the last file by name; every file here brings its own years.
    vars(vobject.icalendar)["__tzidMap"].clear()
    return list(vobject.readOne(data.decode()).contents.get("vevent", []))


# --- CSV ---


def test_csv_begins_with_a_bom_and_ends_its_lines_with_crlf() -> None:
    programme = small_programme()
    data = write_csv(programme, _labels(programme))
    assert data.startswith(b"\xef\xbb\xbfNumber,Title,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\r\n") == 2
    assert data.count(b"\r") == 2


def test_csv_has_a_row_a_session_with_its_number_in_a_column_of_its_own() -> None:
    programme = small_programme()
    (row,) = _rows(write_csv(programme, _labels(programme)))
    assert row == {
        "number": "124",
        "title": "Skills for all",
        "title_language": "English",
        "track": "Forum Track",
        "type": "Workshop",
        "status": "Confirmed",
        "date": "2023-01-27",
        "start": "14:00",
        "end": "15:00",
        "offset": "UTC+01:00",
        "zone": "Europe/Zurich",
        "room": "Room A",
        "further_times": "",
        "mode": "",
        "organizers": "ITU",
        "speakers": "Ms Ada Lovelace, Director, ITU, Switzerland (Chair, remotely)",
        "description": "First paragraph.\n\nSecond paragraph.",
        "draft_agenda": "1. Opening\n   • ITU: a greeting (Ada Lovelace)",
        "action_lines": "C4 Capacity building",
        "goals": "Goal 4: Quality education",
        "captioning": "no",
        "sign_language": "no",
        "floor_languages": "",
        "interpretation": "",
        "passive": "",
        "remote": "",
        "recording": "",
        "outcome": "",
        "documents": "",
        "links": "",
        "inputs": "WSIS-2023-0001",
        "unverified": "",
        "url": row["url"],
    }
    assert row["url"].endswith("/en/forums/2023/agenda/sessions/124/")


def test_csv_in_chinese_falls_back_and_says_so() -> None:
    programme = small_programme()
    (row,) = _rows(write_csv(programme, _labels(programme, "zh-hans")))
    assert (row["title"], row["title_language"]) == ("全民技能", "中文")
    assert row["organizers"].startswith("ITU [")
    assert row["url"].endswith("/zh-hans/forums/2023/agenda/sessions/124/")


def test_csv_names_further_times_and_the_day_of_a_late_end() -> None:
    programme = small_programme()
    session = programme.sessions[0]
    night = replace(
        session.slots[0],
        room="",
        starts_at=datetime(2023, 1, 28, 20, tzinfo=UTC),
        ends_at=datetime(2023, 1, 28, 22, tzinfo=UTC),
        timezone="Africa/Addis_Ababa",
    )
    two = replace(programme, sessions=(replace(session, slots=(*session.slots, night)),))
    (row,) = _rows(write_csv(two, _labels(two)))
    assert row["further_times"] == (
        "2023-01-28 23:00–2023-01-29 01:00 UTC+03:00 (Africa/Addis_Ababa), Online"
    )


def test_csv_says_how_a_session_is_followed_and_what_came_of_it() -> None:
    programme = small_programme()
    session = replace(
        programme.sessions[0],
        sign_language=True,
        floor_languages=("fr", "ar"),
        remote_url="https://example.org/join",
        recording_url="https://example.org/watch",
        outcome={"fr": "Fin"},
        documents=(ProgrammeLink(url="https://example.org/d.pdf", label="Slides"),),
        links=(ProgrammeLink(url="https://example.org/x"),),
    )
    full = replace(programme, sessions=(session,))
    (row,) = _rows(write_csv(full, _labels(full)))
    names = ("sign_language", "floor_languages", "remote", "recording", "outcome")
    assert [row[name] for name in (*names, "documents", "links")] == [
        "yes",
        "French, Arabic",
        "https://example.org/join",
        "https://example.org/watch",
        "Fin [in French]",
        "Slides: https://example.org/d.pdf",
        "https://example.org/x",
    ]


def _with_remote_url_at(shows_from: datetime) -> Programme:
    programme = small_programme()
    url = "https://example.org/secret-room"
    session = replace(programme.sessions[0], remote_url=url, remote_from=shows_from)
    return replace(programme, sessions=(session,))


def _unpacked(data: bytes) -> bytes:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return b"".join(map(parts.read, parts.namelist()))


@pytest.mark.parametrize("extension", sorted(FORMATS))
def test_an_address_that_shows_only_later_is_in_no_file(extension: str) -> None:
    hidden = _with_remote_url_at(small_programme().released_at + timedelta(seconds=1))
    assert b"secret-room" not in _unpacked(FORMATS[extension].write(hidden, _labels(hidden)))


@pytest.mark.parametrize("extension", ["csv", "json", "schedule.json", "schedule.xml", "xlsx"])
def test_an_address_that_may_be_shown_is_in_the_files_of_data(extension: str) -> None:
    shown = _with_remote_url_at(small_programme().released_at)
    assert b"secret-room" in _unpacked(FORMATS[extension].write(shown, _labels(shown)))


@given(strings)
@settings(max_examples=200)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    out = io.StringIO(newline="")
    from defusedcsv import csv as defused  # noqa: PLC0415 the writer under test

    defused.writer(out).writerow([safe(text)])
    ((cell,),) = list(csv.reader(io.StringIO(out.getvalue(), newline=""))) or [[""]]
    is_number = cell.lstrip("-").replace(".", "").replace(",", "").isdigit()
    assert is_number or not cell.startswith(FORMULA)
    assert not cell.strip("\ufeff\u200b\u00a0 ").startswith(("=", "＝", "＋", "－", "＠", "@"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("\t=1", "'\t=1"),
        ("\x00=1", "'\x00=1"),
        ("\r\n=1", "'\n=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("plain = text", "plain = text"),
        ("", ""),
    ],
)
def test_what_spreadsheets_skip_before_a_formula_is_quoted(text: str, cell: str) -> None:
    assert safe(text) == cell


@pytest.mark.soak
@given(programmes(), st.sampled_from(LANGUAGES))
@settings(
    max_examples=length(50, soak=1_000),
    deadline=None,
    phases=_QUICK,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_programme_comes_back_from_csv_row_by_row(programme: Programme, language: str) -> None:
    rows = _rows(write_csv(programme, _labels(programme, language)))
    assert [int(row["number"]) for row in rows] == [one.number for one in programme.sessions]
    for row, session in zip(rows, programme.sessions, strict=True):
        for name in ("title", "description", "organizers", "outcome"):
            text, _language = pick(
                getattr(session, name), language, original=session.original_language
            )
            assert _letters(text) in _letters(row[name])


# --- iCalendar ---


def test_a_calendar_says_what_the_standard_asks_for() -> None:
    programme = small_programme(sequence=3)
    text = write_ical(programme, _labels(programme)).decode()
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in lines) <= 75
    for line in (
        "PRODID:-//WSIS Forum//Open consultation portal//EN",
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "NAME;LANGUAGE=en:WSIS Forum 2023: agenda",
        "X-WR-CALNAME:WSIS Forum 2023: agenda",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Zurich",
        "UID:0f0d2ae1-0000-5000-8000-000000000124",
        "DTSTAMP:20230102T000000Z",
        "LAST-MODIFIED:20230102T000000Z",
        "DTSTART;TZID=Europe/Zurich:20230127T140000",
        "DTEND;TZID=Europe/Zurich:20230127T150000",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "SUMMARY;LANGUAGE=en:124 · Skills for all",
        "LOCATION:Room A",
        "CATEGORIES;LANGUAGE=en:Forum Track,Workshop",
    ):
        assert line in lines


def test_the_calendars_name_is_quoted_as_a_text() -> None:
    programme = small_programme(name={"en": "Forum; a, b\r\nMETHOD:REQUEST"})
    calendar = vobject.readOne(write_ical(programme, _labels(programme)).decode())
    assert calendar.method.value == "PUBLISH"
    assert calendar.contents["name"][0].value == "Forum; a, b METHOD:REQUEST: agenda"


def test_a_calendar_is_read_by_a_library_that_did_not_write_it() -> None:
    programme = small_programme()
    (event,) = _events(write_ical(programme, _labels(programme)))
    assert event.summary.value == "124 · Skills for all"
    assert event.dtstart.value.astimezone(UTC) == datetime(2023, 1, 27, 13, tzinfo=UTC)
    assert event.dtend.value - event.dtstart.value == timedelta(hours=1)
    assert event.location.value == "Room A"
    assert event.url.value.endswith("/en/forums/2023/agenda/sessions/124/")
    assert event.description.value == (
        "Organizers\nITU\n\nFirst paragraph.\n\nSecond paragraph.\n\n"
        "Draft agenda\n1. Opening\n   • ITU: a greeting (Ada Lovelace)\n\n"
        "Speakers\nMs Ada Lovelace, Director, ITU, Switzerland (Chair, remotely)\n\n"
        "Action Lines\nC4 Capacity building\n\n"
        "Sustainable Development Goals\nGoal 4: Quality education\n\n"
        "Built from the inputs\nWSIS-2023-0001"
    )


def _onsets(name: str, year: int) -> list[tuple[str, str, str, str]]:
    zone = vtimezone(name, first_year=year, last_year=year).to_ical().decode().split("\r\n")
    wanted = ("BEGIN:", "DTSTART:", "TZOFFSETFROM:", "TZOFFSETTO:")
    facts = [line for line in zone if line.startswith(wanted)][1:]
    return [tuple(facts[i : i + 4]) for i in range(0, len(facts), 4)]


def test_a_zone_says_when_its_clocks_change() -> None:
    assert _onsets("Europe/Zurich", 2023) == [
        ("BEGIN:STANDARD", "DTSTART:20221231T010000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100"),
        ("BEGIN:DAYLIGHT", "DTSTART:20230326T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200"),
        ("BEGIN:STANDARD", "DTSTART:20231029T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100"),
    ]
    assert _onsets("Africa/Addis_Ababa", 2022) == [
        ("BEGIN:STANDARD", "DTSTART:20211231T030000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0300"),
    ]


def test_a_time_that_the_clocks_show_twice_is_not_mistaken() -> None:
    programme = small_programme()
    slots = tuple(
        replace(
            programme.sessions[0].slots[0],
            starts_at=datetime(2023, 10, 29, hour, 30, tzinfo=UTC),
            ends_at=datetime(2023, 10, 29, hour, 50, tzinfo=UTC),
        )
        for hour in (0, 1)
    )
    night = replace(programme, sessions=(replace(programme.sessions[0], slots=slots),))
    starts = [e.dtstart.value.astimezone(UTC) for e in _events(write_ical(night, _labels(night)))]
    assert starts == [slot.starts_at for slot in slots]


@pytest.mark.parametrize(
    ("status", "word"),
    [("tentative", "TENTATIVE"), ("confirmed", "CONFIRMED"), ("cancelled", "CANCELLED")],
)
def test_the_status_is_the_standards(status: str, word: str) -> None:
    programme = small_programme()
    changed = replace(programme, sessions=(replace(programme.sessions[0], status=status),))
    (event,) = _events(write_ical(changed, _labels(changed)))
    assert event.status.value == word


def test_a_session_over_several_slots_has_an_identifier_each() -> None:
    programme = small_programme()
    session = programme.sessions[0]
    twice = replace(programme, sessions=(replace(session, slots=session.slots * 2),))
    events = _events(write_ical(twice, _labels(twice)))
    assert [event.uid.value for event in events] == [session.uid, f"{session.uid}-2"]


def test_a_session_without_a_time_has_no_event() -> None:
    programme = small_programme()
    unplaced = replace(programme, sessions=(replace(programme.sessions[0], slots=()),))
    written = write_ical(unplaced, _labels(unplaced))
    assert _events(written) == []
    # Still a calendar: the standard wants at least one component in it.
    assert written.count(b"BEGIN:VTIMEZONE") == 1


def test_the_title_names_the_language_that_it_is_in() -> None:
    programme = small_programme()
    session = replace(programme.sessions[0], title={"zh-hans": "会议"}, original_language="zh-hans")
    chinese = replace(programme, sessions=(session,))
    text = write_ical(chinese, _labels(chinese, "fr")).decode()
    assert "SUMMARY;LANGUAGE=zh-Hans:124 · 会议\r\n" in text
    assert "CATEGORIES;LANGUAGE=fr:" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    programme = small_programme()
    session = replace(programme.sessions[0], title={"en": text}, description={"en": text})
    hostile = replace(programme, sessions=(session,))
    data = write_ical(hostile, _labels(hostile))
    (event,) = _events(data)
    assert event.summary.value == f"124 · {clean(text).replace(chr(10), ' ')}"
    assert event.description.value.count("BEGIN:VEVENT") <= 1
    assert data.count(b"BEGIN:VEVENT") == 1 + text.count("BEGIN:VEVENT") * 2


@pytest.mark.soak
@given(programmes(), st.sampled_from(LANGUAGES))
@settings(
    max_examples=length(50, soak=1_000),
    deadline=None,
    phases=_QUICK,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_programme_comes_back_from_its_calendar(programme: Programme, language: str) -> None:
    events = _events(write_ical(programme, _labels(programme, language)))
    wanted = [(one, slot) for one in programme.sessions for slot in one.slots]
    assert len(events) == len(wanted)
    for event, (session, slot) in zip(events, wanted, strict=True):
        assert event.summary.value.startswith(f"{session.number} · ")
        assert event.dtstart.value.astimezone(UTC) == slot.starts_at
        assert event.dtend.value.astimezone(UTC) == slot.ends_at


@pytest.mark.parametrize("extension", sorted(FORMATS))
def test_the_same_release_gives_the_same_bytes(extension: str) -> None:
    first, second = (
        FORMATS[extension].write(programme, _labels(programme))
        for programme in (small_programme(), small_programme())
    )
    assert first == second


@pytest.mark.parametrize(
    ("name", "title", "is_named"),
    [
        ("Li", "Libraries and Living archives", False),
        ("Li", "Li: a greeting", True),
        ("Ada", "Canada", False),
        ("Ada Lovelace", "Opening (Ada Lovelace)", True),
        ("李雷", "欢迎辞：李雷先生", True),
        ("李", "李雷先生", False),
        ("ليلى حداد", "كلمة ليلى حداد", True),
        ("ليلى", "الليلى", False),
    ],
)
def test_a_point_names_who_speaks_only_as_a_whole_word(name, title, is_named) -> None:
    programme = small_programme()
    speaker = replace(programme.speakers[0], name={"en": name})
    assert names(title, speaker) is is_named
    item = ProgrammeItem(number="1", title={"en": title}, speakers=(speaker.slug,))
    labels = labels_for(programme, "en")
    (line,) = agenda_lines((item,), labels, "en", people={speaker.slug: speaker})
    assert line.count(name) == title.count(name) + (not is_named)


@pytest.mark.parametrize(("language", "name"), [("en", "Swahili"), ("ru", "суахили")])
def test_a_language_beside_the_six_is_named_in_every_document(language: str, name: str) -> None:
    programme = small_programme()
    first, *others = programme.sessions
    spoken = replace(first, floor_languages=("sw",), interpretation=("en", "sw"))
    programme = replace(programme, sessions=(spoken, *others))
    labels = labels_for(programme, language)
    for extension in ("csv", "docx", "xlsx", "zip", "pdf"):
        data = FORMATS[extension].write(programme, labels)
        if extension == "pdf":
            pages = PdfReader(io.BytesIO(data)).pages
            data = "".join(page.extract_text() for page in pages).encode()
        elif extension != "csv":
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                data = b"".join(packed.read(one) for one in packed.namelist())
        assert name.casefold() in data.decode(errors="replace").casefold(), extension
    # Files that are read by programs keep the code, and come back as they were.
    assert read_json(FORMATS["json"].write(programme, labels)).sessions[0] == spoken
    assert b"<language>sw</language>" in FORMATS["schedule.xml"].write(programme, labels)
