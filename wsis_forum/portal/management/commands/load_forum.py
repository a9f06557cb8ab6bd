"""The command that loads a Forum from its file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from wsis_forum import clock
from wsis_forum.portal.loading.faults import BrokenFile
from wsis_forum.portal.loading.forum import load_forum
from wsis_forum.portal.loading.source import read


class Command(BaseCommand):
    """Load a Forum; a second run changes nothing, a changed file just what changed."""

    help = "Load a Forum from a JSON file; sessions in it become public release v1.0."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file and the two options."""
        parser.add_argument("file", type=Path, help="the Forum's file (see docs/forum-file.md)")
        parser.add_argument(
            "--reanchor",
            action="store_true",
            help="move a demonstration's dates anew, so that its calls are open from today",
        )
        parser.add_argument(
            "--restore",
            action="store_true",
            help="also put back what was changed in the admin since the last load",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Check the file, then load it in one transaction.

        :raises CommandError: the file is broken; nothing was loaded
        """
        try:
            loaded = load_forum(
                read(options["file"]),
                at=clock.now(),
                reanchor=options["reanchor"],
                restore=options["restore"],
            )
        except BrokenFile as broken:
            raise CommandError(str(broken)) from broken
        except DatabaseError as error:
            raise CommandError(f"the database refused the load: {error}") from error
        if not options["verbosity"]:
            return
        self.stdout.write(f"{loaded.forum}: {loaded.outcome.summary()}")
        for remark in loaded.outcome.remarks:
            self.stdout.write(f"  {remark}")
        if loaded.release:
            self.stdout.write(f"  public release {loaded.release.version}")
