"""The scripts of a review, in Chromium: it saves itself, and keys score without leading away."""

import re
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

STATIC = Path(__file__).resolve().parents[2] / "static"
PORTAL = "http://portal.test"
SCORES = "".join(
    f"<fieldset data-score>{radios}</fieldset>"
    for name in ("one", "two")
    for radios in ["".join(f'<input type="radio" name="{name}" value="{n}">' for n in range(1, 6))]
)
HTML = f"""<!doctype html><html lang="en"><body>
<a href="/next/" data-key="n,j">Next</a>
<form method="post" action="/review/" data-draft data-scores data-leave-guard>
  <input type="hidden" name="seen" value="0">{SCORES}<textarea name="note"></textarea>
  <button name="action" value="give" data-key="v">Give</button>
  <span data-draft-state data-saved="Draft saved:" data-failed="Not saved"></span>
</form>
<form method="post" action="/message/"><input name="text"><button>Write</button></form>
</body></html>"""

pytestmark = pytest.mark.browser


class Server:
    """Answers as the views do; ``is_cut`` breaks the line."""

    def __init__(self, page: Page) -> None:
        self.saved: list[str] = []
        self.given = self.messages = 0
        self.is_cut = False
        for name in ("", "next/", "message/"):
            page.route(f"{PORTAL}/{name}", self.show)
        page.route(f"{PORTAL}/review/", self.take)
        page.goto(f"{PORTAL}/")
        for script in ("js/leave-guard", "admin_portal/review-draft", "admin_portal/scores"):
            page.add_script_tag(content=(STATIC / f"{script}.js").read_text(), type="module")
        keys = (STATIC / "admin_portal/keys.js").read_text()
        page.add_script_tag(content=keys, type="module")

    def show(self, route: Route) -> None:
        self.messages += route.request.method == "POST"
        route.fulfill(body=HTML, content_type="text/html")

    def take(self, route: Route) -> None:
        body = (route.request.post_data_buffer or b"").decode()
        if "autosave" not in body:
            self.given += 1
            route.fulfill(body=HTML, content_type="text/html")
        elif self.is_cut:
            route.abort()
        else:
            self.saved.append(unquote_plus(body))
            route.fulfill(json={"seen": len(self.saved)})


@pytest.fixture
def server(page: Page) -> Server:
    return Server(page)


def test_digits_score_one_criterion_after_the_other_and_are_saved(page: Page, server: Server):
    page.keyboard.press("4")
    page.keyboard.press("2")
    expect(page.locator("[name=one][value='4']")).to_be_checked()
    expect(page.locator("[name=two][value='2']")).to_be_checked()
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("Draft saved"))
    expect(page.locator("[name=seen]")).not_to_have_value("0")
    # The focus stands on a score: no key leads away from the review, but its own do.
    page.keyboard.press("j")
    assert page.url == f"{PORTAL}/"
    page.keyboard.press("v")
    expect(page.locator("[name=seen]")).to_have_value("0")
    assert server.given == 1


def test_digits_are_text_where_somebody_types(page: Page, server: Server):
    page.locator("textarea").press("4")
    expect(page.locator("textarea")).to_have_value("4")
    expect(page.locator("[name=one][value='4']")).not_to_be_checked()
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    expect(page.locator("[name=one][value='4']")).to_be_checked()


def test_another_form_of_the_page_waits_for_the_draft(page: Page, server: Server):
    page.locator("textarea").type("Too thin")
    page.get_by_role("button", name="Write").click()
    page.wait_for_url(f"{PORTAL}/message/")
    assert server.messages == 1
    assert "Too thin" in server.saved[-1]


def test_so_does_a_key_that_leads_away(page: Page, server: Server):
    page.locator("textarea").type("Too thin")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.wait_for_url(f"{PORTAL}/next/")
    assert "Too thin" in server.saved[-1]


def test_a_cut_line_is_said_and_leaving_asks(page: Page, server: Server):
    server.is_cut = True
    page.locator("[name=one][value='4']").check()
    expect(page.locator("[data-draft-state]")).to_have_text("Not saved")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto(f"{PORTAL}/next/")
    assert asked == ["beforeunload"]
