"""One upload from the request to its place on disk."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from wsis_forum.uploads import documents, names, packed, storing
from wsis_forum.uploads.errors import BadUpload
from wsis_forum.uploads.kinds import FORMATS, Format, Rule
from wsis_forum.uploads.sniffing import check_signature


@dataclass(frozen=True)
class Received:
    """A file that was checked and stored; width and height are a picture's."""

    name: str
    media_type: str
    size: int
    sha256: str
    stored_name: str
    width: int | None = None
    height: int | None = None

    def discard(self) -> None:
        """Delete it again: nothing names it."""
        storing.discard(self.stored_name)


def receive(upload: UploadedFile, rule: Rule) -> Received:
    """
    Check an upload and store it; a picture is stored as it was written anew.

    :raises BadUpload: it is not taken; nothing of it is kept
    """
    name = names.clean_name(upload.name)
    asked = FORMATS.get(names.suffix(name))
    if asked is None or asked.suffix not in rule.suffixes:
        raise BadUpload("kind", possible=rule.possible)
    # What a handler has cut off says its full size here (``uploads.handler``).
    if (upload.size or 0) > rule.most_bytes:
        raise BadUpload("size", most=rule.megabytes)
    with _workplace() as (raw, written):
        storing.write(upload.chunks(), raw, most=rule.most_bytes, megabytes=rule.megabytes)
        check_signature(raw, asked)
        if asked.family == "picture":
            return _kept_picture(name, raw, written)
        _check(raw, asked)
        stored_name, size, digest = storing.keep(raw)
        return Received(name, asked.media_type, size, digest, stored_name)


def _kept_picture(name: str, raw: Path, written: Path) -> Received:
    from wsis_forum.uploads import pictures  # noqa: PLC0415 Pillow: three megabytes

    picture = pictures.rewrite(raw, written)
    found = FORMATS[picture.suffix]
    ending = FORMATS[names.suffix(name)]
    if ending.media_type != found.media_type:
        name = names.with_suffix(name, picture.suffix)
    stored_name, size, digest = storing.keep(written)
    return Received(
        name, found.media_type, size, digest, stored_name, picture.width, picture.height
    )


def _check(path: Path, asked: Format) -> None:
    match asked.family:
        case "pdf":
            documents.check_pdf(path)
        case "text":
            documents.check_text(path)
        case _:
            packed.check_packed(path, asked)


@contextmanager
def _workplace() -> Iterator[tuple[Path, Path]]:
    """Give two paths to write to, and leave nothing there."""
    paths = storing.incoming(), storing.incoming()
    try:
        yield paths
    finally:
        for path in paths:
            with suppress(OSError):
                path.unlink(missing_ok=True)
