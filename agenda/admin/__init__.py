"""The organizers' part of the workbench in Django's admin."""

from agenda.admin import (
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
