"""Does by hand what beat asks for every minute: sends the reminders that are due."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from consultation import due
from wsis_forum import clock
from wsis_forum.letters import delivery

# By hand there is no task whose time is short.
BUDGET = timedelta(hours=12)


class Command(BaseCommand):
    """Queues the reminders that are due, then delivers whatever waits in the outbox."""

    help = "Send the reminders that are due by the secretariat’s rules."

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue, deliver, and say how many."""
        at = clock.now()
        queued = due.queue_due(at)
        tally = delivery.deliver(now=clock.now, budget=BUDGET)
        self.stdout.write(f"Queued {queued} reminders.")
        self.stdout.write(
            f"Sent {tally.sent} letters; {tally.deferred} to be tried again,"
            f" {tally.bounced} refused, {tally.cancelled} cancelled."
        )
        if tally.server_down:
            self.stdout.write("The mail server takes no letters now; they stay in the outbox.")
