"""Numbers of the lines of a nested agenda; nothing of Django."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Line(Generic[T]):
    """A row in its place; ``number`` ("3", "3.1") is ``None`` where it has none."""

    row: T
    depth: int
    number: str | None
    children: list["Line[T]"] = field(default_factory=list)


@dataclass(slots=True)
class _Counter:
    """Counts the numbered lines below one numbered line, or below the session."""

    prefix: str = ""
    last: int = 0

    def next(self) -> str:
        self.last += 1
        return f"{self.prefix}{self.last}"


def tree(
    rows: Iterable[T],
    *,
    key: Callable[[T], int],
    parent: Callable[[T], int | None],
    is_numbered: Callable[[T], bool],
) -> list[Line[T]]:
    """
    Nest rows that stand in order, and number the numbered ones.

    An unnumbered line passes the count of the line above it on to its children, so no number stands
    twice. A row below one that is not there, or below itself, is left out.
    """
    below: dict[int | None, list[T]] = {}
    for row in rows:
        below.setdefault(parent(row), []).append(row)
    return _level(None, below, _Counter(), 0, (key, is_numbered))


def walk(lines: Sequence[Line[T]]) -> Iterator[Line[T]]:
    """Give every line in the order in which it is read."""
    for line in lines:
        yield line
        yield from walk(line.children)


def _level(
    parent: int | None,
    below: Mapping[int | None, Sequence[T]],
    counter: _Counter,
    depth: int,
    ask: tuple[Callable[[T], int], Callable[[T], bool]],
) -> list[Line[T]]:
    key, is_numbered = ask
    lines = []
    for row in below.get(parent, ()):
        number = counter.next() if is_numbered(row) else None
        line = Line(row=row, depth=depth, number=number)
        inner = _Counter(prefix=f"{number}.") if number else counter
        line.children = _level(key(row), below, inner, depth + 1, ask)
        lines.append(line)
    return lines
