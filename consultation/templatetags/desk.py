"""Filters of the workbench's templates."""

from datetime import datetime

from django import template

from consultation.admin import words
from wsis_forum import dates

register = template.Library()

register.filter("status_badge", words.status_badge)
register.filter("waited", words.since_words)


@register.filter
def in_zone(value: datetime, zone: str) -> str:
    """Write a moment in a named zone: "12 December 2026, 23:59 (Geneva time, UTC+01:00)"."""
    return dates.moment_words(value, zone)
