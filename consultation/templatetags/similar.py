"""The list of similar public inputs, for pages that no script fills."""

from datetime import datetime
from typing import Any

from django import template

from consultation.models import Submission
from consultation.views.similar import similar_to

register = template.Library()


@register.inclusion_tag("consultation/similar_folded.html")
def similar_inputs(submission: Submission, at: datetime) -> dict[str, Any]:
    """Show, folded, public inputs on the subject of a draft, as far as it is written (1 query)."""
    return {"submission": submission, "similar": similar_to(submission, at=at)}
