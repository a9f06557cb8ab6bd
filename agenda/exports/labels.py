"""The words that an exporter needs in the asked language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

# A moment, or a span with its end, in a zone.
Span = tuple[datetime, datetime | None, str]


@dataclass(frozen=True, slots=True)
class Photo:
    """
    The photo of a speaker who agrees to be shown.

    ``name`` tells one from the next, ``address`` is that of the page's own; ``read`` gives a small
    JPEG, or nothing where the file has gone meanwhile.
    """

    name: str
    address: str
    read: Callable[[], bytes] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """
    Words of one language; ``agenda.labels`` makes them, no exporter translates anything.

    ``direction`` is "ltr" or "rtl"; ``sessions_url`` the address below which each session has its
    page (``…/124/``). ``end_days`` names, shortly, days on which something ends that began on
    another. ``days``, ``dates`` and ``spans`` say what the programme names in words: days
    with their weekday, the days of the Forum, and every time with its zone; ``minutes`` each length
    of a point.
    ``photos`` are by slug, of those who agree. ``word_template`` is the file that makes Word
    documents, empty for our own.
    """

    language: str
    tag: str
    direction: str
    agenda_url: str
    sessions_url: str
    calendar_name: str
    columns: Mapping[str, str]
    statuses: Mapping[str, str]
    modes: Mapping[str, str]
    roles: Mapping[str, str]
    languages: Mapping[str, str]
    in_language: Mapping[str, str]
    countries: Mapping[str, str]
    goals: Mapping[int, str]
    online: str
    remotely: str
    yes: str
    no: str
    unverified: str
    words: Mapping[str, str]
    dates: str
    release: str
    zone: str
    days: Mapping[date, str]
    end_days: Mapping[date, str]
    spans: Mapping[Span, str]
    minutes: Mapping[int, str]
    photos: Mapping[str, Photo] = field(default_factory=dict)
    word_template: bytes = field(default=b"", repr=False)
    word_template_digest: str = ""
