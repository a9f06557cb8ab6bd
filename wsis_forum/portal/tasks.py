"""What beat asks of a worker; may run twice."""

from datetime import timedelta

from celery import shared_task

from wsis_forum import clock
from wsis_forum.portal import retention

# Below Celery's soft limit of 60 seconds; what does not fit waits for the next night.
BUDGET = timedelta(seconds=40)


@shared_task(ignore_result=True)
def expire_data() -> None:
    """Remove what is past its time."""
    started = clock.now()
    for rule in retention.RULES:
        for _count in rule.expire(started):
            if clock.now() - started >= BUDGET:
                return
