"""
Takes apart what somebody types into the search: words, "phrases", key:value, and -what is not.

Never fails: what it cannot read becomes a ``Fault``, and the rest still counts.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum

MOST_CHARACTERS = 500
MOST_PARTS = 20

# Quotes of the six languages' keyboards, and the wide signs of the Chinese one.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»＂「」『』", '"'),
        "：": ":",
        "，": ",",
        "،": ",",
        "−": "-",
        "－": "-",
    }
)
_PART = re.compile(
    r"""
    (?P<not>-?)
    (?: (?P<key>[A-Za-z]+) : (?P<values> (?: "[^"]*"? | [^\s"] )* )
      | "(?P<phrase>[^"]*)"?
      | (?P<word> [^\s"]+ )
    )
    """,
    re.VERBOSE,
)
_VALUE = re.compile(r'"([^"]*)"?|([^",]+)')
_HAS_WORD = re.compile(r"[^\W_]")
# "WSIS-2027-0012" and "2027-12" are numbers of inputs, wherever they stand.
_NUMBER = re.compile(r"(?:wsis-)?[0-9]{4}-[0-9]{1,6}", re.IGNORECASE)


class FaultKind(Enum):
    """What is wrong with a part of a search."""

    UNKNOWN_KEY = "unknown-key"
    NO_VALUE = "no-value"
    NO_WORD = "no-word"
    TOO_LONG = "too-long"


@dataclass(frozen=True)
class Fault:
    """A part that could not be read, as it was typed."""

    kind: FaultKind
    about: str


@dataclass(frozen=True)
class Term:
    """A word or, ``is_phrase``, words that follow each other; a "*" at its end: what begins so."""

    text: str
    is_phrase: bool = False
    is_wanted: bool = True


@dataclass(frozen=True)
class Condition:
    """A key and its values, of which one has to fit (none: ``is_wanted`` is false)."""

    key: str
    values: tuple[str, ...]
    is_wanted: bool = True


@dataclass
class Parsed:
    """What was typed, in its parts."""

    terms: list[Term] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def parse(text: str, keys: Collection[str]) -> Parsed:
    """Take apart a search; ``keys`` are those that may stand before a colon, in small letters."""
    parsed = Parsed()
    if len(text) > MOST_CHARACTERS:
        parsed.faults.append(Fault(FaultKind.TOO_LONG, str(MOST_CHARACTERS)))
    for match in _PART.finditer(text[:MOST_CHARACTERS].translate(_SIGNS)):
        if len(parsed.terms) + len(parsed.conditions) == MOST_PARTS:
            parsed.faults.append(Fault(FaultKind.TOO_LONG, match[0]))
            break
        _read(match, keys, parsed)
    return parsed


def _read(match: re.Match[str], keys: Collection[str], parsed: Parsed) -> None:
    is_wanted = not match["not"]
    key = (match["key"] or "").lower()
    if key and not match["values"].startswith("//"):
        values = tuple(filter(None, map(_value, _VALUE.finditer(match["values"]))))
        if key not in keys:
            parsed.faults.append(Fault(FaultKind.UNKNOWN_KEY, match["key"]))
        elif not values:
            parsed.faults.append(Fault(FaultKind.NO_VALUE, match["key"]))
        else:
            parsed.conditions.append(Condition(key, values, is_wanted))
        return
    phrase = match["phrase"]
    word = phrase if phrase is not None else match[0].removeprefix("-")
    if not _HAS_WORD.search(word):
        # A dash or a comma between words is nobody's fault.
        if phrase is not None:
            parsed.faults.append(Fault(FaultKind.NO_WORD, match[0]))
    elif phrase is None and _NUMBER.fullmatch(word.strip(",;.")):
        parsed.conditions.append(Condition("number", (word.strip(",;."),), is_wanted))
    else:
        parsed.terms.append(Term(word.strip(), phrase is not None, is_wanted))


def _value(match: re.Match[str]) -> str:
    return (match[1] if match[1] is not None else match[2]).strip()
