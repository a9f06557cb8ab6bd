"""The secretariat's workbench in Django's admin."""

from consultation.admin import (
    basket,
    call,
    criteria,
    forum,
    imports,
    phase,
    public_reasons,
    questions,
    reference,
    reminders,
    reviewers,
    submission,
)

__all__ = [
    "basket",
    "call",
    "criteria",
    "forum",
    "imports",
    "phase",
    "public_reasons",
    "questions",
    "reference",
    "reminders",
    "reviewers",
    "submission",
]
