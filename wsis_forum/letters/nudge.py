"""Tells a worker that something waits, without letting a request wait for a broker."""

import logging
import time
from datetime import timedelta

from celery import current_app
from kombu.exceptions import KombuError, OperationalError

logger = logging.getLogger(__name__)

# In seconds. Connecting and each answer; together they stay below one second.
PATIENCE = 0.4
# In seconds. How long a silent broker is left alone: a sweep finds what waits anyway.
PAUSE = 10.0
# A nudge that waited longer than a sweep's interval has nothing to say any more.
LIFETIME = timedelta(seconds=60)

_silent_until = 0.0


def deliver() -> None:
    """Ask a worker to sweep the outbox now."""
    tell("wsis_forum.letters.tasks.sweep_outbox")


def tell(task: str, **ids: int) -> None:
    """Ask a worker for a task now; a broker that does not answer costs a warning."""
    global _silent_until  # noqa: PLW0603 - one per process, and a race costs one more try
    if time.monotonic() < _silent_until:
        return
    try:
        _publish(task, ids)
    except (KombuError, OperationalError, OSError) as error:
        _silent_until = time.monotonic() + PAUSE
        logger.warning("The broker does not answer (%s): a sweep will", type(error).__name__)


def _publish(task: str, ids: dict[str, int]) -> None:
    """Publish on a connection of its own: those of Celery's pool try to connect for ever."""
    options = {
        **current_app.conf.broker_transport_options,
        "socket_connect_timeout": PATIENCE,
        "socket_timeout": PATIENCE,
        "retry_on_timeout": False,
        "max_retries": 0,
        "max_connections": 1,
    }
    with current_app.connection_for_write(transport_options=options) as connection:
        current_app.send_task(
            task,
            kwargs=ids,
            connection=connection,
            retry=False,
            expires=LIFETIME.total_seconds(),
            ignore_result=True,
        )
