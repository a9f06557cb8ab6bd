"""What a letter's template needs: links that work outside the portal, and moments in words."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils.translation import get_language

from wsis_forum import dates
from wsis_forum.letters import links

register = template.Library()


@register.simple_tag
def portal_link(name: str, **arguments: Any) -> str:
    """Write the whole address of a page, in the letter's language."""
    return links.page(name, **arguments)


@register.simple_tag
def moment_text(value: datetime, zone: str) -> str:
    """Write a moment in a named zone: "12 December 2026, 23:59 (Geneva time, UTC+01:00)"."""
    return _written(value, zone, get_language())


@lru_cache(maxsize=1000)
def _written(value: datetime, zone: str, _language: str | None) -> str:
    """Write the one deadline of thousands of letters once per zone and language."""
    return dates.moment_words(value, zone)


@register.filter
def isolated(text: str) -> str:
    """Keep a stranger's words from turning the line around them (Unicode UAX 9)."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


@register.filter
def quoted(text: str) -> str:
    """Mark each line of a plain text as quoted."""
    return "\n".join(f"> {line}".rstrip() for line in str(text).splitlines())
