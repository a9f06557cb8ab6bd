"""What beat and the nudges ask of a worker; every task may run twice."""

from datetime import datetime, timedelta
from typing import Any

from celery import shared_task

from wsis_forum import clock
from wsis_forum.celery import HEARTBEAT_LIFETIME
from wsis_forum.letters import delivery, nudge
from wsis_forum.letters.models import Heartbeat

# Well below Celery's soft limit of 60 seconds, with the lines to a slow server left.
BUDGET = timedelta(seconds=35)


@shared_task(ignore_result=True)
def sweep_outbox() -> None:
    """Deliver what is due; what does not fit into one task's time is left to the next."""
    tally = delivery.deliver(now=clock.now, budget=BUDGET)
    beat("letters", clock.now())
    if tally.more:
        nudge.deliver()


@shared_task(bind=True, ignore_result=True)
def heartbeat(self: Any) -> None:
    """
    Note that this worker lives, and when beat asked.

    Beat gives each of these messages a fixed time to live, so that the moment of asking is known
    here: an hour of messages that waited for a dead worker says nothing about beat today.
    """
    beat("worker", clock.now())
    expires = self.request.expires
    if expires:
        asked_at = datetime.fromisoformat(expires) if isinstance(expires, str) else expires
        beat("beat", asked_at - HEARTBEAT_LIFETIME)


def beat(name: str, moment: datetime) -> None:
    """Note that a part of the machinery was seen working; a heartbeat never moves back."""
    row, made = Heartbeat.objects.get_or_create(name=name, defaults={"beaten_at": moment})
    if not made and row.beaten_at < moment:
        Heartbeat.objects.filter(name=name, beaten_at__lt=moment).update(beaten_at=moment)
