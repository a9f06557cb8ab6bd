"""What is wrong with a data file, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

# From the top of the file to a field: names of objects' fields, positions in lists.
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong at one field."""

    path: Path
    message: str


class BrokenFile(Exception):
    """A data file cannot be loaded; ``lines`` say where and why, one line each."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def dotted(path: Path) -> str:
    """Write a path as people read it: ``ocp.phases[2].start``."""
    written = ""
    for step in path:
        if isinstance(step, int):
            written += f"[{step}]"
        else:
            written += f".{step}" if written else step
    return written
