"""The proposal of an assignment: made, shown as a table, signed so that just this may land."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing

from consultation.admin.assign_words import LACKS
from consultation.assigning.choosing import by_hand, by_rules
from consultation.assigning.problem import Plan, Problem, Proposal
from consultation.assigning.solver import balanced
from consultation.choices import AssignedBy
from consultation.models import Submission
from consultation.queries import access, assignments
from wsis_forum.accounts.models import User
from wsis_forum.languages import language

_SALT = "consultation.assign"


@dataclass(frozen=True)
class Share:
    """One reviewer's row of the table; ``before`` counts what the reader of the table may see."""

    reviewer: User
    languages: str
    before: int
    capacity: int
    # The inputs, and whether she does not read the language of each.
    inputs: Sequence[tuple[Submission, bool]]

    @property
    def after(self) -> int:
        """How many inputs wait for her once this has landed."""
        return self.before + len(self.inputs)

    @property
    def is_over(self) -> bool:
        """Whether that is more than she takes."""
        return self.after > self.capacity


@dataclass(frozen=True)
class Preview:
    """What is shown before it lands; ``token`` is what comes back with the button."""

    plan: Plan
    token: str
    shares: Sequence[Share]
    lacking: Sequence[tuple[Submission, str]]
    conflicts: int
    letters: Sequence[tuple[str, int]]


def propose(
    rows: Sequence[Submission], chosen: Sequence[User], given: Mapping[str, Any], reader: User
) -> Preview:
    """
    Make a proposal for some inputs; ``given`` is what ``AssignForm`` has read.

    Nothing is written. Preload ``call`` and ``action_lines``.
    """
    how, rules = given["how"], assignments.rules()
    if how == AssignedBy.RULE:
        named = {rule.reviewer for rule in rules}
        chosen = list(assignments.reviewers().filter(pk__in=named))
    people = {user.pk: user for user in chosen}
    loads = assignments.loads(list(people))
    problem = Problem(
        assignments.inputs_of(rows),
        assignments.as_reviewers(chosen, [row.pk for row in rows], loads),
        wanted=given.get("wanted") or 1,
        only_readers=given.get("only_readers", False),
    )
    match how:
        case AssignedBy.BALANCE:
            proposal = balanced(problem)
        case AssignedBy.RULE:
            proposal = by_rules(problem, rules)
        case _:
            proposal = by_hand(problem)
    concerned = sorted({who for _key, who in proposal.pairs})
    plan = Plan(how, proposal.pairs, given.get("due_at"), {key: loads[key] for key in concerned})
    return _shown(plan, proposal, {row.pk: row for row in rows}, people, reader)


def sign(plan: Plan, reader: User) -> str:
    """Sign a plan for the person who sees it."""
    due = plan.due_at.isoformat() if plan.due_at else ""
    value = [plan.how, plan.pairs, due, sorted(plan.loads.items())]
    return signing.dumps(value, salt=f"{_SALT}.{reader.pk}", compress=True)


def read(token: str, reader: User) -> Plan | None:
    """Read a plan back; nothing if we did not sign it for this person."""
    try:
        how, pairs, due, loads = signing.loads(token, salt=f"{_SALT}.{reader.pk}")
    except signing.BadSignature:
        return None
    return Plan(
        how,
        tuple((key, who) for key, who in pairs),
        datetime.fromisoformat(due) if due else None,
        dict(loads),
    )


def _shown(
    plan: Plan,
    proposal: Proposal,
    rows: Mapping[int, Submission],
    people: Mapping[int, User],
    reader: User,
) -> Preview:
    visible = assignments.loads(list(plan.loads), access.readable(reader))
    shares = []
    for key in plan.loads:
        user = people[key]
        reads = assignments.reads(user)
        inputs = [rows[one] for one, who in plan.pairs if who == key]
        shares.append(
            Share(
                user,
                ", ".join(language(code).name for code in sorted(reads)),
                visible[key],
                assignments.capacity_of(user),
                [(one, one.language not in reads) for one in inputs],
            )
        )
    shares.sort(key=lambda share: (share.reviewer.name, share.reviewer.email))
    letters = Counter(language(share.reviewer.language).name for share in shares)
    return Preview(
        plan,
        sign(plan, reader),
        shares,
        [(rows[key], str(LACKS[why])) for key, why in proposal.lacking.items()],
        proposal.conflicts,
        sorted(letters.items()),
    )
