"""The shape of a Forum's file; ``docs/forum-file.md`` describes it for people."""

from typing import Annotated, Any

from django.utils.text import slugify
from pydantic import AliasChoices, BeforeValidator, Field

from agenda.choices import SessionMode, SessionStatus, SpeakerRole
from consultation.choices import CallKind, PhaseKind, PhaseMode
from wsis_forum.portal.loading.fields import (
    Day,
    Moment,
    Number,
    OptionalWhen,
    Part,
    Slug,
    SmallNumber,
    Texts,
    Zone,
    one_of,
    texts,
)

PRECISIONS = ("datetime", "date", "month-range", "unknown")
LANGUAGE_KEYS = ("en", "fr", "es", "ar", "zh", "ru")


def _line(limit: int) -> Any:
    return Annotated[str, Field(max_length=limit)]


class DaySpan(Part):
    """First and last day."""

    start: Day
    end: Day


class Place(Part):
    """Where a Forum takes place; what took place goes before what was announced."""

    city: texts(120) | None = None  # type: ignore[valid-type]
    country: str
    venue: texts(250) | None = None  # type: ignore[valid-type]
    venue_announced: texts(250) | None = None  # type: ignore[valid-type]
    venue_actual: texts(250) | None = None  # type: ignore[valid-type]


class Partner(Texts):
    """An organization, by its acronym, with its names."""

    code: Annotated[str, Field(min_length=1, max_length=40)]


def _as_partner(value: Any) -> Any:
    return {"code": value} if isinstance(value, str) else value


class Chair(Part):
    """Who chaired the Forum."""

    name: _line(150)  # type: ignore[valid-type]
    honorific: _line(40) = ""  # type: ignore[valid-type]
    role: texts(250) | None = None  # type: ignore[valid-type]
    unverified_role_title: bool = False
    country: str | None = None


class Contact(Part):
    """The contact as it was published."""

    name: _line(200) = ""  # type: ignore[valid-type]
    phone: _line(60) = ""  # type: ignore[valid-type]
    fax: _line(60) = ""  # type: ignore[valid-type]
    email: _line(200) = ""  # type: ignore[valid-type]
    source: str | None = None
    note: str | None = None


class Invitation(Part):
    """The letter of invitation."""

    date: Day
    signed_by: texts(200) | None = None  # type: ignore[valid-type]
    addressed_to: list[str] = []
    title: texts(400) | None = None  # type: ignore[valid-type]


class Anchor(Part):
    """How a demonstration is moved: ``date`` comes to lie so many days after the first load."""

    date: Day
    days_after_load: Annotated[int, Field(ge=1, le=365)]


class RoomPart(Part):
    """A room, whether or not a session of the file is in it."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    seats: Number | None = None
    unverified: bool = False
    source: str | None = None


class ForumPart(Part):
    """The Forum itself."""

    year: Annotated[int, Field(ge=2003, le=2100)]
    slug: Annotated[Slug, Field(max_length=20)] | None = None
    reference: _line(60) = ""  # type: ignore[valid-type]
    name: texts(120, required=True)  # type: ignore[valid-type]
    theme: texts(300) | None = None  # type: ignore[valid-type]
    introduction: list[texts(5_000)] = []  # type: ignore[valid-type]
    start: Day
    end: Day
    final_week: DaySpan | None = None
    place: Place
    timezone: Zone
    organizers: list[Partner] = []
    collaborators: list[Annotated[Partner, BeforeValidator(_as_partner)]] = []
    collaborators_source: str | None = None
    chair: Chair | None = None
    website: _line(250) = ""  # type: ignore[valid-type]
    secretariat_contact: Contact | None = None
    invitation: Invitation | None = None
    rooms: list[RoomPart] = []
    is_current: bool = False
    is_demonstration: bool = False
    anchor: Anchor | None = None

    @property
    def address(self) -> str:
        """The Forum's slug: given, or the year."""
        return self.slug or str(self.year)


def _as_lines(value: Any) -> Any:
    """Read ``{"en": [...], "zh": [...]}`` as one text a line."""
    if not isinstance(value, dict):
        return value
    length = max((len(lines) for lines in value.values() if isinstance(lines, list)), default=0)
    for language, lines in value.items():
        if not isinstance(lines, list) or len(lines) != length:
            raise ValueError(f"{language}: must have as many lines as the other languages")
    return [{language: lines[n] for language, lines in value.items()} for n in range(length)]


class PhasePart(Part):
    """One phase of the consultation."""

    order: SmallNumber
    label: texts(60) | None = None  # type: ignore[valid-type]
    title: texts(300, required=True)  # type: ignore[valid-type]
    kind: one_of(PhaseKind.values)  # type: ignore[valid-type]
    start: OptionalWhen = None
    end: OptionalWhen = None
    date_precision: one_of(PRECISIONS)  # type: ignore[valid-type]
    timezone: Zone
    mode: one_of(PhaseMode.values) | None = None  # type: ignore[valid-type]
    venue: texts(250) | None = None  # type: ignore[valid-type]
    remote_participation: bool | None = None
    remote_url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=300)] | None = None
    activities: Annotated[list[texts(300, required=True)], BeforeValidator(_as_lines)] = []  # type: ignore[valid-type]
    session_number: Number | None = None
    original_start: OptionalWhen = None
    original_end: OptionalWhen = None
    change_note: texts(300) | None = None  # type: ignore[valid-type]
    sources: list[str] = []
    note: str | None = None
    unverified: bool = False
    phase_number_unverified: bool = False
    mode_unverified: bool = False


class CallPart(Part):
    """One opening for one kind of input."""

    title: texts(250, required=True) = Field(validation_alias=AliasChoices("title", "call"))  # type: ignore[valid-type]
    slug: Annotated[Slug, Field(max_length=60)] | None = None
    kind: one_of(CallKind.values) = CallKind.OPEN.value  # type: ignore[valid-type]
    description: texts(5_000) | None = None  # type: ignore[valid-type]
    phase: SmallNumber | None = None
    binding: bool = False
    takes_drafts: bool = False
    start: OptionalWhen = None
    deadline: OptionalWhen = None
    timezone: Zone | None = None
    original_deadline: OptionalWhen = None
    extended: bool = False
    extension_note: texts(300) | None = None  # type: ignore[valid-type]
    text_limit_words: Annotated[Number, Field(ge=1)] | None = None
    source: str | None = None
    note: str | None = None

    @property
    def address(self) -> str:
        """The last part of the call's address: given, or made of the first title there is."""
        titles = [cell.text for _suffix, cell in self.title.cells()]
        return self.slug or slugify(titles[0])[:60] or "call"


class SubmissionItems(Part):
    """What an official submission may hold; kept for the record, not loaded."""

    en: list[str] = []
    zh: list[str] = []
    source: str | None = None
    complete: bool = True
    note: str | None = None


class ConsultationPart(Part):
    """The Open Consultation Process."""

    title: texts(300) | None = None  # type: ignore[valid-type]
    remote_participation_all_physical_meetings: bool = False
    inputs_from_regional_and_national_events: bool = False
    phases: list[PhasePart]
    calls: list[CallPart] = Field(
        default=[], validation_alias=AliasChoices("calls", "related_calls")
    )
    official_submission_items: SubmissionItems | None = None


class ItemPart(Part):
    """A line of a session's agenda, with those below it."""

    number: str | None = None
    title: texts(500, required=True)  # type: ignore[valid-type]
    minutes: SmallNumber | None = None
    speakers: list[str] = []
    children: "list[ItemPart]" = []


class OrganizationPart(Texts):
    """A speaker's organization."""

    code: str | None = None


class Biography(Texts):
    """A biography; ``machine_text`` is the wording of a machine-translated page."""

    machine_text: str | None = None
    page_language: str | None = None


class SpeakerPart(Part):
    """One speaker of a session."""

    key: Annotated[Slug, Field(max_length=80)]
    name: texts(200, required=True)  # type: ignore[valid-type]
    sort_name: _line(200) | None = None  # type: ignore[valid-type]
    role: one_of(SpeakerRole.values) = SpeakerRole.SPEAKER.value  # type: ignore[valid-type]
    honorific: texts(60) | None = None  # type: ignore[valid-type]
    title: texts(250) | None = None  # type: ignore[valid-type]
    organization: OrganizationPart | None = None
    country: str | None = None
    is_remote: bool = False
    bio: Biography | None = None


class Interpretation(Part):
    """Languages into which, and passively from which, is interpreted."""

    languages: list[one_of(LANGUAGE_KEYS)] = []  # type: ignore[valid-type]
    passive: list[one_of(LANGUAGE_KEYS)] = []  # type: ignore[valid-type]


def _as_interpretation(value: Any) -> Any:
    return {"languages": value} if isinstance(value, list) else value


class SessionPart(Part):
    """One session of the programme."""

    number: Annotated[Number, Field(ge=100)]
    title: texts(300) | None = None  # type: ignore[valid-type]
    title_note: str | None = None
    title_is_cut: bool = False
    organizer: texts(300) | None = None  # type: ignore[valid-type]
    type: str | None = None
    preparatory_kind: str | None = None
    track: str | None = None
    status: one_of(SessionStatus.values) = SessionStatus.CONFIRMED.value  # type: ignore[valid-type]
    mode: one_of(SessionMode.values) | None = None  # type: ignore[valid-type]
    original_language: one_of(LANGUAGE_KEYS) = "en"  # type: ignore[valid-type]
    start: Moment | None = None
    end: Moment | None = None
    minutes: Annotated[SmallNumber, Field(ge=1)] | None = None
    timezone: Zone | None = None
    room: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    captioning: bool = False
    interpretation: Annotated[Interpretation, BeforeValidator(_as_interpretation)] = (
        Interpretation()
    )
    description: list[texts(20_000)] = []  # type: ignore[valid-type]
    draft_agenda: list[ItemPart] = []
    speakers: list[SpeakerPart] = []
    action_lines: list[str] = []
    sdgs: list[int] = []
    url_en: str | None = None
    url_fr: str | None = None
    url_es: str | None = None
    url_ar: str | None = None
    url_zh: str | None = None
    url_ru: str | None = None
    source: str | None = None
    schedule_source: str | None = None
    tags_source: str | None = None
    data_quality: list[str] = []


class ForumFile(Part):
    """``agenda/data/forums/<slug>.json``."""

    meta: dict[str, Any] = {}
    forum: ForumPart
    ocp: ConsultationPart
    statistics: dict[str, Any] = {}
    sessions: list[SessionPart] = []
    sample_sessions: list[SessionPart] = []
