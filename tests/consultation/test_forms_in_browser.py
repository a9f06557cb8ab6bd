"""The scripts of the forms, in Chromium: they count as the server does, and keep rows in order."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consultation.counting import count_characters
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


ROW = """
<fieldset data-speaker-row>
  <label for="id_speakers-{index}-name">Speaker <span data-number>{number}</span></label>
  <input id="id_speakers-{index}-name" name="speakers-{index}-name" value="{value}">
  <button value="remove-speaker-{index}" data-remove-speaker>x</button>
</fieldset>
"""


def speakers(page: Page, *names: str, most: int = 12) -> None:
    rows = "".join(ROW.format(index=n, number=n + 1, value=name) for n, name in enumerate(names))
    open_with(
        page,
        f"""
        <form><div data-speaker-rows data-most="{most}">
          <input type="hidden" name="speakers-TOTAL_FORMS" value="{len(names)}">
          {rows}
          <template data-speaker-template>
            {ROW.format(index="__prefix__", number="__number__", value="")}
          </template>
        </div>
        <button data-add-speaker>+</button><p data-full hidden>full</p>
        <p data-speaker-status data-added="added" data-removed="removed"></p></form>
        """,
        "speaker-rows.js",
    )


def names(page: Page) -> dict[str, str]:
    return {
        str(box.get_attribute("name")): box.input_value()
        for box in page.locator("[data-speaker-row] input").all()
    }


def test_adds_a_speaker_and_puts_the_cursor_there(page: Page):
    speakers(page, "A", most=2)

    page.locator("[data-add-speaker]").click()

    assert names(page) == {"speakers-0-name": "A", "speakers-1-name": ""}
    assert page.locator("[name='speakers-TOTAL_FORMS']").input_value() == "2"
    expect(page.locator("[name='speakers-1-name']")).to_be_focused()
    expect(page.get_by_label("Speaker 2")).to_be_focused()
    expect(page.locator("[data-add-speaker]")).to_be_hidden()
    expect(page.locator("[data-full]")).to_be_visible()
    expect(page.locator("[data-speaker-status]")).to_have_text("added")


def test_removes_a_speaker_and_moves_the_others_up(page: Page):
    speakers(page, "A", "B", "C", most=3)

    page.locator("[data-remove-speaker]").nth(1).click()

    assert names(page) == {"speakers-0-name": "A", "speakers-1-name": "C"}
    assert page.locator("[name='speakers-TOTAL_FORMS']").input_value() == "2"
    expect(page.locator("[data-remove-speaker]").nth(1)).to_be_focused()
    expect(page.locator("[data-add-speaker]")).to_be_visible()


def test_the_last_speaker_leaves_an_empty_row(page: Page):
    speakers(page, "A")

    page.locator("[data-remove-speaker]").click()

    assert names(page) == {"speakers-0-name": ""}
