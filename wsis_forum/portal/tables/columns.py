"""The columns of a list of the admin, and what stands in them: words, numbers, days, moments."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import BooleanField, Model
from django.utils.encoding import force_str
from django.utils.safestring import SafeData
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from wsis_forum.cleaning import clean_text
from wsis_forum.portal.tables.plain import plain

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

Cell = str | int | float | Decimal | date | datetime
_CHECKBOX = "action_checkbox"
_AT_ONCE = 500
# What a list writes where there is nothing.
_NOTHING = frozenset({"–", "-"})


def names_of(changes: ChangeList) -> list[str]:
    """Return the columns that the person is shown."""
    return [name for name in changes.list_display if name != _CHECKBOX]  # type: ignore[misc]


def heads(changes: ChangeList) -> list[str]:
    """Return the words above the columns, in the active language."""
    return [
        capfirst(_words(label_for_field(name, changes.model, changes.model_admin)))
        for name in names_of(changes)
    ]


def table_rows(changes: ChangeList) -> Iterator[list[Cell]]:
    """
    Yield the cells of every row of a list, not of one page only, some hundred rows at a time.

    The database keeps the result while somebody reads (a cursor of the server's). A list that reads
    the rows of a page by their keys (``rows_of``) does so here too.
    """
    writers = [_writer(name, changes) for name in names_of(changes)]
    for row in _rows(changes):
        yield [write(row) for write in writers]


def _writer(name: str, changes: ChangeList) -> Callable[[Any], Cell]:
    """Find what writes a column once for all rows; ``cell`` looks for it in each."""
    model_admin = changes.model_admin
    shown_by = getattr(model_admin, name, None)
    fields = {field.name for field in changes.model._meta.get_fields()}
    # ``__str__`` is the row's, not that of the admin.
    if name in fields or name == "__str__" or not callable(shown_by):
        return partial(_cell_of, name=name, model_admin=model_admin)
    is_boolean = bool(getattr(shown_by, "boolean", False))
    return lambda row: _shown(shown_by, row, is_boolean=is_boolean)


def _cell_of(row: Model, *, name: str, model_admin: "ModelAdmin[Any]") -> Cell:
    return cell(name, row, model_admin)


def _shown(shown_by: Callable[[Any], Any], row: Model, *, is_boolean: bool) -> Cell:
    try:
        return typed(shown_by(row), is_boolean=is_boolean)
    except ObjectDoesNotExist:
        return ""


def _rows(changes: ChangeList) -> Iterable[Model]:
    read = getattr(changes, "rows_of", None)
    if read is None:
        yield from changes.queryset.iterator(chunk_size=_AT_ONCE)
        return
    keys = list(changes.queryset.values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        yield from read(keys[start : start + _AT_ONCE])


def cell(name: str, row: Model, model_admin: "ModelAdmin[Any]") -> Cell:
    """Return what a column shows of a row, as the admin's list finds it; nothing is ""."""
    try:
        field, shown_by, value = lookup_field(name, row, model_admin)
    except ObjectDoesNotExist:
        return ""
    if field is None or field.auto_created:
        return typed(value, is_boolean=bool(getattr(shown_by, "boolean", False)))
    if field.is_relation:
        return typed(getattr(row, field.name))
    if getattr(field, "flatchoices", None):
        return _words(display_for_field(value, field, ""))
    return typed(value, is_boolean=isinstance(field, BooleanField))


def typed(value: Any, *, is_boolean: bool = False) -> Cell:
    """Keep numbers, days and moments (in the active zone); write down the rest."""
    if value is None:
        return ""
    if is_boolean or isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return localtime(value) if is_aware(value) else value
    if isinstance(value, int | float | Decimal | date):
        return value
    if isinstance(value, list | tuple):
        value = ", ".join(map(_words, value))
    words = _words(value)
    return "" if words in _NOTHING else words


def _words(value: Any) -> str:
    text = force_str(value)
    return clean_text(plain(str(text)) if isinstance(text, SafeData) else text)
