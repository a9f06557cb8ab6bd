"""An exported release as bytes, with what a reader needs to know whether it changed."""

import hashlib
import logging
from dataclasses import dataclass, replace
from functools import lru_cache

from agenda.exports import FORMATS, REVISION, Labels, file_name
from agenda.exports.word import BrokenTemplate
from agenda.labels import labels_for
from agenda.models import Release
from agenda.programme import Programme
from agenda.queries.photos import Names, photos_for_files, photos_in
from agenda.queries.releases import programme_of
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
    """A release in a format and a language; ``write`` makes the bytes."""

    release: Release
    programme: Programme
    labels: Labels
    extension: str

    @property
    def etag(self) -> str:
        """A strong entity tag: it changes with the programme, the words and the writer."""
        parts = (REVISION, self.extension, self.release.checksum, self.labels)
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
        try:
            return FORMATS[self.extension].write(self.programme, self.labels)
        except BrokenTemplate:
            _log.warning("word template failed, the portal's own is used", exc_info=True)
        return FORMATS[self.extension].write(
            self.programme, replace(self.labels, word_template=b"")
        )


def export_of(
    release: Release, *, extension: str, language: str, photos: Names | None = None
) -> Export:
    """
    Prepare a release for leaving the portal, with the ``photos`` that may; read without them.

    :raises KeyError: there is no such format
    """
    if extension not in FORMATS:
        raise KeyError(extension)
    programme = programme_of(release)
    labels = labels_for(programme, language)
    if FORMATS[extension].has_photos:
        names = photos_for_files(release.forum_id) if photos is None else photos
        labels = replace(labels, photos=photos_in(programme, names))
    if extension == "docx":
        row = active_template()
        labels = replace(
            labels,
            word_template=template_bytes(row),
            word_template_digest=row.sha256 if row else "",
        )
    return Export(release, programme, labels, extension)


def about_export(release: Release, *, extension: str, language: str) -> About:
    """
    Return what is known of an export without making it; found once per process and template.

    :raises KeyError: there is no such format
    """
    # A document made with another template is another document (1 query).
    row = active_template() if extension == "docx" else None
    # And so is one in which others agree to be shown, or with other photos (1 query).
    has_photos = extension in FORMATS and FORMATS[extension].has_photos
    photos = photos_for_files(release.forum_id) if has_photos else ()
    version = (release.major, release.minor)
    digest = row.sha256 if row else ""
    return _about(release.pk, release.checksum, version, extension, language, digest, photos)


# The checksum is part of the key: in tests, rows of other databases share their numbers.
@lru_cache(maxsize=1024)
def _about(
    release_id: int,
    checksum: str,
    version: tuple[int, int],
    extension: str,
    language: str,
    template: str,
    photos: Names,
) -> About:
    major, minor = version
    release = Release(pk=release_id, checksum=checksum, major=major, minor=minor)
    one = export_of(release, extension=extension, language=language, photos=photos)
    return About(one.etag.strip('"'), one.filename, one.media_type)
