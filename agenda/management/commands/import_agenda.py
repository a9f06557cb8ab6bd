"""Takes a programme in from our own JSON."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from agenda.actions.imports import import_programme
from agenda.exceptions import NotImportable
from agenda.exports.agenda_json import read_json
from agenda.frozen import Unreadable
from wsis_forum import clock


class Command(BaseCommand):
    """``import_agenda FILE``."""

    help = "Take an agenda in from our own JSON (docs/agenda-json.md), into a Forum without one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, help="what export_agenda --format json wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Import the file in one transaction, and say what it brought.

        :raises CommandError: the file or the Forum is not such a one; nothing was written
        """
        file = options["file"]
        try:
            programme = read_json(file.read_bytes())
            imported = import_programme(programme=programme, by=None, at=clock.now())
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.") from error
        except (Unreadable, NotImportable, DatabaseError) as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"{file} was not imported. {reason}") from error
        release = imported.release
        self.stdout.write(
            f"Imported {release.version} of {programme.forum}: {release.session_count} sessions,"
            f" {len(programme.speakers)} speakers."
        )
        for remark in imported.remarks:
            self.stdout.write(f"  {remark}")
