"""The scripts of the forms, in Chromium: they count as the server does, and keep rows in order."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from consultation.choices import QuestionType
from consultation.counting import count_characters
from consultation.forms.conditions import rule
from consultation.questionnaire import Asked, Part, Questionnaire
from consultation.questionnaire.visibility import visible
from tests.consultation.test_counting import SAMPLES

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"

pytestmark = pytest.mark.browser


def open_with(page: Page, html: str, script: str) -> None:
    """Open a page that holds ``html``, and run one of our scripts in it."""
    page.set_content(html)
    source = (SCRIPTS / script).read_text().replace("export function", "function")
    page.add_script_tag(content=source)


def test_words_are_counted_as_the_server_counts_them(page: Page):
    open_with(page, "", "word-count.js")

    counted = page.evaluate("texts => texts.map(countWords)", list(SAMPLES))
    assert counted == list(SAMPLES.values())


def test_characters_are_counted_as_the_server_counts_them(page: Page):
    open_with(page, "", "word-count.js")

    texts = ["", "abc", "𠮷野", "👩‍💻", "one two"]
    assert page.evaluate("texts => texts.map(countCharacters)", texts) == [
        count_characters(text) for text in texts
    ]


def test_says_the_surplus_while_it_is_typed(page: Page):
    open_with(
        page,
        '<textarea data-count="words" data-limit="3" data-count-label="{count}/{limit}"'
        ' data-count-over="{count}/{limit} +{surplus}"></textarea>',
        "word-count.js",
    )
    said = page.locator(".word-count")

    expect(said).to_have_text("0/3")
    page.locator("textarea").fill("one two three four five")
    expect(said).to_have_text("5/3 +2")
    assert page.locator("textarea").input_value() == "one two three four five"


def test_marks_suggested_goals_as_lines_are_ticked(page: Page):
    open_with(
        page,
        """
        <fieldset data-action-lines>
          <input type="checkbox" data-code="C1" data-goals="1 4">
          <input type="checkbox" data-code="C2" data-goals="4">
          <input type="checkbox" data-code="C3" data-goals="">
        </fieldset>
        <p data-suggest-button>Suggest</p>
        <fieldset data-suggested-goals>
          <span data-suggests="1" hidden>by <bdi data-codes></bdi></span>
          <span data-suggests="4" hidden>by <bdi data-codes></bdi></span>
        </fieldset>
        """,
        "suggest-goals.js",
    )
    first, second = page.locator("[data-suggests='1']"), page.locator("[data-suggests='4']")

    expect(page.locator("[data-suggest-button]")).to_be_hidden()
    for box in page.locator("input").all():
        box.check()
    expect(first).to_have_text("by C1")
    expect(second).to_have_text("by C1, C2")
    page.locator("[data-code='C1']").uncheck()
    expect(first).to_be_hidden()
    expect(second).to_have_text("by C2")


QUESTIONS: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        key=st.sampled_from("abcd"),
        type=st.sampled_from(QuestionType.values),
        shown_if=st.sampled_from(["", "a", "b", "c", "d", "gone"]),
        shown_if_values=st.lists(st.sampled_from(["yes", "no", "x", "3", "True"]), max_size=2),
    ),
    max_size=4,
    unique_by=lambda question: question["key"],
)
VALUE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from(["", " \t", "\u3000", "x", "yes", "3", "2027-03-27"]),
    st.lists(st.sampled_from(["x", "yes", 3, 0]), max_size=2),
    st.just([{"name": "A"}]),
)
ANSWERS = st.dictionaries(st.sampled_from("abcd"), VALUE)


def test_questions_are_shown_by_the_servers_rules(page: Page):
    """Hypothesis makes the cases; the browser answers all of them at once."""
    open_with(page, "", "conditions.js")
    cases: list[tuple[Questionnaire, dict[str, Any]]] = []

    @settings(max_examples=300, deadline=None, database=None)
    @given(QUESTIONS, ANSWERS)
    def collect(questions, answers):
        asked = tuple(
            Asked(
                key=question["key"],
                type=question["type"],
                section="s",
                label="",
                shown_if=question["shown_if"],
                shown_if_values=tuple(question["shown_if_values"]),
            )
            for question in questions
        )
        cases.append((Questionnaire((Part("s", "S", questions=asked),)), answers))

    collect()
    sent = [[list(map(rule, whole.questions)), answers] for whole, answers in cases]
    shown = page.evaluate(
        "cases => cases.map(([questions, answers]) => visible(questions, answers))", sent
    )
    assert len(cases) >= 300
    assert list(map(frozenset, shown)) == [visible(whole, answers) for whole, answers in cases]


def test_a_question_appears_with_the_answer_that_it_waits_for(page: Page):
    rules = [
        {"key": "remote", "type": "one", "if": "", "values": []},
        {"key": "people", "type": "number", "if": "", "values": []},
        {"key": "needs", "type": "short", "if": "remote", "values": ["yes"]},
        {"key": "many", "type": "short", "if": "people", "values": ["42"]},
    ]
    form = {"questions": rules, "answers": {}}
    open_with(
        page,
        f"""
        <form data-conditions='{json.dumps(form)}'>
          <div data-question="remote"><input type="radio" name="remote" value="yes"></div>
          <div data-question="people"><input name="people"></div>
          <div data-question="needs"><p data-condition-line>Only if</p><input name="needs"></div>
          <div data-question="many"><input name="many"></div>
        </form>
        """,
        "conditions.js",
    )

    expect(page.locator("[name=needs]")).to_be_hidden()
    page.locator("[name=remote]").check()
    expect(page.locator("[name=needs]")).to_be_visible()
    expect(page.locator("[data-condition-line]")).to_be_hidden()
    page.locator("[name=people]").fill("٤٢")
    expect(page.locator("[name=many]")).to_be_visible()


def test_a_list_is_searched_in_every_language(page: Page):
    open_with(page, "", "list-filter.js")
    cases = [
        ["C7-EHEA E-health", "e-HEALTH", True],
        ["C3 Accès à l’information", "acces INFO", True],
        ["Здоровье и ещё", "еще", True],
        ["الأمن السيبراني", "امن", True],
        ["数字技能与教育", "技能", True],
        ["Éducation", "education x", False],
    ]

    found = page.evaluate("cases => cases.map(([text, wanted]) => matches(text, wanted))", cases)
    assert found == [expected for _text, _wanted, expected in cases]


ROW = """
<fieldset data-person-row>
  <label for="id_speakers-{index}-name">Speaker <span data-number>{number}</span></label>
  <input id="id_speakers-{index}-name" name="speakers-{index}-name" value="{value}">
  <button value="remove-person:speakers:{index}" data-remove-person>x</button>
</fieldset>
"""


def speakers(page: Page, *names: str, most: int = 12) -> None:
    rows = "".join(ROW.format(index=n, number=n + 1, value=name) for n, name in enumerate(names))
    open_with(
        page,
        f"""
        <form><fieldset><div data-people="speakers" data-most="{most}">
          <input type="hidden" name="speakers-TOTAL_FORMS" value="{len(names)}">
          {rows}
          <template data-person-template>
            {ROW.format(index="__prefix__", number="__number__", value="")}
          </template>
        </div>
        <button data-add-person>+</button><p data-full hidden>full</p>
        <p data-people-status data-added="added" data-removed="removed"></p></fieldset></form>
        """,
        "people-rows.js",
    )


def names(page: Page) -> dict[str, str]:
    return {
        str(box.get_attribute("name")): box.input_value()
        for box in page.locator("[data-person-row] input").all()
    }


def test_adds_a_person_and_puts_the_cursor_there(page: Page):
    speakers(page, "A", most=2)

    page.locator("[data-add-person]").click()

    assert names(page) == {"speakers-0-name": "A", "speakers-1-name": ""}
    assert page.locator("[name='speakers-TOTAL_FORMS']").input_value() == "2"
    expect(page.locator("[name='speakers-1-name']")).to_be_focused()
    expect(page.get_by_label("Speaker 2")).to_be_focused()
    expect(page.locator("[data-add-person]")).to_be_hidden()
    expect(page.locator("[data-full]")).to_be_visible()
    expect(page.locator("[data-people-status]")).to_have_text("added")


def test_removes_a_person_and_moves_the_others_up(page: Page):
    speakers(page, "A", "B", "C", most=3)

    page.locator("[data-remove-person]").nth(1).click()

    assert names(page) == {"speakers-0-name": "A", "speakers-1-name": "C"}
    assert page.locator("[name='speakers-TOTAL_FORMS']").input_value() == "2"
    expect(page.locator("[data-remove-person]").nth(1)).to_be_focused()
    expect(page.locator("[data-add-person]")).to_be_visible()


def test_the_last_person_leaves_an_empty_row(page: Page):
    speakers(page, "A")

    page.locator("[data-remove-person]").click()

    assert names(page) == {"speakers-0-name": ""}
