"""Names of likely the same person, in any script; nothing of Django."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

_TATWEEL = "\u0640"
# Letters that writers of Arabic use for each other, once marks are gone.
_ALIKE = str.maketrans({"ى": "ي", "ة": "ه", "ٱ": "ا", "ی": "ي", "ک": "ك"})
_CYRILLIC = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True)),
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "і": "i",
    "є": "e",
    "ґ": "g",
}
_LATIN = str.maketrans({**_CYRILLIC, "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORDS = re.compile(r"[^\W_]+")
# One word is no name: "Ahmed" is many people.
_FEWEST = 2


def folded(name: str) -> str:
    """
    Return a name as it is compared, blank where it says too little.

    Without marks and capitals, in Latin letters where that is cheap, its words in order; Chinese
    without its spaces.
    """
    plain = "".join(
        char
        for char in unicodedata.normalize("NFKD", name.casefold())
        if unicodedata.category(char) not in {"Mn", "Cf"} and char != _TATWEEL
    )
    words = _WORDS.findall(plain.translate(_ALIKE).translate(_LATIN))
    if any(_HAN.search(word) for word in words):
        joined = "".join(words)
        return joined if len(joined) >= _FEWEST else ""
    return " ".join(sorted(words)) if len(words) >= _FEWEST else ""


def keys(names: Iterable[str], email: str) -> Iterator[str]:
    """Give what two rows of one person have in common."""
    yield from {key for name in names if (key := folded(name))}
    if "@" in email:
        yield f"@{email.strip().casefold()}"


def groups(rows: Mapping[int, tuple[Sequence[str], str]]) -> dict[int, set[int]]:
    """Return for each row (names, e-mail) the others that are likely the same person."""
    by_key: dict[str, list[int]] = {}
    for pk, (names, email) in rows.items():
        for key in keys(names, email):
            by_key.setdefault(key, []).append(pk)
    found: dict[int, set[int]] = {}
    for same in by_key.values():
        if len(same) > 1:
            for pk in same:
                found.setdefault(pk, set()).update(other for other in same if other != pk)
    return found
