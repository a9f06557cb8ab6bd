"""What there is to assign, as plain values, and what a proposal says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# An input and a reviewer, by their keys.
Pair = tuple[int, int]


class Lack(StrEnum):
    """Why an input gets fewer reviewers than it should; ``admin.assign_words`` says them."""

    NOBODY = "nobody"
    CONFLICT = "conflict"
    LANGUAGE = "language"
    CAPACITY = "capacity"
    NO_RULE = "no-rule"


@dataclass(frozen=True)
class Input:
    """An input that wants reviewers; ``has`` are the reviewers that it has already."""

    key: int
    call: int
    language: str
    lines: frozenset[int] = frozenset()
    has: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reviewer:
    """
    Somebody who reviews: ``load`` inputs wait for her now, and she takes ``capacity`` at a time.

    ``calls`` are those she reviews for, ``None``: all. ``too_near`` are the inputs that she must
    not see.
    """

    key: int
    capacity: int
    load: int = 0
    reads: frozenset[str] = frozenset()
    calls: frozenset[int] | None = None
    too_near: frozenset[int] = frozenset()

    @property
    def left(self) -> int:
        """How many more inputs she takes."""
        return max(0, self.capacity - self.load)

    def works_on(self, one: Input) -> bool:
        """Whether she reviews inputs of that call."""
        return self.calls is None or one.call in self.calls

    def may_get(self, one: Input) -> bool:
        """Whether the input may be given to her: hers to review, not too near, and not hers yet."""
        return self.works_on(one) and one.key not in self.too_near and self.key not in one.has


@dataclass(frozen=True)
class Rule:
    """Inputs of this call, Action Line and language go to this reviewer; ``None``: any."""

    reviewer: int
    call: int | None = None
    line: int | None = None
    language: str = ""

    def fits(self, one: Input) -> bool:
        """Whether the rule speaks of that input."""
        return (
            self.call in {None, one.call}
            and (self.line is None or self.line in one.lines)
            and self.language in {"", one.language}
        )


@dataclass(frozen=True)
class Problem:
    """
    Inputs that want ``wanted`` reviewers each, those that they have included.

    ``only_readers``: nobody gets an input whose language she does not read; else it is avoided.
    """

    inputs: tuple[Input, ...]
    reviewers: tuple[Reviewer, ...]
    wanted: int = 1
    only_readers: bool = False


@dataclass(frozen=True)
class Proposal:
    """Who gets what, sorted; ``lacking``: input -> why it gets fewer than it should."""

    pairs: tuple[Pair, ...] = ()
    lacking: Mapping[int, Lack] = field(default_factory=dict)
    # How many pairs were left out because the input is too near to the reviewer.
    conflicts: int = 0


@dataclass(frozen=True)
class Plan:
    """
    What somebody saw before it lands: who gets what until when, and what waited for each then.

    ``how`` is a value of ``choices.AssignedBy``; ``due_at`` is timezone-aware.
    """

    how: str
    pairs: tuple[Pair, ...]
    due_at: datetime | None
    loads: Mapping[int, int] = field(default_factory=dict)
