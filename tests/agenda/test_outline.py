"""An agenda while it is edited: moves that lose nothing, numbers in order, two editors merged."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda import outline
from agenda.outline import Draft, Place
from tests.lengths import length


def _places(text: str) -> list[Place]:
    """Read "a b. c.." as a line, one below it, and one below that."""
    return [Place(word.rstrip("."), word.count(".")) for word in text.split()]


def _text(places) -> str:
    return " ".join(f"{key}{'.' * depth}" for key, depth in places)


@pytest.mark.parametrize(
    ("before", "key", "way", "after"),
    [
        ("a b. c", "c", "up", "c a b."),
        ("a b. c d.", "a", "down", "c d. a b."),
        ("a b. c", "b", "up", "a b. c"),
        ("a b. c", "c", "down", "a b. c"),
        ("a b c.", "b", "in", "a b. c.."),
        ("a b. c", "b", "in", "a b. c"),
        ("a b. c. d", "b", "out", "a c. b d"),
        ("a b. c.. d. e", "b", "out", "a d. b c. e"),
        ("a", "x", "up", "a"),
    ],
)
def test_a_line_moves_with_those_below_it(before: str, key: str, way: str, after: str) -> None:
    assert _text(outline.moved(_places(before), key, way)) == after


def test_a_line_that_goes_lifts_those_below_it() -> None:
    assert _text(outline.removed(_places("a b. c.. d"), "b")) == "a c. d"
    assert outline.with_new(_places("a b. c"), "a") == (_places("a b. new-1 c"), "new-1")


def test_ten_comes_after_nine() -> None:
    keys = [str(n) for n in range(1, 12)]
    places = [Place("0", 0), *(Place(key, 1) for key in keys)]
    said = {place.key: {"numbered": "on"} for place in places}
    found = outline.numbers(Draft(places, said))
    assert [found[key] for key in ("0", "2", "9", "10")] == ["1", "1.2", "1.9", "1.10"]


_OUTLINES = st.lists(st.integers(0, 4), max_size=12).map(
    lambda depths: outline.in_shape([Place(str(n), depth) for n, depth in enumerate(depths)])
)
_MOVES = st.lists(
    st.tuples(
        st.sampled_from([str(n) for n in range(12)]), st.sampled_from(["up", "down", "in", "out"])
    )
)


@pytest.mark.soak
@settings(max_examples=length(50, soak=1_000), deadline=None)
@given(places=_OUTLINES, moves=_MOVES)
def test_moves_keep_every_line_once_and_in_shape(places, moves) -> None:
    now = places
    for key, way in moves:
        now = outline.moved(now, key, way)
        assert outline.in_shape(now) == now
    assert {place.key for place in now} == {place.key for place in places}
    assert len(now) == len(places)


def _draft(text: str, **said: str) -> Draft:
    places = _places(text)
    return Draft(places, {place.key: {"t": said.get(place.key, place.key)} for place in places})


def test_two_people_on_different_lines_both_count() -> None:
    base = _draft("a b c")
    mine = _draft("a new-1 b c", b="mine")
    theirs = _draft("c a b 9.", c="theirs")
    found, clashes = outline.merged(base, mine, theirs)
    assert _text(found.places) == "a new-1 b 9. c"
    assert [found.said[key]["t"] for key in ("b", "c", "9")] == ["mine", "theirs", "9"]
    assert clashes == []


def test_two_people_on_one_line_are_told() -> None:
    found, clashes = outline.merged(_draft("a"), _draft("a", a="mine"), _draft("a", a="theirs"))
    assert found.said["a"]["t"] == "mine"
    assert clashes == [outline.Clash("a", "t", "theirs", "mine")]


def test_what_one_removes_and_the_other_changes_stays() -> None:
    base = _draft("a b c")
    found, _clashes = outline.merged(base, _draft("a b", b="mine"), _draft("a c", c="theirs"))
    assert sorted(fields["t"] for fields in found.said.values()) == ["a", "mine", "theirs"]
    assert {place.key for place in found.places} == {"a", "new-again-b", "c"}
    found, _clashes = outline.merged(base, _draft("a c"), _draft("a b"))
    assert _text(found.places) == "a"


@pytest.mark.soak
@settings(max_examples=length(50, soak=1_000), deadline=None)
@given(data=st.data())
def test_nothing_that_either_typed_is_lost(data) -> None:
    base = _draft(" ".join("abcd"))

    def edited(name: str) -> Draft:
        order = data.draw(st.permutations("abcd"))
        kept = data.draw(st.integers(0, 4))
        changed = data.draw(st.sets(st.sampled_from("abcd")))
        return _draft(
            " ".join([*order[:kept], f"new-{name}"]), **{key: f"{name} {key}" for key in changed}
        )

    mine, theirs = edited("mine"), edited("theirs")
    found, clashes = outline.merged(base, mine, theirs)
    texts = {fields["t"] for fields in found.said.values()} | {one.theirs for one in clashes}
    for draft in (mine, theirs):
        typed = {said["t"] for key, said in draft.said.items() if said != base.said.get(key)}
        assert typed <= texts
    assert sorted(place.key for place in found.places) == sorted(found.said)
    assert outline.in_shape(found.places) == list(found.places)
