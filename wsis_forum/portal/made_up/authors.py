"""Made-up people and organizations; they are the same whatever the seed, and are used again."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consultation.models import Country
from wsis_forum.portal.made_up.words import Words

DOMAIN = "people.demo.example"
PER_LANGUAGE = 60
# Types of bodies that may stand above any one country.
_WORLDWIDE = frozenset({"IO", "UN"})


def dice(*seeds: object) -> random.Random:
    """Return a source of chance that gives the same for the same seeds."""
    return random.Random(":".join(map(str, seeds)))  # noqa: S311 made-up texts, no secrets


@dataclass(frozen=True)
class Author:
    """A made-up person with the organization she writes for."""

    email: str
    name: str
    language: str
    timezone: str
    organization: str
    stakeholder_type: str
    country: str


def author(words: Mapping[str, Words], types: Sequence[str], language: str, number: int) -> Author:
    """Return the author of a number; types of stakeholders take turns."""
    own = words[language]
    chance = dice("author", language, number)
    country = chance.choice(sorted(own.countries))
    kind = types[number % len(types)]
    names = own.organizations.get(kind) or own.organizations["CS"]
    is_worldwide = kind in _WORLDWIDE and chance.random() < 0.5  # noqa: PLR2004 every second one
    return Author(
        email=f"author-{language}-{number:02d}@{DOMAIN}",
        name=person(own, chance),
        language=language,
        timezone=own.countries[country],
        organization=chance.choice(names),
        stakeholder_type=kind,
        country=Country.GLOBAL if is_worldwide else country,
    )


def person(words: Words, chance: random.Random) -> str:
    """Return a made-up name in a language."""
    given, family = chance.choice(words.given), chance.choice(words.family)
    return words.name.replace("{given}", given).replace("{family}", family)
