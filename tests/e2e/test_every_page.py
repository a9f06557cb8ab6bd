"""Every type of page in English and Arabic: axe finds nothing, the browser complains of nothing."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e import steps
from tests.e2e.conftest import Portal

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
PUBLIC = (
    "",
    "forums/",
    "forums/2019/",
    "forums/2022/",
    "forums/2023/",
    "forums/2027/",
    "forums/2027/calls/workshop-request/",
    "forums/2019/calls/photo-contest/",
    "forums/2023/agenda/",
    "forums/2023/agenda/sessions/124/",
    "forums/2023/agenda/releases/",
    "forums/2027/agenda/",
    "forums/2027/inputs/",
    "forums/2027/inputs/?q=skills&type=CS&call=no-such-call",
    "forums/2019/inputs/",
    "privacy/",
    "accessibility/",
    "help/",
    "account/login/",
    "no-such-page/",
)
ADMIN = (
    "",
    "consultation/submission/",
    "consultation/forum/",
    "consultation/forum/add/",
    "consultation/call/",
    "consultation/phase/",
    "consultation/actionline/",
    "consultation/goal/",
    "consultation/country/",
    "consultation/organization/",
    "agenda/session/",
    "agenda/session/add/",
    "agenda/session/unmade/",
    "agenda/room/",
    "agenda/speaker/",
    "agenda/release/",
    "agenda/release/add/",
    "letters/letter/",
    "accounts/user/",
)
SECTIONS = (
    "input",
    "organization",
    "workshop",
    "programme",
    "speakers",
    "participation",
    "tags",
)
OTHER_CALLS = (
    "official-submission",
    "speaker-recommendations",
    "high-level-track-facilitators",
    "exhibition-space",
    "partnerships",
    "regional-and-national-events",
    "action-line-feedback",
    "special-tracks-and-prizes",
    "photo-contest",
    "open-call",
)
OF_A_CALL = ("questions/", "late-codes/", "copy/", "preview/", "move-deadline/")
BELOW = ("check/", "people/", "history/")
OWN = ("submissions/", "account/", "account/erase/")


def findings(page: Page) -> list[str]:
    """Return what axe finds on the open page, one line each."""
    # Without its preload: axe would set inline styles of its own, which our policy refuses.
    options = {"runOnly": {"type": "tag", "values": STANDARDS}, "preload": False}
    result = Axe().run(page, options=options)
    return [
        f"{found['id']}: {node['target']} {node['html'][:120]}"
        for found in result.response["violations"]
        for node in found["nodes"]
    ]


def look(page: Page, addresses: tuple[str, ...]) -> dict[str, list[str]]:
    """Open each page; return the findings, and what is wider than the window, by address."""
    faults: dict[str, list[str]] = {}
    for address in addresses:
        page.goto(address)
        found = findings(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append("wider than the window")
        if found:
            faults[address] = found
    return faults


def without_missing_page(complaints: list[str]) -> None:
    """Forget that the page that is not there is not there."""
    complaints[:] = [words for words in complaints if "no-such-page" not in words]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_public_pages(
    visitor: Callable[..., Page], complaints: list[str], language: str, width: int
):
    page = visitor(viewport={"width": width, "height": 900})
    assert look(page, tuple(f"/{language}/{path}" for path in PUBLIC)) == {}
    without_missing_page(complaints)


SHOW = (
    "from consultation.models import Call;"
    "call = Call.objects.get(forum__slug='2027', slug='official-submission');"
    "Call.objects.filter(pk=call.pk).update(publication_rule='at-once');"
    "print(*call.submissions.exclude(number=None).values_list('status', 'number'), sep='\\n')"
)
HIDE = (
    "from consultation.models import Call;"
    "Call.objects.filter(forum__slug='2027').update(publication_rule='after-deadline')"
)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_register_and_inputs_in_every_state(
    visitor: Callable[..., Page], portal: Portal, complaints: list[str], language: str
):
    page = visitor(viewport={"width": 360, "height": 900})
    numbers = dict(re.findall(r"\('(\w+)', '([\w-]+)'\)", portal.manage("shell", "-c", SHOW)))
    assert {"submitted", "decided"} <= set(numbers)
    register = f"/{language}/forums/2027/inputs/"
    try:
        assert look(page, (register, *(f"{register}{one}/" for one in numbers.values()))) == {}
    finally:
        portal.manage("shell", "-c", HIDE)
    # One of them was withdrawn: its page is gone, and the browser notes that.
    complaints[:] = [words for words in complaints if "410" not in words]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_author_s_pages(visitor: Callable[..., Page], language: str):
    page = visitor(viewport={"width": 360, "height": 900})
    workshop = {"en": steps.ENGLISH, "ar": steps.ARABIC}[language]
    address = f"looker-{language}@demo.example"
    draft = steps.begin(page, workshop)
    sections = [f"{draft}edit/{slug}/" for slug in SECTIONS]
    own = tuple(f"/{language}/{path}" for path in OWN)
    # As somebody unknown first: she is told how to keep her draft.
    assert look(page, (draft, f"/{language}/submissions/")) == {}
    steps.keep(page, draft, address, language)
    below = tuple(f"{draft}{path}" for path in BELOW)
    assert look(page, (draft, *sections, *below, *own, "/mailbox/")) == {}
    page.goto(sections[2])
    page.locator("[name=minutes]").fill("many")
    steps.press(page)
    assert page.locator(".error-summary, [data-error-summary]").count() == 1
    assert findings(page) == []
    steps.write(page, draft, workshop)
    page.goto(f"{draft}check/")
    page.locator("section.hand-in button[type=submit]").click()
    assert page.locator(".error-summary, [data-error-summary]").count() == 1
    assert findings(page) == []
    steps.hand_in(page, draft, address, language)
    receipt = page.url
    assert look(page, (receipt, draft, f"{draft}withdraw/", f"{draft}history/")) == {}


@pytest.mark.parametrize("call", OTHER_CALLS)
def test_the_questions_of_every_kind_of_call(visitor: Callable[..., Page], call: str):
    page = visitor(viewport={"width": 360, "height": 900})
    draft = steps.begin(page, steps.ARABIC, call=call)
    page.goto(draft)
    links = page.locator("main a[href*='/edit/']").all()
    sections = tuple(dict.fromkeys(str(link.get_attribute("href")).split("#")[0] for link in links))
    assert look(page, (*sections, f"{draft}check/")) == {}
    for address in sections:
        page.goto(address)
        steps.press(page)
        # On to the next section, or back with what has to be answered first.
        assert (address, findings(page)) == (address, [])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_workbench(visitor: Callable[..., Page], language: str):
    page = visitor(locale=language)
    steps.sign_in(page, "secretariat@demo.example", language=language)
    assert page.evaluate("document.documentElement.lang") == language
    addresses = [f"/admin/{path}" for path in ADMIN]
    for listing in (
        "consultation/submission",
        "consultation/forum",
        "consultation/call",
        "agenda/session",
    ):
        page.goto(f"/admin/{listing}/")
        link = page.locator("#result_list tbody a").first.get_attribute("href")
        assert link
        addresses.append(link)
        if listing == "consultation/call":
            call = link.split("?")[0].removesuffix("change/")
            addresses += [f"{call}{path}" for path in OF_A_CALL]
    page.goto(f"{call}questions/")
    question = page.locator("main a[href*='/consultation/question/']").first.get_attribute("href")
    assert question
    addresses.append(question)
    assert look(page, tuple(addresses)) == {}
