"""Types of fields in data files: texts per language, days, moments, zones, closed lists."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from consultation.choices import DatePrecision
from consultation.models.validators import zone_names

# Language keys of data files, and the suffix of the column that holds each.
LANGUAGES: Mapping[str, str] = {
    "en": "en",
    "fr": "fr",
    "es": "es",
    "ar": "ar",
    "zh": "zh_hans",
    "ru": "ru",
}
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MONTH = re.compile(r"\d{4}-\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Part(BaseModel):
    """An object of a data file: every field known, no value coerced."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Cell(Part):
    """One text in one language, and where it was read."""

    text: Annotated[str, Field(min_length=1)]
    source: str | None = None
    unverified: bool = False
    note: str | None = None
    corroborated_by: str | None = None
    machine_text: str | None = None
    machine_source: str | None = None

    @property
    def provenance(self) -> str:
        """Where the wording comes from, in one line."""
        corroborated = self.corroborated_by and f"corroborated by {self.corroborated_by}"
        return "; ".join(word for word in (self.source, self.note, corroborated) if word)


def _as_cell(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


OptionalCell = Annotated[Cell | None, BeforeValidator(_as_cell)]


class Texts(Part):
    """The same text in the languages there are; what is said beside them holds for all."""

    en: OptionalCell = None
    fr: OptionalCell = None
    es: OptionalCell = None
    ar: OptionalCell = None
    zh: OptionalCell = None
    ru: OptionalCell = None
    source: str | None = None
    note: str | None = None
    unverified: bool = False
    en_unverified: bool = False
    en_note: str | None = None

    def cells(self) -> Iterator[tuple[str, Cell]]:
        """Yield the suffix of the column and the cell, for the languages there are."""
        for language, suffix in LANGUAGES.items():
            cell: Cell | None = getattr(self, language)
            if cell:
                yield suffix, cell

    def is_unverified(self, suffix: str) -> bool:
        """Whether the text of one language was not read on an official page."""
        cell = dict(self.cells())[suffix]
        return self.unverified or cell.unverified or (suffix == "en" and self.en_unverified)

    def provenance(self, suffix: str) -> str:
        """Where the text of one language was read, as far as the file says."""
        cell = dict(self.cells())[suffix]
        note = self.en_note if suffix == "en" and self.en_note else self.note
        return cell.provenance or "; ".join(word for word in (self.source, note) if word)


def as_texts(value: Any) -> Any:
    """Read a plain string as a text in English."""
    return {"en": value} if isinstance(value, str) else value


def texts(limit: int, *, required: bool = False) -> Any:
    """Return the type of a text whose translations have at most ``limit`` characters."""

    def fits(value: Texts) -> Texts:
        found = list(value.cells())
        if required and not found:
            raise ValueError("has no text in any language")
        for suffix, cell in found:
            if len(cell.text) > limit:
                raise ValueError(f"{suffix}: {len(cell.text)} characters, at most {limit} fit")
        return value

    return Annotated[Texts, BeforeValidator(as_texts), AfterValidator(fits)]


def one_of(values: Iterable[str]) -> Any:
    """Return the type of a string from a closed list."""
    allowed = tuple(values)

    def known(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"“{value}” is none of {', '.join(allowed)}")
        return value

    return Annotated[str, AfterValidator(known)]


def _known_zone(value: str) -> str:
    if value not in zone_names():
        raise ValueError(f"“{value}” is not a time zone")
    return value


Zone = Annotated[str, AfterValidator(_known_zone)]
Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]+$")]
SmallNumber = Annotated[int, Field(ge=0, le=32_767)]
Number = Annotated[int, Field(ge=0, le=2_147_483_647)]


def _in_our_time(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"the year {day.year} cannot be meant")
    return day


def parse_day(value: Any) -> date:
    """
    Read ``2019-02-10``.

    :raises ValueError: it is no such day
    """
    if isinstance(value, str) and _DAY.fullmatch(value):
        day = None
        with suppress(ValueError):
            day = date.fromisoformat(value)
        if day is not None:
            return _in_our_time(day)
    raise ValueError(f"“{value}” is not a day such as 2019-02-10")


def parse_moment(value: Any) -> datetime:
    """
    Read ``2018-07-02T14:30:00+02:00``; the offset is part of it.

    :raises ValueError: it is no moment, or has no offset
    """
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or "T" not in value:
        raise ValueError(f"“{value}” is not a moment such as 2018-07-02T14:30:00+02:00")
    if moment.tzinfo is None:
        raise ValueError(f"“{value}” has no offset from UTC")
    _in_our_time(moment.date())
    return moment


@dataclass(frozen=True)
class When:
    """A date as exact as it is known: ``first`` and ``last`` day, or one ``moment``."""

    precision: DatePrecision
    first: date | None = None
    last: date | None = None
    moment: datetime | None = None


def parse_when(value: Any) -> Any:
    """
    Read a month, a day or a moment.

    :raises ValueError: it is none of them
    """
    if value is None or isinstance(value, When):
        return value
    if isinstance(value, str) and _MONTH.fullmatch(value):
        first = parse_day(f"{value}-01")
        return When(DatePrecision.MONTH_RANGE, first=first, last=last_of_month(first))
    if isinstance(value, str) and "T" in value:
        return When(DatePrecision.MOMENT, moment=parse_moment(value))
    day = parse_day(value)
    return When(DatePrecision.DATE, first=day, last=day)


def last_of_month(day: date) -> date:
    """Return the last day of the month in which ``day`` lies."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


Day = Annotated[date, BeforeValidator(parse_day)]
Moment = Annotated[datetime, BeforeValidator(parse_moment)]
OptionalWhen = Annotated[When | None, BeforeValidator(parse_when)]
