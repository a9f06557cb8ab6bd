"""
Balances inputs among reviewers: a flow of least cost from the inputs to the reviewers.

In this order, each before the next: nobody over her capacity and nothing too near to her; as many
inputs as possible get a reviewer, and then as many as possible their second; languages are read;
the loads are even, with those that wait already counted.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from consultation.assigning.problem import Input, Lack, Pair, Problem, Proposal, Reviewer

if TYPE_CHECKING:
    from ortools.graph.python.min_cost_flow import (  # type: ignore[import-untyped]
        SimpleMinCostFlow,
    )

_SOURCE, _SINK, _FIRST = 0, 1, 2


def balanced(problem: Problem) -> Proposal:
    """
    Return the best shares; the same problem gives the same ones.

    :raises ValueError: the solver gave up, which a problem with finite costs never makes it do
    """
    inputs = sorted(problem.inputs, key=lambda one: one.key)
    reviewers = sorted(problem.reviewers, key=lambda one: one.key)
    pairs = _flow(problem, inputs, reviewers)
    return Proposal(
        pairs=tuple(sorted(pairs)),
        lacking=lacking(problem, pairs),
        conflicts=conflicts(inputs, reviewers),
    )


def conflicts(inputs: Iterable[Input], reviewers: Sequence[Reviewer]) -> int:
    """Count the pairs that are only kept apart because the input is too near to the reviewer."""
    return sum(
        one.key in reviewer.too_near and reviewer.works_on(one) and reviewer.key not in one.has
        for one in inputs
        for reviewer in reviewers
    )


def lacking(problem: Problem, pairs: Iterable[Pair]) -> dict[int, Lack]:
    """Say of each input that gets fewer reviewers than it should why it does."""
    got: dict[int, set[int]] = {one.key: set(one.has) for one in problem.inputs}
    for key, reviewer in pairs:
        got[key].add(reviewer)
    return {
        one.key: _why(problem, one, got[one.key])
        for one in sorted(problem.inputs, key=lambda one: one.key)
        if len(got[one.key]) < problem.wanted
    }


def _why(problem: Problem, one: Input, got: set[int]) -> Lack:
    """Return the first thing that stands in the way of a further reviewer."""
    others = [who for who in problem.reviewers if who.key not in got and who.works_on(one)]
    if not others:
        return Lack.NOBODY
    others = [who for who in others if one.key not in who.too_near]
    if not others:
        return Lack.CONFLICT
    if problem.only_readers and not any(one.language in who.reads for who in others):
        return Lack.LANGUAGE
    return Lack.CAPACITY


def _flow(problem: Problem, inputs: Sequence[Input], reviewers: Sequence[Reviewer]) -> list[Pair]:
    """Solve; each arc carries one unit, and what it costs says what is avoided first."""
    # The wheel takes 60 MB of memory: only who balances pays it.
    from ortools.graph.python import (  # type: ignore[import-untyped]  # noqa: PLC0415
        min_cost_flow,
    )

    flow = min_cost_flow.SimpleMinCostFlow()
    asked = [max(0, problem.wanted - len(one.has)) for one in inputs]
    units = sum(asked)
    if not units or not reviewers:
        return []
    # Each weighs more than all of the next together: load, then language, then breadth.
    most_load = max(who.load + min(who.left, units) for who in reviewers) + 1
    foreign = units * most_load + 1
    deeper = units * (foreign + most_load) + 1
    for place, (one, wanted) in enumerate(zip(inputs, asked, strict=True)):
        for further in range(wanted):
            cost = (len(one.has) + further) * deeper
            flow.add_arc_with_capacity_and_unit_cost(_SOURCE, _FIRST + place, 1, cost)
    arcs = _arcs(problem, flow, inputs, reviewers, foreign)
    behind = _FIRST + len(inputs)
    for place, who in enumerate(reviewers):
        for further in range(min(who.left, units)):
            cost = who.load + further
            flow.add_arc_with_capacity_and_unit_cost(behind + place, _SINK, 1, cost)
    flow.set_node_supply(_SOURCE, units)
    flow.set_node_supply(_SINK, -units)
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise ValueError(status)
    return [pair for arc, pair in arcs.items() if flow.flow(arc)]


def _arcs(
    problem: Problem,
    flow: "SimpleMinCostFlow",
    inputs: Sequence[Input],
    reviewers: Sequence[Reviewer],
    foreign: int,
) -> dict[int, Pair]:
    """Add an arc for each pair that may be; return arc -> pair."""
    arcs: dict[int, Pair] = {}
    behind = _FIRST + len(inputs)
    for place, one in enumerate(inputs):
        for position, who in enumerate(reviewers):
            reads = one.language in who.reads
            if who.may_get(one) and (reads or not problem.only_readers):
                cost = 0 if reads else foreign
                arc = flow.add_arc_with_capacity_and_unit_cost(
                    _FIRST + place, behind + position, 1, cost
                )
                arcs[int(arc)] = (one.key, who.key)
    return arcs
