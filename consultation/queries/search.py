"""
Full-text search in inputs that were handed in, each in its own language.

The functions of the database (migration ``0012_search``) cut texts into words and stem them, for
what is stored and for what is typed alike.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQueryField, SearchRank
from django.db.models import (
    BooleanField,
    Case,
    Expression,
    F,
    FloatField,
    Func,
    Q,
    QuerySet,
    Value,
    When,
)

from consultation.models import Submission
from wsis_forum.cleaning import clean_line

CODES = tuple(code for code, _name in settings.LANGUAGES)
VECTOR = F("words__vector")


class Matches(Func):
    """Whether a vector has what a query asks: ``Matches(vector, query)``."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def query_for(function: str, code: str, text: str) -> Func:
    """Make a query of typed text as one language stems it, by a function of the database."""
    return Func(Value(code), Value(text), function=function, output_field=SearchQueryField())


def matching(submissions: QuerySet[Submission], text: str) -> QuerySet[Submission]:
    """
    Keep the inputs in which every word of ``text`` stands, the best first (``rank``).

    Each is searched as its own language stems words, so it does not matter in which of them the
    reader types. Chinese is found by pairs of characters. Drafts are never found.
    """
    return ranked(submissions, clean_line(text), CODES, wanted="consultation_all_of")


def ranked(
    submissions: QuerySet[Submission],
    text: str,
    codes: Iterable[str],
    *,
    wanted: str,
    ordering: str = "",
) -> QuerySet[Submission]:
    """Keep what the query ``wanted`` finds, in the order of ``ordering`` (the same without)."""
    either, ranks = Q(), []
    for code in codes:
        either |= Q(words__language=code) & Q(_matches(wanted, code, text))
        query = query_for(ordering or wanted, code, text)
        ranks.append(When(words__language=code, then=SearchRank(VECTOR, query)))
    rank = Case(*ranks, default=Value(0.0), output_field=FloatField())
    return submissions.filter(either).annotate(rank=rank).order_by("-rank", "-submitted_at", "pk")


def _matches(function: str, code: str, text: str) -> Any:
    expression: Expression = Matches(VECTOR, query_for(function, code, text))
    return expression
