"""The command that removes what is past its time, or says what it would remove."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from wsis_forum import clock
from wsis_forum.accounts import privacy
from wsis_forum.portal import retention


class Command(BaseCommand):
    """Prints a line for each kind of data: how long it is kept, and how much was past that."""

    help = "Remove what is kept longer than the privacy notice says; beat does it every night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--dry-run``."""
        parser.add_argument("--dry-run", action="store_true", help="only count, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove or count, and say how much."""
        at = clock.now()
        with translation.override("en"):
            self.stdout.write(f"Privacy notice {privacy.current_version()}")
            self.stdout.write(_line("KIND", "KEPT", "PAST" if options["dry_run"] else "REMOVED"))
            for rule in retention.RULES:
                rows = rule.count(at) if options["dry_run"] else sum(rule.expire(at))
                self.stdout.write(_line(rule.what, rule.period.words(), str(rows)))


def _line(what: str, kept: str, rows: str) -> str:
    return f"{what:<42}{kept:<12}{rows:>8}"
