"""
A list that a page of ours shows, as a table: the page says what stands in it.

A page that is no list of Django's puts ``PageTable`` under ``tables`` of its context. The tables
package asks that page itself, so whatever closes or blinds the page closes and blinds its table.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PageTable:
    """Heads and rows of a table, all of them, whatever the page shows at once; read when asked."""

    title: str
    heads: Sequence[str]
    rows: Callable[[], Iterable[Sequence[Any]]]
