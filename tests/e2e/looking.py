"""What axe finds on a page, and whether it is wider than the window."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# A desk and a phone.
WIDTHS = (1280, 360)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


def findings(page: Page) -> list[str]:
    """Return what axe finds on the open page, one line each."""
    # Without its preload: axe would set inline styles of its own, which our policy refuses.
    # Of what it finds in order, it keeps no list.
    options = {
        "runOnly": {"type": "tag", "values": STANDARDS},
        "preload": False,
        "resultTypes": ["violations"],
    }
    result = Axe().run(page, options=options)
    return [
        f"{found['id']}: {node['target']} {node['html'][:120]}"
        for found in result.response["violations"]
        for node in found["nodes"]
    ]


def look(page: Page, addresses: tuple[str, ...]) -> dict[str, list[str]]:
    """Open each page; return what is wrong with it (``seen``), by address."""
    faults: dict[str, list[str]] = {}
    for address in addresses:
        page.goto(address)
        if found := seen(page):
            faults[address] = found
    return faults


def seen(page: Page) -> list[str]:
    """Return what axe finds on the open page, and at which widths it is wider than the window."""
    return [*findings(page), *too_wide(page)]


def too_wide(page: Page) -> list[str]:
    """Say at which widths of the window the open page is wider; the window stays as it was."""
    before = page.viewport_size
    assert before
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": before["height"]})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"wider than a window of {width}")
    page.set_viewport_size(before)
    return faults
