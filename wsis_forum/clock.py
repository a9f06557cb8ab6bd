"""The only reader of the system clock; staff may preview another moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

# Set only while a page is made for a preview, in the thread that makes it.
_previewed: ContextVar[datetime | None] = ContextVar("previewed_moment", default=None)


def now() -> datetime:
    """Return the present moment, timezone-aware, in UTC; in a preview the moment previewed."""
    return _previewed.get() or datetime.now(UTC)


@contextmanager
def previewing(at: datetime) -> Iterator[None]:
    """Let it be ``at`` for what is read meanwhile; nothing written then may be kept."""
    token = _previewed.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _previewed.reset(token)
