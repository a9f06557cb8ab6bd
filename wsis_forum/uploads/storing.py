"""Where files lie: below ``MEDIA_ROOT``, under names that the server makes and nobody guesses."""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings

from wsis_forum.uploads.errors import BadUpload

_STORED = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")
_CHUNK = 64 * 1024


# Who names files; each app registers its own.
_NAMERS: list[Callable[[], Iterable[str]]] = []


def named_by(namer: Callable[[], Iterable[str]]) -> None:
    """Register who names files, so that the sweep of what is left over keeps them."""
    if namer not in _NAMERS:
        _NAMERS.append(namer)


def named() -> set[str]:
    """Return the names of all files that some row holds."""
    return {name for namer in _NAMERS for name in namer()}


def root() -> Path:
    """Return the folder of all files."""
    return Path(settings.MEDIA_ROOT)


def path_of(stored_name: str) -> Path:
    """
    Return where a file lies.

    :raises ValueError: no name that the server made
    """
    if not _STORED.fullmatch(stored_name):
        raise ValueError(stored_name)
    return root() / stored_name


def small_of(stored_name: str) -> Path:
    """
    Return where the small copy of a picture lies, if there is one (``uploads.small``).

    :raises ValueError: no name that the server made
    """
    path_of(stored_name)
    return root() / "small" / stored_name


def new_name() -> str:
    """Return the name of a file to come; folders of a 256th each keep listings short."""
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token}"


def incoming() -> Path:
    """Return the path of a file that is not checked yet; a crash leaves it to ``leftovers``."""
    folder = _folder(root() / "incoming")
    return folder / secrets.token_hex(16)


def write(chunks: Iterable[bytes], target: Path, *, most: int, megabytes: int) -> int:
    """
    Write a file as it comes; return how many bytes there are.

    :raises BadUpload: more than ``most`` bytes came, or none
    """
    size = 0
    with target.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise BadUpload("size", most=megabytes)
            file.write(chunk)
    if not size:
        raise BadUpload("empty")
    return size


def keep(source: Path) -> tuple[str, int, str]:
    """Give a checked file its place; return its stored name, size and SHA-256."""
    stored_name = new_name()
    digest = hashlib.sha256()
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
        size = file.tell()
        # On disk before its row is: what was acknowledged survives a power cut.
        os.fsync(file.fileno())
    settle(source, path_of(stored_name))
    return stored_name, size, digest.hexdigest()


def settle(source: Path, target: Path) -> None:
    """Give a file that is whole and on disk its name, in one step."""
    _folder(target.parent)
    source.chmod(0o600)
    source.replace(target)
    _sync(target.parent)


def discard(stored_name: str) -> None:
    """Delete a file and its small copy; what is not there is deleted already."""
    path_of(stored_name).unlink(missing_ok=True)
    small_of(stored_name).unlink(missing_ok=True)


def stored() -> Iterator[tuple[str, float]]:
    """Name every stored file with the moment of its last change (seconds since 1970)."""
    for path in root().glob("[0-9a-f][0-9a-f]/*"):
        name = f"{path.parent.name}/{path.name}"
        if _STORED.fullmatch(name):
            yield name, path.stat().st_mtime


def leftovers() -> Iterator[tuple[Path, float]]:
    """
    Name what is left, with the moment of its last change.

    What a crash has left half received, and small copies whose picture is gone.
    """
    for path in (root() / "incoming").glob("*"):
        yield path, path.stat().st_mtime
    for path in (root() / "small").glob("[0-9a-f][0-9a-f]/*"):
        if not (root() / path.parent.name / path.name).exists():
            yield path, path.stat().st_mtime


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
