"""Words of public inputs that their calls publish: nothing is found by a text that is hidden."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, Q

from consultation.queries.facets import Hidden
from consultation.queries.search import CODES, VECTOR, Matches, query_for

# Where the words of each text stand in what is searched (migration ``0012_search``).
_WEIGHTS: Mapping[str, str] = {"title": "a", "summary": "b", "text": "c"}


class _PartOfWords(Func):
    """The words of some of the texts: ``_PartOfWords(vector, letters="a,c")``."""

    template = "ts_filter(%(expressions)s, '{%(letters)s}')"


def in_published(text: str, hidden: Hidden, wanted: str = "consultation_all_of") -> Q:
    """
    Keep what a text finds in published words; for rows that it finds in all words already.

    ``hidden`` is of ``facets.hidden_in``; ``wanted`` the function of the database that makes the
    query of a text. Without hidden texts every row is kept.
    """
    calls = frozenset[int]().union(*(hidden.get(key, frozenset()) for key in _WEIGHTS))
    if not calls:
        return Q()
    kept = ~Q(call__in=calls)
    for call in sorted(calls):
        letters = [each for key, each in _WEIGHTS.items() if call not in hidden.get(key, ())]
        if letters:
            kept |= Q(call=call) & _in_parts(text, ",".join(letters), wanted)
    return kept


def _in_parts(text: str, letters: str, wanted: str) -> Q:
    """Say that what is wanted of a text stands in these parts."""
    part: Any = _PartOfWords(VECTOR, letters=letters, output_field=SearchVectorField())
    either = Q()
    for code in CODES:
        query = query_for(wanted, code, text)
        either |= Q(words__language=code) & Q(Matches(part, query))
    return either
