"""Rows written in batches, none of them near the time that a statement of the web may take."""

from collections.abc import Iterable, Sequence

from django.db import models

from consultation.models import Submission
from wsis_forum.portal.made_up.inputs import MadeUp

# Of inputs and versions, whose triggers gather words and names.
BATCH = 200

# An input as a row, and what it was made from.
Pairs = Sequence[tuple[Submission, MadeUp]]


def create(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Insert rows of one model."""
    model._default_manager.bulk_create(list(rows), batch_size=BATCH)
