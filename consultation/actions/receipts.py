"""Verbs about receipts: each version gets its document once, from a worker."""

from datetime import datetime
from functools import partial

from django.db import transaction

from consultation.exports import receipt as exporter
from consultation.models import ReceiptDocument, SubmissionVersion
from consultation.queries.receipts import receipt_of
from wsis_forum.letters import nudge as worker


def nudge(version: SubmissionVersion) -> None:
    """Ask a worker for the document of a new version, after the commit; a sweep asks as well."""
    transaction.on_commit(
        partial(worker.tell, "consultation.tasks.make_receipt", version_id=version.pk)
    )


@transaction.atomic
def make_receipt(*, version_id: int, at: datetime) -> None:
    """
    Make and keep the document of a version that has none.

    Nothing happens where it is there, where the version is gone, and where another worker is at it.
    """
    version = (
        SubmissionVersion.objects.select_related("submission__call__forum")
        .select_for_update(skip_locked=True, of=("self",), no_key=True)
        .filter(pk=version_id, receipt__isnull=True)
        .first()
    )
    if version is not None:
        pdf = exporter.render(receipt_of(version))
        ReceiptDocument.objects.create(version=version, pdf=pdf, made_at=at)
