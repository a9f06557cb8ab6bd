"""What the list's filters offer: rows of seven tables, read in one query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    F,
    IntegerField,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from consultation.models import ActionLine, Call, Forum, Goal, Region, StakeholderType
from wsis_forum.accounts.models import User

_COLUMNS = ("kind", "key", "above", "place", "is_usual", "short", "label")


@dataclass(frozen=True)
class Choice:
    """
    A row to filter by.

    ``above`` is the key of what it belongs to (a call's Forum, a part's official type), 0 if of
    nothing; ``short`` is its code; ``is_usual`` says of a call that this portal takes its inputs.
    """

    key: int
    above: int
    place: int
    is_usual: bool
    short: str
    label: str


def filter_options() -> Mapping[str, list[Choice]]:
    """
    Read what can be chosen, in the order in which it is offered, in the language of the page.

    Keys: ``forum``, ``call``, ``type``, ``line``, ``goal``, ``region``, ``person`` (active staff).
    """
    found: dict[str, list[Choice]] = {}
    statement, params = _statement(get_language() or "en")
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        read = cursor.fetchall()
    for kind, *values in read:
        found.setdefault(kind, []).append(Choice(*values))
    for choices in found.values():
        choices.sort(key=lambda each: (each.place, each.short, each.label.casefold()))
    return found


@lru_cache(maxsize=16)
def _statement(code: str) -> tuple[str, Sequence[Any]]:
    """Make the SQL of all tables, once per language: it is always the same."""
    tables = [
        _rows(code, "forum", Forum, label="name", place=-F("year"), short="slug"),
        _rows(
            code,
            "call",
            Call,
            above="forum_id",
            place="order",
            short="forum__slug",
            is_usual="takes_drafts",
        ),
        _rows(
            code,
            "type",
            StakeholderType,
            above=Coalesce("parent_id", Value(0)),
            place="order",
            short="code",
        ),
        _rows(code, "line", ActionLine, {"is_selectable": True}, place="order", short="code"),
        _rows(code, "goal", Goal, place="number", short=Cast("number", CharField())),
        _rows(
            code,
            "region",
            Region,
            {"scheme": Region.Scheme.ADMINISTRATIVE},
            place="order",
            short="code",
        ),
        _rows(code, "person", User, {"is_staff": True, "is_active": True}, label=None),
    ]
    first, *others = tables
    return first.union(*others, all=True).query.sql_with_params()


def _rows(  # noqa: PLR0913 one per column
    code: str,
    kind: str,
    table: type[Model],
    wanted: Mapping[str, Any] | None = None,
    *,
    label: str | None = "title",
    above: Any = Value(0),  # noqa: B008 an expression is never changed
    place: Any = Value(0),  # noqa: B008
    is_usual: Any = Value(value=True),  # noqa: B008
    short: Any = Value(""),  # noqa: B008
) -> QuerySet[Any, Any]:
    """Read what is ``wanted`` of a table; ``label`` is a translated column, ``None`` for people."""
    columns = {
        "kind": Value(kind, output_field=CharField()),
        "key": F("pk"),
        "above": Cast(above, IntegerField()),
        "place": Cast(place, IntegerField()),
        "is_usual": Cast(is_usual, BooleanField()),
        "short": Cast(short, TextField()),
        "label": _translated(label, code) if label else _person(),
    }
    named = {f"of_{name}": one for name, one in columns.items()}
    # Not by the manager: translated ones give columns back in an order of their own.
    rows: QuerySet[Any, Any] = QuerySet(table).filter(**(wanted or {})).order_by()
    named_rows: QuerySet[Any, Any] = rows.annotate(**named)
    return named_rows.values_list(*(f"of_{name}" for name in _COLUMNS))


def _translated(column: str, code: str) -> Any:
    """Return a text in the language of the page, in English where it was not translated."""
    here = build_localized_fieldname(column, code)
    english = build_localized_fieldname(column, "en")
    return Cast(Coalesce(NullIf(F(here), Value("")), F(english), Value("")), TextField())


def _person() -> Any:
    return Cast(Coalesce(NullIf(F("name"), Value("")), F("email")), TextField())
