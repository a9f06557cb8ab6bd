"""
Takes names out of texts, for blind reading; no database here (``queries.blind`` knows the names).

A name is found whatever its case and accents, as whole words, the longest first. A name of one word
may be a word of the language too, so it has to be written like a name: up to three capitals as they
are, other short ones with a capital letter. Arabic prefixes and Russian endings belong to the name
at which they stand; Chinese has no blanks between words, so a name is found anywhere in it.
Addresses are found with everything that hangs on them, and every e-mail address is taken for one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

# A word that names somebody whatever its case; shorter ones need their capital letter.
_LONG = 7
_ACRONYM = 3
_SHORTEST = 2
# Of a Russian word, so much has to stay when its ending is cut.
_SHORTEST_STEM = 3
_MOST_NAMES = 400

_HAN = "\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_ARABIC = "\u0620-\u064a\u066e-\u06d3"
_CYRILLIC = "\u0400-\u04ff"
# "and", "so", "by", "like", "for", and the article, written together with the word.
_ARABIC_PREFIX = "(?:[وفبكل]{0,2}(?:ال|ل)?)"
_TATWEEL = "\u0640"
_ENDING = re.compile(r"[аеиоуыэюяйьё]+$")
_HAS_HAN = re.compile(f"[{_HAN}]")
_HAS_ARABIC = re.compile(f"[{_ARABIC}]")
_HAS_CYRILLIC = re.compile(f"[{_CYRILLIC}]")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+\Z")
# Tried once per word: a text without blanks must not take long.
_EMAIL = r"(?<![\w.+%'-])[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+"
# What may stand between the words of a name: blanks, commas, hyphens, points of initials.
_BETWEEN = r"[\s,.\-_'’·・]{1,3}"
_SPLIT = re.compile(r"[\s,.\-_'’·・]+")
# In capitals; with a capital letter.
_CASED = frozenset("AC")
# Between names; no part of one by itself.
_PARTICLES = frozenset(
    ("al", "bin", "ibn", "van", "von", "der", "den", "del", "des", "dos", "and", "the", "los")
)


def redact(text: str, names: Iterable[str], mark: str) -> str:
    """Return the text with ``mark`` in the place of each name; other passages stay as they are."""
    if not text:
        return text
    found = pattern_of(tuple(names))
    return text if found is None else _replaced(text, found, mark)


def parts_of(name: str) -> tuple[str, ...]:
    """
    Return the other ways in which a person is called: the name turned round, and its single words.

    Words of three letters and more; of names without capital letters (Arabic) only the last word.
    """
    words = [word for word in _SPLIT.split(name.strip()) if word]
    if len(words) < 2 or _HAS_HAN.search(name):  # noqa: PLR2004 one word has no order
        return ()
    turned = " ".join((words[-1], *words[:-1]))
    single = words[-1:] if _HAS_ARABIC.search(name) else words
    kept = (word for word in single if len(word) > _SHORTEST and _folded(word) not in _PARTICLES)
    # A family name in capitals is no acronym.
    return (turned, *(word.capitalize() if word.isupper() else word for word in kept))


@lru_cache(maxsize=256)
def pattern_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what finds the names in a folded text; ``None`` without any name."""
    pieces: dict[str, tuple[int, str]] = {}
    for name in names[:_MOST_NAMES]:
        piece, kind = _piece(name)
        if piece:
            # Addresses go first: a name may stand in one.
            pieces[piece] = (-len(name) - (1_000 if kind == "@" else 0), kind)
    if not pieces:
        return None
    ordered = sorted(pieces, key=lambda piece: pieces[piece])
    # A group's name begins with its kind where the case counts; ``_replaced`` asks then.
    named = (
        f"(?P<{pieces[piece][1]}{number}>{piece})" if pieces[piece][1] in _CASED else piece
        for number, piece in enumerate(ordered)
    )
    return re.compile("|".join((_EMAIL, *named)))


def _piece(name: str) -> tuple[str, str]:
    """Return the expression that finds one name in a folded text, and its kind."""
    name = unicodedata.normalize("NFC", name).strip()
    if "@" in name or _DOMAIN.match(name):
        return _address(name), "@"
    words = [word for word in (_folded(part) for part in _SPLIT.split(name)) if word]
    if len("".join(words)) < _SHORTEST:
        return "", ""
    if _HAS_HAN.search(name):
        return r"\s*".join(map(re.escape, "".join(words))), ""
    before = rf"(?<!\w){_ARABIC_PREFIX}" if _HAS_ARABIC.search(name) else r"(?<!\w)"
    body = rf"{before}{_BETWEEN.join(map(_word, words))}(?!\w)"
    if len(words) > 1 or _HAS_ARABIC.search(name) or len(name) >= _LONG:
        return body, ""
    return body, "A" if name.isupper() and len(name) <= _ACRONYM else "C"


def _address(name: str) -> str:
    """Return what finds an e-mail address, or all addresses below a domain."""
    folded = re.escape(_folded(name))
    if "@" in name:
        return rf"(?<![\w.+-]){folded}(?![\w-])"
    before = r"(?<![\w-])(?:https?://)?(?:[\w.+%'-]{1,64}@)?(?:[\w-]{1,63}\.){0,8}"
    return rf"{before}{folded}(?![\w-])(?:/[^\s<>\"'()]*)?"


def _word(word: str) -> str:
    """Return one word; a Russian one with any of its endings."""
    stem = _ENDING.sub("", word)
    if _HAS_CYRILLIC.search(word) and len(stem) >= _SHORTEST_STEM:
        return rf"{re.escape(stem)}[{_CYRILLIC}]{{0,3}}"
    return re.escape(word)


def _replaced(text: str, found: re.Pattern[str], mark: str) -> str:
    folded, places = _folded_with_places(text)
    parts, last = [], 0
    for match in found.finditer(folded):
        start, end = places[match.start()], places[match.end()]
        if match.lastgroup and not _is_written_so(text[start:end], match.lastgroup[0]):
            continue
        parts += [text[last:start], mark]
        last = end
    return "".join((*parts, text[last:])) if parts else text


def _is_written_so(passage: str, kind: str) -> bool:
    """Tell whether a name of one word is written like a name: in capitals, or with one."""
    if kind == "A":
        return passage.isupper()
    return not passage[0].islower()


def _folded(text: str) -> str:
    return "".join(_fold(text))


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """Fold a text, and tell for each place in it where it comes from, with the end as last."""
    if text.isascii():
        return text.lower(), list(range(len(text) + 1))
    folded, places = [], []
    for place, char in enumerate(text):
        small = "".join(_fold(char))
        folded.append(small)
        places += [place] * len(small)
    # A mark without a place of its own belongs to the letter before it.
    return "".join(folded), [*places, len(text)]


def _fold(text: str) -> Iterator[str]:
    """Yield small letters without accents."""
    for char in unicodedata.normalize("NFKD", text.casefold()):
        if unicodedata.category(char) not in {"Mn", "Cf"} and char != _TATWEEL:
            yield char
