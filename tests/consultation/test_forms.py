"""A form gives the answers that are well, says what is not, and shows what was typed."""

from typing import Any

import pytest
from django.http import QueryDict

from consultation import sections
from consultation.choices import CallKind
from consultation.forms import FORMS
from consultation.forms.base import as_query
from consultation.models import Country, MatrixLink
from tests.factories import (
    ActionLineFactory,
    CallFactory,
    CountryFactory,
    DraftFactory,
    GoalFactory,
    StakeholderTypeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    StakeholderTypeFactory(code="CS")
    CountryFactory(alpha3="CHE", alpha2="CH")
    CountryFactory(alpha3="GLB", alpha2=None, name_in_file="Global")
    for code in ("C1", "C4"):
        ActionLineFactory(code=code)
    for number in (1, 4):
        GoalFactory(number=number)
    return DraftFactory(call=CallFactory(kind=CallKind.WORKSHOP), title="Saved title")


def form(draft, section: str, **data: Any):
    lists = {
        name.replace("__", "-"): value if isinstance(value, list) else [value]
        for name, value in data.items()
    }
    return FORMS[section](as_query(lists), submission=draft)


def messages(form) -> dict[str, str]:
    return {problem.anchor: problem.message for problem in form.found()}


def test_there_is_a_form_for_every_section():
    assert FORMS.keys() == sections.SECTIONS.keys()
    for slug, section_form in FORMS.items():
        if slug != "speakers":
            assert set(section_form.base_fields) == set(sections.SECTIONS[slug].fields)


@pytest.mark.parametrize("section", sections.SECTIONS)
def test_an_empty_form_is_well(draft, section):
    sent = form(
        draft, section, language="en", speakers__TOTAL_FORMS="1", speakers__INITIAL_FORMS="0"
    )

    sent.typed()
    assert messages(sent) == {}


# --- The input -----------------------------------------------------------------------


def test_cleans_the_input(draft):
    sent = form(
        draft,
        "input",
        language="zh-hans",
        title=" A\x00 \u202etitle\n",
        summary="One\r\ntwo\x07",
        text="",
    )

    assert sent.typed() == {
        "language": "zh-hans",
        "title": "A title",
        "summary": "One\ntwo",
        "text": "",
    }


def test_a_field_that_was_not_sent_is_no_answer(draft):
    assert form(draft, "input", text="Only this").typed() == {"text": "Only this"}


@pytest.mark.parametrize("language", ["", "xx", "en\x00", "EN"])
def test_an_unknown_language_is_said_and_the_rest_kept(draft, language):
    sent = form(draft, "input", language=language, title="Typed", extra="foreign")

    assert sent.typed() == {"title": "Typed"}
    assert messages(sent) == {"id_language": "Choose from the list."}


def test_a_title_beyond_the_column_is_said(draft):
    sent = form(draft, "input", language="en", title="x" * 1001)

    assert sent.typed() == {"language": "en"}
    assert list(messages(sent)) == ["id_title"]


# --- The organization ----------------------------------------------------------------


def test_takes_an_organization(draft):
    given = {"organization_name": "ACME", "stakeholder_type": "CS", "country": "GLB"}

    assert form(draft, "organization", **given).typed() == given


@pytest.mark.parametrize("wrong", ["XX", "cs", "CS\x00", "'; --", "１"])
def test_unknown_codes_are_said_at_their_fields(draft, wrong):
    sent = form(
        draft, "organization", organization_name="ACME", stakeholder_type=wrong, country=wrong
    )

    assert sent.typed() == {"organization_name": "ACME"}
    assert messages(sent) == {
        "id_stakeholder_type_0": "Choose from the list.",
        "id_country": "Choose from the list.",
    }


def test_global_is_the_first_country(draft):
    names = [code for code, _label in form(draft, "organization").fields["country"].choices]

    assert names == ["", Country.GLOBAL, "CHE"]


# --- The workshop --------------------------------------------------------------------


def test_takes_numbers_in_any_digits(draft):
    sent = form(draft, "workshop", format="COUNTRY_WS", minutes=" ٩٠ ", expected_people="４０")

    assert sent.typed() == {"format": "COUNTRY_WS", "minutes": 90, "expected_people": 40}


@pytest.mark.parametrize("minutes", ["ninety", "14", "241", "-90", "1.5", "9" * 5000, "90\x00"])
def test_a_length_that_cannot_be_is_said(draft, minutes):
    sent = form(draft, "workshop", format="COUNTRY_WS", minutes=minutes, expected_people="")

    assert sent.typed() == {"format": "COUNTRY_WS", "expected_people": None}
    assert messages(sent) == {
        "id_minutes": "Enter the length as a whole number from 15 to 240, for example 90."
    }


@pytest.mark.parametrize("minutes", ["15", "240"])
def test_the_shortest_and_the_longest_are_well(draft, minutes):
    sent = form(draft, "workshop", minutes=minutes)

    assert (sent.typed()["minutes"], messages(sent)) == (int(minutes), {})


# --- Tags ----------------------------------------------------------------------------


def test_takes_tags(draft):
    sent = form(draft, "tags", action_lines=["C1", "C4"], goals=["4", "1"])

    assert sent.typed() == {"action_lines": ["C1", "C4"], "goals": [4, 1]}


def test_unknown_tags_are_said(draft):
    sent = form(draft, "tags", action_lines=["C1", "C99"], goals=["4", "x"])

    assert sent.typed() == {}
    assert messages(sent) == {
        "id_action_lines_0": "Choose from the list.",
        "id_goals_0": "Choose from the list.",
    }


def test_lines_suggest_their_goals_and_tick_none(draft):
    line, goal = ActionLineFactory(code="C4"), GoalFactory(number=4)
    MatrixLink.objects.create(action_line=line, goal=goal)

    boxes = form(draft, "tags", action_lines=["C1", "C4"], goals=["1"]).goal_boxes()

    assert [(b.goal.number, b.suggested_by, b.is_checked) for b in boxes] == [
        (1, (), True),
        (4, ("C4",), False),
    ]


def test_lines_of_c7_stand_under_it(draft):
    heading = ActionLineFactory(code="C7", is_selectable=False, order=7)
    ActionLineFactory(code="C7-EGOV", parent=heading, order=8)
    ActionLineFactory(code="C8", order=9)

    groups = form(draft, "tags").line_groups()

    assert [
        (group and group.code, [(box.id, box.line.code) for box in boxes])
        for group, boxes in groups
    ] == [
        (None, [("id_action_lines_0", "C1"), ("id_action_lines_1", "C4")]),
        ("C7", [("id_action_lines_2", "C7-EGOV")]),
        (None, [("id_action_lines_3", "C8")]),
    ]


# --- Speakers ------------------------------------------------------------------------


def speakers(draft, *rows: dict[str, str], total: str | None = None, **more: str):
    data = {
        f"speakers-{index}-{name}": [value]
        for index, row in enumerate(rows)
        for name, value in row.items()
    }
    data["speakers-TOTAL_FORMS"] = [total or str(len(rows))]
    data["speakers-INITIAL_FORMS"] = ["0"]
    return FORMS["speakers"](
        as_query(data | {name: [value] for name, value in more.items()}), submission=draft
    )


def test_takes_speakers_and_leaves_out_empty_rows(draft):
    sent = speakers(
        draft,
        {"name": " Amina ", "country": "CHE", "attendance": "remote"},
        {"name": "", "attendance": "on-site"},
        {"organization": "ACME"},
    )

    nobody = {"honorific": "", "function": "", "organization": "", "country": ""}
    assert sent.typed() == {
        "speakers": [
            {**nobody, "name": "Amina", "country": "CHE", "attendance": "remote"},
            {**nobody, "name": "", "organization": "ACME", "attendance": "on-site"},
        ]
    }


def test_a_wrong_value_is_said_in_its_row(draft):
    sent = speakers(draft, {"name": "A"}, {"name": "B", "country": "XX", "attendance": "maybe"})

    assert sent.typed() == {}
    assert messages(sent) == {
        "id_speakers-1-country": "Choose from the list.",
        "id_speakers-1-attendance": "Choose from the list.",
    }


def test_more_than_twelve_speakers_are_said(draft):
    sent = speakers(draft, *({"name": f"Speaker {n}"} for n in range(13)))

    assert sent.typed() == {}
    assert list(messages(sent).values()) == ["Propose at most 12 speakers."]


@pytest.mark.parametrize("total", ["x", "-1", "0", " ", "1000000"])
def test_a_wrong_count_of_rows_is_said_and_changes_nothing(draft, total):
    sent = speakers(draft, {"name": "A"}, total=total)

    assert sent.typed() == {}
    assert len(messages(sent)) == 1
    assert sent.edited("add-speaker") is not None


def rows_of(changed) -> list[str]:
    return [row["name"].value() or "" for row in changed.rows]


def test_a_button_adds_a_row_and_another_takes_one_out(draft):
    sent = speakers(draft, {"name": "A"}, {"name": "B"}, {"name": "C"})

    assert rows_of(sent.edited("add-speaker")) == ["A", "B", "C", ""]
    assert rows_of(sent.edited("remove-speaker-1")) == ["A", "C"]
    assert rows_of(speakers(draft, {"name": "A"}).edited("remove-speaker-0")) == [""]
    for unknown in ("", "remove-speaker-3", "remove-speaker-x", "remove-speaker-٠"):
        assert sent.edited(unknown) is None


def test_there_is_no_thirteenth_row(draft):
    sent = speakers(draft, *({"name": f"Speaker {n}"} for n in range(12)))

    assert not sent.can_grow
    assert len(sent.edited("add-speaker").rows.forms) == 12


def test_an_unanswered_page_shows_one_empty_row(draft):
    assert len(FORMS["speakers"](submission=draft).rows.forms) == 1


def test_no_data_and_empty_data_are_told_apart(draft):
    assert not FORMS["input"](submission=draft).is_bound
    assert FORMS["input"](QueryDict(), submission=draft).is_bound
