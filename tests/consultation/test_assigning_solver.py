"""The balance of inputs among reviewers, against a search through every possibility."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.assigning.choosing import by_hand, by_rules
from consultation.assigning.problem import Input, Lack, Pair, Problem, Reviewer, Rule
from consultation.assigning.solver import balanced, conflicts

_LANGUAGES = ("en", "ar")
_KEYS = range(1, 5)
_PEOPLE = (11, 12, 13)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a problem so small that every possibility can be tried."""
    inputs = [
        Input(
            key,
            call=draw(st.sampled_from((1, 2))),
            language=draw(st.sampled_from(_LANGUAGES)),
            has=frozenset(draw(st.sets(st.sampled_from(_PEOPLE), max_size=1))),
        )
        for key in draw(st.sets(st.sampled_from(_KEYS)))
    ]
    reviewers = [
        Reviewer(
            key,
            capacity=draw(st.integers(0, 4)),
            load=draw(st.integers(0, 5)),
            reads=frozenset(draw(st.sets(st.sampled_from(_LANGUAGES)))),
            calls=draw(st.sampled_from((None, frozenset({1})))),
            too_near=frozenset(draw(st.sets(st.sampled_from(_KEYS), max_size=2))),
        )
        for key in draw(st.sets(st.sampled_from(_PEOPLE)))
    ]
    return Problem(
        tuple(inputs), tuple(reviewers), draw(st.integers(0, 3)), only_readers=draw(st.booleans())
    )


def possibilities(problem: Problem) -> Iterator[tuple[Pair, ...]]:
    """Yield every way to share, good or bad, that breaks nothing."""
    choices = []
    for one in problem.inputs:
        people = [
            who.key
            for who in problem.reviewers
            if who.may_get(one) and (one.language in who.reads or not problem.only_readers)
        ]
        most = max(0, problem.wanted - len(one.has))
        choices.append(
            [
                [(one.key, who) for who in group]
                for size in range(most + 1)
                for group in combinations(people, size)
            ]
        )
    left = {who.key: who.left for who in problem.reviewers}
    for chosen in product(*choices):
        pairs = tuple(pair for group in chosen for pair in group)
        counted = Counter(who for _key, who in pairs)
        if all(count <= left[who] for who, count in counted.items()):
            yield pairs


def worth(problem: Problem, pairs: tuple[Pair, ...]) -> tuple[int, ...]:
    """Return what a way to share is worth, the smallest being the best."""
    inputs = {one.key: one for one in problem.inputs}
    people = {who.key: who for who in problem.reviewers}
    per_input, per_person = Counter(k for k, _w in pairs), Counter(w for _k, w in pairs)
    had = {key: len(one.has) for key, one in inputs.items()}
    breadth = sum(sum(range(had[k], had[k] + n)) for k, n in per_input.items())
    foreign = sum(inputs[k].language not in people[w].reads for k, w in pairs)
    load = sum(sum(range(people[w].load, people[w].load + n)) for w, n in per_person.items())
    return (-len(pairs), breadth, foreign, load)


@settings(max_examples=300, deadline=None)
@given(problems())
def test_the_proposal_is_the_best_there_is(problem: Problem):
    pairs = balanced(problem).pairs
    assert len(set(pairs)) == len(pairs)
    assert pairs in {tuple(sorted(one)) for one in possibilities(problem)}
    assert worth(problem, pairs) == min(worth(problem, one) for one in possibilities(problem))


@settings(max_examples=100, deadline=None)
@given(problems())
def test_every_input_that_lacks_somebody_is_named_with_a_true_reason(problem: Problem):
    found = balanced(problem)
    got = Counter(key for key, _who in found.pairs)
    lacking = {one.key for one in problem.inputs if len(one.has) + got[one.key] < problem.wanted}
    assert set(found.lacking) == lacking
    for one in problem.inputs:
        why = found.lacking.get(one.key)
        free = [who for who in problem.reviewers if who.works_on(one) and who.key not in one.has]
        if why == Lack.CONFLICT:
            mine = {who for key, who in found.pairs if key == one.key}
            assert all(one.key in who.too_near or who.key in mine for who in free)
        if why == Lack.NOBODY:
            assert len(free) == got[one.key]


@given(problems())
@settings(max_examples=100, deadline=None)
def test_by_hand_gives_nobody_what_is_too_near_or_of_another_call(problem: Problem):
    people = {who.key: who for who in problem.reviewers}
    inputs = {one.key: one for one in problem.inputs}
    found = by_hand(problem)
    assert all(people[who].may_get(inputs[key]) for key, who in found.pairs)
    pairs = {(one.key, who.key) for one in problem.inputs for who in problem.reviewers}
    left_out = {pair for pair in pairs if not people[pair[1]].may_get(inputs[pair[0]])}
    assert set(found.pairs) == pairs - left_out
    assert found.conflicts == conflicts(problem.inputs, problem.reviewers)


def test_the_same_problem_has_the_same_answer_whatever_its_order():
    inputs = tuple(Input(key, 1, "en") for key in range(40))
    people = tuple(Reviewer(key, capacity=20, reads=frozenset({"en"})) for key in range(50, 55))
    one = balanced(Problem(inputs, people, wanted=2))
    other = balanced(Problem(inputs[::-1], people[::-1], wanted=2))
    assert one == other
    assert set(Counter(who for _key, who in one.pairs).values()) == {16}


def test_what_waits_already_is_counted_into_the_balance():
    inputs = tuple(Input(key, 1, "en") for key in range(10))
    people = (Reviewer(1, capacity=30, load=6), Reviewer(2, capacity=30))
    shares = Counter(who for _key, who in balanced(Problem(inputs, people)).pairs)
    assert shares == {1: 2, 2: 8}


def test_a_language_is_read_even_by_somebody_with_much_to_do():
    arabic = tuple(Input(key, 1, "ar") for key in range(5))
    people = (
        Reviewer(1, capacity=30, load=20, reads=frozenset({"ar"})),
        Reviewer(2, capacity=30, reads=frozenset({"en"})),
    )
    assert {who for _key, who in balanced(Problem(arabic, people)).pairs} == {1}


@pytest.mark.parametrize(
    ("reviewers", "only_readers", "why"),
    [
        ((), False, Lack.NOBODY),
        ((Reviewer(1, capacity=9, calls=frozenset({2})),), False, Lack.NOBODY),
        ((Reviewer(1, capacity=9, too_near=frozenset({1})),), False, Lack.CONFLICT),
        ((Reviewer(1, capacity=9, reads=frozenset({"ar"})),), True, Lack.LANGUAGE),
        ((Reviewer(1, capacity=3, load=3),), False, Lack.CAPACITY),
    ],
)
def test_why_an_input_gets_nobody(
    reviewers: tuple[Reviewer, ...], *, only_readers: bool, why: Lack
):
    found = balanced(Problem((Input(1, 1, "en"),), reviewers, only_readers=only_readers))
    assert (found.pairs, found.lacking) == ((), {1: why})


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (Rule(7, call=1), True),
        (Rule(7, call=2), False),
        (Rule(7, line=4), True),
        (Rule(7, line=5), False),
        (Rule(7, language="ar"), True),
        (Rule(7, language="en"), False),
        (Rule(7, call=1, line=4, language="ar"), True),
        (Rule(7, call=1, line=4, language="fr"), False),
    ],
)
def test_a_rule_speaks_of_the_inputs_that_it_names(rule: Rule, *, fits: bool):
    one = Input(1, call=1, language="ar", lines=frozenset({3, 4}))
    problem = Problem((one,), (Reviewer(7, capacity=0),))
    found = by_rules(problem, [rule, rule])
    assert found.pairs == (((1, 7),) if fits else ())
    assert found.lacking == ({} if fits else {1: Lack.NO_RULE})


def test_rules_leave_out_what_is_too_near_and_count_it():
    inputs = (Input(1, 1, "en"), Input(2, 1, "en", has=frozenset({7})))
    found = by_rules(
        Problem(inputs, (Reviewer(7, capacity=9, too_near=frozenset({1})),)), [Rule(7, call=1)]
    )
    assert (found.pairs, found.conflicts, found.lacking) == ((), 1, {1: Lack.CONFLICT})


def test_five_hundred_inputs_and_ten_reviewers_are_quick():
    inputs = tuple(Input(key, 1, _LANGUAGES[key % 2]) for key in range(500))
    people = tuple(
        Reviewer(key, capacity=150, reads=frozenset(_LANGUAGES[: 1 + key % 2]))
        for key in range(1000, 1010)
    )
    found = balanced(Problem(inputs, people, wanted=3))
    shares = Counter(who for _key, who in found.pairs)
    assert sum(shares.values()) == 1500
    assert not found.lacking
