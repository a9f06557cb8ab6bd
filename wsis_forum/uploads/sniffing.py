"""What a file is by its own bytes, whatever its name says."""

from pathlib import Path

import puremagic

from wsis_forum.uploads.errors import BadUpload
from wsis_forum.uploads.kinds import Format

# Formats that pass for text, so that their own check would not find them.
_NOT_A_TABLE = frozenset({".html", ".htm", ".xml", ".svg", ".pdf", ".rtf", ".zip", ".ps"})
_HEAD_BYTES = 4096


def check_signature(path: Path, asked: Format) -> None:
    """
    Compare the first bytes with the format that the name says.

    :raises BadUpload: they are another format's
    """
    found = signatures(path)
    if asked.family == "text":
        wrong = bool(found & _NOT_A_TABLE)
    elif asked.family in {"ooxml", "odf"}:
        wrong = ".zip" not in found
    elif asked.family == "picture":
        # A telephone may call a WebP ``.jpg``; pictures are written anew, under their real format.
        wrong = not found & {".jpg", ".png", ".webp"}
    else:
        wrong = f".{asked.suffix}" not in found
    if wrong:
        raise BadUpload("content")


def signatures(path: Path) -> frozenset[str]:
    """Return the endings of the formats whose signature a file begins with."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    try:
        return frozenset(match.extension for match in puremagic.magic_string(head))
    except puremagic.PureError:
        return frozenset()
