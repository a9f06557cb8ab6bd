"""The outline of an agenda in Chromium: by keys, by buttons and by dragging, then saved."""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from agenda.actions.releases import release
from agenda.models import AgendaItem
from agenda.outline import DEEPEST
from agenda.queries.exports import export_of
from agenda.queries.items import outline
from tests.consultation.test_writing_in_browser import PORTAL, Server
from tests.e2e.looking import too_wide
from tests.factories import SessionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def session():
    one = SessionFactory()
    for order, title in enumerate(("One", "Two", "Three", "Four"), start=1):
        AgendaItem.objects.create(session=one, order=order, title=title, is_numbered=True)
    return one


@pytest.fixture
def shown(page: Page, client: Client, organizer, session):
    """Return the open page of the agenda, and a function that reads its lines."""
    client.force_login(organizer)
    Server(page, client)
    page.goto(f"{PORTAL}{reverse('admin:agenda_session_agenda', args=(session.pk,))}")

    def read() -> list[str]:
        return [
            f"{line.locator('.line-number').inner_text()} "
            f"{line.locator('textarea').first.input_value()}"
            for line in page.locator("[data-line]").all()
        ]

    return page, read


def _saved(session) -> list[str]:
    return [f"{line.number or '–'} {line.row.title}" for line in outline(session.pk)]


def _drag(page: Page, title: str, to: str, *, side: int) -> None:
    """Drag a line by its handle to just above another, and to the side."""
    handle = page.locator("[data-line]", has_text=title).locator("[data-handle]")
    box = handle.bounding_box()
    target = page.locator("[data-line]", has_text=to).bounding_box()
    assert box
    assert target
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 5, target["y"] + 5, steps=8)
    page.mouse.move(box["x"] + 5 + side, target["y"] + 5, steps=4)
    page.mouse.up()


def test_lines_are_moved_by_keys_and_by_dragging(shown, session) -> None:
    page, read = shown
    handle = page.locator("[data-line]", has_text="Three").locator("[data-handle]")
    handle.press("ArrowUp")
    handle.press("ArrowRight")
    assert read() == ["1 One", "1.1 Three", "2 Two", "3 Four"]
    expect(handle).to_be_focused()
    expect(page.locator("[data-status]")).to_have_text("Now 1.1, line 2 of 4, level 2.")
    _drag(page, "Four", "Two", side=40)
    assert read() == ["1 One", "1.1 Three", "1.2 Four", "2 Two"]
    page.locator("[data-line]", has_text="Four").locator("[data-add]").click()
    page.keyboard.type("Five")
    assert read()[3] == "1.3 Five"
    page.locator("[data-line]", has_text="Three").locator("[data-remove]").click()
    page.locator("[data-line]", has_text="Two").locator("[data-numbered]").uncheck()
    page.locator("button[value='save']").first.click()
    expect(page.locator(".messagelist")).to_contain_text("The draft agenda is saved.")
    assert _saved(session) == ["1 One", "1.1 Four", "1.2 Five", "– Two"]


def test_in_arabic_the_arrow_to_the_left_goes_a_level_down(
    page: Page, client: Client, organizer, session
) -> None:
    client.force_login(organizer)
    client.cookies["django_language"] = "ar"
    Server(page, client)
    page.goto(f"{PORTAL}{reverse('admin:agenda_session_agenda', args=(session.pk,))}")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    page.locator("[data-line]", has_text="Two").locator("[data-handle]").press("ArrowLeft")
    assert (
        page.locator("[data-line]", has_text="Two").locator("[data-number]").first.inner_text()
        == "1.1"
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_agenda_of_twenty_levels_fits_a_phone(
    page: Page, client: Client, at: datetime, tmp_path: Path, language: str
) -> None:
    one = SessionFactory(number=101)
    parent = None
    for level in range(DEEPEST + 1):
        title = f"Level {level} of the negotiations"
        parent = AgendaItem.objects.create(
            session=one, order=1, title=title, is_numbered=True, parent=parent
        )
    released = release(forum_id=one.forum_id, public=True, remark="", by=None, at=at)
    Server(page, client)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{PORTAL}/{language}/forums/2027/agenda/sessions/101/")
    expect(page.get_by_text(f"Level {DEEPEST} of")).to_be_visible()
    assert too_wide(page) == []
    # The pages of the ZIP, as from a folder.
    with zipfile.ZipFile(
        BytesIO(export_of(released, extension="zip", language=language).write())
    ) as packed:
        packed.extractall(tmp_path)
    (file,) = tmp_path.rglob("*101.html")
    page.goto(file.as_uri())
    expect(page.get_by_text(f"Level {DEEPEST} of")).to_be_visible()
    assert too_wide(page) == []
