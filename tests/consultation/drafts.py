"""Drafts that lack nothing, for the tests of hand-ins."""

from typing import Any

from consultation.choices import CallKind, WorkshopFormat
from consultation.models import Submission
from tests.factories import (
    ActionLineFactory,
    CallFactory,
    CountryFactory,
    DraftFactory,
    GoalFactory,
    StakeholderTypeFactory,
)

# The answers that a workshop request needs beyond the columns of every input.
WORKSHOP = {
    "format": WorkshopFormat.THEMATIC.value,
    "minutes": 90,
    "expected_people": 40,
    "action_lines": ["C4"],
    "goals": [4],
}


def complete_draft(**values: Any) -> Submission:
    """Make a draft of a thematic input, or of the given ``call``, that can be handed in."""
    call = values.pop("call", None) or CallFactory(kind=CallKind.THEMATIC)
    answers = values.pop("answers", {})
    if call.kind == CallKind.WORKSHOP:
        ActionLineFactory()
        GoalFactory()
        answers = {**WORKSHOP, **answers}
    draft: Submission = DraftFactory(
        **{
            "call": call,
            "summary": "What we propose.",
            "text": "Why and how we propose it.",
            "organization_name": "Digital Skills Network",
            "stakeholder_type": StakeholderTypeFactory(),
            "country": CountryFactory(),
            "answers": answers,
            **values,
        }
    )
    return draft
