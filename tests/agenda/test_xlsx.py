"""The Excel workbook, read back by a library that did not write it."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from agenda.exports.text import clean
from agenda.exports.xlsx import MOST_CHARACTERS, write_xlsx
from agenda.labels import labels_for
from agenda.programme import Programme, ProgrammeSpeaker
from tests.agenda.programmes import HOSTILE, programmes, small_programme
from tests.lengths import length

LANGUAGES = ("en", "fr", "es", "ar", "zh-hans", "ru")


def _book(programme: Programme, language: str = "en"):
    return load_workbook(io.BytesIO(write_xlsx(programme, labels_for(programme, language))))


def _rows(sheet) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def _changed(**changes) -> Programme:
    programme = small_programme()
    return replace(programme, sessions=(replace(programme.sessions[0], **changes),))


def test_a_sheet_a_day_and_one_of_speakers_with_frozen_heads_and_filters() -> None:
    programme = small_programme()
    session = programme.sessions[0]
    slot = session.slots[0]
    night = replace(
        slot,
        room="",
        starts_at=datetime(2023, 1, 28, 21, 30, tzinfo=UTC),
        ends_at=datetime(2023, 1, 28, 23, 30, tzinfo=UTC),
        timezone="Africa/Addis_Ababa",
    )
    sessions = (replace(session, slots=(slot, night)), replace(session, number=125, slots=()))
    book = _book(replace(programme, sessions=sessions))
    assert book.sheetnames == ["2023-01-27", "2023-01-28", "Time not yet fixed", "Speakers"]
    assert {sheet.freeze_panes for sheet in book} == {"B2"}
    assert {sheet.auto_filter.ref == sheet.dimensions for sheet in book} == {True}
    ((day,), (late,), (unplaced,), (ada,)) = [_rows(sheet) for sheet in book]
    start, end = "Start (Europe/Zurich)", "End (Europe/Zurich)"
    assert (day[start], day[end]) == (datetime(2023, 1, 27, 14), datetime(2023, 1, 27, 15))
    assert (day["Number"], day["Room"], day["UTC offset"]) == (124, "Room A", "UTC+01:00")
    assert (late[start], late["Room"]) == (datetime(2023, 1, 28, 22, 30), "Online")
    assert late["Local time"] == "2023-01-29 00:30–02:30 UTC+03:00 (Africa/Addis_Ababa)"
    assert (unplaced["Number"], start in unplaced) == (125, False)
    assert ada == {
        "Name": "Ada Lovelace",
        "Honorific": "Ms",
        "Sorted as": None,
        "Function": "Director",
        "Organization": "ITU",
        "Country": "Switzerland",
        "Sessions": "124 · Skills for all (Chair)\n125 · Skills for all (Chair)",
        "Biography": "She wrote programs.",
        "Links": None,
        "Wording to be checked": None,
    }


def test_moments_numbers_and_texts_have_their_types_and_wrap() -> None:
    sheet = _book(small_programme())["2023-01-27"]
    cells = {head.value: cell for head, cell in zip(*sheet.iter_rows(), strict=True)}
    assert cells["Number"].data_type == "n"
    assert cells["Start (Europe/Zurich)"].is_date
    assert cells["Start (Europe/Zurich)"].number_format == "yyyy-mm-dd hh:mm"
    assert (cells["Description"].data_type, cells["Description"].alignment.wrap_text) == ("s", True)
    assert sheet.column_dimensions["B"].width > 40


def test_arabic_sheets_run_from_right_to_left() -> None:
    assert [sheet.sheet_view.rightToLeft for sheet in _book(small_programme(), "ar")] == [True] * 2
    assert not any(sheet.sheet_view.rightToLeft for sheet in _book(small_programme(), "ru"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_sheets_are_such_as_excel_takes(language: str) -> None:
    programme = _changed(slots=())
    names = _book(programme, language).sheetnames
    assert len({name.casefold() for name in names}) == len(names) == 2
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_a_sheet_that_would_be_named_like_another_gets_a_number() -> None:
    programme = _changed(slots=())
    labels = labels_for(programme, "en")
    same = replace(labels, columns={**labels.columns, "unplaced": "Who: [when]?", "speakers": "*"})
    again = replace(same, columns={**same.columns, "speakers": "WHO - when"})
    books = [load_workbook(io.BytesIO(write_xlsx(programme, one))) for one in (same, again)]
    assert [book.sheetnames for book in books] == [
        ["Who   when", "2"],
        ["Who   when", "WHO - when"],
    ]


@pytest.mark.parametrize("text", [*HOSTILE, "=HYPERLINK(1)", "https://example.org/", "1e5", "007"])
def test_no_text_is_taken_for_something_else(text: str) -> None:
    (row, *_) = _book(_changed(organizers={"en": text}))["2023-01-27"].iter_rows(min_row=2)
    (cell,) = (one for one in row if one.column == 13)
    assert (cell.value or "") == clean(text)
    assert cell.data_type == ("s" if clean(text) else "n")
    assert cell.hyperlink is None


def test_a_text_that_is_too_long_for_a_cell_goes_on_in_the_next_column() -> None:
    text = "会" * MOST_CHARACTERS + "议" * MOST_CHARACTERS + "."
    (row,) = _rows(_book(_changed(description={"en": text}))["2023-01-27"])
    parts = [row["Description"], row["Description (2)"], row["Description (3)"]]
    assert "".join(map(str, parts)) == text
    assert max(len(str(part).encode("utf-16-le")) // 2 for part in parts) < 32_767


def test_a_speaker_on_a_point_only_is_in_the_sheet_without_a_role() -> None:
    programme = small_programme()
    bob = ProgrammeSpeaker(slug="bob", name={"en": "Bob"})
    item = replace(programme.sessions[0].items[0], speakers=("bob",), minutes=5)
    both = replace(_changed(items=(item,)), speakers=(*programme.speakers, bob))
    book = _book(both)
    assert _rows(book["Speakers"])[1]["Sessions"] == "124 · Skills for all"
    assert "1. Opening (Bob, 5′)" in str(_rows(book["2023-01-27"])[0]["Draft agenda"])


@pytest.mark.soak
@given(programmes(), st.sampled_from(LANGUAGES))
@settings(
    max_examples=length(50, soak=1_000),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_programme_comes_back_from_its_workbook(programme: Programme, language: str) -> None:
    labels = labels_for(programme, language)
    *days, people = _book(programme, language)
    assert all(cell.data_type in "nsd" for day in days for row in day.iter_rows() for cell in row)
    rows = [row for day in days for row in _rows(day)]
    wanted = [(one, slot) for one in programme.sessions for slot in (one.slots or [None])]
    head = f"{labels.columns['start']} ({programme.timezone})"
    seen = sorted((row[labels.columns["number"]], str(row.get(head))) for row in rows)
    zone = programme.zone
    assert seen == sorted(
        (one.number, str(slot and slot.starts_at.astimezone(zone).replace(tzinfo=None)))
        for one, slot in wanted
    )
    for row in rows:
        session = programme.index.sessions[row[labels.columns["number"]]]
        for name in ("description", "organizers", "outcome"):
            cell = unescape(str(row[labels.columns[name]] or ""))
            said = getattr(session, name)
            assert not said or any(cell.startswith(clean(text)) for text in said.values())
    assert len(_rows(people)) == len(programme.speakers)
