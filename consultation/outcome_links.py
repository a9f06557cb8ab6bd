"""
Where an input went, told by apps that this one must not know.

The programme's app registers one function in its ``AppConfig.ready``; the author's page and the
public one ask here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consultation.models import Submission


@dataclass(frozen=True)
class OutcomeLink:
    """
    Something that became of an input, such as "124 · Title"; ``url`` is empty until public.

    ``language`` is the text's, where it is not the page's. ``starts_at`` and ``ends_at`` are said
    in ``timezone``; without a time yet, ``None``. ``note`` says what is special: "Cancelled".
    """

    text: str
    url: str = ""
    language: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    timezone: str = ""
    note: str = ""


Finder = Callable[["Submission"], Iterable[OutcomeLink]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Ask ``finder`` too, from now on; registering it twice is the same as once."""
    if finder not in _finders:
        _finders.append(finder)


def links_of(submission: "Submission") -> list[OutcomeLink]:
    """Return all that became of a submission."""
    return [link for finder in _finders for link in finder(submission)]
