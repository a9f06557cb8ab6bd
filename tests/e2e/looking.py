"""What axe finds on a page, and whether it is wider than the window."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


def findings(page: Page) -> list[str]:
    """Return what axe finds on the open page, one line each."""
    # Without its preload: axe would set inline styles of its own, which our policy refuses.
    options = {"runOnly": {"type": "tag", "values": STANDARDS}, "preload": False}
    result = Axe().run(page, options=options)
    return [
        f"{found['id']}: {node['target']} {node['html'][:120]}"
        for found in result.response["violations"]
        for node in found["nodes"]
    ]


def look(page: Page, addresses: tuple[str, ...]) -> dict[str, list[str]]:
    """Open each page; return the findings, and what is wider than the window, by address."""
    faults: dict[str, list[str]] = {}
    for address in addresses:
        page.goto(address)
        found = findings(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append("wider than the window")
        if found:
            faults[address] = found
    return faults


def seen(page: Page) -> list[str]:
    """Return what axe finds on the open page, and whether it is wider than the window."""
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [*findings(page), *(["wider than the window"] if wide else [])]
