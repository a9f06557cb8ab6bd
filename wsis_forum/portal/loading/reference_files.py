"""The shapes of the files with the reference tables."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from consultation.choices import Disposition
from consultation.models.validators import hex_color
from wsis_forum.portal.loading.fields import Part, SmallNumber, one_of, texts

Meta = dict[str, Any]
GoalNumber = Annotated[int, Field(ge=1, le=17)]


def _color(value: str) -> str:
    if not hex_color.regex.search(value):  # type: ignore[union-attr]
        raise ValueError(f"“{value}” is not a colour such as #C5192D")
    return value


class Described(BaseModel):
    """An object that may say more than is loaded, such as notes for people."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class ActionLineEntry(Described):
    """One Action Line; a heading has no order of its own."""

    code: Annotated[str, Field(min_length=1, max_length=10)]
    parent: str | None
    selectable: bool
    order: SmallNumber | None
    title: texts(250, required=True)  # type: ignore[valid-type]


class ActionLineFile(Part):
    """``action_lines.json``."""

    meta: Meta
    action_lines: list[ActionLineEntry]


class GoalEntry(Described):
    """One Goal."""

    number: GoalNumber
    color: Annotated[str, AfterValidator(_color)]
    short_title: texts(120, required=True)  # type: ignore[valid-type]
    long_title: texts(400, required=True)  # type: ignore[valid-type]


class GoalFile(Part):
    """``sdgs.json``."""

    meta: Meta
    sdgs: list[GoalEntry]


class LinkEntry(Part):
    """One Goal that an Action Line serves."""

    sdg: GoalNumber
    whole_goal: bool
    targets: list[str]


class MatrixEntry(Described):
    """The Goals of one Action Line, and those among them that are doubtful."""

    action_line: str
    sdgs: list[LinkEntry]
    doubtful_sdgs: list[GoalNumber]


class MatrixFile(Described):
    """``wsis_sdg_matrix.json``."""

    meta: Meta
    matrix: list[MatrixEntry]


class StakeholderEntry(Part):
    """An official stakeholder type, or a part of one."""

    code: Annotated[str, Field(min_length=1, max_length=12)]
    order: SmallNumber | None = None
    parent: str | None
    selectable: bool = True
    title: texts(120, required=True)  # type: ignore[valid-type]


class StakeholderFile(Part):
    """``stakeholder_types.json``."""

    meta: Meta
    stakeholder_types: list[StakeholderEntry]
    optional_sub_types: list[StakeholderEntry]


class RegionEntry(Part):
    """A region of one scheme."""

    code: Annotated[str, Field(min_length=1, max_length=8)]
    title: texts(120, required=True)  # type: ignore[valid-type]
    note: str | None = None


class CountryEntry(Described):
    """A country or territory, and its two regions."""

    alpha3: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    alpha2: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    name_en: Annotated[str, Field(min_length=1, max_length=120)]
    itu_admin_region: str | None
    itu_d_region: str | None


class RegionFile(Part):
    """``regions.json``."""

    meta: Meta
    itu_admin_regions: list[RegionEntry]
    itu_d_regions: list[RegionEntry]
    title_unverified_languages: list[str]
    countries: list[CountryEntry]


class TrackEntry(Described):
    """A track of the programme."""

    code: Annotated[str, Field(min_length=1, max_length=20)]
    title: texts(120, required=True)  # type: ignore[valid-type]


class SessionTypeEntry(Described):
    """A session type of a track."""

    code: Annotated[str, Field(min_length=1, max_length=24)]
    track: str
    title: texts(160, required=True)  # type: ignore[valid-type]


class SessionTypeFile(Part):
    """``session_types.json``."""

    meta: Meta
    tracks: list[TrackEntry]
    session_types: list[SessionTypeEntry]


class ReasonEntry(Part):
    """A public reason, and the dispositions that it is offered for."""

    code: Annotated[str, Field(min_length=1, max_length=60)]
    dispositions: list[one_of(Disposition.values)]  # type: ignore[valid-type]
    text: texts(2000, required=True)  # type: ignore[valid-type]


class ReasonFile(Part):
    """``reasons.json``."""

    meta: Meta
    reasons: list[ReasonEntry]
