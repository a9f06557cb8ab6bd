"""What is typed into the staff's search, taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.searching import Condition, FaultKind, Term, parse

KEYS = ("status", "line", "org", "number")


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("digital skills", [Term("digital"), Term("skills")]),
        ('"digital skills" rural', [Term("digital skills", is_phrase=True), Term("rural")]),
        ("“数字技能” 学校", [Term("数字技能", is_phrase=True), Term("学校")]),
        ("«fracture numérique»", [Term("fracture numérique", is_phrase=True)]),
        ("-women", [Term("women", is_wanted=False)]),
        ('-"digital skills', [Term("digital skills", is_phrase=True, is_wanted=False)]),
        ("rural-schools – x", [Term("rural-schools"), Term("x")]),
        ("educat*", [Term("educat*")]),
        ("https://example.org/a", [Term("https://example.org/a")]),
        (", - –", []),
        ("", []),
    ],
)
def test_words_and_phrases(typed: str, terms: list[Term]):
    parsed = parse(typed, KEYS)
    assert (parsed.terms, parsed.conditions, parsed.faults) == (terms, [], [])


@pytest.mark.parametrize(
    ("typed", "conditions"),
    [
        ("status:returned", [Condition("status", ("returned",))]),
        ("STATUS：returned，decided", [Condition("status", ("returned", "decided"))]),
        ("-status:decided", [Condition("status", ("decided",), is_wanted=False)]),
        ('org:"World Bank",ITU', [Condition("org", ("World Bank", "ITU"))]),
        ('org:"World Bank', [Condition("org", ("World Bank",))]),
        ("WSIS-2027-0012", [Condition("number", ("WSIS-2027-0012",))]),
        ("2027-12, -2027-13", [
            Condition("number", ("2027-12",)),
            Condition("number", ("2027-13",), is_wanted=False),
        ]),
    ],
)  # fmt: skip
def test_conditions(typed: str, conditions: list[Condition]):
    parsed = parse(typed, KEYS)
    assert (parsed.terms, parsed.conditions, parsed.faults) == ([], conditions, [])


@pytest.mark.parametrize(
    ("typed", "kind", "about"),
    [
        ("colour:red skills", FaultKind.UNKNOWN_KEY, "colour"),
        ("status: skills", FaultKind.NO_VALUE, "status"),
        ('"…" skills', FaultKind.NO_WORD, '"…"'),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_counts(typed: str, kind: FaultKind, about: str):
    parsed = parse(typed, KEYS)
    assert [(fault.kind, fault.about) for fault in parsed.faults] == [(kind, about)]
    assert parsed.terms == [Term("skills")]


@pytest.mark.parametrize("typed", ["x" * 501, "a " * 30])
def test_what_is_too_long_is_cut(typed: str):
    parsed = parse(typed, KEYS)
    assert [fault.kind for fault in parsed.faults] == [FaultKind.TOO_LONG]
    assert parsed.terms


@given(st.text(alphabet=st.sampled_from('ab -:",*“學\t«status:'), max_size=60))
def test_whatever_is_typed_every_word_is_kept_or_named(typed: str):
    parsed = parse(typed, KEYS)
    assert all(term.text.strip() == term.text and term.text for term in parsed.terms)
    assert all(values for values in (one.values for one in parsed.conditions))
