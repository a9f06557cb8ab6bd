"""Tags that write where an input ended; the words are those of ``consultation.dispositions``."""

from collections.abc import Mapping
from typing import Any

from django import template

from consultation import dispositions
from consultation.models import Decision
from consultation.queries.formats import session_formats

register = template.Library()


@register.simple_tag
def disposition_words(decision: Decision) -> str:
    """Write "Merged into WSIS-2027-0012"; preload ``relation__target``."""
    return dispositions.disposition_words(decision)


@register.simple_tag
def disposition_reasons(decision: Decision) -> list[dispositions.Reason]:
    """Return the paragraphs of the public reason, for ``components/reasons.html``."""
    return dispositions.reasons(decision)


@register.simple_tag(takes_context=True)
def submitted_and_accepted(
    context: Mapping[str, Any], decision: Decision
) -> list[dispositions.AcceptedAs]:
    """Return all that was submitted beside what became a session; the page has its ``formats``."""
    formats: Mapping[str, Any] = context.get("formats") or {}
    return dispositions.submitted_and_accepted(decision, decision.submission, formats)


@register.simple_tag(takes_context=True)
def accepted_otherwise(
    context: Mapping[str, Any], decision: Decision
) -> list[dispositions.AcceptedAs]:
    """
    Return what was accepted otherwise than submitted.

    1 query where the format was, none where the page knows its ``formats`` already.
    """
    if not (decision.accepted_title or decision.accepted_format or decision.accepted_minutes):
        return []
    formats: Mapping[str, Any] = context.get("formats") or {}
    if decision.accepted_format and not formats:
        formats = session_formats()
    return dispositions.accepted_as(decision, decision.submission, formats)
