"""What can be reminded of: the shape of a subject, and the list of those that the apps register."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wsis_forum.letters.rendering import Request

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Occasion:
    """
    Something that has a moment: a call closes, a meeting begins.

    ``key`` names it with its moment, so that a moved one reminds anew
    (``call:12:closes:2026-12-12T22:59:00Z:r1``). Nothing is sent from ``ends_at`` on. ``thing``
    is the row that its letters are about.
    """

    key: str
    at: datetime
    ends_at: datetime
    forum_id: int
    title: str
    thing: Any = None


@dataclass(frozen=True, slots=True)
class Reader:
    """
    Somebody whom an occasion concerns since ``since``.

    ``key`` tells her from others and holds no address (``person:77``). Who has no account has a
    ``name`` and an ``address`` instead of ``user_id``. ``things`` are what she owes.
    """

    key: str
    since: datetime
    zone: str = "UTC"
    language: str = ""
    user_id: int | None = None
    name: str = ""
    address: str = ""
    things: Any = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One letter that a rule causes: to whom, about what, from when and until when it is sent."""

    subject: str
    rule_id: int
    kind: str
    audience: str
    label: str
    occasion: Occasion
    reader: Reader
    moment: datetime
    until: datetime

    @property
    def key(self) -> str:
        """Why the letter exists; the same one twice is one letter."""
        return f"{self.occasion.key}:{self.reader.key}:{self.label}"


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom a subject's letters can go, and of which kind they are then."""

    name: str
    title: "str | Promise"
    kind: str


@dataclass(frozen=True, slots=True)
class Window:
    """
    Which occasions are asked for: those that end after ``since`` and come before ``until``.

    ``keys``: only these, by the keys of the occasions.
    """

    since: datetime
    until: datetime
    keys: Collection[str] | None = None

    def numbers(self, place: int) -> list[int] | None:
        """Return the numbers that stand at one place of the keys: ``call:12:…`` has 12 at 1."""
        if self.keys is None:
            return None
        parts = (key.split(":") for key in self.keys)
        return [int(part[place]) for part in parts if len(part) > place and part[place].isdigit()]


class Subject(ABC):
    """
    One thing that the secretariat can have people reminded of.

    ``audiences`` stand in the order in which they count: who belongs to an earlier one gets its
    letters only. ``is_before`` and ``is_after`` say on which side of the occasion a rule may lie.
    """

    name: str
    title: "str | Promise"
    audiences: Sequence[Audience]
    is_before: bool = True
    is_after: bool = False

    @abstractmethod
    def occasions(self, window: Window) -> Sequence[Occasion]:
        """Return the occasions of a window, a constant number of queries."""

    @abstractmethod
    def readers(
        self, audience: str, occasions: Sequence[Occasion], *, only: Collection[str] | None = None
    ) -> Mapping[str, Sequence[Reader]]:
        """
        Return whom occasions concern, by the occasion's key, a constant number of queries.

        ``only`` are readers' keys: nobody else is asked for. One reader stands once per occasion.
        """

    @abstractmethod
    def requests(self, planned: Sequence[Planned], *, at: datetime) -> Iterator[Request]:
        """Write the letters, with a constant number of queries for all."""


@dataclass
class _Registry:
    subjects: dict[str, Subject] = field(default_factory=dict)


_ALL = _Registry()


def register(subject: Subject) -> None:
    """Make a subject known; each app registers its own when it is ready."""
    _ALL.subjects[subject.name] = subject


def get(name: str) -> Subject:
    """
    Return a subject by its name.

    :raises KeyError: no app has registered it
    """
    return _ALL.subjects[name]


def every() -> list[Subject]:
    """Return all subjects, in the order in which they were registered."""
    return list(_ALL.subjects.values())
