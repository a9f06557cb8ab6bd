"""Follow-ups in Chromium: handed in by a phone and without JavaScript, read in the table."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from agenda.choices import FollowUpKind
from agenda.models import FollowUp, Session
from tests.agenda.owing import DUE, dates_of, handed_in, link_of, owing_session
from tests.consultation.test_writing_in_browser import PORTAL, Server
from tests.e2e.looking import seen
from tests.factories import NOW
from wsis_forum import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PERSON = {"honorific": "Ms", "function": "Countess", "organization": "", "is_remote": True}


@pytest.fixture(autouse=True)
def _now(monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def session() -> Session:
    one = owing_session(description="Old words")
    dates_of(one)
    return one


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_contact_hands_in_with_a_phone_and_without_javascript(
    browser: Browser, session, language: str
) -> None:
    # As in production, where the browser's form has to name its origin.
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, java_script_enabled=language == "ar"
    )
    page = context.new_page()
    Server(page, client)
    page.goto(f"{PORTAL}{link_of(session, language)}")
    page.locator("[name=description-text]").fill("New words")
    page.locator("[name=people-0-function]").fill("Countess")
    page.locator("[name=outcome-text]").fill("We agreed.")
    page.locator("main form button[type=submit]").click()
    # The good parts are in; the bad one stays as typed, and says so on top and at its field.
    expect(page.locator(".error-summary a")).to_have_count(1)
    assert page.locator("#id_people-0-name").get_attribute("aria-invalid") == "true"
    page.locator("[name=people-0-name]").fill("Ada King")
    page.locator("[name=people-0-is_remote]").check()
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".error-summary")).to_have_count(0)
    found = {one.kind: one for one in FollowUp.objects.all()}
    assert set(found) == {"description", "panellists", "outcome"}
    assert found["panellists"].panellists[0] | {"honorific": "Ms"} == {
        **PERSON, "name": "Ada King", "email": "",
    }  # fmt: skip
    context.close()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_axe_finds_nothing_on_any_of_the_pages(
    page: Page, client: Client, session, organizer, monkeypatch, language: str, width: int
) -> None:
    monkeypatch.setattr(clock, "now", lambda: DUE.replace(day=25))
    row = handed_in(session, "description", text="New words", by_email="ada@example.org")
    people = handed_in(
        session, "panellists", panellists=[{**PERSON, "name": "Ada King", "email": ""}]
    )
    owing_session(title="جلسة أخرى")
    page.set_viewport_size({"width": width, "height": 900})
    client.cookies["django_language"] = language
    Server(page, client)
    link = link_of(session, language)
    faults: dict[str, list[str]] = {}

    def look(address: str, act: Callable[[], None] | None = None) -> None:
        page.goto(f"{PORTAL}{address}")
        if act:
            act()
        if found := seen(page):
            faults[address] = found

    def refused() -> None:
        page.locator("[name=people-1-email]").fill("no address")
        page.locator("main form button[type=submit]").click()
        expect(page.locator(".error-summary")).to_be_visible()

    look(link)
    look(link, refused)
    client.force_login(organizer)
    client.cookies["django_language"] = language
    of_session = [
        reverse(f"admin:agenda_session_{name}", args=(session.pk,))
        for name in ("follow_up", "follow_up_settings")
    ]
    of_session += [
        reverse("admin:agenda_session_follow_up_adopt", args=(one.pk,)) for one in (row, people)
    ]
    table = reverse("admin:agenda_session_follow_ups")
    dates = reverse("admin:agenda_followupdate_changelist")
    for address in (table, f"{table}letters/", dates, f"{dates}add/", *of_session):
        look(address)
    assert faults == {}
    assert page.locator("html").get_attribute("lang") == language
    assert len(FollowUpKind) == 5
