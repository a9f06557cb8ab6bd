"""A stranger's text made fit for print: every character has a glyph, every line has an end."""

import re
import unicodedata
from collections.abc import Iterator

from consultation.exports import fonts

# No glyph is needed for these: joiners, marks of direction, variation selectors, break hints.
_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
)
# Fonts may have glyphs for these, but PDF/UA has no text for them, or they turn what follows.
_NEVER = frozenset("\ufeff\ufffe\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
# A run without a place to break. Chinese, Japanese and Korean break between any two signs.
_RUN = re.compile(r"[^\s\u200b\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]{30,}")
_WIDE = re.compile(r"[^\W\d_a-ln-vx-z]|[@%&—]")
# What surely fits into a line, in characters; wide ones count twice.
_FITS = 64
_PIECE = 10

_ISOLATE, _END = "\u2068", "\u2069"


def shown(text: str) -> str:
    """Return the text with ``[U+1230]`` for what no font has, and places to break long words."""
    text = _in_lines(text)
    if all(_is_plain(char) for char in set(text)):
        return text
    return "".join(map(_shown, _clusters(text)))


def is_whole(text: str) -> bool:
    """Whether the fonts have every character of the text."""
    return shown(text) == _in_lines(text)


def isolated(text: str) -> str:
    """Return one line that does not turn the direction of what stands beside it."""
    return f"{_ISOLATE}{' '.join(shown(text).split())}{_END}"


def paragraphs(text: str) -> list[list[str]]:
    """Return the lines of each paragraph, without blank ones around them."""
    blocks = _BLANK_LINES.split(shown(text).strip())
    return [block.split("\n") for block in blocks if block]


def is_rtl(text: str, *, default: bool) -> bool:
    """Whether the first letter with a direction runs from right to left (UAX 9, P2 and P3)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return default


def _in_lines(text: str) -> str:
    """Return the text with line feeds, without tabs, and with a place to break in long words."""
    return _RUN.sub(_breakable, _LINE_ENDS.sub("\n", text).replace("\t", " "))


def _is_plain(char: str) -> bool:
    """Whether the first font has it and it stands for itself."""
    return char == "\n" or (
        ord(char) in fonts.coverage()[0]
        and unicodedata.category(char)[0] not in "MC"
        and char not in _NEVER
    )


def _clusters(text: str) -> Iterator[str]:
    """Cut into what one font must draw: a character with the marks on it."""
    begin = 0
    for place, char in enumerate(text):
        if place and not _follows(char):
            yield text[begin:place]
            begin = place
    yield text[begin:]


def _follows(char: str) -> bool:
    return char in _INVISIBLE or unicodedata.category(char)[0] == "M"


def _shown(cluster: str) -> str:
    seen = [char for char in cluster if char not in _INVISIBLE]
    if not seen or cluster == "\n" or _is_drawn(seen):
        return cluster
    base = seen[0] if _is_drawn(seen[:1]) else ""
    return "".join(
        char if char in _INVISIBLE or (char == base and not place) else f"[U+{ord(char):04X}]"
        for place, char in enumerate(cluster)
    )


def _is_drawn(chars: list[str]) -> bool:
    """Whether one font has them all, and all are letters, signs or marks."""
    if any(char in _NEVER or unicodedata.category(char)[0] == "C" for char in chars):
        return False
    return any(all(ord(char) in font for char in chars) for font in fonts.coverage())


def _breakable(run: re.Match[str]) -> str:
    """Let a run that fills a line break after every few characters, never before a mark."""
    text = run[0]
    if len(text) + len(_WIDE.findall(text)) <= _FITS:
        return text
    pieces, length = [], 0
    for char in text:
        if length >= _PIECE and not _follows(char):
            pieces.append("\u200b")
            length = 0
        pieces.append(char)
        length += 1
    return "".join(pieces)
