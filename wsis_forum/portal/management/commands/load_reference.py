"""The command that loads the reference tables."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from wsis_forum import clock
from wsis_forum.accounts import roles
from wsis_forum.portal.loading import reference
from wsis_forum.portal.loading.faults import BrokenFile


class Command(BaseCommand):
    """Load the reference tables and the roles of staff; a second run changes nothing."""

    help = (
        "Load Action Lines, Goals, their matrix, stakeholder types, regions, countries, tracks and "
        "session types from the portal's own files."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the one option."""
        parser.add_argument(
            "--restore",
            action="store_true",
            help="also put back what was changed in the admin since the last load",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Check all files, then load them in one transaction.

        :raises CommandError: a file is broken; nothing was loaded
        """
        try:
            content = reference.read_files()
            outcome = reference.load_reference(content, at=clock.now(), restore=options["restore"])
        except BrokenFile as broken:
            raise CommandError(str(broken)) from broken
        except DatabaseError as error:
            raise CommandError(f"the database refused the load: {error}") from error
        roles.sync_roles()
        if options["verbosity"]:
            self.stdout.write(f"Reference tables: {outcome.summary()}")
            for remark in outcome.remarks:
                self.stdout.write(f"  {remark}")
