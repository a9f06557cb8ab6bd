"""A form gives the answers that are well, says what is not, and shows what was typed."""

from typing import Any

import pytest
from django.http import QueryDict

from consultation.choices import QuestionType
from consultation.forms import SectionForm
from consultation.forms.base import as_query
from consultation.models import Country, MatrixLink
from consultation.questionnaire import Asked, Choice, Part, Questionnaire
from tests.factories import (
    NOW,
    ActionLineFactory,
    CallFactory,
    CountryFactory,
    DraftFactory,
    GoalFactory,
    StakeholderTypeFactory,
)

pytestmark = pytest.mark.django_db

CHOICES = (Choice("yes", "Yes"), Choice("no", "No"))


@pytest.fixture
def draft():
    StakeholderTypeFactory(code="CS")
    CountryFactory(alpha3="CHE", alpha2="CH")
    CountryFactory(alpha3="GLB", alpha2=None, name_in_file="Global")
    for code in ("C1", "C4"):
        ActionLineFactory(code=code)
    for number in (1, 4):
        GoalFactory(number=number)
    return DraftFactory(call=CallFactory(questions=False), title="", language="en", answers={})


def question(kind: str, key: str = "q", **values: Any) -> Asked:
    return Asked(key=key, type=kind, section="part", label=f"The {key}", **values)


def form(draft, *asked: Asked, sent: dict[str, Any] | None = None, at=NOW) -> SectionForm:
    part = Part("part", "Part", questions=asked)
    data = None
    if sent is not None:
        lists = {key: value if isinstance(value, list) else [value] for key, value in sent.items()}
        data = as_query(lists)
    return SectionForm(part, Questionnaire((part,)), draft, data, at=at)


def messages(form: SectionForm) -> dict[str, str]:
    return {problem.anchor: problem.message for problem in form.found()}


def answered(draft, kind: str, value: Any, **values: Any) -> tuple[Any, dict[str, str]]:
    """Return what a question takes of a value, and what is said about it."""
    sent = form(draft, question(kind, **values), sent={"q": value})
    return sent.typed().get("q"), messages(sent)


# --- Texts ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["short", "organization"])
def test_a_line_is_cleaned(draft, kind):
    assert answered(draft, kind, " A\x00 \u202etitle\n") == ("A title", {})


def test_a_text_keeps_its_lines(draft):
    assert answered(draft, "long", "One\r\ntwo\x07") == ("One\ntwo", {})


def test_a_long_text_is_kept_whatever_its_limit_and_the_page_counts(draft):
    asked = question("long", word_limit=2)
    sent = form(draft, asked, sent={"q": "one two three"})

    assert sent.typed() == {"q": "one two three"}
    html = str(sent["q"])
    assert 'data-count="words"' in html
    assert 'data-limit="2"' in html
    assert "maxlength" not in html


@pytest.mark.parametrize("kind", ["short", "long"])
def test_a_text_beyond_what_is_kept_is_said(draft, kind):
    value, said = answered(draft, kind, "x" * 200_001)

    assert value is None
    assert said == {"id_q": "This is too long to be saved: at most 200,000 characters."}


@pytest.mark.parametrize(
    "link", ["https://wsis.example/a?b=1", "http://пример.рф/", "HTTPS://a.de"]
)
def test_a_link_is_taken_as_it_is(draft, link):
    assert answered(draft, "link", f" {link} ") == (link, {})


@pytest.mark.parametrize(
    "link", ["wsis.example", "javascript:alert(1)", "ftp://a.example", "//a.example", "https://"]
)
def test_another_link_is_said_and_nothing_added(draft, link):
    value, said = answered(draft, "link", link)

    assert (value, list(said)) == (None, ["id_q"])


# --- Numbers and days ----------------------------------------------------------------


@pytest.mark.parametrize(("typed", "number"), [(" ٩٠ ", 90), ("４０", 40), ("-3", -3), ("", None)])
def test_a_number_in_any_digits(draft, typed, number):
    assert answered(draft, "number", typed) == (number, {})


def test_a_number_out_of_bounds_is_kept(draft):
    assert answered(draft, "number", "500", least=1, most=240) == (500, {})


@pytest.mark.parametrize("typed", ["ninety", "1.5", "9" * 13, "9" * 5000, "1 2"])
def test_what_is_no_number_is_said(draft, typed):
    assert answered(draft, "number", typed, least=15, most=240) == (
        None,
        {"id_q": "Enter a whole number from 15 to 240."},
    )


def day(draft, *typed: str) -> tuple[Any, list[str]]:
    names = ("q-day", "q-month", "q-year")
    sent = form(draft, question("date"), sent=dict(zip(names, typed, strict=False)))
    return sent.typed().get("q"), list(messages(sent))


def test_a_day_in_any_digits(draft):
    assert day(draft, "27", "3", "2027") == ("2027-03-27", [])
    assert day(draft, "٢٧", " ٣ ", "٢٠٢٧") == ("2027-03-27", [])
    assert day(draft, "", "", "") == ("", [])
    assert day(draft, "27", "3") == (None, [])


@pytest.mark.parametrize(
    "typed",
    [
        ("30", "2", "2027"),
        ("27", "", "2027"),
        ("27", "March", "2027"),
        ("0", "0", "0"),
        ("1", "1", "99999999"),
        ("1", "1", "27"),
        ("²", "1", "2027"),
        ("9" * 400, "1", "2027"),
    ],
)
def test_a_day_that_is_none_is_said_at_its_first_box(draft, typed):
    assert day(draft, *typed) == (None, ["id_q"])


def test_a_saved_day_is_shown_in_its_boxes(draft):
    draft.answers = {"q": "2027-03-27"}
    html = str(form(draft, question("date"))["q"])

    for value in ('id="id_q" value="27"', 'id="id_q-month" value="3"', 'value="2027"'):
        assert value in html


# --- Choices -------------------------------------------------------------------------


def test_takes_choices(draft):
    assert answered(draft, "one", "yes", choices=CHOICES) == ("yes", {})
    assert answered(draft, "several", ["no", "yes", "no"], choices=CHOICES) == (["no", "yes"], {})
    assert answered(draft, "language", "zh-hans") == ("zh-hans", {})
    assert answered(draft, "country", "GLB") == ("GLB", {})
    assert answered(draft, "stakeholder-type", "CS") == ("CS", {})
    assert answered(draft, "action-lines", ["C1", "C4"]) == (["C1", "C4"], {})
    assert answered(draft, "goals", ["4", "1"]) == ([4, 1], {})
    assert answered(draft, "confirmation", "on") == (True, {})


@pytest.mark.parametrize("kind", ["one", "several", "stakeholder-type", "action-lines", "goals"])
@pytest.mark.parametrize("wrong", ["XX", "YES", "yes\x00", "'; --", "１"])
def test_an_unknown_code_is_said_at_the_first_box(draft, kind, wrong):
    assert answered(draft, kind, wrong, choices=CHOICES) == (
        None,
        {"id_q_0": "Choose from the list."},
    )


@pytest.mark.parametrize("kind", ["country", "language"])
def test_an_unknown_code_of_a_list_is_said(draft, kind):
    assert answered(draft, kind, "XX") == (None, {"id_q": "Choose from the list."})


def test_only_a_voluntary_choice_can_be_taken_back(draft):
    voluntary = form(draft, question("one", choices=CHOICES))
    required = form(draft, question("one", choices=CHOICES, requirement="required"))

    assert "No answer" in str(voluntary["q"])
    assert "No answer" not in str(required["q"])
    assert answered(draft, "one", "", choices=CHOICES) == ("", {})


def test_global_is_the_first_country(draft):
    codes = [code for code, _name in form(draft, question("country")).fields["q"].choices]

    assert codes == ["", Country.GLOBAL, "CHE"]


# --- What was sent -------------------------------------------------------------------


def test_a_question_that_was_not_sent_has_no_answer(draft):
    asked = [
        question(kind, f"q{index}", choices=CHOICES) for index, kind in enumerate(QuestionType)
    ]

    sent = form(draft, *asked, sent={"q0": "Only this", "extra": "foreign"})
    assert sent.typed() == {"q0": "Only this"}
    assert messages(sent) == {}


def test_boxes_without_a_tick_are_an_answer_where_the_page_had_them(draft):
    asked = (question("several", "a", choices=CHOICES), question("confirmation", "b"))

    sent = form(draft, *asked, sent={"shown-question": ["a", "b"]})
    assert sent.typed() == {"a": [], "b": False}


def test_a_frozen_question_takes_nothing_and_is_shown(draft):
    draft.answers = {"q": "Stays"}
    sent = form(draft, question("short", frozen_at=NOW), sent={"q": "Changed"})

    assert sent.typed() == {}
    [item] = sent.items()
    assert (item.shown.value, item.field) == ("Stays", None)


def test_no_data_and_empty_data_are_told_apart(draft):
    asked = question("short")
    part = Part("part", "Part", questions=(asked,))
    whole = Questionnaire((part,))

    assert not SectionForm(part, whole, draft, at=NOW).is_bound
    assert SectionForm(part, whole, draft, QueryDict(), at=NOW).is_bound


# --- Tags ----------------------------------------------------------------------------


def test_lines_suggest_their_goals_and_tick_none(draft):
    line, goal = ActionLineFactory(code="C4"), GoalFactory(number=4)
    MatrixLink.objects.create(action_line=line, goal=goal)
    asked = (question("action-lines", "lines"), question("goals", "goals"))

    sent = form(draft, *asked, sent={"lines": ["C1", "C4"], "goals": "1"})
    boxes = list(sent.items())[1].goal_boxes

    assert [(box.id, box.goal.number, box.suggested_by, box.is_checked) for box in boxes] == [
        ("id_goals_0", 1, (), True),
        ("id_goals_1", 4, ("C4",), False),
    ]


def test_lines_of_c7_stand_under_it(draft):
    heading = ActionLineFactory(code="C7", is_selectable=False, order=7)
    ActionLineFactory(code="C7-EGOV", parent=heading, order=8)
    ActionLineFactory(code="C8", order=9)

    [item] = form(draft, question("action-lines")).items()

    assert [
        (group and group.code, [(box.id, box.line.code) for box in boxes])
        for group, boxes in item.line_groups
    ] == [
        (None, [("id_q_0", "C1"), ("id_q_1", "C4")]),
        ("C7", [("id_q_2", "C7-EGOV")]),
        (None, [("id_q_3", "C8")]),
    ]


# --- People --------------------------------------------------------------------------

NOBODY = {
    "honorific": "",
    "function": "",
    "organization": "",
    "country": "",
    "gender": "",
    "attendance": "on-site",
    "has_been_asked": False,
    "biography": "",
    "photo": None,
}


def people(draft, *rows: dict[str, str], total: str | None = None) -> SectionForm:
    data = {
        f"q-{index}-{name}": value for index, row in enumerate(rows) for name, value in row.items()
    }
    counted = {"q-TOTAL_FORMS": total or str(len(rows)), "q-INITIAL_FORMS": "0"}
    return form(draft, question("people", most=12), sent={**data, **counted})


def test_takes_people_and_leaves_out_empty_rows(draft):
    sent = people(
        draft,
        {
            "name": " Amina ",
            "country": "CHE",
            "attendance": "remote",
            "gender": "woman",
            "has_been_asked": "on",
            "biography": "One\r\ntwo",
        },
        {"name": "", "attendance": "on-site"},
        {"organization": "ACME"},
    )

    amina = {
        "name": "Amina",
        "country": "CHE",
        "attendance": "remote",
        "gender": "woman",
        "has_been_asked": True,
        "biography": "One\ntwo",
    }
    assert sent.typed() == {
        "q": [{**NOBODY, **amina}, {**NOBODY, "name": "", "organization": "ACME"}]
    }


def test_a_wrong_value_is_said_in_its_row(draft):
    sent = people(draft, {"name": "A"}, {"name": "B", "country": "XX", "attendance": "maybe"})

    assert sent.typed() == {}
    assert messages(sent) == {
        "id_q-1-country": "Choose from the list.",
        "id_q-1-attendance": "Choose from the list.",
    }


def test_more_people_than_may_be_named_are_said(draft):
    sent = people(draft, *({"name": f"Speaker {n}"} for n in range(13)))

    assert sent.typed() == {}
    assert list(messages(sent).values()) == ["At most 12 people can be named."]


@pytest.mark.parametrize("total", ["x", "-1", "0", " ", "1000000"])
def test_a_wrong_count_of_rows_is_said_and_changes_nothing(draft, total):
    sent = people(draft, {"name": "A"}, total=total)

    assert sent.typed() == {}
    assert len(messages(sent)) == 1
    assert sent.edited("add-person:q") is not None


def rows_of(changed) -> list[str]:
    return [row["name"].value() or "" for row in changed.people["q"].rows]


def test_a_button_adds_a_row_and_another_takes_one_out(draft):
    sent = people(draft, {"name": "A"}, {"name": "B"}, {"name": "C"})

    assert rows_of(sent.edited("add-person:q")) == ["A", "B", "C", ""]
    assert rows_of(sent.edited("remove-person:q:1")) == ["A", "C"]
    assert rows_of(people(draft, {"name": "A"}).edited("remove-person:q:0")) == [""]
    for unknown in (
        "",
        "remove-person:q:3",
        "remove-person:q:x",
        "remove-person:q:٠",
        "add-person:z",
    ):
        assert sent.edited(unknown) is None


def test_there_is_no_row_beyond_the_last(draft):
    sent = people(draft, *({"name": f"Speaker {n}"} for n in range(12)))

    assert not sent.people["q"].can_grow
    assert len(sent.edited("add-person:q").people["q"].rows.forms) == 12


def test_an_unanswered_page_shows_one_empty_row(draft):
    assert rows_of(form(draft, question("people"))) == [""]


# --- Conditions ----------------------------------------------------------------------


def test_a_condition_is_said_in_words_and_given_to_the_script(draft):
    first = question("one", "a", choices=CHOICES)
    waiting = question("short", "b", shown_if="a", shown_if_values=("yes",))
    any_answer = question("short", "c", shown_if="b")
    page = form(draft, first, waiting, any_answer)

    assert [item.condition for item in page.items()] == [
        "",
        "Only if you answered “Yes” to “The a”.",
        "Only if you answered “The b”.",
    ]
    assert '"key": "b", "type": "short", "if": "a", "values": ["yes"]' in page.conditions
    assert form(draft, first).conditions == ""
