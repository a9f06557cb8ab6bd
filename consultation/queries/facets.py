"""By what the public register is narrowed down: the filters with their values and counts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches
from django.db.models import Count
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consultation.choices import Disposition, PublicationRule
from consultation.models import ActionLine, Call, Forum, Goal, Question, Region, StakeholderType
from consultation.queries.public import public_in

if TYPE_CHECKING:
    from django.utils.functional import Promise

# The value of the filter for what has no disposition yet.
UNDECIDED = "open"
# Counts and titles may be as old as this; what is listed never is.
_KEPT_FOR_SECONDS = 60
# Filter -> the question that it filters by: a call that does not publish it is not found by it.
QUESTIONS: Mapping[str, str] = {
    "type": "stakeholder_type",
    "region": "country",
    "line": "action_lines",
    "goal": "goals",
    "language": "language",
}
_NAMES: Mapping[str, "str | Promise"] = {
    "call": _("Call"),
    "type": _("Stakeholder type"),
    "region": _("Region"),
    "line": _("Action Line"),
    "goal": _("Sustainable Development Goal"),
    "language": _("Language of the text"),
    "disposition": _("What became of it"),
}
_DISPOSITIONS = tuple(one for one in Disposition if one != Disposition.WITHDRAWN)

Hidden = Mapping[str, frozenset[int]]


@dataclass(frozen=True)
class Option:
    """A value of a filter; ``pk`` is the key of the row that it stands for, ``row`` a call's."""

    value: str
    label: str
    pk: int | None = None
    row: Any = None
    count: int = 0


@dataclass(frozen=True)
class Facet:
    """A filter with the values that it may have, in their order."""

    name: str
    label: "str | Promise"
    options: tuple[Option, ...]

    def option(self, value: str) -> Option | None:
        """Return the option with that value."""
        return next((one for one in self.options if one.value == value), None)

    def html(self, chosen: Option | None) -> SafeString:
        """Write the options; in a template, seventy of them take longer than all the rest."""
        return format_html_join(
            "\n",
            '<option value="{}"{}>{} ({})</option>',
            (
                (one.value, SafeString(" selected") if one == chosen else "", one.label, one.count)
                for one in self.options
            ),
        )


def hidden_in(forum: Forum | int) -> Hidden:
    """Return which calls of a Forum (or its id) do not publish which answers, by key (1 query)."""
    rows = Question.objects.filter(call__forum=forum, is_public=False)
    found: dict[str, set[int]] = {}
    for key, call in rows.values_list("key", "call"):
        found.setdefault(key, set()).add(call)
    return {key: frozenset(calls) for key, calls in found.items()}


def facets_of(forum: Forum, *, hidden: Hidden, at: datetime) -> tuple[Facet, ...]:
    """
    Return the filters of a Forum's register (1 query, and 8 more once a minute).

    ``Option.count`` counts all public inputs of the Forum with that value, whatever is searched.
    """
    cache = caches["process"]
    counts: Any = cache.get_or_set(
        f"register:{forum.pk}", partial(_counts, forum, hidden, at), _KEPT_FOR_SECONDS
    )
    # Reference rows hardly ever change, and each has its title in six languages.
    tables: Any = cache.get_or_set(
        f"register:{forum.pk}:{get_language()}", _reference_options, _KEPT_FOR_SECONDS
    )
    calls = Call.objects.filter(forum=forum).exclude(publication_rule=PublicationRule.NEVER)
    options = {**tables, "call": [Option(one.slug, one.title, one.pk, one) for one in calls]}
    return tuple(
        Facet(name, label, tuple(_counted(one, counts[name]) for one in options[name]))
        for name, label in _NAMES.items()
    )


def _reference_options() -> dict[str, list[Option]]:
    """Return the options that are the same for every Forum, in the active language (4 queries)."""
    regions = Region.objects.filter(scheme=Region.Scheme.ADMINISTRATIVE)
    types = StakeholderType.objects.official()
    undecided = str(pgettext_lazy("disposition of an input", "Not decided yet"))
    return {
        "type": [Option(one.code, one.title, one.pk) for one in types],
        "region": [Option(one.code, one.title, one.pk) for one in regions],
        "line": [
            Option(one.code, f"{one.code} {one.title}", one.pk)
            for one in ActionLine.objects.selectable()
        ],
        "goal": [
            Option(str(one.number), f"{one.number} {one.title}", one.pk)
            for one in Goal.objects.all()
        ],
        "language": [Option(code, str(name)) for code, name in settings.LANGUAGES],
        "disposition": [
            *(Option(one.value, str(one.label)) for one in _DISPOSITIONS),
            Option(UNDECIDED, undecided),
        ],
    }


def _counted(option: Option, counts: Mapping[Any, int]) -> Option:
    return replace(option, count=counts.get(option.pk or option.value, 0))


def _counts(forum: Forum, hidden: Hidden, at: datetime) -> dict[str, Counter[Any]]:
    """Count the public inputs by each value of each filter (3 queries)."""
    found: dict[str, Counter[Any]] = {name: Counter() for name in _NAMES}
    public = public_in(forum, at).order_by()
    columns = (
        "call",
        "stakeholder_type__parent",
        "stakeholder_type",
        "country__region",
        "language",
        "decision__disposition",
    )
    for call, parent, kind, region, language, end, count in public.values_list(*columns).annotate(
        count=Count("pk")
    ):
        values = {"type": parent or kind, "region": region, "language": language}
        found["call"][call] += count
        found["disposition"][end or UNDECIDED] += count
        for name, value in values.items():
            if call not in hidden.get(QUESTIONS[name], ()):
                found[name][value] += count
    for name, column in (("line", "action_lines"), ("goal", "goals")):
        tagged = public.exclude(call__in=hidden.get(QUESTIONS[name], ()))
        found[name].update(dict(tagged.values_list(column).annotate(count=Count("pk"))))
    return found
