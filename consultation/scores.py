"""
The arithmetic of scores: one review's mean, what several say together, how far they agree.

Scores go from 1 to 5. ``queries.reviews`` asks the database for the same figures, for lists.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum
from statistics import pstdev

LOWEST, HIGHEST = 1, 5
# So far can two halves of the reviewers be apart: all 1 and all 5.
_WIDEST = (HIGHEST - LOWEST) / 2


def weighted_mean(scores: Mapping[int, int], weights: Mapping[int, int]) -> float | None:
    """
    Return the mean of a review's scores, criterion -> score, each as heavy as its criterion.

    Only criteria with a weight count: those not in force have none. ``None`` without any.
    """
    counted = [key for key in scores if key in weights]
    total = sum(weights[key] for key in counted)
    if not total:
        return None
    return sum(scores[key] * weights[key] for key in counted) / total


def mean(values: Sequence[float]) -> float | None:
    """Return the mean of several reviews' means; ``None`` without any."""
    return fsum(values) / len(values) if values else None


def spread(values: Sequence[float]) -> float | None:
    """Return the standard deviation of reviews' means: 0 to 2; ``None`` for fewer than two."""
    return pstdev(values) if len(values) > 1 else None


def agreement(values: Sequence[float]) -> float | None:
    """Return how far reviews agree: 1 where all say the same, 0 where half say 1 and half 5."""
    wide = spread(values)
    return None if wide is None else min(1.0, max(0.0, 1 - wide / _WIDEST))


def tally(recommendations: Sequence[str]) -> list[tuple[str, int]]:
    """Count recommendations, the most frequent first, then by name."""
    return sorted(Counter(filter(None, recommendations)).items(), key=lambda one: (-one[1], one[0]))
