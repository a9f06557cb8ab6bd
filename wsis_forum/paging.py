"""Pages of long lists, counted only as far as somebody sees."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

# So many pages beyond the one that is shown get a number; what lies behind is reached from there.
PAGES_AHEAD = 20
# No list has so many; a number beyond means the last page.
_MOST_PAGES = 100_000


class PagesSoFar(Paginator):  # type: ignore[type-arg]  # generic for mypy only
    """Pages of a list of which ``count`` rows were counted; ``is_more`` says there are more."""

    def __init__(self, rows: Any, per_page: int, *, count: int, is_more: bool) -> None:
        super().__init__(rows, per_page)
        self.count = count
        self.is_more = is_more


def page_so_far(
    rows: QuerySet[Any, Any], per_page: int, wanted: str | None, *, least: int
) -> "Page[Any]":
    """
    Return the page with the number that an address names, the nearest for one that is none.

    Counted (1 query) are ``least`` rows and ``PAGES_AHEAD`` pages, so that it costs the same
    however many there are.
    """
    number = int(wanted) if wanted and wanted.isascii() and wanted.isdecimal() else 1
    limit = max(least, (min(number, _MOST_PAGES) + PAGES_AHEAD) * per_page)
    count = rows.order_by()[: limit + 1].count()
    pages = PagesSoFar(rows, per_page, count=min(count, limit), is_more=count > limit)
    return pages.get_page(wanted)
