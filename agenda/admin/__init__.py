"""The organizers' part of the workbench in Django's admin."""

from agenda.admin import (
    follow_up_dates,
    items,
    people,
    planned,
    programme_days,
    reference,
    releases,
    rooms,
    sessions,
    word_templates,
)

__all__ = [
    "follow_up_dates",
    "items",
    "people",
    "planned",
    "programme_days",
    "reference",
    "releases",
    "rooms",
    "sessions",
    "word_templates",
]
