"""An agenda while it is edited: lines in reading order, each so deep; nothing of Django."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from agenda.numbering import tree, walk

# Deeper than any real agenda; what nests without end stops programs that walk it.
DEEPEST = 20


class Place(NamedTuple):
    """Where a line stands: ``key`` is its row's, or begins with "new"."""

    key: str
    depth: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole agenda as it is typed: the order, and what each line says by the field's name."""

    places: Sequence[Place] = ()
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Clash(NamedTuple):
    """A field of a line that two people wrote differently."""

    key: str
    name: str
    theirs: str
    mine: str


def in_shape(places: Sequence[Place]) -> list[Place]:
    """Let no line stand more than one level below the line before it."""
    shaped: list[Place] = []
    for place in places:
        most = min(shaped[-1].depth + 1, DEEPEST) if shaped else 0
        shaped.append(Place(place.key, max(0, min(place.depth, most))))
    return shaped


def numbers(draft: Draft) -> dict[str, str]:
    """Return the number of each numbered line by its key."""
    at = {place.key: index for index, place in enumerate(draft.places)}
    parents = dict(zip(at, above(draft.places), strict=True))
    lines = tree(
        at,
        key=at.__getitem__,
        parent=lambda key: None if (one := parents[key]) is None else at[one],
        is_numbered=lambda key: bool(draft.said.get(key, {}).get("numbered")),
    )
    return {line.row: line.number for line in walk(lines) if line.number}


def above(places: Sequence[Place]) -> Iterator[str | None]:
    """Give for each line the key of the line that it stands below."""
    path: list[str] = []
    for place in places:
        del path[place.depth :]
        yield path[-1] if path else None
        path.append(place.key)


def end_of(places: Sequence[Place], start: int) -> int:
    """Return where the lines below a line end."""
    depth = places[start].depth
    for index in range(start + 1, len(places)):
        if places[index].depth <= depth:
            return index
    return len(places)


def moved(places: Sequence[Place], key: str, way: str) -> list[Place]:
    """Move a line with those below it ``up``, ``down``, ``in`` or ``out``, as far as it goes."""
    found = list(places)
    start = _index(found, key)
    if start is None:
        return found
    end = end_of(found, start)
    block, depth = found[start:end], found[start].depth
    match way:
        case "up":
            before = _sibling_before(found, start)
            if before is not None:
                return found[:before] + block + found[before:start] + found[end:]
        case "down":
            if end < len(found) and found[end].depth == depth:
                after = end_of(found, end)
                return found[:start] + found[end:after] + block + found[after:]
        case "in":
            deepest = max(place.depth for place in block)
            if _sibling_before(found, start) is not None and deepest < DEEPEST:
                return found[:start] + _shifted(block, 1) + found[end:]
        case "out":
            if depth:
                parent = max(i for i in range(start) if found[i].depth == depth - 1)
                after = end_of(found, parent)
                return found[:start] + found[end:after] + _shifted(block, -1) + found[after:]
    return found


def removed(places: Sequence[Place], key: str) -> list[Place]:
    """Take one line out; those below it move up a level."""
    found = list(places)
    start = _index(found, key)
    if start is None:
        return found
    end = end_of(found, start)
    return found[:start] + _shifted(found[start + 1 : end], -1) + found[end:]


def with_new(places: Sequence[Place], after: str) -> tuple[list[Place], str]:
    """Add an empty line after one and those below it, or at the end; return its key, too."""
    taken = {place.key for place in places}
    key = next(name for n in count(1) if (name := f"new-{n}") not in taken)
    found = list(places)
    start = _index(found, after)
    if start is None:
        return [*found, Place(key, 0)], key
    end = end_of(found, start)
    return [*found[:end], Place(key, found[start].depth), *found[end:]], key


def merged(base: Draft, mine: Draft, theirs: Draft) -> tuple[Draft, list[Clash]]:
    """
    Bring two people's changes of one agenda together; nothing that either typed is lost.

    Where both wrote one field, mine stands and the clash is told. A line that one removed and the
    other changed stays.
    """
    said: dict[str, Mapping[str, str]] = {}
    clashes: list[Clash] = []
    gone: set[str] = set()
    for key in dict.fromkeys((*mine.said, *theirs.said, *base.said)):
        old, ours, other = (one.said.get(key) for one in (base, mine, theirs))
        if ours is not None and other is not None:
            said[key], found = _fields(key, old or {}, ours, other)
            clashes += found
            continue
        left = ours if other is None else other
        if left is None or left == old:
            gone.add(key)
        else:
            said[key] = left
    skeleton, rest = (theirs, mine) if list(mine.places) == list(base.places) else (mine, theirs)
    places = _together(skeleton.places, rest.places, said)
    for key in gone:
        places = removed(places, key)
    names = {key: f"new-again-{key}" for key in said if key in base.said and key not in theirs.said}
    return (
        Draft(
            [Place(names.get(key, key), depth) for key, depth in in_shape(places)],
            {names.get(key, key): fields for key, fields in said.items()},
        ),
        clashes,
    )


def _fields(
    key: str, old: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[dict[str, str], list[Clash]]:
    found, clashes = {}, []
    for name in dict.fromkeys((*theirs, *mine)):
        was, ours, other = (one.get(name, "") for one in (old, mine, theirs))
        found[name] = other if ours == was else ours
        if ours not in {was, other} and other != was:
            clashes.append(Clash(key, name, other, ours))
    return found, clashes


def _together(
    skeleton: Sequence[Place], rest: Sequence[Place], said: Mapping[str, object]
) -> list[Place]:
    """Put what only the other agenda has after the line that it stands after there."""
    found = list(skeleton)
    before = ""
    for place in rest:
        if place.key in said and _index(found, place.key) is None:
            at = _index(found, before)
            found.insert(0 if at is None else at + 1, place)
        before = place.key if _index(found, place.key) is not None else before
    return found


def _index(places: Sequence[Place], key: str) -> int | None:
    return next((index for index, place in enumerate(places) if place.key == key), None)


def _sibling_before(places: Sequence[Place], start: int) -> int | None:
    depth = places[start].depth
    for index in range(start - 1, -1, -1):
        if places[index].depth <= depth:
            return index if places[index].depth == depth else None
    return None


def _shifted(block: Sequence[Place], by: int) -> list[Place]:
    return [Place(key, depth + by) for key, depth in block]
