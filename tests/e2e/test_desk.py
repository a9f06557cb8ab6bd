"""What the secretariat and its reviewers do all day, in Chromium against a whole portal."""

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.conftest import Portal

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

LIST = "/admin/consultation/submission/"
BASKET = "/admin/consultation/basketitem/"
SECRETARIAT = "secretariat@demo.example"
REVIEWER = "reviewer@demo.example"
DELIVERY_SECONDS = 60
# Letters of decisions that were queued after a moment: how many per language, and how many left.
COUNT = """
import json
from wsis_forum.letters.models import Letter
rows = Letter.objects.filter(kind="decision", due_at__gte="{since}")
print(json.dumps([list(row) for row in rows.values_list("language", "state")]))
"""


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    """Keep a sign-in for the tests of this file: codes for one address are few in a row."""
    return {}


@pytest.fixture
def secretary(visitor: Callable[..., Page], kept: dict[str, Any]) -> Page:
    """Return the page of a secretary who has signed in."""
    size = {"width": 1280, "height": 900}
    if kept:
        return visitor(viewport=size, storage_state=kept)
    page = visitor(viewport=size)
    steps.sign_in(page, SECRETARIAT)
    kept.update(page.context.storage_state())
    return page


@pytest.fixture
def full(portal: Portal) -> Portal:
    """Return the portal with enough inputs that nobody has taken up."""
    portal.manage("demo_submissions", "2027", "--count", "240", "--seed", "7")
    return portal


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus stands on what the selector finds."""
    for _ in range(80):
        if page.evaluate("(s) => document.activeElement?.matches(s) ?? false", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to {selector}")


def key(page: Page, name: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(name)


def keys(page: Page, first: str, second: str) -> None:
    """Press two keys, one after the other, that lead to another page."""
    page.keyboard.press(first)
    key(page, second)


def in_the_mailbox(page: Page, about: set[str]) -> list[tuple[str, str, str]]:
    """Read in the mailbox the letters about these inputs: number, language and state of each."""
    found = []
    for place in range(1, 11):
        page.goto(f"/mailbox/?page={place}")
        rows = page.locator("main tbody tr").evaluate_all(
            "all => all.map(row => [row.querySelector('a').textContent,"
            " row.querySelector('a').lang, row.lastElementChild.textContent])"
        )
        for subject, language, state in rows:
            found += [(number, language, state) for number in about if number in subject]
        if len(found) >= len(about):
            break
    return found


def numbers(page: Page) -> list[str]:
    """Return the numbers in the list."""
    return page.locator("#result_list tbody .field-number").all_inner_texts()


def test_a_secretary_clears_ten_inputs_by_keyboard(full: Portal, secretary: Page):
    secretary.goto("/admin/")
    keys(secretary, "g", "i")
    keys(secretary, "g", "f")
    first = numbers(secretary)[:10]
    assert len(first) == 10
    secretary.keyboard.press("j")
    key(secretary, "Enter")
    cleared = []
    while True:
        cleared.append(secretary.locator(".submission-head .submission-number").inner_text())
        secretary.keyboard.press("d")
        expect(secretary.locator("[name=disposition][value=declined]")).to_be_checked()
        tab_to(secretary, "[name=chosen_reason]")
        secretary.keyboard.press("ArrowDown")
        tab_to(secretary, "form[data-outcome] [data-key=b]")
        key(secretary, "Enter")
        expect(secretary.locator(".messagelist .success")).to_be_visible()
        if len(cleared) == 10:
            break
        if secretary.locator(".submission-head .submission-number").inner_text() == cleared[-1]:
            key(secretary, "n")
    assert cleared == first
    keys(secretary, "g", "b")
    tab_to(secretary, "[data-land]")
    key(secretary, "Enter")
    expect(secretary.locator(".messagelist .success")).to_be_visible()
    keys(secretary, "g", "i")
    keys(secretary, "g", "f")
    assert not set(cleared) & set(numbers(secretary))
    keys(secretary, "g", "d")
    secretary.keyboard.press("/")
    secretary.keyboard.type(cleared[0])
    key(secretary, "Enter")
    assert numbers(secretary) == [cleared[0]]


def test_the_keys_are_listed_and_can_be_switched_off(full: Portal, secretary: Page):
    secretary.goto(f"{LIST}?queue=free")
    secretary.keyboard.press("?")
    listed = secretary.locator("dialog[data-keys]")
    expect(listed).to_be_visible()
    listed.locator("[data-keys-switch]").uncheck()
    secretary.keyboard.press("Escape")
    secretary.keyboard.press("j")
    expect(secretary.locator("#result_list tr.is-current")).to_have_count(0)


def test_a_reviewer_with_a_conflict_finds_nothing(
    visitor: Callable[..., Page], secretary: Page, complaints: list[str]
):
    """The reviewer of the demonstration stands in the input as a speaker."""
    author = visitor()
    workshop = steps.Workshop(
        language="en",
        title="Lanternfish observatories",
        summary="What small islands measure at night.",
        text="A line of buoys and a school class for each.",
        organization="Islands Ocean Network",
        speaker="Daniel OKOYE",
        function="Oceanographer",
        agenda=("Opening", "What the buoys say", "Questions"),
    )
    draft = steps.begin(author, workshop)
    steps.write(author, draft, workshop)
    number = steps.hand_in(author, draft, "islands@demo.example", "en")

    secretary.goto(f"{LIST}?queue=all&q=Lanternfish")
    assert numbers(secretary) == [number]
    secretary.locator("#result_list a", has_text=number).first.click()
    address = secretary.url.split("?")[0]

    reviewer = visitor()
    steps.sign_in(reviewer, REVIEWER)
    for words in ("Lanternfish", number, "Islands Ocean Network"):
        reviewer.goto(f"{LIST}?queue=all&q={words}")
        assert numbers(reviewer) == []
    reviewer.goto(address)
    expect(reviewer.locator("body")).not_to_contain_text("Lanternfish")
    table = reviewer.request.get(f"{LIST}export.csv?queue=all")
    assert table.ok
    assert number not in table.text()
    assert "Lanternfish" not in table.text()
    reviewer.goto("/admin/")
    expect(reviewer.locator("body")).not_to_contain_text("Lanternfish")
    # The input's page is "not found", and the browser notes that.
    complaints[:] = [words for words in complaints if address not in words]


def test_a_basket_of_forty_lands_with_forty_letters(full: Portal, secretary: Page):
    since = datetime.now(UTC).isoformat()
    secretary.goto(f"{LIST}?queue=free")
    boxes = secretary.locator("#result_list tbody input.action-select")
    assert boxes.count() >= 40
    for place in range(40):
        boxes.nth(place).check()
    secretary.locator("select[name=action]").select_option("put_chosen")
    with secretary.expect_navigation():
        secretary.locator(".actions button[type=submit]").click()
    secretary.locator("[name=disposition][value=out-of-scope]").check()
    reasons = secretary.locator("[name=chosen_reason]")
    offered = reasons.locator("option[data-for~='out-of-scope']").first.get_attribute("value")
    reasons.select_option(offered)
    with secretary.expect_navigation():
        secretary.locator("form[data-outcome] button[type=submit]").first.click()
    secretary.goto(BASKET)
    expect(secretary.locator("[data-land]")).to_contain_text("40")
    inputs = set(secretary.locator(".basket tbody th > a").all_inner_texts())
    assert len(inputs) == 40
    with secretary.expect_navigation():
        secretary.locator("[data-land]").click()
    expect(secretary.locator(".messagelist .success")).to_contain_text("40")

    rows: list[tuple[str, str]] = []
    for _ in range(DELIVERY_SECONDS):
        rows = json.loads(full.manage("shell", "-c", COUNT.format(since=since)).splitlines()[-1])
        if [state for _language, state in rows] == ["sent"] * 40:
            break
        secretary.wait_for_timeout(1000)
    assert Counter(state for _language, state in rows) == {"sent": 40}
    assert len({language for language, _state in rows}) >= 5
    letters = in_the_mailbox(secretary, inputs)
    assert Counter(number for number, _language, _state in letters) == dict.fromkeys(inputs, 1)
    assert len({language for _number, language, _state in letters}) >= 5
    assert {state for _number, _language, state in letters} == {"sent"}


def test_a_clarification_goes_there_and_back(visitor: Callable[..., Page], secretary: Page):
    author = visitor()
    address = "clarify@demo.example"
    draft = steps.begin(author, steps.ENGLISH)
    steps.write(author, draft, steps.ENGLISH)
    number = steps.hand_in(author, draft, address, "en")

    secretary.goto(f"{LIST}?queue=all&q={number}")
    with secretary.expect_navigation():
        secretary.locator("#result_list a", has_text=number).first.click()
    key(secretary, "q")
    secretary.locator("[name=question]").fill("How many villages?")
    day = f"{datetime.now(UTC) + timedelta(days=5):%Y-%m-%d}"
    secretary.locator("[name=until_0]").fill(day)
    secretary.locator("#content-main .submit-row [type=submit]").first.click()
    secretary.goto(f"{LIST}?queue=answer&q={number}")
    assert numbers(secretary) == [number]

    text = steps.letter(author, address, number)
    assert "How many villages?" in text
    found = re.search(r"https?://\S+/submissions/\S+", text)
    assert found
    author.goto(f"{draft}answer/")
    author.locator("[name=answer]").fill("Five, and a sixth next year.")
    steps.press(author)

    assert "Five, and a sixth" in steps.letter(secretary, SECRETARIAT, number)
    secretary.goto(f"{LIST}?queue=mine&q={number}")
    assert numbers(secretary) == [number]
    secretary.locator("#result_list a", has_text=number).first.click()
    expect(secretary.locator("body")).to_contain_text("Five, and a sixth next year.")
