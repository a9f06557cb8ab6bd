"""
The staff's search: everything that was handed in, in six languages, and a small query language.

``consultation.searching`` takes apart what was typed, ``search_keys`` knows what each key means,
and the database's function ``consultation_asked`` makes one query of all words (migration
``0027_search_for_staff``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache, partial

from django.contrib.postgres.search import SearchQueryField, SearchRank, SearchVectorField
from django.db import connection
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultation.models import Submission
from consultation.queries.search import Matches
from consultation.queries.search_asker import Asker
from consultation.queries.search_hints import hints
from consultation.queries.search_keys import KEYS
from consultation.searching import Condition, Fault, FaultKind, Term, parse
from wsis_forum.accounts.models import User
from wsis_forum.cleaning import clean_line

EVERYTHING = F("words__everything")
# What a reader who must not know names may search.
NAMELESS = Func(
    EVERYTHING,
    Func(F("words__names"), function="tsvector_to_array"),
    function="ts_delete",
    output_field=SearchVectorField(),
)
# The words of more inputs than these are read by nobody for the sake of an order.
MOST_RANKED = 500
# How many values of a key a sentence about a wrong one names.
MOST_TOLD = 24


@dataclass(frozen=True)
class SearchOutcome:
    """
    What was found, in the order in which it was given, and what could not be read.

    ``hinted`` reads the hints: a list shows them, an action or a count has no use for them.
    """

    queryset: QuerySet[Submission]
    problems: tuple[str, ...] = ()
    asked: Func | None = None
    hinted: Callable[[], tuple[str, ...]] = tuple

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """Return conditions that the words may have meant: a choice is no word."""
        return self.hinted()

    def keys(self, limit: int) -> list[int] | None:
        """
        Look for the words, and return the keys of up to ``limit`` inputs that have them (1 query).

        Nothing where no words are asked for: then there is nothing that is looked for twice.
        """
        if self.asked is None:
            return None
        return list(self.queryset.order_by().values_list("pk", flat=True)[:limit])

    def ranked(
        self, count: int | None = None, found: QuerySet[Submission] | None = None
    ) -> QuerySet[Submission]:
        """
        Put the best first, if words are asked for and ``MOST_RANKED`` were found at most.

        More of them stay in their order: what waits longest says more than a rank among thousands.
        ``count`` is how many there are; who does not know lets them be counted (1 query).
        ``found`` are the same inputs for who has looked for them already.
        """
        rows = self.queryset if found is None else found
        if self.asked is None:
            return rows
        if count is None:
            count = self.queryset.order_by().values("pk")[: MOST_RANKED + 1].count()
        if count > MOST_RANKED:
            return rows
        rank = SearchRank(EVERYTHING, self.asked)
        return rows.annotate(rank=rank).order_by("-rank", "-submitted_at", "pk")


def search(queryset: QuerySet[Submission], text: str, user: User, *, at: datetime) -> SearchOutcome:
    """
    Keep what fits ``text``, for one member of the staff at one moment (timezone-aware).

    ``queryset`` is what she may see (``access.readable``); nothing else is ever found. In calls
    that she reads blind, no name finds an input or keeps it out. One query for each kind of row
    that is named, one about blind calls, and one for words that were not asked for lately.
    """
    parsed = parse(clean_line(text), KEYS.keys())
    asker = Asker(user, at)
    problems = [_fault_words(fault) for fault in parsed.faults]
    for condition in parsed.conditions:
        kept, unknown = _condition(condition, asker)
        if unknown:
            problems.append(_unknown_words(condition.key, unknown, asker))
        if kept is not None:
            queryset = queryset.filter(kept if condition.is_wanted else ~kept)
    if not parsed.terms:
        return SearchOutcome(queryset, tuple(problems))
    wanted = [_typed(term) for term in parsed.terms if term.is_wanted]
    unwanted = [_typed(term) for term in parsed.terms if not term.is_wanted]
    return SearchOutcome(
        queryset.filter(_words(wanted, unwanted, asker)),
        tuple(problems),
        _asked(wanted, ()) if wanted else None,
        partial(hints, parsed.terms, asker),
    )


def _condition(condition: Condition, asker: Asker) -> tuple[Q | None, list[str]]:
    """Return what one of the values keeps, and the values that mean nothing."""
    key = KEYS[condition.key]
    kept, unknown = Q(), []
    for value in condition.values:
        found = key.find(value, asker)
        if found is None:
            unknown.append(value)
        else:
            kept |= found
    if not kept:
        return None, unknown
    if key.names_somebody and asker.blind_calls:
        kept &= ~Q(call__in=asker.blind_calls)
    return kept, unknown


def _words(wanted: Sequence[str], unwanted: Sequence[str], asker: Asker) -> Q:
    """
    Keep what has the words, in calls that are read blind without any name.

    Taking words away never lets a vector have more of what is wanted, so the index still serves.
    """
    if not asker.blind_calls:
        return Q(Matches(EVERYTHING, _asked(wanted, unwanted)))
    is_blind = Q(call__in=asker.blind_calls)
    asked = _asked(wanted, unwanted)
    named = ~is_blind & Q(Matches(EVERYTHING, asked))
    return Q(Matches(EVERYTHING, _asked(wanted, ()))) & (
        named | (is_blind & Q(Matches(NAMELESS, asked)))
    )


def _asked(wanted: Sequence[str], unwanted: Sequence[str]) -> Func:
    """Return the query of all words, as the database has made it of them."""
    made = _made(tuple(wanted), tuple(unwanted))
    return Cast(Value(made, output_field=TextField(null=True)), SearchQueryField())


@lru_cache(maxsize=1_000)
def _made(wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> str | None:
    """
    Ask the database for the query of all words; nothing where no word is left (1 query, or none).

    Kept: it depends on the words alone, takes the database 2 ms, and a list would have it made
    again for its count, its rows and their order.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT consultation_asked(%s, %s)::text", [list(wanted), list(unwanted)])
        made: str | None = cursor.fetchone()[0]
    return made


def _typed(term: Term) -> str:
    """Write a term as the database reads it."""
    return f'"{term.text}' if term.is_phrase else term.text


def _fault_words(fault: Fault) -> str:
    words = {
        FaultKind.UNKNOWN_KEY: _("The search knows no “%(about)s:”."),
        FaultKind.NO_VALUE: _("Nothing stands after “%(about)s:”."),
        FaultKind.NO_WORD: _("There is no word in %(about)s."),
        FaultKind.TOO_LONG: _("The search is too long; its end was left out."),
    }[fault.kind]
    if fault.kind is FaultKind.UNKNOWN_KEY:
        known = _("It knows: %(keys)s.") % {"keys": ", ".join(KEYS)}
        return f"{words % {'about': fault.about}} {known}"
    return words % {"about": fault.about}


def _unknown_words(key: str, unknown: Sequence[str], asker: Asker) -> str:
    words = ngettext(
        "“%(key)s:” knows no %(values)s; this was left out.",
        "“%(key)s:” knows none of %(values)s; these were left out.",
        len(unknown),
    ) % {"key": key, "values": ", ".join(f"“{value}”" for value in unknown)}
    known = KEYS[key].known(asker)
    if not known:
        return words
    told = [*known[:MOST_TOLD], *(["…"] if len(known) > MOST_TOLD else [])]
    return f"{words} {_('It knows: %(keys)s.') % {'keys': ', '.join(told)}}"
