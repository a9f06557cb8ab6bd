"""Drafts that lack nothing, for the tests of hand-ins."""

from typing import Any

from consultation.choices import CallKind, WorkshopFormat
from consultation.models import Submission, WorkshopDetails
from tests.factories import (
    ActionLineFactory,
    CallFactory,
    CountryFactory,
    DraftFactory,
    GoalFactory,
    StakeholderTypeFactory,
)


def complete_draft(**values: Any) -> Submission:
    """Make a draft that can be handed in."""
    call = values.pop("call", None) or CallFactory(kind=CallKind.THEMATIC)
    draft: Submission = DraftFactory(
        **{
            "call": call,
            "summary": "What we propose.",
            "text": "Why and how we propose it.",
            "organization_name": "Digital Skills Network",
            "stakeholder_type": StakeholderTypeFactory(),
            "country": CountryFactory(),
            **values,
        }
    )
    if call.kind == CallKind.WORKSHOP:
        draft.action_lines.add(ActionLineFactory())
        draft.goals.add(GoalFactory())
        WorkshopDetails.objects.create(
            submission=draft, format=WorkshopFormat.THEMATIC, minutes=90, expected_people=40
        )
    return draft
