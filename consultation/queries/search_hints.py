"""What a word of a search is, too: the code or the name of a line, a country, a type, a format."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.cache import caches
from django.utils.translation import get_language

from consultation.models import ActionLine, Country, StakeholderType
from consultation.queries.search_asker import Asker
from consultation.queries.search_keys import KEYS, formats, slug
from consultation.searching import Term

# Keys of rows that an input names by a choice, not by a word.
_CHOSEN = ("line", "type", "country", "format")
_MOST = 5
# Reference rows hardly ever change.
_KEPT_FOR_SECONDS = 60
# "in" is India's code, and hardly ever meant; "ru" is.
_SHORTEST = 3


def hints(terms: Sequence[Term], asker: Asker) -> tuple[str, ...]:
    """
    Return what somebody may have meant instead: "line:c7-ehea" (1 query once a minute).

    For each word, and for all of them together.
    """
    wanted = [term.text for term in terms if term.is_wanted]
    slugs = dict.fromkeys(map(slug, [" ".join(wanted), *wanted[:_MOST]]))
    known: Any = caches["process"].get_or_set(
        f"search-hints:{get_language()}", partial(_known, asker), _KEPT_FOR_SECONDS
    )
    found = [
        f"{name}:{one}"
        for one in slugs
        if len(one) >= _SHORTEST and not one.isdecimal()
        for name in _CHOSEN
        if one in known[name]
    ]
    return tuple(found[:_MOST])


def _known(asker: Asker) -> dict[str, frozenset[str]]:
    """Return what can be chosen, by each of its names; countries have one in each language."""
    asker.read(ActionLine, StakeholderType, Country, formats())
    return {name: frozenset(KEYS[name].slugs(asker)) for name in _CHOSEN}
