"""Sessions as a reader looks for them: by words in any language, and by what they are."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from agenda.exports.subset import speakers_of
from agenda.presentation import Row, days_of, unplaced_of
from agenda.programme import Programme, ProgrammeItem, ProgrammeSession

# Letters that writers use for each other; the lists of the portal (list-filter.js) know the same.
_ALIKE = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ё": "е"}
)
_TATWEEL = "\u0640"


def plain(text: str) -> str:
    """Write a text so that case, accents, Arabic vowel signs and widths make no difference."""
    split = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    letters = (c for c in split if not unicodedata.combining(c) and c != _TATWEEL)
    return " ".join("".join(letters).split())


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A row of the agenda with what finds it: folded words, and its values by filter.

    ``place`` counts the rows, ``position`` the times of the session, each from 0.
    """

    row: Row
    place: int
    position: int
    words: str
    values: Mapping[str, frozenset[str]]

    @property
    def key(self) -> str:
        """What names the row on its page: "124", and "124-2" for a second time."""
        number = self.row.session.number
        return f"{number}-{self.position + 1}" if self.position else str(number)


def entries_of(programme: Programme) -> tuple[Entry, ...]:
    """Return every row of the agenda by time, those without a time last; each folded once."""
    words = {one.number: plain(" ".join(_said(programme, one))) for one in programme.sessions}
    rows = [row for day in days_of(programme) for row in day.rows]
    all_rows = enumerate((*rows, *unplaced_of(programme)))
    return tuple(_entry(place, row, words[row.session.number]) for place, row in all_rows)


def found(
    entries: Iterable[Entry],
    *,
    text: str,
    values: Mapping[str, str],
    numbers: frozenset[int] | None,
) -> list[Entry]:
    """
    Keep the rows that have every word of ``text``, every value and, unless ``None``, a number.

    The number of a session finds that one alone.
    """
    rows = [
        one
        for one in entries
        if (numbers is None or one.row.session.number in numbers)
        and all(value in one.values[name] for name, value in values.items())
    ]
    words = plain(text).split()
    if len(words) == 1 and any(words[0] == str(one.row.session.number) for one in rows):
        return [one for one in rows if words[0] == str(one.row.session.number)]
    return [one for one in rows if all(word in one.words for word in words)]


def counts_of(entries: Iterable[Entry]) -> dict[str, Counter[str]]:
    """Count the sessions by each value of each filter."""
    seen: dict[str, set[tuple[str, int]]] = {}
    for one in entries:
        for name, values in one.values.items():
            seen.setdefault(name, set()).update((v, one.row.session.number) for v in values)
    return {name: Counter(value for value, _ in pairs) for name, pairs in seen.items()}


def _entry(place: int, row: Row, words: str) -> Entry:
    session, slot = row.session, row.slot
    return Entry(
        row=row,
        place=place,
        position=session.slots.index(slot) if slot else 0,
        words=words,
        values={
            "day": _set(f"{row.starts_at:%Y-%m-%d}" if row.starts_at else ""),
            "track": _set(session.track),
            "type": _set(session.type),
            "line": frozenset(session.action_lines),
            "goal": frozenset(str(number) for number in session.goals),
            "language": frozenset((*session.floor_languages, *session.interpretation)),
            "mode": _set(session.mode),
            "room": _set(slot.room if slot else ""),
        },
    )


def _set(value: str) -> frozenset[str]:
    return frozenset((value,)) if value else frozenset()


def _said(programme: Programme, session: ProgrammeSession) -> Iterator[str]:
    """Give every text of a session in every language, with its number and its people."""
    yield str(session.number)
    for text in (session.title, session.description, session.organizers):
        yield from text.values()
    yield from _of_items(session.items)
    for slug in dict.fromkeys(speakers_of(session)):
        speaker = programme.index.speakers[slug]
        for text in (speaker.name, speaker.function, speaker.organization):
            yield from text.values()


def _of_items(items: Iterable[ProgrammeItem]) -> Iterator[str]:
    for item in items:
        yield from item.title.values()
        yield from _of_items(item.items)
