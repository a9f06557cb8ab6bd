"""What a file is called: kept for people, never trusted."""

import unicodedata
from collections.abc import Iterable

# File systems end at 255 bytes; a browser adds " (1)" to a name it has already.
MOST_BYTES = 240
_NO_NAME = "file"
_LONGEST_ENDING = 5
# Joiners belong to the spelling of Persian and of emoji; other invisible characters deceive.
_JOINERS = {"\u200c", "\u200d"}
# Controls, formats (direction overrides among them), halves of surrogate pairs, unassigned.
_DROPPED = {"Cc", "Cf", "Cs", "Cn", "Co"}


def clean_name(raw: str | None) -> str:
    """Return a name that hurts neither page, header nor file system, whatever was sent."""
    name = _visible((raw or "").replace("\\", "/").rpartition("/")[2])
    stem, ending = _split(name)
    stem = stem.strip(" .") or _NO_NAME
    return _cut(stem, MOST_BYTES - len(ending.encode())) + ending


def suffix(name: str) -> str:
    """Return the end of a clean name in small letters, without its dot."""
    return _split(name)[1].lower().lstrip(".")


def with_suffix(name: str, end: str) -> str:
    """Return a clean name with another end."""
    stem, ending = _split(name)
    return f"{_cut(stem, MOST_BYTES - len(end) - 1)}.{end}" if ending else f"{name}.{end}"


def _visible(text: str) -> str:
    spaced = " ".join("".join(" " if char.isspace() else char for char in text).split())
    return unicodedata.normalize("NFC", "".join(_kept(spaced))).strip().rstrip(". ")


def _kept(text: str) -> Iterable[str]:
    return (char for char in text if char in _JOINERS or unicodedata.category(char) not in _DROPPED)


def _split(name: str) -> tuple[str, str]:
    """Split ``a.b.pdf`` into ``a.b`` and ``.pdf``; what is no ending of a format stays."""
    stem, dot, end = name.rpartition(".")
    if not dot or not (end.isascii() and end.isalnum() and len(end) <= _LONGEST_ENDING):
        return name, ""
    return stem, f".{end}"


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore").rstrip()
