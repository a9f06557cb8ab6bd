"""Takes an address out of texts that stay."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import models

from wsis_forum.letters.models import MASK

_TEXTS = (models.CharField, models.TextField, models.JSONField)


def mask_rows(rows: Iterable[models.Model], address: str) -> None:
    """Put dots in the place of an address in every text of the rows, and save what has changed."""
    pattern = re.compile(re.escape(address), re.IGNORECASE)
    for row in rows:
        changed = []
        for column in row._meta.concrete_fields:
            if isinstance(column, _TEXTS):
                value = getattr(row, column.attname)
                masked = _masked(value, pattern)
                if masked != value:
                    setattr(row, column.attname, masked)
                    changed.append(column.attname)
        if changed:
            row.save(update_fields=changed)


def _masked(value: Any, pattern: re.Pattern[str]) -> Any:
    match value:
        case str():
            return pattern.sub(MASK, value)
        case list():
            return [_masked(one, pattern) for one in value]
        case dict():
            return {key: _masked(one, pattern) for key, one in value.items()}
    return value
