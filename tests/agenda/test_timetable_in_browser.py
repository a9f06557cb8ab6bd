"""The timetable in Chromium: placed by mouse and by keyboard, undone, and told of others' moves."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Locator, Page, Route, expect

from agenda.actions.timetable import Target, change
from agenda.admin.place_words import hours_words
from agenda.models import BlockedTime, ProgrammeDay, Session
from tests.e2e.looking import seen, too_wide
from tests.factories import NOW, ForumFactory, RoomFactory, SessionFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PORTAL = "http://localhost"
DAY = date(2027, 2, 8)


class Programme:
    """Two rooms, a day with a break, a placed session and one that is not."""

    def __init__(self) -> None:
        self.forum = ForumFactory(start_date=DAY, end_date=DAY, timezone="Europe/Zurich")
        self.rooms = [
            RoomFactory(forum=self.forum, name=name, seats=seats, order=order)
            for order, (name, seats) in enumerate([("Room A", 20), ("Room B", 200)])
        ]
        self.day = ProgrammeDay.objects.create(
            forum=self.forum, date=DAY, starts_at=time(9), ends_at=time(14)
        )
        BlockedTime.objects.create(
            day=self.day, title="Lunch", starts_at=time(12), ends_at=time(13)
        )
        self.placed = SessionFactory(
            forum=self.forum, number=124, title="Opening", status="confirmed", expected_people=90
        )
        self.waiting = SessionFactory(forum=self.forum, number=125, title="Skills", minutes=30)
        self.put(self.placed, 0, 10)

    def put(self, session: Session, room: int, hour: int, by=None) -> None:
        start, end = (datetime(2027, 2, 8, each - 1, tzinfo=UTC) for each in (hour, hour + 1))
        to = Target(
            room_id=self.rooms[room].pk, starts_at=start, ends_at=end, timezone="Europe/Zurich"
        )
        change(session_id=session.pk, to=to, by=by, at=NOW, revision=None)

    def where(self, session: Session) -> list[tuple[str, str]]:
        return [
            (
                slot.room.name if slot.room else "",
                hours_words(*(each.astimezone(slot.zone) for each in (period.lower, period.upper))),
            )
            for slot in session.slots.select_related("room")
            for period in (slot.period,)
        ]


@pytest.fixture
def programme() -> Programme:
    return Programme()


@pytest.fixture
def open_page(page: Page, client: Client, organizer, programme):
    """Let the browser's requests be answered by the views, in the test's own transaction."""
    client.force_login(organizer)
    database = connections["default"]
    troubles: list[str] = []

    def answer(route: Route) -> None:
        # Playwright calls from a context of its own, in which Django would connect anew.
        connections["default"] = database
        request, address = route.request, urlsplit(route.request.url)
        if address.path.startswith(settings.STATIC_URL):
            name = address.path.removeprefix(settings.STATIC_URL)
            route.fulfill(path=Path(settings.STATIC_ROOT) / name)
            return
        headers = {name: value for name, value in request.headers.items() if name != "cookie"}
        response = client.generic(
            request.method,
            f"{address.path}?{address.query}",
            request.post_data_buffer or b"",
            content_type=headers.pop("content-type", "text/plain"),
            headers=headers,
        )
        route.fulfill(
            status=response.status_code, headers=dict(response.headers), body=response.content
        )

    page.route(lambda url: url.startswith(PORTAL), answer)
    # What the security policy refuses is said on the console; a refused move answers with 409.
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console",
        lambda said: (
            troubles.append(said.text) if said.type == "error" and "409" not in said.text else None
        ),
    )
    page.goto(f"{PORTAL}/admin/agenda/session/timetable/?forum={programme.forum.slug}")
    yield page
    assert troubles == []


def session(page: Page, number: int) -> Locator:
    return page.locator(f"[data-name='{number}']")


def said(page: Page) -> Locator:
    return page.locator("[data-timetable-said]")


def middle(locator: Locator) -> tuple[float, float]:
    # Handles show once the script has seen a new state of the page.
    expect(locator).to_be_visible()
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, what: Locator, x: float, y: float) -> None:
    page.mouse.move(*middle(what))
    page.mouse.down()
    page.mouse.move(x, y, steps=6)
    page.mouse.up()


def row(page: Page, clock: str) -> Locator:
    return page.locator(f"tr[data-start='{clock}'] th")


def column(page: Page, name: str) -> Locator:
    return page.locator("thead th", has_text=name)


def test_a_session_is_placed_moved_lengthened_and_taken_out_by_mouse(open_page, programme):
    page = open_page
    x, y = middle(column(page, "Room B"))[0], middle(row(page, "11:00"))[1]
    drag(page, session(page, 125).locator(".tt-facts"), x, y)
    expect(said(page)).to_contain_text("is placed: Room B, 8 February 2027, 11:00–11:30")
    assert programme.where(programme.waiting) == [("Room B", "11:00–11:30")]

    drag(page, session(page, 125).locator("[data-edge]"), x, middle(row(page, "11:45"))[1])
    expect(said(page)).to_contain_text("11:00–12:00")
    assert programme.where(programme.waiting) == [("Room B", "11:00–12:00")]

    drag(page, session(page, 125).locator(".tt-title"), *middle(page.locator("#unplaced-title")))
    expect(said(page)).to_contain_text("The session is taken out of")
    assert programme.where(programme.waiting) == []


def test_a_session_is_placed_moved_and_taken_out_by_keyboard(open_page, programme):
    page = open_page
    session(page, 125).locator("[data-handle]").focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("125 is picked up")
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "+"):
        page.keyboard.press(key)
    expect(said(page)).to_have_text("125: Room B, 09:30–10:15.")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("is placed: Room B")
    assert programme.where(programme.waiting) == [("Room B", "09:30–10:15")]
    # The focus is where it was, so the next key goes on from there.
    expect(session(page, 125).locator("[data-handle]")).to_be_focused()

    page.keyboard.press("Control+z")
    expect(said(page)).to_contain_text("Undone")
    assert programme.where(programme.waiting) == []
    page.reload()
    page.get_by_role("button", name="Do again").click()
    expect(said(page)).to_contain_text("Done again")
    assert programme.where(programme.waiting) == [("Room B", "09:30–10:15")]

    session(page, 125).locator("[data-handle]").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(said(page)).to_have_text("125 stays where it was.")
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    expect(said(page)).to_contain_text("The session is taken out of")
    assert programme.where(programme.waiting) == []


def test_a_move_on_an_old_page_shows_what_somebody_else_did(open_page, programme):
    page = open_page
    programme.put(programme.placed, 1, 11, by=UserFactory(name="Rosa Quispe"))
    session(page, 124).locator("[data-handle]").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("has changed the place of")
    expect(said(page)).to_contain_text("Rosa Quispe")
    assert programme.where(programme.placed) == [("Room B", "11:00–12:00")]
    # The page shows it now, and the next move counts.
    expect(session(page, 124)).to_contain_text("11:00–12:00")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("is placed")
    assert programme.where(programme.placed) == [("Room B", "10:45–11:45")]


def test_axe_finds_nothing_and_the_page_fits_a_phone(open_page, programme):
    programme.put(programme.placed, 0, 11)
    open_page.goto(f"{open_page.url}&session={programme.placed.pk}")
    assert seen(open_page) == []
    open_page.goto(f"{PORTAL}/admin/agenda/session/conflicts/?forum={programme.forum.slug}")
    expect(open_page.locator(".conflict")).to_have_count(1)
    assert seen(open_page) == []
    open_page.goto(f"{PORTAL}/admin/agenda/programmeday/{programme.day.pk}/change/")
    assert seen(open_page) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_time_is_added_and_taken_away_by_keyboard_on_a_phone(
    open_page: Page, client: Client, programme, language: str
) -> None:
    page = open_page
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page.set_viewport_size({"width": 360, "height": 800})
    session = programme.placed
    page.goto(f"{PORTAL}/admin/agenda/session/{session.pk}/change/")
    page.locator('a[href$="?further=1"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=place-is_further]")).to_be_checked()
    assert too_wide(page) == []
    page.locator("[name=place-start]").fill("13:00")
    page.locator("[name=place-end]").fill("13:30")
    page.keyboard.press("Enter")
    times = page.locator(".session-times li")
    expect(times).to_have_count(2)
    hours = [("Room A", "10:00–11:00"), ("Room A", "13:00–13:30")]
    assert programme.where(session) == hours
    assert too_wide(page) == []
    # Whoever hears the page is told which time each button is about.
    button = times.first.get_by_role("button")
    expect(button).to_have_accessible_name(re.compile("10:00"))
    button.focus()
    page.keyboard.press("Enter")
    expect(times).to_have_count(0)
    assert programme.where(session) == hours[1:]
