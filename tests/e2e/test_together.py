"""Two people in one draft: invited by a letter, told of each other's text, none of it lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]


def test_a_colleague_adds_a_paragraph(visitor: Callable[..., Page]):
    author, colleague = visitor(), visitor(viewport={"width": 360, "height": 740})
    draft = steps.begin(author, steps.ENGLISH)
    author.locator("[name=title]").fill(steps.ENGLISH.title)
    steps.press(author)
    steps.keep(author, draft, "author@demo.example", "en")
    author.goto(f"{draft}people/")
    author.locator("[name=email]").fill("colleague@demo.example")
    steps.press(author)

    letter = steps.letter(colleague, "colleague@demo.example", "write together")
    found = re.search(r"/\w+/l/[\w-]+/invitation/", letter)
    assert found, letter
    colleague.goto(found[0])
    steps.press(colleague)
    steps.sign_in(colleague, "colleague@demo.example")
    if "/invitation/" in colleague.url:
        steps.press(colleague)
    expect(colleague).to_have_url(draft)

    steps.section(author, draft, "input")
    steps.section(colleague, draft, "input")
    colleague.locator("[name=text]").fill("A paragraph by the colleague.")
    steps.press(colleague)
    author.locator("[name=text]").fill("A paragraph by the author.")
    expect(author.locator("[data-saving]")).to_contain_text("saved in the meantime")
    author.get_by_role("button", name="See both texts").click()
    expect(author.locator("main")).to_contain_text("A paragraph by the colleague.")
    expect(author.locator("main")).to_contain_text("A paragraph by the author.")
    steps.press(author)
    steps.section(author, draft, "input")
    both = author.locator("[name=text]").input_value()
    assert "by the colleague" in both
    assert "by the author" in both
    author.goto(f"{draft}history/")
    expect(author.locator("main")).to_contain_text("colleague")
