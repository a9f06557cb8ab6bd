"""An exported release as bytes, with what a reader needs to know whether it changed."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from agenda.exports import FORMATS, REVISION, Labels
from agenda.labels import labels_for
from agenda.models import Release
from agenda.programme import Programme
from agenda.queries.releases import programme_of


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
        stem = f"wsis-forum-{self.programme.forum}-agenda-{self.release.version}"
        return f"{stem}-{self.labels.language}.{self.extension}"

    @property
    def media_type(self) -> str:
        """The media type of the format."""
        return FORMATS[self.extension].media_type

    def write(self) -> bytes:
        """Return the file."""
        return FORMATS[self.extension].write(self.programme, self.labels)


def export_of(release: Release, *, extension: str, language: str) -> Export:
    """
    Prepare a release for leaving the portal.

    :raises KeyError: there is no such format
    """
    if extension not in FORMATS:
        raise KeyError(extension)
    programme = programme_of(release)
    return Export(release, programme, labels_for(programme, language), extension)


def about_export(release: Release, *, extension: str, language: str) -> About:
    """
    Return what is known of an export without making it; found once per process.

    :raises KeyError: there is no such format
    """
    return _about(release.pk, release.checksum, (release.major, release.minor), extension, language)


# The checksum is part of the key: in tests, rows of other databases share their numbers.
@lru_cache(maxsize=1024)
def _about(
    release_id: int, checksum: str, version: tuple[int, int], extension: str, language: str
) -> About:
    major, minor = version
    release = Release(pk=release_id, checksum=checksum, major=major, minor=minor)
    one = export_of(release, extension=extension, language=language)
    return About(one.etag.strip('"'), one.filename, one.media_type)
