"""PDF files and tables of plain text."""

import codecs
import mmap
import re
import zipfile
import zlib
from pathlib import Path

from wsis_forum.uploads.errors import BadUpload
from wsis_forum.uploads.kinds import MEGABYTE

_CHUNK = 64 * 1024
_OBJECTS_CHUNK = 16 * 1024
_TAIL_BYTES = 2048
_MOST_OBJECTS = 100 * MEGABYTE
_OBJECT_STREAM = re.compile(rb"/ObjStm\b")
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY_BYTES = 2048
# Text has no other controls than these; anything a machine made of bytes has some at once.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _name(word: str) -> bytes:
    """Return the pattern of a PDF's name, each letter as it is or as ``#4a``."""
    letters = (f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in word)
    return b"/" + "".join(letters).encode() + rb"(?![A-Za-z])"


_PROGRAMS = re.compile(_name("JavaScript") + b"|" + _name("Launch"))
_LOCK = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R|/Encrypt\s*<<")


def check_pdf(path: Path) -> None:
    """
    Check a PDF. A locked one is refused, for nobody could look into it, the secretariat included.

    :raises BadUpload: it is cut off, locked, another format as well, or holds scripts
    """
    # Another program would take a PDF with an archive at its end for the archive.
    if zipfile.is_zipfile(path):
        raise BadUpload("content")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:5] != b"%PDF-":
            raise BadUpload("content")
        if b"%%EOF" not in data[-_TAIL_BYTES:]:
            raise BadUpload("damaged")
        if _LOCK.search(data):
            raise BadUpload("locked")
        if _PROGRAMS.search(data) or _hides_programs(data):
            raise BadUpload("macros")


def _hides_programs(data: mmap.mmap) -> bool:
    """
    Whether a packed part of a PDF names a script.

    :raises BadUpload: looking into all of them would take too much memory or time
    """
    unpacked = read = 0
    for found in _OBJECT_STREAM.finditer(data):
        start = _STREAM.search(data, found.end(), found.end() + _DICTIONARY_BYTES)
        if start is None:
            continue
        objects, length = _inflated(data, start.end(), _MOST_OBJECTS - unpacked)
        if _PROGRAMS.search(objects):
            return True
        unpacked += len(objects)
        # Each part is read once in a decent file; only a bomb points to the same one many times.
        read += length
        if unpacked > _MOST_OBJECTS or read > _MOST_OBJECTS + 2 * len(data):
            raise BadUpload("unpacked")
    return False


def _inflated(data: mmap.mmap, start: int, most: int) -> tuple[bytes, int]:
    """Unpack one part, up to a little more than ``most``; return it and how much was read."""
    unpacker, parts, left, position = zlib.decompressobj(), [], most, start
    try:
        while left >= 0 and not unpacker.eof and position < len(data):
            chunk = data[position : position + _OBJECTS_CHUNK]
            position += len(chunk)
            parts.append(unpacker.decompress(chunk, left + 1))
            left -= len(parts[-1])
    except zlib.error:
        # Packed in another way, which readers hardly meet: what was unpacked is looked at.
        pass
    return b"".join(parts), position - start


def check_text(path: Path) -> None:
    """
    Check that a file is text: UTF-8, UTF-16 with its mark, or an older set of eight bits.

    :raises BadUpload: it is not
    """
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            encoding = "utf-16"
        else:
            # Which older set it is does not matter here: only controls are looked for.
            encoding = "latin-1"
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while chunk := file.read(_CHUNK):
                if _CONTROLS.search(decoder.decode(chunk)):
                    raise BadUpload("content")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise BadUpload("content") from error
