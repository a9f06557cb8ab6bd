"""Names of likely the same person, in any script; nothing of Django."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from agenda.names import Name, names_of

# Shorter words have to be the same: "King" is not "Kong".
_LONG_ENOUGH = 6
_FAR = 4
_NEAR = 1
_NEAR_OF_SAME_CONSONANTS = 2


def groups(rows: Mapping[int, tuple[Sequence[str], str]]) -> dict[int, set[int]]:
    """
    Return for each row (names, e-mail) the others that are likely the same person.

    Only names that share a word or all their consonants are compared, so that 850 take a moment.
    """
    named = {pk: _forms(names) for pk, (names, _email) in rows.items()}
    by_key: dict[tuple[str, ...], list[int]] = {}
    for pk, forms in named.items():
        for key in {key for form in forms for key in _keys(form)}:
            by_key.setdefault(key, []).append(pk)
    pairs = {pair for near in by_key.values() for pair in combinations(near, 2)}
    same = {
        (one, other)
        for one, other in pairs
        if any(alike(first, second) for first in named[one] for second in named[other])
    }
    found: dict[int, set[int]] = {}
    for one, other in same | set(_of_one_address(rows)):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _forms(names: Iterable[str]) -> set[Name]:
    return {form for name in names for form in names_of(name)}


def _keys(name: Name) -> Iterator[tuple[str, ...]]:
    if not name.is_bare:
        for word in name.words:
            yield "word", word
    yield "bones", *name.bones


def _of_one_address(rows: Mapping[int, tuple[Sequence[str], str]]) -> Iterator[tuple[int, int]]:
    found: dict[str, list[int]] = {}
    for pk, (_names, email) in rows.items():
        if "@" in email:
            found.setdefault(email.strip().casefold(), []).append(pk)
    for same in found.values():
        yield from combinations(same, 2)


def alike(one: Name, other: Name) -> bool:
    """Tell whether two names are likely one person's."""
    if one.hangul and other.hangul:
        return one.hangul == other.hangul
    if one.words == other.words:
        return True
    if len(one.words) != len(other.words) or one.is_exact or other.is_exact:
        return False
    if one.is_bare or other.is_bare:
        return one.bones == other.bones and one.says_enough
    return _far(one, other) < _FAR


def _far(one: Name, other: Name) -> int:
    """Return by how many letters two names differ; ``_FAR`` where these are other names."""
    rest = list(other.words)
    left = []
    for word in one.words:
        if word in rest:
            rest.remove(word)
        else:
            left.append(word)
    far = sum(_differ(word, match) for word, match in zip(left, rest, strict=True))
    has_same = len(left) < len(one.words)
    return far if has_same or one.bones == other.bones else _FAR


def _differ(one: str, other: str) -> int:
    """Return the distance of two words; what differs in a woman's ending is another name."""
    if min(len(one), len(other)) < _LONG_ENOUGH or one.endswith("a") != other.endswith("a"):
        return _FAR
    distance = _distance(one, other)
    same = _consonants(one) == _consonants(other)
    return distance if distance <= (_NEAR_OF_SAME_CONSONANTS if same else _NEAR) else _FAR


def _consonants(word: str) -> str:
    return "".join(char for char in word if char not in "aeiou")


def _distance(one: str, other: str) -> int:
    """Return how many letters have to be put in, left out or changed."""
    row = list(range(len(other) + 1))
    for place, char in enumerate(one, start=1):
        before, row = row, [place]
        for at, each in enumerate(other, start=1):
            row.append(min(before[at] + 1, row[-1] + 1, before[at - 1] + (char != each)))
    return row[-1]
