"""The figures as a table in Markdown: milliseconds, and how many times the bare page's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Work -> how many times the bare page it may take.
GOAL = 3.0


@dataclass(frozen=True)
class Figure:
    """One cell: what stands in it, and whether it keeps the goal."""

    words: str
    is_kept: bool = True


def times(milliseconds: float | None, bare: float, goal: float = GOAL) -> Figure:
    """Write a page's time beside the bare page's; nothing: it did not answer."""
    if milliseconds is None:
        return Figure("no answer", is_kept=False)
    ratio = milliseconds / bare
    return Figure(f"{milliseconds:.1f} ms, {ratio:.1f} ×", ratio <= goal)


def table(title: str, columns: Sequence[str], rows: Mapping[str, Sequence[Figure]]) -> str:
    """Return a table with a column for each size or language; what misses its goal is marked."""
    head = [title, *columns]
    lines = [head, ["---"] * len(head)]
    for name, figures in rows.items():
        cells = [figure.words if figure.is_kept else f"**{figure.words}**" for figure in figures]
        lines.append([name, *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def missed(rows: Mapping[str, Sequence[Figure]]) -> list[str]:
    """Return the work that misses its goal at some size."""
    return [name for name, figures in rows.items() if not all(one.is_kept for one in figures)]
