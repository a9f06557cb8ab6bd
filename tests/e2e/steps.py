"""What people do in the portal, by the names of fields and not by words, in every language."""

import re
from dataclasses import dataclass
from datetime import datetime

from playwright.sync_api import Locator, Page, expect

CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)
LETTERS_SECONDS = 30


def press(page: Page) -> None:
    """Press the main button of the page's own form, and wait for the answer."""
    with page.expect_navigation():
        page.locator("main .btn-primary[type=submit]").first.click()


def letter(page: Page, address: str, subject: str = "") -> str:
    """Open the newest letter to an address, wait until it has left, and return its text."""
    row = page.locator("main tbody tr", has_text=subject).first
    for _ in range(LETTERS_SECONDS * 2):
        page.goto(f"/mailbox/?address={address}")
        if row.count() and page.locator("main").get_by_role("link", name=subject).count():
            break
        page.wait_for_timeout(500)
    row.get_by_role("link").first.click()
    return page.locator("[data-letter-text]").inner_text()


def sign_in(page: Page, address: str, *, language: str = "en", after: str = "") -> None:
    """Ask for a code, read it in the mailbox, type it."""
    if "/account/login/" not in page.url:
        page.goto(f"/{language}/account/login/{f'?next={after}' if after else ''}")
    page.locator("input[name=email]").fill(address)
    press(page)
    code_page = page.url
    found = CODE.search(letter(page, address))
    assert found, "no code in the newest letter"
    page.goto(code_page)
    page.locator("input[name=code]").fill(found.group(1))
    press(page)
    expect(page.locator("input[name=code]")).to_have_count(0)


@dataclass(frozen=True)
class Workshop:
    """A workshop request, as somebody types it."""

    language: str
    title: str
    summary: str
    text: str
    organization: str
    speaker: str
    function: str
    # What is discussed, in the order in which it is typed.
    agenda: tuple[str, str, str]


ENGLISH = Workshop(
    language="en",
    title="Telemedicine for mountain villages",
    summary="Five health posts show what a doctor on a screen can do, and what she cannot.",
    text="Each post has a nurse, a camera and a line that drops. We show what worked.",
    organization="Andean Health Network",
    speaker="Rosa Quispe",
    function="Nurse and coordinator",
    agenda=("Opening", "What worked", "Welcome"),
)
ARABIC = Workshop(
    language="ar",
    title="المهارات الرقمية للنساء في الأرياف",
    summary="تجربة خمس قرى في تعليم المهارات الرقمية للنساء.",
    text="نعرض ما نجح وما لم ينجح، ونطلب رأي المشاركين في الخطوة التالية.",
    organization="جمعية الأمل للتنمية",
    speaker="ليلى حداد",
    function="مديرة المشروع",
    agenda=("الافتتاح", "عرض القرى الخمس", "كلمة ترحيب"),
)


def begin(page: Page, workshop: Workshop, call: str = "workshop-request") -> str:
    """Read the call as a stranger and begin, without an account; return the draft's address."""
    page.goto(f"/{workshop.language}/forums/2027/")
    page.locator(f"main a[href$='/calls/{call}/']").first.click()
    page.locator("form.begin button").click()
    expect(page.locator("[name=title]")).to_be_visible()
    return page.url.split("edit/")[0]


def keep(page: Page, draft: str, address: str, language: str) -> None:
    """Make a draft that this browser began somebody's, by a code."""
    page.goto(draft)
    page.locator("main a[href*='/account/login/']").first.click()
    sign_in(page, address, language=language)
    expect(page).to_have_url(draft)


def section(page: Page, draft: str, slug: str) -> None:
    """Open one section."""
    page.goto(f"{draft}edit/{slug}/")


def write(page: Page, draft: str, workshop: Workshop) -> None:
    """Answer what a workshop request has to answer."""
    section(page, draft, "input")
    page.locator("[name=language]").first.select_option(workshop.language)
    page.locator("[name=title]").fill(workshop.title)
    page.locator("[name=summary]").fill(workshop.summary)
    page.locator("[name=text]").fill(workshop.text)
    press(page)
    section(page, draft, "organization")
    page.locator("[name=organization_name]").fill(workshop.organization)
    page.locator("[name=stakeholder_type][value=CS]").check()
    page.locator("[name=country]").select_option("PER" if workshop.language == "en" else "JOR")
    press(page)
    section(page, draft, "workshop")
    page.locator("[name=format][value=THEMATIC_WS]").check()
    page.locator("[name=minutes]").fill("60")
    page.locator("[name=expected_people]").fill("80")
    press(page)
    section(page, draft, "speakers")
    page.locator("[name=speakers-0-name]").fill(workshop.speaker)
    page.locator("[name=speakers-0-function]").fill(workshop.function)
    press(page)
    section(page, draft, "tags")
    page.locator("[name=action_lines][value='C7-EHEA']").check()
    page.locator("[name=goals][value='3']").check()
    press(page)


def hand_in(page: Page, draft: str, address: str, language: str) -> str:
    """Read the check page, agree, prove the address on the way if need be; return the number."""
    page.goto(f"{draft}check/")
    page.locator("[name=publication][value=full]").check()
    press(page)
    if "/account/login/" in page.url:
        sign_in(page, address, language=language)
        press(page)
    return page.locator(".receipt-number").inner_text()


def decide(page: Page, number: str, reason: str, disposition: str = "becomes") -> None:
    """Find the input in the workbench by its number, decide, and let the decision land."""
    page.goto("/admin/consultation/submission/")
    page.locator("#searchbar").fill(number)
    page.locator("#searchbar").press("Enter")
    page.locator("#result_list a", has_text=number).first.click()
    form = page.locator("form[data-outcome]")
    form.locator(f"[name=disposition][value={disposition}]").check()
    reasons = form.locator("[name=chosen_reason]")
    kept = reasons.locator(f"option[data-for~='{disposition}']").first.get_attribute("value")
    reasons.select_option(kept)
    form.locator("textarea[name=reason]").fill(reason)
    form.locator("button[name=now]").click()
    page.locator("button[data-land]").click()
    expect(page.locator(".decided")).to_be_visible()


def make_session(page: Page, number: str) -> int:
    """Make a session of an accepted request; return the session's number."""
    page.goto("/admin/agenda/session/unmade/?forum=2027")
    page.locator("#result_list tbody tr", has_text=number).locator("button").click()
    found = re.search(r"\b(\d{3,})\b", page.locator(".messagelist").inner_text())
    assert found, "no number in the message"
    return int(found.group(1))


def place(page: Page, room: str, day: str, start: str, end: str) -> None:
    """Put the session whose page is open into a room; ``day`` is an ISO date."""
    page.goto(page.url.split("?")[0].replace("/change/", "/place/"))
    page.locator("[name=place-room]").select_option(label=room)
    page.locator("[name=place-day]").fill(day)
    page.locator("[name=place-start]").fill(start)
    page.locator("[name=place-end]").fill(end)
    page.locator("#content-main .submit-row [type=submit]").first.click()


def issue(page: Page, kind: str = "public") -> None:
    """Issue a release of the current Forum's programme."""
    page.goto("/admin/agenda/release/add/?forum=2027")
    page.locator(f"[name=kind][value={kind}]").check()
    if page.locator("[name=takes_on]").count():
        page.locator("[name=takes_on]").fill("Their sessions are made next week.")
    page.locator("#content-main form[method=post] [type=submit]").click()
    expect(page.locator(".messagelist")).to_be_visible()


def move_deadline(page: Page, call: str, moment: datetime) -> None:
    """Move a call's deadline to a wall-clock time in its zone, with the proposed note."""
    page.goto("/admin/consultation/call/?forum__slug=2027")
    page.locator("#result_list a", has_text=call).first.click()
    page.locator("a[href*='/move']").first.click()
    page.locator("[name=closes_at_0]").fill(f"{moment:%Y-%m-%d}")
    page.locator("[name=closes_at_1]").fill(f"{moment:%H:%M}")
    page.locator("[name=note_en]").fill("Brought forward.")
    page.locator("#content-main .submit-row [type=submit]").first.click()
    expect(page.locator(".messagelist")).to_be_visible()


def nest(page: Page, language: str, titles: tuple[str, str, str]) -> None:
    """
    Write three points of an agenda for the session whose page is open, and save them.

    The second is put below the first by the keyboard; the third is dragged between them, and so
    becomes the first point below the first.
    """
    page.goto(page.url.split("?")[0].replace("/change/", "/agenda/"))
    lines = page.locator("[data-line]")
    for at, title in enumerate(titles):
        page.locator("[data-add-last]").click()
        lines.nth(at).locator(f"textarea[lang={language}]").fill(title)
        lines.nth(at).locator("[data-numbered]").check()
    lines.nth(1).locator("[data-handle]").press(_to_the_end(page))
    expect(lines.nth(1).locator("[data-number]").first).to_have_text("1.1")
    drag(page, lines.nth(2).locator("[data-handle]"), lines.nth(1), aside=40)
    expect(lines.nth(1).locator("[data-number]").first).to_have_text("1.1")
    expect(lines.nth(1).locator(f"textarea[lang={language}]")).to_have_value(titles[2])
    page.locator("button[value='save']").first.click()
    expect(page.locator(".messagelist")).to_be_visible()


def _to_the_end(page: Page) -> str:
    """Return the arrow that leads a level down: it follows the direction of the page."""
    is_rtl = page.evaluate("document.documentElement.dir") == "rtl"
    return "ArrowLeft" if is_rtl else "ArrowRight"


def drag(page: Page, what: Locator, to: Locator, *, aside: int = 0) -> None:
    """Drag by the mouse, in steps as a hand does, to just within something and then to the side."""
    expect(what).to_be_visible()
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), to.bounding_box()
    assert start
    assert end
    x, y = (start["x"] + 5, end["y"] + 5) if aside else (end["x"] + 20, end["y"] + 5)
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(x, y, steps=8)
    page.mouse.move(x + aside, y, steps=4)
    page.mouse.up()


def place_by_hand(page: Page, session: int, room: str, day: str) -> None:
    """
    Put a session into a room of the timetable by the mouse, and an hour later by the keyboard.

    It stands at 10:00 then, on ``day`` (an ISO date).
    """
    page.goto(f"/admin/agenda/session/timetable/?forum=2027&day={day}")
    said = page.locator("[data-timetable-said]")
    column = page.locator("thead th", has_text=room)
    row = page.locator("tr[data-start='09:00']")
    place = column.evaluate("(head) => head.cellIndex")
    drag(page, page.locator(f"[data-name='{session}'] .tt-facts"), row.locator("td").nth(place - 1))
    card = page.locator(f"[data-name='{session}']")
    expect(said).to_contain_text("09:00–10:00")
    expect(card).to_contain_text("09:00–10:00")
    handle = card.locator("[data-handle]")
    handle.focus()
    page.keyboard.press("Enter")
    expect(said).to_contain_text("picked up")
    for minutes in (15, 30, 45, 60):
        page.keyboard.press("ArrowDown")
        expect(said).to_contain_text(f"{9 + minutes // 60:02}:{minutes % 60:02}–")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("is placed")
    expect(card).to_contain_text("10:00–11:00")
    expect(handle).to_be_focused()
