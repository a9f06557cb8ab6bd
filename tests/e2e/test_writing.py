"""Handing in when something is missing: the mouse, JavaScript, the line."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

MOST_TABS = 120
# The page saves every few seconds while somebody types.
SAVED = 15_000


class Keyboard:
    """Somebody who has no mouse: everything by Tab, arrows, space and Enter."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> None:
        """Press Tab until the element has the focus, and see that it shows so."""
        for _ in range(MOST_TABS):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{selector} cannot be reached with Tab")

    def type(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def press(self, selector: str, key: str = "Enter") -> None:
        self.reach(selector)
        self.page.keyboard.press(key)

    def choose(self, group: str, value: str) -> None:
        """Choose a radio button of a group with the arrows."""
        self.reach(f"input[name={group}]")
        # Space chooses the one that has the focus; the arrows go on from there.
        self.page.keyboard.press("Space")
        wanted = f"input[name={group}][value={value}]"
        for _ in range(10):
            if self.page.evaluate("s => document.activeElement.matches(s)", wanted):
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"{value} cannot be chosen with the arrows")

    def go(self, selector: str, key: str = "Enter") -> None:
        """Press something that leads to another page."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


SAVE = "main button.btn-primary[type=submit]"


def test_by_keyboard_only(visitor: Callable[..., Page]):
    page = visitor()
    hands = Keyboard(page)
    page.goto("/en/forums/2027/calls/workshop-request/")
    hands.go("form.begin button")
    hands.type("[name=title]", "Keys for everybody")
    hands.type("[name=summary]", "What people need who have no mouse.")
    hands.type("[name=text]", "We show it and let others try.")
    hands.go(SAVE)
    hands.type("[name=organization_name]", "Keyboard Users Network")
    page.keyboard.press("Escape")
    hands.choose("stakeholder_type", "CS")
    hands.reach("[name=country]")
    page.keyboard.type("Global")
    hands.go(SAVE)
    hands.choose("format", "THEMATIC_WS")
    hands.type("[name=minutes]", "60")
    hands.type("[name=expected_people]", "40")
    draft = page.url.split("edit/")[0]
    hands.go(SAVE)
    page.goto(f"{draft}edit/tags/")
    hands.press("[name=action_lines][value='C4']", "Space")
    hands.press("[name=goals][value='4']", "Space")
    hands.go(SAVE)
    page.goto(f"{draft}check/")
    hands.choose("publication", "full")
    hands.go("section.hand-in button[type=submit]")
    steps.sign_in(page, "keyboard@demo.example")
    page.evaluate("document.activeElement.blur()")
    hands.go("section.hand-in button[type=submit]")
    expect(page.locator(".receipt-number")).to_contain_text("WSIS-2027-")
    expect(page.locator("main")).to_contain_text("Keys for everybody")


def test_without_javascript(visitor: Callable[..., Page]):
    page = visitor(java_script_enabled=False)
    draft = steps.begin(page, steps.ENGLISH)
    steps.write(page, draft, steps.ENGLISH)
    steps.section(page, draft, "speakers")
    page.locator("button[name=action][value^=add]").click()
    page.locator("[name=speakers-1-name]").fill("Amina Njoroge")
    steps.press(page)
    number = steps.hand_in(page, draft, "noscript@demo.example", "en")
    assert number.startswith("WSIS-2027-")
    expect(page.locator("main")).to_contain_text("Amina Njoroge")


def test_with_the_line_cut_twice(visitor: Callable[..., Page], complaints: list[str]):
    """Once while typing, once with the lid closed before the line came back."""
    page = visitor(viewport={"width": 360, "height": 740})
    line = page.context
    draft = steps.begin(page, steps.ENGLISH)
    line.set_offline(True)
    page.locator("[name=title]").press_sequentially(steps.ENGLISH.title, delay=10)
    page.locator("[name=summary]").fill(steps.ENGLISH.summary)
    expect(page.locator("[data-saving-trouble]")).to_contain_text("connection", timeout=SAVED)
    line.set_offline(False)
    expect(page.locator("[data-saving]")).to_contain_text("Saved at", timeout=2 * SAVED)

    line.set_offline(True)
    page.locator("[name=text]").fill(steps.ENGLISH.text)
    expect(page.locator("[data-saving-trouble]")).to_contain_text("connection", timeout=SAVED)
    page.close()
    line.set_offline(False)
    page = line.new_page()
    steps.section(page, draft, "input")
    expect(page.locator("[name=text]")).to_have_value(steps.ENGLISH.text)
    expect(page.locator("[name=title]")).to_have_value(steps.ENGLISH.title)
    expect(page.locator("[data-saving]")).to_contain_text("Saved at", timeout=SAVED)
    # The browser and htmx write down each request without a line.
    lost = ("ERR_INTERNET_DISCONNECTED", "htmx:afterRequest", "htmx:sendError")
    complaints[:] = [one for one in complaints if not any(words in one for words in lost)]

    other = line.new_page()
    other.goto(f"{draft}check/")
    expect(other.locator("main")).to_contain_text(steps.ENGLISH.text)
    other.close()
    steps.write(page, draft, steps.ENGLISH)
    assert steps.hand_in(page, draft, "offline@demo.example", "en").startswith("WSIS-2027-")
