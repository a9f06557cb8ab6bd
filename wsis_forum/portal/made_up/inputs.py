"""Made-up inputs as plain values: what is written, by whom, when, and what became of it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TypeVar

from babel import Locale

from consultation.choices import Attendance, CallKind, Disposition, Status, WorkshopFormat
from consultation.models import Country
from wsis_forum.portal.made_up.authors import PER_LANGUAGE, Author, author, dice, person
from wsis_forum.portal.made_up.words import Words

T = TypeVar("T")
_HALF = 0.5

# Every twenty inputs in a row hold each status, every ten each language, every seven each type.
_STATUSES = (
    *[Status.DRAFT] * 2,
    *[Status.SUBMITTED] * 5,
    *[Status.UNDER_REVIEW] * 3,
    Status.RETURNED,
    *[Status.DECIDED] * 8,
    Status.WITHDRAWN,
)
_LANGUAGES = ("en", "en", "en", "fr", "fr", "es", "es", "ar", "zh-hans", "ru")
_ENDS_OF_WORKSHOPS = (
    *[Disposition.BECOMES] * 5,
    Disposition.MERGED,
    Disposition.DEFERRED,
    *[Disposition.DECLINED] * 2,
    Disposition.OUT_OF_SCOPE,
)
_ENDS_OF_OTHERS = (
    *[Disposition.INFORMS] * 6,
    Disposition.MERGED,
    Disposition.DEFERRED,
    Disposition.DECLINED,
    Disposition.OUT_OF_SCOPE,
)
_MINUTES = (45, 60, 60, 75, 90)
# As in references that people make: no letters or digits that are taken for each other.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
# Made-up people do everything in the part of the call's time that is certainly past by now: a
# demonstration's calls close three weeks after its first load.
_BEFORE_CLOSING = timedelta(days=22)


@dataclass(frozen=True)
class CallFacts:
    """What is made up depends on this of a call; moments are timezone-aware."""

    slug: str
    kind: str
    opens_at: datetime
    closes_at: datetime

    @property
    def last_moment(self) -> datetime:
        """Until when things happen to its made-up inputs."""
        length = self.closes_at - self.opens_at
        return max(self.closes_at - _BEFORE_CLOSING, self.opens_at + length / 4)


@dataclass(frozen=True)
class World:
    """
    The reference tables that inputs draw from.

    ``matrix`` is line → Goals it serves, ``countries`` three-letter → two-letter code.
    """

    words: Mapping[str, Words]
    types: Sequence[str]
    lines: Sequence[str]
    matrix: Mapping[str, Sequence[int]]
    countries: Mapping[str, str]

    def country_name(self, alpha3: str, language: str) -> str:
        """Return a country's name in a language."""
        locale = Locale.parse(language.replace("-", "_"))
        return str(locale.territories.get(self.countries[alpha3], alpha3))


@dataclass(frozen=True)
class MadeUpSpeaker:
    """A proposed speaker."""

    honorific: str
    name: str
    function: str
    organization: str
    country: str
    attendance: str


@dataclass(frozen=True)
class MadeUpWorkshop:
    """What a workshop request says beyond its text."""

    format: str
    minutes: int
    expected_people: int
    speakers: Sequence[MadeUpSpeaker]


@dataclass(frozen=True)
class Moments:
    """When things happened; ``ended_at`` is the decision, the return or the withdrawal."""

    begun_at: datetime
    saved_at: datetime
    submitted_at: datetime | None = None
    taken_up_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class MadeUp:
    """One made-up input."""

    reference: str
    call: str
    author: Author
    status: Status
    language: str
    title: str
    summary: str
    text: str
    action_lines: Sequence[str]
    goals: Sequence[int]
    moments: Moments
    disposition: Disposition | None
    reason: str
    workshop: MadeUpWorkshop | None


def make(world: World, calls: Sequence[CallFacts], *, forum: str, seed: int, number: int) -> MadeUp:
    """Return the input of a number; it depends on nothing but the seed, the Forum and its calls."""
    chance = dice(forum, seed, number)
    reference = "".join(chance.choice(_ALPHABET) for _ in range(12))
    language = _dealt(_LANGUAGES, number, "language", forum, seed)
    status = _dealt(_STATUSES, number, "status", forum, seed)
    call = _dealt(calls, number, "call", forum, seed)
    # Each type in turn, so that a few inputs already hold all of them.
    kind = world.types.index(_dealt(world.types, number, "type", forum, seed))
    place = kind + len(world.types) * chance.randrange(PER_LANGUAGE // len(world.types))
    writer = author(world.words, world.types, language, place)
    words = world.words[language]
    lines, goals = _tags(world, chance)
    title, summary, text = _texts(world, writer, call.kind, lines[0], chance)
    moments = _moments(call, status, chance)
    disposition = _disposition(call, status, chance)
    workshop = _workshop(words, writer, chance) if call.kind == CallKind.WORKSHOP else None
    if status == Status.DRAFT and chance.random() < _HALF:
        text, workshop = "", None
    return MadeUp(
        reference=reference,
        call=call.slug,
        author=writer,
        status=status,
        language=language,
        title=title,
        summary=summary,
        text=text,
        action_lines=lines,
        goals=goals,
        moments=moments,
        disposition=disposition,
        reason=_reason(words, status, disposition, chance),
        workshop=workshop,
    )


def _dealt(cards: Sequence[T], number: int, *names: object) -> T:
    """Deal the cards one after the other, shuffled anew for each round."""
    turn, place = divmod(number, len(cards))
    return cards[_shuffled(len(cards), *names, turn)[place]]


@lru_cache
def _shuffled(size: int, *names: object) -> Sequence[int]:
    order = list(range(size))
    dice(*names).shuffle(order)
    return order


def _tags(world: World, chance: random.Random) -> tuple[list[str], list[int]]:
    """Choose one to three lines, and Goals that the matrix links to them."""
    chosen = chance.sample(world.lines, chance.choice((1, 1, 2, 3)))
    served = sorted({goal for line in chosen for goal in world.matrix.get(line, ())})
    return chosen, sorted(chance.sample(served, min(len(served), chance.randint(1, 4))))


def _texts(
    world: World, writer: Author, kind: str, line: str, chance: random.Random
) -> tuple[str, str, str]:
    """Write title, summary and text about the subject of an Action Line."""
    words = world.words[writer.language]
    nowhere = writer.country == Country.GLOBAL
    names = {
        "subject": words.subjects[line],
        "organization": writer.organization,
        "country": "" if nowhere else world.country_name(writer.country, writer.language),
    }
    titles = words.of_kind("title", kind)
    if nowhere:
        titles = [title for title in titles if "{country}" not in title]
    paragraphs = [
        *_some(words.context, 2, chance),
        *_some(words.of_kind("proposal", kind), chance.choice((1, 2)), chance),
        chance.choice(words.closing),
    ]
    return (
        _filled(chance.choice(titles), names),
        _filled(chance.choice(words.of_kind("summary", kind)), names),
        "\n\n".join(_filled(paragraph, names) for paragraph in paragraphs),
    )


def _some(cards: Sequence[T], count: int, chance: random.Random) -> list[T]:
    """Choose some, in the order in which they stand."""
    return [cards[place] for place in sorted(chance.sample(range(len(cards)), count))]


def _filled(template: str, names: Mapping[str, str]) -> str:
    """Put the names into their places and begin with a capital letter."""
    text = template
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text[:1].upper() + text[1:]


def _moments(call: CallFacts, status: Status, chance: random.Random) -> Moments:
    """Spread what happened over the time that is certainly past."""
    span = call.last_moment - call.opens_at

    def later(moment: datetime, least: float, most: float) -> datetime:
        return (moment + span * chance.uniform(least, most)).replace(microsecond=0)

    waits = status in {Status.DRAFT, Status.SUBMITTED}
    begun_at = later(call.opens_at, *((0.2, 0.8) if waits else (0.0, 0.5)))
    submitted_at = later(begun_at, 0.01, 0.18)
    if status == Status.DRAFT:
        return Moments(begun_at, submitted_at)
    if status == Status.SUBMITTED:
        return Moments(begun_at, submitted_at, submitted_at)
    taken_up_at = later(submitted_at, 0.02, 0.1)
    ended_at = later(taken_up_at, 0.02, 0.2)
    if status == Status.UNDER_REVIEW:
        return Moments(begun_at, submitted_at, submitted_at, taken_up_at)
    if status == Status.WITHDRAWN and chance.random() < _HALF:
        return Moments(begun_at, submitted_at, submitted_at, None, ended_at)
    return Moments(begun_at, submitted_at, submitted_at, taken_up_at, ended_at)


def _disposition(call: CallFacts, status: Status, chance: random.Random) -> Disposition | None:
    if status == Status.WITHDRAWN:
        return Disposition.WITHDRAWN
    if status != Status.DECIDED:
        return None
    ends = _ENDS_OF_WORKSHOPS if call.kind == CallKind.WORKSHOP else _ENDS_OF_OTHERS
    return chance.choice(ends)


def _reason(
    words: Words, status: Status, disposition: Disposition | None, chance: random.Random
) -> str:
    """Return the public reason, or what a returned input was asked for."""
    if status == Status.RETURNED:
        return words.returned
    return chance.choice(words.reasons[disposition]) if disposition else ""


def _workshop(words: Words, writer: Author, chance: random.Random) -> MadeUpWorkshop:
    countries = sorted(words.countries)
    speakers = [
        MadeUpSpeaker(
            honorific=chance.choice(words.honorifics),
            name=person(words, chance),
            function=chance.choice(words.functions),
            organization=chance.choice(words.organizations[chance.choice(("GOV", "PRIV", "CS"))]),
            country=chance.choice(countries),
            attendance=chance.choice(Attendance.values),
        )
        for _ in range(chance.randint(1, 4))
    ]
    return MadeUpWorkshop(
        format=chance.choice(WorkshopFormat.values),
        minutes=chance.choice(_MINUTES),
        expected_people=chance.randrange(20, 160, 10),
        speakers=speakers,
    )
