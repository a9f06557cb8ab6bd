"""Filters of the workbench's templates."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template

from consultation.admin import words
from consultation.queries.decisions import decides_in
from wsis_forum import dates

register = template.Library()

register.filter("status_badge", words.status_badge)
register.filter("waited", words.since_words)


@register.simple_tag(takes_context=True)
def has_basket(context: Mapping[str, Any]) -> bool:
    """Whether the reader decides about inputs anywhere, and so has a basket (at most 1 query)."""
    return decides_in(context["request"].user) != frozenset()


@register.filter
def in_zone(value: datetime, zone: str) -> str:
    """Write a moment in a named zone: "12 December 2026, 23:59 (Geneva time, UTC+01:00)"."""
    return dates.moment_words(value, zone)
