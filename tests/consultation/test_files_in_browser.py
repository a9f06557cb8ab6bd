"""The script of uploads, in Chromium: it says what broke, tries again, takes back and removes."""

import json
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import FilePayload, Page, Route, expect

from wsis_forum.uploads import Rule

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "js" / "upload.js"
PORTAL = "http://portal.test"
LINE = (
    '<li data-file><a href="#">{name}</a>'
    '<button data-file-remove="/remove/{name}" name="action">Remove</button></li>'
)

pytestmark = pytest.mark.browser


class Server:
    """Answers the browser as the views do; ``answer`` is set to "cut" or (status, body)."""

    def __init__(self, page: Page) -> None:
        self.answer: str | tuple[int, dict[str, str]] = "cut"
        self.sent: list[str] = []
        self.removed: list[str] = []
        widget = render_to_string(
            "consultation/forms/files.html",
            {
                "widget": {"name": "papers", "attrs": {"id": "id_papers"}},
                "files": [],
                "most": 2,
                "is_full": False,
                "rule": Rule(("document",), 1),
                "hint": "hint",
                "url": "/add/",
            },
        )
        token = '<input type="hidden" name="csrfmiddlewaretoken" value="token">'
        self.html = f"<form method='post'>{token}{widget}</form>"
        page.route(
            f"{PORTAL}/", lambda route: route.fulfill(body=self.html, content_type="text/html")
        )
        page.route(f"{PORTAL}/add/", self.add)
        page.route(f"{PORTAL}/remove/*", self.remove)
        page.goto(f"{PORTAL}/")
        page.add_script_tag(content=SCRIPT.read_text(), type="module")

    def add(self, route: Route) -> None:
        """Take a file in, or break the line."""
        self.sent.append((route.request.post_data_buffer or b"").decode(errors="replace"))
        if isinstance(self.answer, str):
            route.abort()
        else:
            status, body = self.answer
            route.fulfill(status=status, body=json.dumps(body), content_type="application/json")

    def remove(self, route: Route) -> None:
        """Take a file away."""
        self.removed.append(route.request.url.rpartition("/")[2])
        route.fulfill(body='{"html": ""}', content_type="application/json")


@pytest.fixture
def server(page: Page) -> Server:
    return Server(page)


def choose(page: Page, *names: str, content: bytes = b"%PDF-") -> None:
    files: list[FilePayload] = [
        {"name": name, "mimeType": "application/pdf", "buffer": content} for name in names
    ]
    page.locator("input[type=file]").set_input_files(files)


def test_a_broken_upload_says_so_and_is_tried_again(page: Page, server: Server):
    choose(page, "a.pdf")
    expect(page.get_by_role("alert")).to_have_text(
        "The upload broke off. What you wrote is not touched."
    )
    server.answer = (200, {"html": LINE.format(name="a.pdf")})
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-file]")).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("Uploaded: a.pdf")
    expect(page.locator("[data-file-sending]")).to_have_count(0)
    # The mark of a whole file comes behind it.
    body = server.sent[-1]
    assert -1 < body.index('name="csrf') < body.index('name="file"') < body.index('name="whole"')


def test_a_refused_file_says_why_and_is_put_away(page: Page, server: Server):
    server.answer = (422, {"message": "This file is empty."})
    choose(page, "a.pdf")
    expect(page.get_by_role("alert")).to_have_text("This file is empty.")
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("[data-file-sending]")).to_have_count(0)
    expect(page.locator("input[type=file]")).to_be_focused()


def test_what_is_too_large_or_too_many_is_not_even_sent(page: Page, server: Server):
    choose(page, "a.pdf", content=bytes(1024 * 1024 + 1))
    expect(page.get_by_role("alert")).to_have_text("This file is too large: at most 1 MB.")
    server.answer = (200, {"html": LINE.format(name="b.pdf")})
    choose(page, "b.pdf", "c.pdf", "d.pdf")
    expect(page.get_by_role("alert").last).to_have_text(
        "There are 2 files already. Remove one first."
    )
    expect(page.locator("[data-file]")).to_have_count(2)
    assert len(server.sent) == 2
    expect(page.locator("input[type=file]")).to_be_hidden()


def test_a_file_is_removed_and_another_may_come(page: Page, server: Server):
    server.answer = (200, {"html": LINE.format(name="a.pdf")})
    choose(page, "a.pdf")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("status")).to_have_text("Removed: a.pdf")
    expect(page.locator("[data-file]")).to_have_count(0)
    assert server.removed == ["a.pdf"]


def test_the_form_does_not_take_a_file_for_something_typed(page: Page, server: Server):
    page.evaluate(
        "for (const kind of ['input', 'change'])"
        " document.forms[0].addEventListener(kind, () => { document.title = 'typed'; })"
    )
    choose(page, "a.pdf")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page).not_to_have_title("typed")
    assert page.locator("input[type=file]").input_value() == ""
