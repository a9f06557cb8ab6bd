"""The public register as a table, some hundred inputs at a time, so that memory stays flat."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.dispositions import reasons
from consultation.exports.cells import csv_lines
from consultation.models import (
    ActionLine,
    Call,
    Country,
    Goal,
    StakeholderType,
    Submission,
)
from consultation.publication import names_people, shown_organization
from consultation.queries.facets import Hidden
from consultation.queries.formats import session_formats
from consultation.queries.public import public_at
from consultation.queries.register import public_among, with_decision
from consultation.standing import standing

if TYPE_CHECKING:
    from django.utils.functional import Promise

_AT_ONCE = 500
_LANGUAGES = {code: str(name) for code, name in settings.LANGUAGES}
COLUMNS: Mapping[str, "str | Promise"] = {
    "number": pgettext_lazy("column of a table", "Number"),
    "title": pgettext_lazy("column of a table", "Title"),
    "summary": _("Summary"),
    "language": _("Language of the text"),
    "organization": _("Organization"),
    "on_behalf_of": _("On behalf of"),
    "stakeholder_type": _("Stakeholder type"),
    "country": _("Country"),
    "call": _("Call"),
    "action_lines": _("Action Lines"),
    "goals": _("Sustainable Development Goals"),
    "received": _("Received (UTC)"),
    "standing": _("What became of it"),
    "reason": _("Reason"),
    "decided": _("Decided (UTC)"),
    "format": _("Format"),
    "minutes": _("Length (minutes)"),
    "accepted_title": _("Accepted title"),
    "accepted_format": _("Accepted format"),
    "accepted_minutes": _("Accepted length (minutes)"),
    "address": _("Address"),
}


def table_of(
    rows: QuerySet[Submission], *, hidden: Hidden, at: datetime, language: str
) -> Iterator[bytes]:
    """
    Yield the lines of the table in a language; nothing stands in it that the pages do not show.

    Seven queries, one more where formats are named, and two for each five hundred inputs. The
    order is that of ``rows``.
    """
    keys = list(rows.values_list("pk", flat=True))
    # The server reads us when the request is over and its language is not active any more.
    with translation.override(language):
        head = [[str(words) for words in COLUMNS.values()]]
        yield from csv_lines(chain(head, _cells(keys, hidden, at)))


def _cells(keys: list[int], hidden: Hidden, at: datetime) -> Iterator[list[str]]:
    words = _words()
    # Asked anew for every part: what is withdrawn meanwhile is not sent.
    inputs = (
        with_decision(public_at(at))
        .select_related("workshop")
        .defer("answers", "text")
        .annotate(
            line_keys=_tagged(Submission.action_lines.through, "actionline"),
            goal_keys=_tagged(Submission.goals.through, "goal"),
        )
    )
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        found = inputs.in_bulk(some)
        targets = [_target_id(one) for one in found.values()]
        public = public_among(targets, at=at)
        for key in some:
            if key in found:
                yield _row(_Known(found[key], hidden, public, words))


def _tagged(through: Any, column: str) -> ArraySubquery:
    """Return the keys of an input's tags, in any order."""
    return ArraySubquery(through.objects.filter(submission=OuterRef("pk")).values(column))


@dataclass(frozen=True)
class _Words:
    """The titles of reference rows and calls in the table's language, by their keys."""

    calls: Mapping[int, str]
    types: Mapping[int, str]
    countries: Mapping[str, str]
    lines: Mapping[int, str]
    goals: Mapping[int, str]
    base: Mapping[int, str]

    @cached_property
    def formats(self) -> Mapping[str, str]:
        """Read the formats when the first input names one (1 query): most calls ask for none."""
        return {code: str(one.title) for code, one in session_formats().items()}

    def format(self, code: str) -> str:
        """Name a format by its code."""
        return self.formats.get(code, code) if code else ""


def _words() -> _Words:
    """Read each of the tables once (6 queries)."""
    calls = list(Call.objects.select_related("forum"))
    return _Words(
        calls={one.pk: one.title for one in calls},
        types={one.pk: one.title for one in StakeholderType.objects.all()},
        countries={one.pk: one.name for one in Country.objects.all()},
        lines={one.pk: str(one) for one in ActionLine.objects.all()},
        goals={one.pk: str(one) for one in Goal.objects.all()},
        base={one.pk: reverse("consultation:register", args=(one.forum.slug,)) for one in calls},
    )


def _target_id(one: Submission) -> int | None:
    relation = getattr(one.decision, "relation", None)
    return relation.target_id if relation else None


@dataclass(frozen=True)
class _Known:
    """An input with what decides what of it is shown."""

    submission: Submission
    hidden: Hidden
    public: Container[int]
    words: _Words

    def hides(self, key: str) -> bool:
        """Whether its call does not publish the answer."""
        return self.submission.call_id in self.hidden.get(key, ())


# Column -> the question that it answers, where the call may not publish it.
_QUESTIONS = {
    "organization": "organization_name",
    "accepted_title": "title",
    "accepted_format": "format",
    "accepted_minutes": "minutes",
    **{
        name: name
        for name in (
            "title",
            "summary",
            "language",
            "on_behalf_of",
            "stakeholder_type",
            "country",
            "action_lines",
            "goals",
            "format",
            "minutes",
        )
    },
}


def _row(known: _Known) -> list[str]:
    return [
        "" if known.hides(_QUESTIONS.get(name, "")) else _CELLS[name](known) for name in COLUMNS
    ]


def _reason(known: _Known) -> str:
    decision = known.submission.decision
    return "\n".join(one.text for one in reasons(decision)) if decision else ""


def _address(known: _Known) -> str:
    one = known.submission
    return f"{settings.PORTAL_URL}{known.words.base[one.call_id]}{one.number}/"


def _titles(known: Mapping[int, str], keys: Iterable[int]) -> str:
    """Write tags one a line, in the order of their table."""
    wanted = set(keys)
    return "\n".join(title for key, title in known.items() if key in wanted)


def _accepted(known: _Known, name: str) -> str:
    """Return a column of the decision; blank: as submitted, or no session."""
    return str(getattr(known.submission.decision, f"accepted_{name}", None) or "")


def _asked(known: _Known, name: str) -> str:
    """Return what a request for a workshop asks for."""
    return str(getattr(getattr(known.submission, "workshop", None), name, None) or "")


def _on_behalf_of(known: _Known) -> str:
    return known.submission.on_behalf_of if names_people(known.submission) else ""


_CELLS: Mapping[str, Callable[[_Known], str]] = {
    "number": lambda known: known.submission.number or "",
    "title": lambda known: known.submission.title,
    "summary": lambda known: known.submission.summary,
    "language": lambda known: _LANGUAGES.get(known.submission.language, ""),
    "organization": lambda known: shown_organization(known.submission),
    "on_behalf_of": _on_behalf_of,
    "stakeholder_type": lambda known: known.words.types.get(
        known.submission.stakeholder_type_id or 0, ""
    ),
    "country": lambda known: known.words.countries.get(known.submission.country_id or "", ""),
    "call": lambda known: known.words.calls[known.submission.call_id],
    "action_lines": lambda known: _titles(known.words.lines, known.submission.line_keys),  # type: ignore[attr-defined]
    "goals": lambda known: _titles(known.words.goals, known.submission.goal_keys),  # type: ignore[attr-defined]
    "received": lambda known: _stamp(known.submission.submitted_at),
    "standing": lambda known: standing(known.submission, known.public).words,
    "reason": _reason,
    "decided": lambda known: _stamp(getattr(known.submission.decision, "decided_at", None)),
    "format": lambda known: known.words.format(_asked(known, "format")),
    "minutes": lambda known: _asked(known, "minutes"),
    "accepted_title": lambda known: _accepted(known, "title"),
    "accepted_format": lambda known: known.words.format(_accepted(known, "format")),
    "accepted_minutes": lambda known: _accepted(known, "minutes"),
    "address": _address,
}


def _stamp(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" if moment else ""
