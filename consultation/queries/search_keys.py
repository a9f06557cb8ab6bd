"""What each key of the staff's search means: ``status:returned``, ``line:C7-EHEA``, ``desk:me``."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, Q
from django.utils.text import slugify
from django.utils.timezone import get_current_timezone

from consultation.choices import CallKind, Disposition, Status
from consultation.models import (
    ActionLine,
    Assignment,
    Call,
    Contributor,
    Country,
    Forum,
    Goal,
    Organization,
    Region,
    StakeholderType,
    Submission,
)
from consultation.queries.screened import CONDITIONS as SCREENED
from consultation.queries.search_asker import Asker
from consultation.queries.search_marks import HAS, IS
from wsis_forum.accounts.models import User

_TITLES = tuple(f"title_{code.replace('-', '_')}" for code, _name in settings.LANGUAGES)
_YEARS = range(1990, 2101)
_MOST_DIGITS = 6


@dataclass(frozen=True)
class Key:
    """A key: what a value of it keeps (``None``: it means nothing), and which values it knows."""

    find: Callable[[str, Asker], Q | None]
    known: Callable[[Asker], Sequence[str]] = lambda _asker: ()
    names_somebody: bool = False
    # Every value of a small table, by each of its names.
    slugs: Callable[[Asker], Iterable[str]] = lambda _asker: ()


def slug(text: object) -> str:
    """Write a code or a name as keys compare it: "Civil society" is "civil-society"."""
    return _slug(str(text))


# The names of countries, lines and types are the same for every search.
@lru_cache(maxsize=10_000)
def _slug(text: str) -> str:
    return slugify(text.replace("_", "-"), allow_unicode=True)


def _of_choices(field: str, choices: Iterable[tuple[str, Any]], more: Mapping[str, Q]) -> Key:
    """Make the key of a closed list: its codes, or its words in the reader's language."""
    pairs = list(choices)

    def find(value: str, asker: Asker) -> Q | None:
        wanted = slug(value)
        if wanted in more:
            return more[wanted]
        found = [code for code, words in pairs if wanted in {slug(code), slug(words)}]
        return Q(**{f"{field}__in": found}) if found else None

    codes = list(dict.fromkeys([*more, *(slug(code) for code, _words in pairs)]))
    return Key(find, lambda _asker: codes)


def _of_rows(
    model: type[Model],
    names: Callable[[Any], Iterable[object]],
    keep: Callable[[list[Any], Asker], Q],
) -> Key:
    """Make the key of a small table, whose rows have several names; the first is told."""

    def find(value: str, asker: Asker) -> Q | None:
        found = asker.named(model, slugs).get(slug(value) or "-")
        return keep(found, asker) if found else None

    def slugs(row: Any) -> Iterable[str]:
        return map(slug, names(row))

    def known(asker: Asker) -> list[str]:
        told = (slug(next(iter(names(row)))) for row in asker.rows(model))
        return list(dict.fromkeys(told))

    return Key(find, known, slugs=lambda asker: asker.named(model, slugs))


def _titled(row: Any) -> list[object]:
    return [row.code, *(getattr(row, name) or "" for name in _TITLES)]


def _with_parts(rows: list[Any], asker: Asker) -> list[int]:
    keys = {row.pk for row in rows}
    parts = {row.pk for row in asker.rows(type(rows[0])) if row.parent_id in keys}
    return sorted(keys | parts)


def _lines(rows: list[ActionLine], asker: Asker) -> Q:
    through: Any = Submission.action_lines.through
    tagged = through.objects.filter(actionline__in=_with_parts(rows, asker))
    return Q(pk__in=tagged.values("submission"))


def _goals(rows: list[Goal], asker: Asker) -> Q:
    through: Any = Submission.goals.through
    return Q(pk__in=through.objects.filter(goal__in=rows).values("submission"))


def _country_names(row: Country) -> list[object]:
    return [row.alpha3, row.alpha2 or row.alpha3, row.name_in_file, row.name]


def _in_regions(rows: list[Region], asker: Asker) -> Q:
    keys = [row.pk for row in rows]
    within = Country.objects.filter(Q(region__in=keys) | Q(development_region__in=keys))
    return Q(country__in=list(within.values_list("pk", flat=True)))


def _organization(value: str, asker: Asker) -> Q:
    rows = Organization.objects.filter(Q(name__icontains=value) | Q(acronym__iexact=value))
    return Q(organization__in=rows.values("pk")) | Q(
        organization__isnull=True, organization_name__icontains=value
    )


def _author(value: str, asker: Asker) -> Q:
    people = User.objects.filter(Q(name__icontains=value) | Q(email__icontains=value))
    writing = Contributor.objects.filter(user__in=people.values("pk"), removed_at__isnull=True)
    return Q(author__in=people.values("pk")) | Q(pk__in=writing.values("submission"))


def _staff(value: str, asker: Asker) -> list[int]:
    """Return the keys of members of the staff: oneself, by address, or by a part of the name."""
    if value.lower() == "me":
        return [asker.user.pk]
    people = User.objects.filter(is_staff=True).order_by("pk")
    found = people.filter(email__iexact=value) or people.filter(name__icontains=value)
    return [person.pk for person in found]


def _desk(value: str, asker: Asker) -> Q | None:
    if value.lower() == "none":
        return Q(handler__isnull=True)
    people = _staff(value, asker)
    return Q(handler__in=people) if people else None


def _reviewer(value: str, asker: Asker) -> Q | None:
    assigned = Assignment.objects.active()
    if value.lower() == "none":
        return ~Q(pk__in=assigned.values("submission"))
    people = _staff(value, asker)
    if not people:
        return None
    return Q(pk__in=assigned.filter(reviewer__in=people).values("submission"))


def _number(value: str, asker: Asker) -> Q | None:
    """Read ``WSIS-2027-0012``, ``2027-12`` or ``12``, which is one of each Forum."""
    *forum, digits = value.upper().removeprefix("WSIS-").rsplit("-", 1)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS):
        return None
    slugs = forum or [row.slug for row in asker.rows(Forum)]
    return Q(number__in=[f"WSIS-{slug}-{int(digits):04d}" for slug in slugs])


def day(value: str) -> datetime | None:
    """Return the first moment of ``2027``, ``2027-01`` or ``2027-01-31``, in the active zone."""
    parts = value.split("-")
    if not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    try:
        year, month, number = (*map(int, parts), 1, 1)[:3]
        first = date(year, month, number)
    except ValueError:
        return None
    if year not in _YEARS or len(parts) > 3:  # noqa: PLR2004 year, month, day
        return None
    return datetime.combine(first, time(), tzinfo=get_current_timezone())


def formats() -> type[Model]:
    """Return the table of the formats; the programme lives above this app."""
    return apps.get_model("agenda", "SessionType")


def _formats() -> Key:
    """Make the key of the formats."""

    def titles(row: Any) -> list[object]:
        return [row.code, row.title, *(getattr(row, name, "") or "" for name in _TITLES)]

    def find(value: str, asker: Asker) -> Q | None:
        rows = asker.named(formats(), slugs).get(slug(value) or "-")
        return Q(workshop__format__in=[row.code for row in rows]) if rows else None

    def slugs(row: Any) -> Iterable[str]:
        return map(slug, titles(row))

    def known(asker: Asker) -> list[str]:
        return [slug(row.code) for row in asker.rows(formats())]

    return Key(find, known, slugs=lambda asker: asker.named(formats(), slugs))


def _since(value: str, asker: Asker) -> Q | None:
    moment = day(value)
    return None if moment is None else Q(submitted_at__gte=moment)


def _until(value: str, asker: Asker) -> Q | None:
    moment = day(value)
    return None if moment is None else Q(submitted_at__lt=moment)


def _dates(_asker: Asker) -> list[str]:
    return ["2027", "2027-01", "2027-01-31"]


def _people(_asker: Asker) -> list[str]:
    return ["me", "none", "name@example.org"]


def _mark(marks: Mapping[str, Callable[[Asker], Q]]) -> Key:
    def find(value: str, asker: Asker) -> Q | None:
        condition = marks.get(slug(value))
        return condition(asker) if condition else None

    return Key(find, lambda _asker: list(marks))


_STATUSES = [choice for choice in Status.choices if choice[0] != Status.DRAFT]
_WAITING = Q(status__in=(Status.SUBMITTED, Status.UNDER_REVIEW))
_LANGUAGES = [*settings.LANGUAGES, *((c, c.partition("-")[0]) for c, _n in settings.LANGUAGES)]
_FORUM = _of_rows(
    Forum, lambda row: [row.slug, row.year], lambda rows, _asker: Q(call__forum__in=rows)
)

KEYS: Mapping[str, Key] = {
    "status": _of_choices("status", _STATUSES, {"waiting": _WAITING}),
    "call": _of_rows(Call, lambda row: [row.slug], lambda rows, _asker: Q(call__in=rows)),
    "kind": _of_choices("call__kind", CallKind.choices, {}),
    "forum": _FORUM,
    "year": _FORUM,
    "line": _of_rows(ActionLine, _titled, _lines),
    "goal": _of_rows(Goal, lambda row: [row.number, f"sdg{row.number}", row.title], _goals),
    "type": _of_rows(
        StakeholderType,
        _titled,
        lambda rows, asker: Q(stakeholder_type__in=_with_parts(rows, asker)),
    ),
    "lang": _of_choices("language", _LANGUAGES, {}),
    "format": _formats(),
    "country": _of_rows(Country, _country_names, lambda rows, _asker: Q(country__in=rows)),
    "region": _of_rows(Region, _titled, _in_regions),
    "org": Key(_organization, names_somebody=True),
    "author": Key(_author, names_somebody=True),
    "disposition": _of_choices("decision__disposition", Disposition.choices, {}),
    "desk": Key(_desk, _people),
    "reviewer": Key(_reviewer, _people),
    "screening": _of_choices("pk", (), {name: make() for name, make in SCREENED.items()}),
    "is": _mark(IS),
    "has": _mark(HAS),
    "number": Key(_number, lambda _asker: ["WSIS-2027-0012", "2027-12", "12"]),
    "after": Key(_since, _dates),
    "before": Key(_until, _dates),
}
