"""The command that fills a Forum with made-up inputs."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultation.models import ActionLine, Forum
from wsis_forum import clock
from wsis_forum.portal.loading.faults import BrokenFile
from wsis_forum.portal.made_up.rows import NothingToFill, add_made_up

MOST = 50_000


def _count(value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        number = 0
    if not 1 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST}")
    return number


class Command(BaseCommand):
    """Add made-up inputs; the same seed gives the same rows, and adds none a second time."""

    help = "Add made-up but realistic inputs in six languages to the open calls of a Forum."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the Forum, how many, and the seed."""
        parser.add_argument("year", help="the Forum's address, such as 2027")
        parser.add_argument("--count", type=_count, default=200, help="how many (200)")
        parser.add_argument("--seed", type=int, default=1, help="the seed of chance (1)")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Add what is missing.

        :raises CommandError: there is no such Forum, it is a real one, or it has no call for inputs
        """
        year: str = options["year"]
        forum = Forum.objects.filter(slug=year).first()
        if forum is None:
            known = ", ".join(Forum.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"There is no Forum “{year}”; there are: {known or 'none'}.")
        if not (forum.is_demonstration or settings.EMBEDDED):
            raise CommandError(f"{forum} is not a demonstration: made-up inputs stay out of it.")
        if not ActionLine.objects.exists():
            raise CommandError("The reference tables are empty: run load_reference first.")
        try:
            added = add_made_up(
                forum_id=forum.pk, count=options["count"], seed=options["seed"], at=clock.now()
            )
        except NothingToFill as error:
            raise CommandError(f"No call of {forum} that takes inputs has opened.") from error
        except BrokenFile as broken:
            raise CommandError(str(broken)) from broken
        if options["verbosity"]:
            self.stdout.write(f"{forum}: {added} made-up inputs added")
