"""Assignment by hand and by rule: who was chosen, less what must not be."""

from collections.abc import Iterable

from consultation.assigning.problem import Input, Lack, Pair, Problem, Proposal, Reviewer, Rule


def by_hand(problem: Problem) -> Proposal:
    """Give every input to every reviewer of the problem; capacities are not asked."""
    wished = ((one, who) for one in problem.inputs for who in problem.reviewers)
    return _wanted(problem, wished, Lack.NOBODY)


def by_rules(problem: Problem, rules: Iterable[Rule]) -> Proposal:
    """Give each input to the reviewers whose rules fit it; capacities are not asked."""
    people = {who.key: who for who in problem.reviewers}
    fitting = (
        (one, people[rule.reviewer])
        for rule in rules
        for one in problem.inputs
        if rule.reviewer in people and rule.fits(one)
    )
    return _wanted(problem, fitting, Lack.NO_RULE)


def _wanted(problem: Problem, wished: Iterable[tuple[Input, Reviewer]], why: Lack) -> Proposal:
    """Keep what may be of what is wished, once each, and count what is too near."""
    pairs: set[Pair] = set()
    too_near: set[Pair] = set()
    for one, who in wished:
        if who.may_get(one):
            pairs.add((one.key, who.key))
        elif one.key in who.too_near and who.works_on(one) and who.key not in one.has:
            too_near.add((one.key, who.key))
    given, kept_apart = {key for key, _who in pairs}, {key for key, _who in too_near}
    alone = sorted(one.key for one in problem.inputs if not one.has and one.key not in given)
    return Proposal(
        pairs=tuple(sorted(pairs)),
        lacking={key: Lack.CONFLICT if key in kept_apart else why for key in alone},
        conflicts=len(too_near),
    )
