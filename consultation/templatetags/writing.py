"""What the pages of an author tell the script that keeps texts in the browser."""

import json
from typing import Any

from django import template

from consultation.models import Submission
from consultation.views.own_saves import turns

register = template.Library()


@register.inclusion_tag("consultation/kept.html")
def texts_kept(submission: Submission) -> dict[str, Any]:
    """Tell which texts of a submission the server has; ``static/js/keeper.js`` lets go of them."""
    return {"submission": submission, "saved": json.dumps(turns(submission))}
