"""Every type of page in English and Arabic: axe finds nothing, the browser complains of nothing."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import steps
from tests.e2e.conftest import Portal
from tests.e2e.looking import findings, look, seen

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

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
    "forums/2023/agenda/?q=zzz&goal=99&zone=Asia/Tokyo",
    "forums/2023/agenda/?line=C4&day=2023-01-27",
    "forums/2023/agenda/?mine=1",
    "forums/2023/agenda/sessions/124/",
    "forums/2023/speakers/",
    "forums/2023/speakers/?q=nobody-at-all",
    "forums/2027/speakers/",
    "forums/2023/agenda/releases/",
    "forums/2023/agenda/releases/compare",
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
    "agenda/session/timetable/",
    "agenda/session/conflicts/",
    "agenda/session/follow-ups/",
    "agenda/session/follow-ups/letters/",
    "agenda/followupdate/",
    "agenda/followupdate/add/",
    "agenda/programmeday/",
    "agenda/programmeday/add/",
    "agenda/programmesettings/add/",
    "agenda/room/",
    "agenda/speaker/",
    "agenda/release/",
    "agenda/release/add/",
    "agenda/plannedrelease/",
    "agenda/plannedrelease/add/",
    "letters/letter/",
    "letters/letter/health/",
    "letters/kindsetting/",
    "consultation/reminderrule/",
    "consultation/reminderrule/add/",
    "consultation/reminderrule/calendar/",
    "accounts/user/",
    "consultation/submission/?queue=free",
    "consultation/submission/?q=no-such-word-anywhere",
    "consultation/submission/?q=status:foo+line:XX+type:",
    "consultation/submission/keys/",
    "consultation/submission/search/",
    "consultation/submission/filters/",
    "consultation/basketitem/",
    "consultation/reviewercapacity/",
    "consultation/assignmentrule/",
    "consultation/assignmentrule/add/",
    "consultation/call/undecided/",
    "consultation/publicreason/",
    "consultation/publicreason/add/",
    "consultation/importrun/",
    "consultation/importrun/add/",
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
OF_A_CALL = (
    "questions/",
    "late-codes/",
    "copy/",
    "preview/",
    "move-deadline/",
    "criteria/",
    "people/",
    "reviews/",
    "reviews/letters/",
    "history/",
)
# What axe finds hangs on language and direction more than on the width: each language has one, and
# ``look`` asks at both whether a page is wider than the window.
DESK_AND_PHONE = (("en", 1280), ("ar", 360))
# Of the inputs that ``states`` makes: the state, and the pages beside the input's own.
OF_AN_INPUT = {
    "new": ("screening/", "ask-back/", "conflict/", "review/"),
    "read": ("review/",),
    "returned": (),
    "merged": ("reopen/",),
    "target": (),
    "waiting": (),
    "again": (),
    "near": (),
    "decided": ("reopen/",),
    "withdrawn": (),
}
# What a form without anything in it answers.
EMPTY = ("new/screening/", "new/ask-back/", "decided/reopen/")
BELOW = ("check/", "people/", "history/")
OWN = ("submissions/", "account/", "account/erase/")


def without_missing_page(complaints: list[str]) -> None:
    """Forget that the page that is not there is not there."""
    complaints[:] = [words for words in complaints if "no-such-page" not in words]


@pytest.mark.parametrize(("language", "width"), DESK_AND_PHONE)
def test_public_pages(
    visitor: Callable[..., Page], complaints: list[str], language: str, width: int
):
    page = visitor(viewport={"width": width, "height": 900})
    assert look(page, tuple(f"/{language}/{path}" for path in PUBLIC)) == {}
    without_missing_page(complaints)


@pytest.mark.parametrize(("language", "width"), DESK_AND_PHONE)
def test_a_speaker_a_choice_and_the_frame(
    visitor: Callable[..., Page], complaints: list[str], language: str, width: int
):
    page = visitor(viewport={"width": width, "height": 900})
    page.goto(f"/{language}/forums/2023/agenda/")
    page.locator("button.agenda-keep").first.click()
    assert seen(page) == []
    for closed in page.locator("main details > summary").all():
        closed.click()
    assert seen(page) == []
    page.goto(f"/{language}/forums/2023/speakers/")
    speaker = page.locator(".speaker-list a").first.get_attribute("href")
    assert speaker
    mine = f"/{language}/forums/2023/agenda/?mine=1"
    frames = (f"/embed/2023/agenda/?lang={language}", f"/embed/2027/agenda/?lang={language}")
    assert look(page, (speaker, mine, *frames)) == {}
    page.goto(mine)
    assert page.locator(".agenda-row").count() == 1
    assert complaints == []


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
    width = dict(DESK_AND_PHONE)[language]
    page = visitor(locale=language, viewport={"width": width, "height": 900})
    steps.sign_in(page, "secretariat@demo.example", language=language)
    assert page.evaluate("document.documentElement.lang") == language
    addresses = [f"/admin/{path}" for path in ADMIN]
    for listing in (
        "consultation/submission",
        "consultation/forum",
        "consultation/call",
        "agenda/session",
        "agenda/speaker",
    ):
        page.goto(f"/admin/{listing}/")
        link = page.locator("#result_list tbody a").first.get_attribute("href")
        assert link
        addresses.append(link)
        if listing == "agenda/session":
            addresses.append(f"{link.split('?')[0].removesuffix('change/')}agenda/")
        if listing == "agenda/speaker":
            speaker = link.split("?")[0].removesuffix("change/")
            addresses += [f"{speaker}merge/", f"{speaker}photo/"]
        if listing == "consultation/call":
            call = link.split("?")[0].removesuffix("change/")
            addresses += [f"{call}{path}" for path in OF_A_CALL]
    page.goto(f"{call}questions/")
    question = page.locator("main a[href*='/consultation/question/']").first.get_attribute("href")
    assert question
    addresses.append(question)
    assert look(page, tuple(addresses)) == {}


@pytest.fixture(scope="session")
def keys(portal: Portal) -> dict[str, int]:
    """Return the inputs of the desk by what became of them."""
    portal.manage("demo_submissions", "2027", "--count", "100", "--seed", "3")
    done = portal.manage("shell", "-c", "from tests.e2e import states; states.make()")
    found: dict[str, int] = json.loads(done.strip().splitlines()[-1])
    return found


@pytest.fixture(scope="session")
def cookies(browser: Browser, portal: Portal) -> Callable[[str, str], Any]:
    """Return who gives the cookies of somebody signed in; nobody gets a code for every test."""
    states: dict[tuple[str, str], Any] = {}

    def of(person: str, language: str) -> Any:
        if (person, language) not in states:
            context = browser.new_context(base_url=portal.url, locale=language)
            steps.sign_in(context.new_page(), f"{person}@demo.example", language=language)
            states[person, language] = context.storage_state()
            context.close()
        return states[person, language]

    return of


def chosen(page: Page, action: str) -> None:
    """Choose the first inputs that nobody has taken up, and go to the page of an action."""
    page.goto("/admin/consultation/submission/?status=new")
    for box in page.locator("#result_list input[name=_selected_action]").all()[:3]:
        box.check()
    page.locator("select[name=action]").select_option(action)
    with page.expect_navigation():
        page.locator(".actions button[type=submit]").click()


def sent(page: Page, button: str = "main form [type=submit]") -> list[str]:
    """Press a button; return what axe finds on the answer, and whether it is too wide."""
    with page.expect_navigation():
        page.locator(button).first.click()
    return seen(page)


@pytest.mark.parametrize(("language", "width"), DESK_AND_PHONE)
def test_an_input_at_the_desk_in_every_state(
    visitor: Callable[..., Page],
    cookies: Callable[[str, str], Any],
    keys: dict[str, int],
    language: str,
    width: int,
):
    state = cookies("secretariat", language)
    page = visitor(locale=language, storage_state=state, viewport={"width": width, "height": 900})
    inputs = "/admin/consultation/submission/"
    addresses = [
        f"{inputs}{keys[state]}/{path}"
        for state, below in OF_AN_INPUT.items()
        if state in keys
        for path in ("change/", *below)
    ]
    assert look(page, tuple(addresses)) == {}
    for empty in EMPTY:
        state, _, path = empty.partition("/")
        page.goto(f"{inputs}{keys[state]}/{path}")
        assert (empty, sent(page)) == (empty, [])
        assert page.locator(".error-summary").count() == 1
    page.goto(f"{inputs}{keys['new']}/change/")
    assert sent(page, "form[data-outcome] button[name=now]") == []
    assert page.locator(".error-summary").count() == 1


@pytest.mark.parametrize(("language", "width"), DESK_AND_PHONE)
def test_what_opens_and_what_acts_on_many(
    visitor: Callable[..., Page],
    cookies: Callable[[str, str], Any],
    keys: dict[str, int],
    language: str,
    width: int,
):
    state = cookies("secretariat", language)
    page = visitor(locale=language, storage_state=state, viewport={"width": width, "height": 900})
    page.goto("/admin/consultation/submission/")
    for opener in (".filter-more > summary", ".saved > summary", ".languages summary"):
        page.locator(opener).click()
        # What it opens lies over links, and leaves less than 24 pixels of some until it is closed.
        found = [fault for fault in seen(page) if not fault.startswith("target-size")]
        assert (opener, found) == (opener, [])
        page.keyboard.press("Escape")
    page.locator("main").press("?")
    assert page.locator("dialog[open]").count() == 1
    assert seen(page) == []
    for action in ("assign_chosen", "put_chosen"):
        chosen(page, action)
        assert (action, seen(page)) == (action, [])
        # A preview of the one, what is missing of the other.
        assert (action, sent(page)) == (action, [])
    page.goto("/admin/consultation/basketitem/")
    for closed in page.locator("main details > summary").all():
        closed.click()
    assert seen(page) == []
    letters = [each.get_attribute("href") for each in page.locator("a[href*='/letter/']").all()]
    assert letters
    page.goto("/admin/consultation/reviewercapacity/")
    describe = page.locator("main a[href*='/describe/']").first.get_attribute("href")
    page.goto("/admin/consultation/publicreason/")
    reason = page.locator("#result_list tbody a").first.get_attribute("href")
    assert look(page, (str(letters[0]), str(describe), str(reason))) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_reviewer_s_pages(
    visitor: Callable[..., Page],
    cookies: Callable[[str, str], Any],
    keys: dict[str, int],
    language: str,
):
    state = cookies("reviewer", language)
    page = visitor(locale=language, storage_state=state, viewport={"width": 360, "height": 900})
    inputs = "/admin/consultation/submission/"
    read = f"{inputs}{keys['read']}/"
    addresses = ("/admin/", inputs, f"{read}change/", f"{read}review/", f"{read}conflict/")
    assert look(page, addresses) == {}
    page.goto(f"{read}review/")
    assert sent(page, "button[name=action][value=give]") == []
    assert page.locator(".error-summary").count() == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_steps_of_an_import(
    visitor: Callable[..., Page],
    cookies: Callable[[str, str], Any],
    tmp_path: Path,
    language: str,
):
    table = tmp_path / f"{language}.csv"
    rows = ("ID,Title,Language,Type,Outcome", "1,One,Frensh,Guild,Kept", "2,,French,,")
    table.write_text("\n".join(rows), encoding="utf-8")
    state = cookies("secretariat", language)
    page = visitor(locale=language, storage_state=state, viewport={"width": 360, "height": 900})
    page.goto("/admin/consultation/importrun/add/")
    assert sent(page) == []
    assert page.locator(".error-summary").count() == 1
    page.locator("select[name=call]").select_option(index=1)
    page.locator("input[type=file]").set_input_files(table)
    # Its columns, its words, and what becomes of its rows.
    assert [sent(page) for _ in range(3)] == [[], [], []]
