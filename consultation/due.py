"""Everything that reminds, called together by beat and by hand; other apps register theirs."""

from collections.abc import Callable
from datetime import datetime

from consultation import letters, reminders

# Queues what is due at a moment, and returns how many letters are new.
Sweep = Callable[[datetime], int]

_SWEEPS: list[Sweep] = []


def register(sweep: Sweep) -> None:
    """Add what another app reminds of; a second time without effect."""
    if sweep not in _SWEEPS:
        _SWEEPS.append(sweep)


def queue_due(at: datetime) -> int:
    """Queue all reminders that are due, and return how many are new."""
    queued = letters.queue_reminders(reminders.due_reminders(at), at=at)
    return queued + sum(sweep(at) for sweep in _SWEEPS)
