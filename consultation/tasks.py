"""What beat asks of a worker; may run twice."""

from celery import shared_task

from consultation import letters, reminders
from wsis_forum import clock


@shared_task(ignore_result=True)
def sweep_reminders() -> None:
    """Queue the reminders that are due; the outbox tells a worker to deliver them."""
    at = clock.now()
    letters.queue_reminders(reminders.due_reminders(at), at=at)
