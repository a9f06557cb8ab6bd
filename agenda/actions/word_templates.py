"""Verbs on the Word templates of the draft agenda."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from agenda.exports.word import BrokenTemplate, check_template
from agenda.labels import labels_for
from agenda.models import WordTemplate
from agenda.queries.word_templates import least_of, sample
from wsis_forum.accounts.models import User
from wsis_forum.uploads.intake import Received
from wsis_forum.uploads.storing import path_of

__all__ = ["BrokenTemplate", "add_template", "use_template"]


@transaction.atomic
def add_template(*, received: Received, by: User, at: datetime) -> WordTemplate:
    """
    Keep an uploaded template and use it from now on.

    It is filled once in each language with a real programme, and with the least that one can be;
    ``at`` is timezone-aware.

    :raises BrokenTemplate: it cannot be filled; the error names the place. The file is discarded.
    """
    template, programme = path_of(received.stored_name).read_bytes(), sample()
    least = least_of(programme)
    wanted = [(programme, labels_for(programme, code)) for code, _name in settings.LANGUAGES]
    try:
        check_template(template, [(least, labels_for(least, "en")), *wanted])
    except BrokenTemplate:
        received.discard()
        raise
    row = WordTemplate.objects.create(
        name=received.name,
        stored_name=received.stored_name,
        size=received.size,
        sha256=received.sha256,
        uploaded_by=by,
        uploaded_at=at,
    )
    use_template(template_id=row.pk)
    row.refresh_from_db()
    return row


@transaction.atomic
def use_template(*, template_id: int | None) -> None:
    """Make documents from this template from now on; ``None``: from the portal's own."""
    # All rows, in one order: two people who choose at once take turns.
    rows = list(WordTemplate.objects.select_for_update(of=("self",)).order_by("pk"))
    for row in sorted(rows, key=lambda row: row.pk == template_id):
        if row.is_active != (row.pk == template_id):
            row.is_active = row.pk == template_id
            row.save(update_fields=("is_active",))
