"""The public register of a Forum: what is asked of it, checked, and the inputs that answer it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length, Lower
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from consultation.models import ActionLine, Forum, StakeholderType, Submission
from consultation.queries.facets import QUESTIONS, UNDECIDED, Facet, Hidden, Option
from consultation.queries.public import public_at, public_in
from consultation.queries.published_words import in_published
from consultation.queries.search import matching
from wsis_forum.cleaning import clean_line

MOST_CHARACTERS = 200
# Of what is named in a note; the rest of an oversized value helps nobody.
_MOST_SHOWN = 40
ORDERS = {
    "newest": pgettext_lazy("order of a list", "newest first"),
    "number": pgettext_lazy("order of a list", "number"),
    "title": pgettext_lazy("order of a list", "title"),
}
BEST = "best"
_NUMBER = re.compile(r"[A-Z]{2,12}-[\w-]{1,40}-\d{1,9}\Z", re.ASCII)
_LONG = ("answers", "text", "section_versions", "section_pages")
_LONG_OF_TARGET = tuple(f"decision__relation__target__{name}" for name in (*_LONG, "summary"))


@dataclass(frozen=True)
class Wanted:
    """What a reader asks of the register; ``notes`` say what was asked and does not exist."""

    text: str = ""
    chosen: Mapping[str, Option] = field(default_factory=dict)
    order: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.chosen)

    @property
    def query(self) -> str:
        """The query string that asks for the same, from its first page on."""
        return self.without("")

    def without(self, name: str) -> str:
        """Return the query string without one of the filters (``q``: without the text)."""
        asked = {"q": self.text, **{key: one.value for key, one in self.chosen.items()}}
        asked["order"] = self.order
        return urlencode({key: given for key, given in asked.items() if given and key != name})


def read(data: Mapping[str, str], facets: Iterable[Facet]) -> Wanted:
    """
    Read the query of an address, whatever stands in it; what does not exist gives a note.

    A value that is unknown filters nothing, and the reader is told so.
    """
    notes, chosen = [], {}
    for facet in facets:
        value = clean_line(data.get(facet.name, "")[:MOST_CHARACTERS])
        if not value:
            continue
        option = facet.option(value)
        if option is None:
            words = _("“%(value)s” is not known as a value of “%(filter)s”, so it filters nothing.")
            notes.append(words % {"value": value[:_MOST_SHOWN], "filter": facet.label})
        else:
            chosen[facet.name] = option
    text = clean_line(data.get("q", ""))
    if len(text) > MOST_CHARACTERS:
        words = _("Only the first %(count)s characters were searched for.")
        notes.append(words % {"count": MOST_CHARACTERS})
    order = data.get("order", "")
    return Wanted(
        text=text[:MOST_CHARACTERS].strip(),
        chosen=chosen,
        order=order if order in ORDERS else "",
        notes=tuple(notes),
    )


def found(forum: Forum, wanted: Wanted, *, hidden: Hidden, at: datetime) -> QuerySet[Submission]:
    """
    Return the public inputs of a Forum that a reader asked for, in her order.

    ``hidden`` (of ``facets.hidden_in``) are the answers that calls do not publish: nothing is found
    or ordered by them.
    """
    rows = public_in(forum, at)
    for name, option in wanted.chosen.items():
        rows = rows.filter(_condition(name, option))
        if concealing := hidden.get(QUESTIONS.get(name, "")):
            rows = rows.exclude(call__in=concealing)
    if wanted.text:
        rows = _searched(rows, wanted.text, hidden)
    if wanted.text and not wanted.order:
        return rows
    return rows.order_by(*_order(wanted.order, hidden))


def listed(keys: Sequence[int], *, at: datetime) -> list[Submission]:
    """
    Return the public inputs of a page in the order of their keys, with what a line shows (1 query).

    Read by key, so that what stands before the page is never read whole; long texts are left.
    ``line_codes`` are the codes of the Action Lines; calls and stakeholder types are few, and not
    read for every input.
    """
    codes = ActionLine.objects.filter(submissions=OuterRef("pk")).order_by("order", "code")
    rows = with_decision(public_at(at)).defer(*_LONG, *_LONG_OF_TARGET)
    found = rows.annotate(line_codes=ArraySubquery(codes.values("code"))).in_bulk(list(keys))
    return [found[key] for key in keys if key in found]


def with_decision(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Preload what ``standing`` needs, without the texts of the input that one was merged into."""
    return rows.select_related("decision__relation__target").defer(*_LONG_OF_TARGET)


def public_among(keys: Iterable[int | None], *, at: datetime) -> frozenset[int]:
    """Return which of some inputs are public (1 query, none without keys)."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return frozenset()
    return frozenset(public_at(at).filter(pk__in=wanted).values_list("pk", flat=True))


def _condition(name: str, option: Option) -> Q:
    if name == "type":
        parts = StakeholderType.objects.filter(Q(pk=option.pk) | Q(parent=option.pk))
        return Q(stakeholder_type__in=parts.values("pk"))
    if name == "disposition":
        ended = Q(decision__disposition=option.value)
        return Q(decision__isnull=True) if option.value == UNDECIDED else ended
    columns = {"region": "country__region", "line": "action_lines", "goal": "goals"}
    value = option.value if option.pk is None else option.pk
    return Q(**{columns.get(name, name): value})


def _order(order: str, hidden: Hidden) -> tuple[Any, ...]:
    if order == "number":
        return (Length("number"), "number")
    if order == "title":
        title: Any = Lower("title")
        if concealing := hidden.get("title"):
            title = Case(When(call__in=concealing, then=Value("")), default=title)
        return (title, "pk")
    return ("-submitted_at", "-pk")


def _searched(rows: QuerySet[Submission], text: str, hidden: Hidden) -> QuerySet[Submission]:
    if _NUMBER.match(text.upper()):
        return rows.filter(number=text.upper()).order_by("pk")
    return matching(rows, text).filter(in_published(text, hidden))
