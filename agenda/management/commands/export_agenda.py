"""Writes a release of a Forum's agenda to a file."""

from pathlib import Path
from shutil import copyfile
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agenda import stored
from agenda.actions.documents import document_of
from agenda.exceptions import DocumentFailed
from agenda.exports import FORMATS
from agenda.models import Release
from agenda.queries.releases import find, latest_public, releases_of
from consultation.models import Forum
from wsis_forum import clock


class Command(BaseCommand):
    """``export_agenda YEAR --format EXT --language L [--release V] --output FILE``."""

    help = "Write a release of a Forum's agenda to a file: the latest public one, or --release."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("year", help="the Forum's address, such as 2023")
        parser.add_argument("--format", required=True, help=f"one of: {' '.join(FORMATS)}")
        languages = " ".join(code for code, _name in settings.LANGUAGES)
        parser.add_argument("--language", required=True, help=f"one of: {languages}")
        parser.add_argument("--release", help="a version such as v1.0 or v0.3")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Write the file.

        :raises CommandError: a wrong argument, an unknown release, a document that cannot be made,
            or a file that cannot be written
        """
        _require("format", options["format"], FORMATS)
        _require("language", options["language"], dict(settings.LANGUAGES))
        release = _release(options["year"], options["release"])
        try:
            document = document_of(
                release=release,
                extension=options["format"],
                language=options["language"],
                at=clock.now(),
            )
        except DocumentFailed as failed:
            raise CommandError(f"Cannot make {failed}.") from failed
        output = Path(options["output"])
        try:
            copyfile(stored.path_of(document.stored_name), output)
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}.") from error
        self.stdout.write(
            f"Wrote {output}: {release.version} of {options['year']},"
            f" {release.session_count} sessions, {output.stat().st_size} bytes."
        )


def _require(name: str, value: str, known: Any) -> None:
    if value not in known:
        raise CommandError(f"Unknown {name} “{value}”. Choose one of: {' '.join(known)}.")


def _release(year: str, version: str | None) -> Release:
    forum = Forum.objects.filter(slug=year).first()
    if forum is None:
        known = ", ".join(Forum.objects.order_by("slug").values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no Forum “{year}”. There are: {known}.")
    if version is None:
        release = latest_public(forum)
        if release is None:
            raise CommandError(f"The Forum {year} has no public release; name one with --release.")
        return release
    release = find(forum, version, internal=True)
    if release is None:
        known = ", ".join(one.version for one in releases_of(forum)) or "none"
        raise CommandError(f"The Forum {year} has no release “{version}”. There are: {known}.")
    return release
