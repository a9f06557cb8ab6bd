"""Where documents of releases lie: below ``MEDIA_ROOT``, named after what they hold."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from wsis_forum.uploads import storing

_STORED = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is whole and on disk."""

    stored_name: str
    sha256: str


def path_of(stored_name: str) -> Path:
    """
    Return where a document lies.

    :raises ValueError: no name that the server made
    """
    if not _STORED.fullmatch(stored_name):
        raise ValueError(stored_name)
    return storing.root() / "releases" / stored_name


def discard(stored_name: str) -> None:
    """Delete a document; one that is not there is deleted already."""
    path_of(stored_name).unlink(missing_ok=True)


def keep(content: bytes) -> Kept:
    """
    Write a document; the same content again is the same file.

    It gets its name when it is whole, so that no reader ever sees half of it; what a crash leaves
    lies with the uploads that were received by half.
    """
    digest = hashlib.sha256(content).hexdigest()
    stored_name = f"{digest[:2]}/{digest}"
    source = storing.incoming()
    with source.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    storing.settle(source, path_of(stored_name))
    return Kept(stored_name, digest)
