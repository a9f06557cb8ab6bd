"""Office files: archives of XML, opened to know what they are and what they unpack to."""

import copy
import re
import struct
import zipfile
import zlib
from pathlib import Path

from wsis_forum.uploads.errors import BadUpload
from wsis_forum.uploads.kinds import MEGABYTE, Format

MOST_ENTRIES = 5_000
MOST_UNPACKED = 300 * MEGABYTE
# A table of equal rows packs 100 to 1; a bomb 1,000 to 1. Small files may be as they like.
MOST_RATIO = 150
FREE_UNPACKED = 5 * MEGABYTE
_CHUNK = 64 * 1024
_DESCRIPTION_BYTES = 2 * MEGABYTE
_LOCKED = 0x1
_ENDLESS = 2**62
_END_OF_ARCHIVE = b"PK\x05\x06"
_END_BYTES = 22
# Where Office and OpenDocument keep programs, and files of Office that may hold some.
_PROGRAMS = re.compile(
    r"(^|/)vbaproject\.bin$|(^|/)vbadata\.xml$|/activex/|/macrosheets/|^scripts/.*[^/]$"
    r"|^basic/.+/(?!script-l[bc]\.xml$)[^/]+$"
    r"|\.(docm|dotm|xlsm|xltm|xlsb|xlam|pptm|potm|ppsm|ppam|exe|dll|js|vbs|bat|cmd|scr|jar|hta)$",
    re.IGNORECASE,
)
# Names of parts stand unpacked in an embedded archive, streams' names in an embedded old file.
_EMBEDDED_PROGRAMS = (b"vbaProject.bin", "_VBA_PROJECT".encode("utf-16-le"))
_MACRO_TYPE = b"macroEnabled"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
# Office packs in no other way; some others need much memory to unpack.
_PACKED_BY = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def check_packed(path: Path, asked: Format) -> None:
    """
    Check an Office file.

    :raises BadUpload: it is another format, locked, damaged, a bomb, or holds macros
    """
    _check_frame(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive)
            _check_format(archive, asked)
            _check_content(archive, path.stat().st_size)
    except BadUpload:
        raise
    except (*_BROKEN, RuntimeError) as error:
        raise BadUpload("damaged") from error


def _check_frame(path: Path) -> None:
    """Let nothing stand before the archive or behind it: that would be a second file."""
    with path.open("rb") as file:
        head = file.read(1024)
        file.seek(-min(_END_BYTES, path.stat().st_size), 2)
        tail = file.read()
    if b"%PDF-" in head:
        raise BadUpload("content")
    if not tail.startswith(_END_OF_ARCHIVE):
        raise BadUpload("damaged" if not zipfile.is_zipfile(path) else "content")


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise BadUpload("unpacked")
    if not entries or min(entry.header_offset for entry in entries) != 0:
        raise BadUpload("content")
    # Of two parts with one name, each program may read another one.
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise BadUpload("content")
    if any(entry.compress_type not in _PACKED_BY for entry in entries):
        raise BadUpload("damaged")
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise BadUpload("locked")
    if any(_PROGRAMS.search(entry.filename) for entry in entries):
        raise BadUpload("macros")


def _check_format(archive: zipfile.ZipFile, asked: Format) -> None:
    if asked.family == "odf":
        said = _small(archive, "mimetype").strip().decode("ascii", errors="replace")
        if said != asked.inner:
            raise BadUpload("content")
        if b"encryption-data" in _small(archive, "META-INF/manifest.xml"):
            raise BadUpload("locked")
        return
    types = _small(archive, "[Content_Types].xml")
    if _MACRO_TYPE in types:
        raise BadUpload("macros")
    if f'"{asked.inner}"'.encode() not in types.replace(b"'", b'"'):
        raise BadUpload("content")


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part that describes the others."""
    try:
        with archive.open(name) as part:
            return part.read(_DESCRIPTION_BYTES)
    except KeyError as error:
        raise BadUpload("content") from error


def _check_content(archive: zipfile.ZipFile, packed: int) -> None:
    """Unpack everything once, as far as is allowed, and look for programs on the way."""
    most = min(MOST_UNPACKED, max(packed * MOST_RATIO, FREE_UNPACKED))
    for entry in archive.infolist():
        # What an entry says of its size may be a lie, and zipfile would stop there.
        probe = copy.copy(entry)
        probe.file_size = _ENDLESS
        most -= _read_through(archive, probe, most)


def _read_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> int:
    read, before = 0, b""
    is_text = entry.filename.lower().endswith((".xml", ".rels"))
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            read += len(chunk)
            if read > most:
                raise BadUpload("unpacked")
            window = before + chunk
            if not is_text and any(mark in window for mark in _EMBEDDED_PROGRAMS):
                raise BadUpload("macros")
            before = chunk[-32:]
    return read
