"""How a person's name is compared: in Latin letters, without what writers leave out or vary."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from anyascii import anyascii

# No surname is among them: "He" and "Sheikh" are.
_TITLES = frozenset(
    {
        *("dr", "prof", "professor", "eng", "ing", "phd", "rev", "hon", "hrh", "sir", "amb"),
        *("mr", "mrs", "ms", "miss", "mx", "ambassador", "herr", "frau", "shri", "smt"),
        *("sr", "sra", "dra", "dona", "mme", "mlle", "monsieur", "madame"),
    }
)
# Said in front of a name in its own script, with or without a space.
_TITLES_ELSEWHERE = re.compile(
    r"(?:^|\s)(?:د\.|أ\.د\.|الدكتورة?|г-жа|г-н|д-р)\s*|(?:博士|先生|女士|教授)$"
)
# Particles that are written, joined or left out.
_PARTICLES = frozenset({"al", "el", "ul"})
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_ARABIC_ARTICLE = re.compile(r"(?<!\w)ال(?=\w{3})")
_HANGUL = re.compile(r"[\uac00-\ud7a3]{2,5}")
# Korean surnames of two syllables; all others have one.
_LONG_SURNAMES = ("남궁", "황보", "제갈", "사공", "선우", "서문", "독고")
# How Koreans mostly spell these in Latin letters, against the rule.
_SURNAMES = {
    "김": "kim",
    "이": "lee",
    "박": "park",
    "최": "choi",
    "정": "jung",
    "조": "cho",
    "강": "kang",
}
# What Hebrew letters are at the beginning of a word; "q" so that k and h remain two sounds.
_HEBREW = ((r"(?<!\w)כ", "q"), (r"(?<!\w)ב", "b"), ("ק", "q"))
# Scripts that write vowels; in all others a name is compared by its consonants.
_WITH_VOWELS = (
    *("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "MODIFIER", "FULLWIDTH"),
    *("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "BOPOMOFO"),
)
# Before the letters are read one by one: Greek pairs, the Indic dot for any nasal.
_BEFORE = (
    *(("ου", "ou"), ("αυ", "av"), ("ευ", "ev"), ("μπ", "b"), ("γγ", "ng"), ("γκ", "gk")),
    *(("\u0902", "\u0928\u094d"), ("\u0901", "\u0928\u094d"), ("ة", "ه")),
    *(("дж", "j"), ("кс", "x"), ("ый", "y"), ("ий", "y"), ("\u0640", ""), ("ъ", ""), ("ь", "")),
)
# What is written for one sound, in this order.
_SOUNDS = (
    *(("ph", "f"), ("kh", "h"), ("ch", "h"), ("ck", "k"), ("c", "k"), ("q", "k"), ("x", "ks")),
    *(("ae", "a"), ("oe", "o"), ("ue", "u"), ("y", "i"), ("j", "i"), ("w", "v")),
)
_DOUBLED = re.compile(r"(.)\1+")
_WORDS = re.compile(r"[a-z]+")
_FEWEST = 2
_FEWEST_CONSONANTS = 4
# Han names of four characters have a surname of two (歐陽), else of one.
_COMPOUND = 4


@dataclass(frozen=True, slots=True)
class Name:
    """
    The words of a name in order of the alphabet; ``is_bare`` where vowels are not written.

    ``hangul`` is a Korean name as written: in Latin letters other syllables fold into the same.
    """

    words: tuple[str, ...]
    bones: tuple[str, ...]
    is_bare: bool = False
    is_exact: bool = False
    hangul: str = ""

    @property
    def says_enough(self) -> bool:
        """Whether consonants alone tell people apart."""
        return sum(map(len, self.bones)) >= _FEWEST_CONSONANTS


@lru_cache(maxsize=20_000)
def names_of(text: str) -> tuple[Name, ...]:
    """
    Return the ways in which a name can be compared; none where it says too little.

    Titles and initials are dropped. One word is no name: "Ahmed" is many people.
    """
    text = _TITLES_ELSEWHERE.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
    if _HAN.search(text):
        return tuple(_made(words, is_exact=True) for words in _of_han("".join(text.split())))
    if _HANGUL.fullmatch(joined := "".join(text.split())):
        made = (_made(words, is_exact=True) for words in _of_hangul(joined))
        return tuple(replace(name, hangul=joined) for name in made)
    is_bare = not all(_has_vowels(char) for char in text if char.isalpha())
    if not is_bare:
        marked = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in marked if unicodedata.category(char) not in {"Mn", "Cf"})
    text = _ARABIC_ARTICLE.sub("", text)
    for written, read in _HEBREW:
        text = re.sub(written, read, text)
    for written, read in _BEFORE:
        text = text.replace(written, read)
    latin = " ".join(anyascii(word) for word in re.split(r"[\s.,\-‐–·]+", text)).lower()
    words = [
        word
        for word in _WORDS.findall(re.sub(r"['`’@]", "", latin))
        if len(word) > 1 and word not in _TITLES and word not in _PARTICLES
    ]
    return (_made(words, is_bare=is_bare),) if len(words) >= _FEWEST else ()


def _has_vowels(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_WITH_VOWELS)


def _of_han(text: str) -> Iterator[list[str]]:
    """Give surname and given name, the latter as one word and as several."""
    chars = [anyascii(char).lower() for char in text if char.isalpha()]
    if len(chars) < _FEWEST:
        return
    surname = 2 if len(chars) >= _COMPOUND else 1
    yield ["".join(chars[:surname]), "".join(chars[surname:])]
    if len(chars) > surname + 1:
        yield ["".join(chars[:surname]), *chars[surname:]]


def _of_hangul(text: str) -> Iterator[list[str]]:
    """Give surname and given name, each surname as spelt by the rule and as is usual."""
    length = 2 if text.startswith(_LONG_SURNAMES) and len(text) > _FEWEST else 1
    surname, given = text[:length], [anyascii(char).lower() for char in text[length:]]
    by_rule = anyascii(surname).lower()
    for spelt in sorted({by_rule, _SURNAMES.get(surname, by_rule)}):
        yield [spelt, "".join(given)]
        if len(given) > 1:
            yield [spelt, *given]


def _made(words: list[str], *, is_bare: bool = False, is_exact: bool = False) -> Name:
    folded = sorted(_folded(word) for word in words)
    return Name(tuple(folded), tuple(sorted(map(_bones, folded))), is_bare, is_exact)


def _folded(word: str) -> str:
    for written, read in _SOUNDS:
        word = word.replace(written, read)
    # "Yevgeny" is "Evgeny".
    word = re.sub(r"^ie", "e", word)
    return _DOUBLED.sub(r"\1", word)


def _bones(word: str) -> str:
    """Return the consonants of a word; v and i stand for vowels in scripts that write few."""
    head = re.sub(r"[aeiouv]", "", word)
    return _DOUBLED.sub(r"\1", re.sub(r"(?<=.)h$", "", head))
