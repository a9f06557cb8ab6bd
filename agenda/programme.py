"""The frozen programme of a Forum: what a release stores and every exporter reads."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from agenda import frozen

# Texts by language code (``zh-hans``); a language without a text has no key.
Text = Mapping[str, str]

# In which order other languages stand in for one that has no text.
FALLBACK = ("en", "zh-hans", "fr", "es", "ru", "ar")


def event_name(uid: str, ordinal: int) -> str:
    """Return what names one time of a session in every calendar file; ordinals count from 1."""
    return uid if ordinal == 1 else f"{uid}-{ordinal}"


def pick(text: Text, language: str, *, original: str = "en") -> tuple[str, str]:
    """Return the text in ``language``, or else the original, or another; and its language."""
    for code in (language, original, *FALLBACK):
        if text.get(code):
            return text[code], code
    return "", language


def ordinal_in(name: str, uid: str) -> int:
    """
    Return the ordinal of the time of a session that has this name in calendar files.

    :raises ValueError: no time of the session ``uid`` is called so
    """
    match = re.fullmatch(rf"{re.escape(uid)}(?:-([1-9][0-9]{{0,5}}))?", name)
    ordinal = int(match[1] or 1) if match else 0
    if event_name(uid, ordinal) != name:
        raise ValueError(name)
    return ordinal


class Spoken:
    """
    A row whose texts can be asked for by column, as those of the models: ``title_zh_hans``.

    So the portal's tags and components show rows of a release and rows of the database alike.
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> str:
        """Return the text of a field in a language; empty where there is none."""
        for code in FALLBACK:
            stem = name.removesuffix(f"_{code.replace('-', '_')}")
            if stem != name and isinstance(texts := getattr(self, stem, None), Mapping):
                return str(texts.get(code, ""))
        raise AttributeError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRoom:
    """A room; its name is not translated and stands once in a Forum."""

    name: str
    seats: int | None = None
    floor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeTrack(Spoken):
    """A track."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeType(Spoken):
    """A type of session."""

    code: str
    track: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeActionLine(Spoken):
    """An Action Line that some session is tagged with."""

    code: str
    title: Text
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeGoal(Spoken):
    """A Goal that some session is tagged with; ``color`` is #RRGGBB."""

    number: int
    color: str
    title: Text
    long_title: Text = field(default_factory=dict)
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSpeaker(Spoken):
    """
    One person at this Forum; ``country`` is a two-letter code or empty.

    ``photo`` is the name of a file that the portal keeps, empty without one.
    """

    slug: str
    sort_name: str = ""
    honorific: Text = field(default_factory=dict)
    name: Text
    function: Text = field(default_factory=dict)
    organization: Text = field(default_factory=dict)
    country: str = ""
    biography: Text = field(default_factory=dict)
    links: "tuple[ProgrammeLink, ...]" = ()
    photo: str = ""
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeAppearance:
    """A speaker, by slug, in one role of a session."""

    speaker: str
    role: str
    is_remote: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeItem(Spoken):
    """A line of the draft agenda; ``number`` ("3", "3.1") is ``None`` where it has none."""

    number: str | None = None
    title: Text
    minutes: int | None = None
    speakers: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    items: "tuple[ProgrammeItem, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSlot:
    """
    A time in a room; an empty ``room`` is online only. The end is excluded.

    ``ordinal`` tells the times of a session apart and stays when one moves; 0, as in releases that
    were stored before there were any, is the place among them, counted from 1.
    """

    room: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    ordinal: int = field(default=0, metadata=frozen.LATER)

    @property
    def local_start(self) -> datetime:
        """The start in the slot's own zone."""
        return self.starts_at.astimezone(ZoneInfo(self.timezone))

    @property
    def local_end(self) -> datetime:
        """The end in the slot's own zone."""
        return self.ends_at.astimezone(ZoneInfo(self.timezone))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeLink:
    """An address that belongs to a session; ``language`` is that of the page behind it."""

    url: str
    label: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSession(Spoken):
    """
    One session.

    ``remote_url`` is to be shown from ``remote_from`` on, at once where that is ``None``.
    ``sequence`` and ``changed_at`` are those of the release in which it last changed;
    ``submissions`` the numbers of the inputs that it was made of.
    """

    number: int
    uid: str
    type: str = ""
    track: str
    status: str
    mode: str = ""
    phase: Text = field(default_factory=dict)
    original_language: str
    title: Text
    title_is_cut: bool = False
    description: Text = field(default_factory=dict)
    organizers: Text = field(default_factory=dict)
    slots: tuple[ProgrammeSlot, ...] = ()
    items: tuple[ProgrammeItem, ...] = ()
    appearances: tuple[ProgrammeAppearance, ...] = ()
    action_lines: tuple[str, ...] = ()
    goals: tuple[int, ...] = ()
    captioning: bool = False
    sign_language: bool = False
    floor_languages: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()
    interpretation_passive: tuple[str, ...] = ()
    expected_people: int | None = None
    minutes: int | None = None
    remote_url: str = ""
    remote_from: datetime | None = None
    recording_url: str = ""
    outcome: Text = field(default_factory=dict)
    documents: tuple[ProgrammeLink, ...] = ()
    links: tuple[ProgrammeLink, ...] = ()
    submissions: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    read_at: Mapping[str, str] = field(default_factory=dict)
    data_quality: tuple[str, ...] = ()
    sequence: int = 0
    changed_at: datetime | None = None

    def remote_url_at(self, at: datetime) -> str:
        """Return the address for remote participation if it may be shown at that moment."""
        return self.remote_url if self.remote_from is None or self.remote_from <= at else ""

    def ordinal_of(self, position: int) -> int:
        """Return what tells the slot at a position, the first is 0, from the session's others."""
        return self.slots[position].ordinal or position + 1

    def event_uid(self, position: int) -> str:
        """Return what names the slot at a position in every calendar file; the first is 0."""
        return event_name(self.uid, self.ordinal_of(position))

    def with_ordinals(self) -> Self:
        """Return the session with an ordinal for each slot, also where its release knew none."""
        if all(slot.ordinal for slot in self.slots):
            return self
        slots = (replace(s, ordinal=self.ordinal_of(i)) for i, s in enumerate(self.slots))
        return replace(self, slots=tuple(slots))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeGone:
    """
    A time of a session that an earlier release had and that takes place no more.

    Calendar files go on to name it as cancelled, so that no calendar keeps it. ``uid`` is the
    event's, ``speakers`` those whom the programme still names.
    """

    number: int
    uid: str
    track: str
    original_language: str
    title: Text
    slot: ProgrammeSlot
    speakers: tuple[str, ...] = ()
    sequence: int
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeBreak(Spoken):
    """A break on a day, in one room or, without a ``room``, in all; the end is excluded."""

    title: Text = field(default_factory=dict)
    room: str = ""
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeIndex:
    """Rows of one programme by the codes that its sessions name them by."""

    tracks: dict[str, ProgrammeTrack]
    types: Mapping[str, ProgrammeType]
    action_lines: Mapping[str, ProgrammeActionLine]
    goals: Mapping[int, ProgrammeGoal]
    speakers: dict[str, ProgrammeSpeaker]
    sessions: Mapping[int, ProgrammeSession]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Spoken):
    """
    A whole programme as one release says it.

    ``sequence`` counts the Forum's releases from 0; ``release_name`` is what the release is called,
    beside its version. Rooms, tracks, types, tags and speakers
    stand once; sessions name them by their codes.
    """

    forum: str
    year: int
    name: Text
    theme: Text = field(default_factory=dict)
    timezone: str
    start_date: date
    end_date: date
    city: Text = field(default_factory=dict)
    country: str = ""
    venue: Text = field(default_factory=dict)
    is_demonstration: bool = False
    version: str
    is_public: bool
    release_name: str = ""
    remark: str = ""
    released_at: datetime
    sequence: int = 0
    rooms: tuple[ProgrammeRoom, ...] = ()
    tracks: tuple[ProgrammeTrack, ...] = ()
    types: tuple[ProgrammeType, ...] = ()
    action_lines: tuple[ProgrammeActionLine, ...] = ()
    goals: tuple[ProgrammeGoal, ...] = ()
    speakers: tuple[ProgrammeSpeaker, ...] = ()
    sessions: tuple[ProgrammeSession, ...] = ()
    gone: tuple[ProgrammeGone, ...] = ()
    breaks: tuple[ProgrammeBreak, ...] = ()
    index: ProgrammeIndex = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the index of what sessions name by code."""
        index = ProgrammeIndex(
            tracks={row.code: row for row in self.tracks},
            types={row.code: row for row in self.types},
            action_lines={row.code: row for row in self.action_lines},
            goals={row.number: row for row in self.goals},
            speakers={row.slug: row for row in self.speakers},
            sessions={row.number: row for row in self.sessions},
        )
        object.__setattr__(self, "index", index)

    @property
    def zone(self) -> ZoneInfo:
        """The Forum's zone."""
        return ZoneInfo(self.timezone)


def opened_by(programme: Programme, at: datetime) -> tuple[int, ...]:
    """Return the sessions whose address for remote participation shows at ``at``, not before."""
    return tuple(
        one.number
        for one in programme.sessions
        if one.remote_url and one.remote_from and programme.released_at < one.remote_from <= at
    )


def opened(programme: Programme, numbers: Collection[int]) -> Programme:
    """Return the programme with the addresses of these sessions open, changed at that moment."""
    if not numbers:
        return programme
    sessions = (
        replace(
            one,
            remote_from=None,
            changed_at=max(filter(None, (one.remote_from, one.changed_at)), default=None),
        )
        if one.number in numbers
        else one
        for one in programme.sessions
    )
    return replace(programme, sessions=tuple(sessions))


def to_data(programme: Programme) -> dict[str, Any]:
    """Return the programme as plain data, as a release stores it."""
    data: dict[str, Any] = frozen.encode(programme)
    return data


def from_data(data: Any) -> Programme:
    """
    Read a programme back, exactly.

    :raises frozen.Unreadable: the data is not a programme
    """
    programme: Programme = frozen.decode(Programme, data, place="programme")
    return programme


def canonical(data: Any) -> bytes:
    """Return the one JSON text of some data: keys sorted, no spaces, UTF-8."""
    text = json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    # A lone surrogate has no UTF-8; PostgreSQL refuses it too, so it never comes from a release.
    return text.encode("utf-8", "surrogatepass")


def checksum(data: Any) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal digits."""
    return hashlib.sha256(canonical(data)).hexdigest()
