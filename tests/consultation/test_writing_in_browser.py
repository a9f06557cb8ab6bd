"""Writing in Chromium: nothing typed is lost to a cut line, a closed page or a second writer."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, Route, expect

from consultation.actions.drafts import save_section
from consultation.models import Submission
from tests.factories import NOW, CallFactory, DraftFactory, UserFactory
from wsis_forum import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PORTAL = "http://localhost"


class Server:
    """
    Hands the browser's requests to the views, in the test's own transaction.

    ``line`` is ``whole``; ``cut``: a form does not reach the views; ``deaf``: it does, and the
    answer is lost; ``down``: the proxy answers for them, as while the portal is being replaced.
    """

    def __init__(self, page: Page, client: Client) -> None:
        self.client, self.line = client, "whole"
        self.database = connections["default"]
        self.saves = 0
        page.route(lambda url: url.startswith(PORTAL), self.answer)

    def answer(self, route: Route) -> None:
        # Playwright calls from a context of its own, in which Django would connect anew.
        connections["default"] = self.database
        request = route.request
        parts = urlsplit(request.url)
        path = parts.path
        if path.startswith(settings.STATIC_URL):
            route.fulfill(path=Path(settings.STATIC_ROOT) / path.removeprefix(settings.STATIC_URL))
            return
        headers = {name: value for name, value in request.headers.items() if name != "cookie"}
        is_save = request.method == "POST" and "/edit/" in path
        if is_save and self.line == "cut":
            route.abort()
            return
        if is_save and self.line == "down":
            route.fulfill(status=502, body="Bad gateway")
            return
        response = self.client.generic(
            request.method,
            parts._replace(scheme="", netloc="", fragment="").geturl(),
            request.post_data_buffer or b"",
            content_type=headers.pop("content-type", "text/plain"),
            headers=headers,
        )
        self.saves += is_save
        if is_save and self.line == "deaf":
            route.abort()
            return
        route.fulfill(
            status=response.status_code, headers=dict(response.headers), body=response.content
        )


@pytest.fixture
def draft(monkeypatch, stakeholder):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return DraftFactory(call=CallFactory(), author=stakeholder, title="", answers={"text": "Old"})


@pytest.fixture
def server(page: Page, client: Client, draft, stakeholder) -> Server:
    client.force_login(stakeholder)
    return Server(page, client)


@pytest.fixture
def troubles(page: Page):
    """Collect what the page's scripts throw, and what its security policy refuses."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


def open_section(page: Page, draft) -> None:
    page.goto(f"{PORTAL}/en/submissions/{draft.reference}/edit/input/")


def write(page: Page, name: str, text: str) -> None:
    page.locator(f"[name={name}]").fill(text)
    page.locator(f"[name={name}]").blur()


def nothing_kept(page: Page) -> None:
    # The page lets go five seconds after the answer (keeper.js: SETTLED_MS).
    page.wait_for_function("() => Object.keys(localStorage).length === 0", timeout=15_000)


def saved(page: Page) -> None:
    expect(page.locator("[data-saving]")).to_contain_text("Saved at")


def text() -> str:
    return str(Submission.objects.get().answers["text"])


@pytest.mark.usefixtures("troubles")
def test_a_field_is_saved_as_it_is_left(page, server, draft):
    open_section(page, draft)
    write(page, "text", "First")
    saved(page)
    assert text() == "First"
    expect(page.locator("[data-saving] time")).to_have_text("12:00")

    write(page, "text", "Second")
    expect(page.locator("#page-version")).to_have_value("3")
    assert text() == "Second"
    nothing_kept(page)


@pytest.mark.usefixtures("troubles")
def test_typing_is_saved_after_some_seconds_without_leaving_the_field(page, server, draft):
    page.clock.install()
    open_section(page, draft)
    page.locator("[name=text]").press_sequentially("Typed")
    page.clock.fast_forward(3_000)
    assert text() == "Old"
    page.clock.fast_forward(2_000)
    saved(page)
    assert text() == "OldTyped" or text() == "TypedOld"


@pytest.mark.usefixtures("troubles")
def test_a_cut_line_keeps_the_text_here_and_tries_again(page, server, draft):
    page.clock.install()
    open_section(page, draft)
    server.line = "cut"
    write(page, "text", "Written in a valley")
    trouble = page.locator("[data-saving-trouble]")
    expect(trouble).to_have_text("No connection. Your text is kept in this browser.")
    assert text() == "Old"

    server.line = "down"
    page.clock.fast_forward(3_000)
    expect(trouble).to_contain_text("it is tried again")
    server.line = "whole"
    page.clock.fast_forward(6_000)
    saved(page)
    expect(trouble).to_be_hidden()
    assert text() == "Written in a valley"
    nothing_kept(page)


@pytest.mark.usefixtures("troubles")
def test_a_page_that_was_closed_without_a_line_has_its_text_again(page, server, draft):
    open_section(page, draft)
    server.line = "cut"
    write(page, "text", "Written in a valley")
    expect(page.locator("[data-saving-trouble]")).to_be_visible()

    server.line = "whole"
    open_section(page, draft)
    expect(page.locator("[name=text]")).to_have_value("Written in a valley")
    expect(page.locator("[data-saving-back]")).to_be_visible()
    saved(page)
    assert text() == "Written in a valley"
    nothing_kept(page)


@pytest.mark.usefixtures("troubles")
def test_a_save_whose_answer_was_lost_is_no_conflict_with_oneself(page, server, draft):
    page.clock.install()
    open_section(page, draft)
    server.line = "deaf"
    write(page, "text", "First")
    expect(page.locator("[data-saving-trouble]")).to_be_visible()
    assert text() == "First"

    server.line = "whole"
    write(page, "text", "Second")
    saved(page)
    assert text() == "Second"


@pytest.mark.usefixtures("troubles")
def test_a_newer_text_of_somebody_else_is_shown_beside_ones_own(page, server, draft):
    open_section(page, draft)
    save_section(
        submission_id=draft.pk,
        by=UserFactory(name="Rosa Quispe"),
        section="input",
        answers={"text": "Theirs"},
        version=1,
        at=NOW,
    )
    write(page, "text", "Mine")
    expect(page.locator("[data-saving]")).to_contain_text("Rosa Quispe")
    assert text() == "Theirs"

    page.get_by_role("button", name="See both texts").click()
    expect(page.locator(".pair-texts")).to_contain_text("Theirs")
    page.locator("[name=merged-text]").fill("Theirs and mine")
    page.locator("main .btn-primary").click()
    expect(page).to_have_url(f"{PORTAL}/en/submissions/{draft.reference}/edit/organization/")
    assert text() == "Theirs and mine"
    nothing_kept(page)


@pytest.mark.usefixtures("troubles")
def test_who_leaves_the_saved_text_is_not_asked_again(page, server, draft):
    open_section(page, draft)
    save_section(
        submission_id=draft.pk,
        by=None,
        section="input",
        answers={"text": "Theirs"},
        version=1,
        at=NOW,
    )
    write(page, "text", "Mine")
    page.get_by_role("button", name="See both texts").click()
    page.locator("[data-forgets]").click()
    expect(page.locator("[name=text]")).to_have_value("Theirs")
    nothing_kept(page)
    assert text() == "Theirs"


@pytest.mark.usefixtures("troubles")
def test_the_ordinary_button_leaves_nothing_behind(page, server, draft):
    open_section(page, draft)
    page.locator("[name=text]").fill("By the button")
    page.locator("main .btn-primary").click()

    expect(page).to_have_url(f"{PORTAL}/en/submissions/{draft.reference}/edit/organization/")
    assert text() == "By the button"
    nothing_kept(page)


@pytest.mark.usefixtures("troubles")
def test_a_sign_in_that_ended_is_said_and_the_text_comes_back_after_it(
    page, server, draft, stakeholder
):
    open_section(page, draft)
    server.client.logout()
    write(page, "text", "Typed meanwhile")
    expect(page.locator("[data-saving]")).to_contain_text("Your sign-in has ended")
    assert text() == "Old"

    server.client.force_login(stakeholder)
    open_section(page, draft)
    saved(page)
    assert text() == "Typed meanwhile"


@pytest.mark.usefixtures("troubles")
def test_a_window_without_storage_saves_all_the_same(page, server, draft):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('none'); } })"
    )
    open_section(page, draft)
    write(page, "text", "Private")
    saved(page)
    assert text() == "Private"
