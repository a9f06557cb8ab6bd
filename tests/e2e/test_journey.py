"""The whole way in Chromium: from an open call to a session in an exported calendar."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import vobject
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.conftest import Portal

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

GENEVA = ZoneInfo("Europe/Zurich")
# A reminder leaves at the first sweep after its moment; beat sweeps every minute.
REMINDER_SECONDS = 200
_TOKEN = (
    "from agenda.models import Speaker; from agenda.personal import token_of; "
    "print(token_of(Speaker.objects.get(appearances__session__number={}, forum__slug='2027')))"
)


@pytest.mark.parametrize(
    ("workshop", "room", "width"),
    [(steps.ENGLISH, "Room A", 1280), (steps.ARABIC, "Popov Room", 360)],
    ids=["english", "arabic-phone"],
)
def test_from_an_open_call_to_the_calendar(
    visitor: Callable[..., Page],
    portal: Portal,
    tmp_path: Path,
    workshop: steps.Workshop,
    room: str,
    width: int,
):
    stakeholder = visitor(viewport={"width": width, "height": 800})
    address = f"stakeholder-{workshop.language}@demo.example"
    draft = steps.begin(stakeholder, workshop)
    steps.write(stakeholder, draft, workshop)
    number = steps.hand_in(stakeholder, draft, address, workshop.language)
    assert number.startswith("WSIS-2027-")
    assert number in steps.letter(stakeholder, address, number)

    secretary = visitor()
    steps.sign_in(secretary, "secretariat@demo.example")
    steps.decide(secretary, number, "A good request.")
    assert "A good request." in steps.letter(stakeholder, address, number)

    organizer = visitor()
    steps.sign_in(organizer, "organizer@demo.example")
    session = steps.make_session(organizer, number)
    steps.nest(organizer, workshop.language, workshop.agenda)
    steps.place_by_hand(organizer, session, room, "2027-02-17")
    _confirm(stakeholder, portal, session, workshop.language)
    steps.issue(organizer)

    stakeholder.goto(f"/{workshop.language}/forums/2027/agenda/")
    stakeholder.locator("main input[type=search]").fill(workshop.title)
    stakeholder.locator("main input[type=search]").press("Enter")
    stakeholder.locator(".agenda-row").get_by_role("link", name=workshop.title).click()
    expect(stakeholder.locator("h1")).to_contain_text(workshop.title)
    expect(stakeholder.locator("main")).to_contain_text(workshop.speaker)
    expect(stakeholder.locator("main")).to_contain_text(number)
    first, second, third = workshop.agenda
    points = stakeholder.locator(".points").first.inner_text().split("\n")
    wanted = ["1.", first, "1.1.", third, "1.2.", second]
    assert [point.strip() for point in points if point.strip()] == wanted

    with stakeholder.expect_download() as download:
        stakeholder.locator("a[href*='.ics']").first.click()
    calendar = vobject.readOne(download.value.path().read_text(encoding="utf-8"))
    events = {event.summary.value: event for event in calendar.vevent_list}
    event = events[f"{session} · {workshop.title}"]
    assert event.dtstart.value.astimezone(UTC) == datetime(2027, 2, 17, 9, tzinfo=UTC)
    assert room in event.location.value
    table = tmp_path / "agenda.csv"
    options = ("--format", "csv", "--language", workshop.language, "--output", str(table))
    portal.manage("export_agenda", "2027", *options)
    assert workshop.title in table.read_text(encoding="utf-8-sig")


def _confirm(page: Page, portal: Portal, session: int, language: str) -> None:
    """Let the session's speaker say by her personal link that she comes and may be shown."""
    token = portal.manage("shell", "--verbosity", "0", "--command", _TOKEN.format(session)).strip()
    page.goto(f"/{language}/l/{token}/speaker/")
    page.locator("[name$='-answer']").select_option("confirmed")
    page.locator("[name=consent]").select_option("yes")
    steps.press(page)
    expect(page.locator("[name$='-answer']")).to_have_value("confirmed")
    expect(page.locator("[name=consent]")).to_have_value("yes")


def test_a_worker_reminds_of_an_unfinished_draft(visitor: Callable[..., Page]):
    """The deadline is moved so that three days before it is in a minute; beat does the rest."""
    author = visitor()
    address = "reminded@demo.example"
    draft = steps.begin(author, steps.ARABIC, call="official-submission")
    steps.keep(author, draft, address, "ar")
    secretary = visitor()
    steps.sign_in(secretary, "secretariat@demo.example")
    moment = datetime.now(UTC) + timedelta(days=3, minutes=1)
    steps.move_deadline(secretary, "Official submissions", moment.astimezone(GENEVA))
    row = author.locator("main tbody tr")
    for _ in range(REMINDER_SECONDS // 2):
        author.goto(f"/mailbox/?address={address}")
        if row.count() > 1:  # the code was the first letter
            break
        author.wait_for_timeout(2000)
    row.first.get_by_role("link").click()
    text = author.locator("[data-letter-text]")
    expect(text).to_have_attribute("lang", "ar")
    expect(text).to_contain_text("/ar/submissions/")
