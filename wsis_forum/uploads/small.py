"""Small copies of pictures, for documents that hold hundreds of them."""

from contextlib import suppress

from wsis_forum.uploads import storing
from wsis_forum.uploads.errors import BadUpload


def small_copy(stored_name: str) -> bytes:
    """Return a small JPEG of a stored picture, made once; nothing where the picture is gone."""
    target = storing.small_of(stored_name)
    with suppress(OSError):
        return target.read_bytes() if storing.path_of(stored_name).exists() else b""
    written = storing.incoming()
    try:
        from wsis_forum.uploads import pictures  # noqa: PLC0415 Pillow: three megabytes

        pictures.shrink(storing.path_of(stored_name), written)
        content = written.read_bytes()
        storing.settle(written, target)
    except (OSError, BadUpload):
        written.unlink(missing_ok=True)
        return b""
    return content
