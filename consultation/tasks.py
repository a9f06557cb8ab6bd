"""What beat asks of a worker; may run twice."""

import logging
import time

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from consultation import due
from consultation.actions import imports, receipts
from consultation.queries.imports import at_work
from consultation.queries.receipts import waiting
from wsis_forum import clock
from wsis_forum.letters.tasks import beat

logger = logging.getLogger(__name__)

# In seconds, well below Celery's soft limit of 60; what is left over waits for the next sweep.
BUDGET = 35.0


@shared_task(ignore_result=True)
def sweep_reminders() -> None:
    """Queue the reminders that are due; the outbox tells a worker to deliver them."""
    at = clock.now()
    due.queue_due(at)
    beat("reminders", at)


@shared_task(ignore_result=True)
def make_receipt(*, version_id: int) -> None:
    """Make the document of one version."""
    receipts.make_receipt(version_id=version_id, at=clock.now())


@shared_task(ignore_result=True)
def sweep_receipts() -> None:
    """Make the documents that no worker was told of; one that cannot be made stops no other."""
    end = time.monotonic() + BUDGET
    for version_id in waiting():
        if time.monotonic() > end:
            return
        try:
            receipts.make_receipt(version_id=version_id, at=clock.now())
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            logger.exception("No receipt for version %d", version_id)


@shared_task(ignore_result=True)
def work_on_import(*, run_id: int) -> None:
    """Check or take over the rows of one import; what is left over waits for the next sweep."""
    end = time.monotonic() + BUDGET
    while imports.work(run_id=run_id, at=clock.now()):
        if time.monotonic() > end:
            return


@shared_task(ignore_result=True)
def sweep_imports() -> None:
    """Go on with the imports that are at work: a worker was not told, died, or had no time left."""
    for run_id in at_work():
        work_on_import(run_id=run_id)
