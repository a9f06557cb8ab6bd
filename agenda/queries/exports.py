"""An exported release as bytes, with what a reader needs to know whether it changed."""

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from agenda.exports import FORMATS, REVISION, Labels, file_name
from agenda.exports.word import BrokenTemplate
from agenda.labels import labels_for
from agenda.models import Release
from agenda.programme import Programme, opened, opened_by
from agenda.queries.photos import Names, photos_for_files, photos_in
from agenda.queries.releases import Edition, bare, edition_of, programme_of
from agenda.queries.word_templates import active_template, template_bytes

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class About:
    """
    What is known of an export without making it.

    ``revision`` tells whether the same bytes would be made now: it changes with the programme, the
    words and the writer.
    """

    revision: str
    filename: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Export:
    """
    A release in a format and a language; ``write`` makes the bytes.

    ``opened`` are the sessions whose address for remote participation shows since the release.
    """

    release: Release
    programme: Programme
    labels: Labels
    extension: str
    opened: tuple[int, ...] = ()

    @property
    def etag(self) -> str:
        """A strong entity tag: it changes with the programme, the words and the writer."""
        edition = edition_of(self.release)
        parts = (REVISION, self.extension, edition, self.labels, self.opened)
        return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'

    @property
    def filename(self) -> str:
        """A name that tells Forum, version and language."""
        name, extension = file_name(self.extension).split(".")
        stem = f"wsis-forum-{self.programme.forum}-{name}-{self.release.version}"
        return f"{stem}-{self.labels.language}.{extension}"

    @property
    def media_type(self) -> str:
        """The media type of the format."""
        return FORMATS[self.extension].media_type

    def write(self) -> bytes:
        """Return the file; from the portal's own Word template where the one in use fails."""
        programme = opened(self.programme, self.opened)
        try:
            return FORMATS[self.extension].write(programme, self.labels)
        except BrokenTemplate:
            _log.warning("word template failed, the portal's own is used", exc_info=True)
        return FORMATS[self.extension].write(programme, replace(self.labels, word_template=b""))


def export_of(
    release: Release, *, extension: str, language: str, at: datetime | None = None
) -> Export:
    """
    Prepare a release for leaving the portal, as it may be shown at ``at``, or else when issued.

    :raises KeyError: there is no such format
    """
    numbers, photos = _opened(release, extension, at), _photos(release, extension)
    return _export(release, extension, language, numbers, photos)


def _opened(release: Release, extension: str, at: datetime | None) -> tuple[int, ...]:
    """Return which addresses have come to show; calendars alone are fetched again for them."""
    is_asked = extension == "ics" and at is not None
    return opened_by(programme_of(release), at) if is_asked and at else ()


def _photos(release: Release, extension: str) -> Names:
    """Return whose photos may be in the file (1 query, none for formats without photos)."""
    has_photos = extension in FORMATS and FORMATS[extension].has_photos
    return photos_for_files(release.forum_id) if has_photos else ()


def _export(
    release: Release, extension: str, language: str, numbers: tuple[int, ...], photos: Names
) -> Export:
    if extension not in FORMATS:
        raise KeyError(extension)
    programme = programme_of(release)
    labels = labels_for(programme, language)
    if FORMATS[extension].has_photos:
        labels = replace(labels, photos=photos_in(programme, photos))
    if extension == "docx":
        row = active_template()
        labels = replace(
            labels,
            word_template=template_bytes(row),
            word_template_digest=row.sha256 if row else "",
        )
    return Export(release, programme, labels, extension, numbers)


def about_export(
    release: Release, *, extension: str, language: str, at: datetime | None = None
) -> About:
    """
    Return what is known of an export without making it; found once per process and template.

    :raises KeyError: there is no such format
    """
    # A document made with another template is another document (1 query).
    row = active_template() if extension == "docx" else None
    # And so is one in which others agree to be shown, or with other photos (1 query).
    numbers, photos = _opened(release, extension, at), _photos(release, extension)
    return _about(
        edition_of(release),
        (release.major, release.minor),
        (extension, language, numbers, photos),
        row.sha256 if row else "",
    )


@lru_cache(maxsize=1024)
def _about(
    edition: Edition,
    version: tuple[int, int],
    asked: tuple[str, str, tuple[int, ...], Names],
    template: str,
) -> About:
    one = _export(bare(edition, version=version), *asked)
    return About(one.etag.strip('"'), one.filename, one.media_type)
