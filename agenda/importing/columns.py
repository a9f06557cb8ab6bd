"""What a row of a frozen programme says, as the columns of its table; checked, then written."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from modeltranslation.manager import get_translatable_fields_for_model

from agenda import frozen
from agenda.exceptions import NotImportable
from wsis_forum.languages import column, languages


def columns(row: Any, *names: str) -> dict[str, Any]:
    """Return the named fields of a row by column; a text is one column a language."""
    found: dict[str, Any] = {}
    for name in names:
        value = getattr(row, name)
        if isinstance(value, Mapping):
            found |= text_columns(name, value)
        elif isinstance(value, tuple):
            found[name] = frozen.encode(value)
        else:
            found[name] = value
    return found


def text_columns(name: str, text: Mapping[str, str]) -> dict[str, str]:
    """Return the texts in the portal's languages by column."""
    return {column(name, one.code): text[one.code] for one in languages() if text.get(one.code)}


def check(row: models.Model, place: str) -> None:
    """
    Check what each column can hold.

    :raises NotImportable: one cannot hold it
    """
    # Foreign rows come from the database, and the column without a language repeats another one.
    translated = get_translatable_fields_for_model(type(row)) or ()
    skipped = {field.name for field in row._meta.fields if field.is_relation} | set(translated)
    try:
        row.clean_fields(exclude=skipped)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise NotImportable(messages[0], place=f"{place}.{name}".lstrip(".")) from error


def save_all(rows: Sequence[Any], places: Sequence[str]) -> None:
    """
    Check and write rows of one model.

    :raises NotImportable: a column cannot hold what one says
    """
    for row, place in zip(rows, places, strict=True):
        check(row, place)
    if rows:
        type(rows[0])._default_manager.bulk_create(rows)
