"""The organizers' part of the workbench in Django's admin."""

from agenda.admin import (
    items,
    people,
    planned,
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
    "reference",
    "releases",
    "rooms",
    "sessions",
    "word_templates",
]
