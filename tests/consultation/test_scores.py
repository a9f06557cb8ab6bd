"""The arithmetic of scores."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.scores import agreement, mean, spread, tally, weighted_mean

SCORES = st.dictionaries(st.integers(1, 9), st.integers(1, 5), min_size=1)
WEIGHTS = st.fixed_dictionaries({key: st.integers(1, 100) for key in range(1, 10)})
MEANS = st.lists(st.floats(1, 5), min_size=2, max_size=9)


def test_heavy_criteria_count_more():
    assert weighted_mean({1: 5, 2: 1}, {1: 3, 2: 1}) == 4


def test_criteria_not_in_force_do_not_count():
    assert weighted_mean({1: 5, 2: 1}, {1: 3}) == 5
    assert weighted_mean({1: 5}, {}) is None


def test_without_reviews_there_is_no_figure():
    assert mean([]) is None
    assert spread([3.0]) is None
    assert agreement([3.0]) is None


def test_reviewers_who_agree_and_who_do_not():
    assert agreement([4.0, 4.0, 4.0]) == 1
    assert agreement([1.0, 5.0]) == 0
    assert spread([1.0, 5.0]) == 2


def test_recommendations_are_counted():
    found = tally(["decline", "accept", "accept", "", "merge"])
    assert found == [("accept", 2), ("decline", 1), ("merge", 1)]


@given(SCORES, WEIGHTS)
def test_a_mean_lies_between_the_scores(scores, weights):
    assert min(scores.values()) <= weighted_mean(scores, weights) <= max(scores.values())


@given(SCORES, WEIGHTS, st.integers(1, 20))
def test_only_the_relation_of_weights_matters(scores, weights, factor):
    heavier = {key: weight * factor for key, weight in weights.items()}
    assert weighted_mean(scores, weights) == pytest.approx(weighted_mean(scores, heavier))


@given(MEANS)
def test_agreement_falls_as_the_spread_rises(values):
    assert 0 <= spread(values) <= 2 + 1e-9
    assert 0 <= agreement(values) <= 1
    middle = mean(values)
    nearer = [middle + (value - middle) / 2 for value in values]
    assert agreement(nearer) >= agreement(values) - 1e-9


@given(MEANS)
def test_the_order_of_reviews_does_not_matter(values):
    assert spread(values) == pytest.approx(spread(values[::-1]))
    assert mean(values) == pytest.approx(mean(sorted(values)))
