"""
Which page sends a save, and which of its saves it is.

A save whose answer was lost on the line is no save of somebody else: the same page sends its next
one with the version that it knows. ``actions.drafts`` tells the two apart, and the browser learns
which of the texts that it keeps are in the database.
"""

from collections.abc import Mapping

from django.http import HttpRequest

from consultation.actions.drafts import PageSave
from consultation.models import Submission
from consultation.views.common import is_key

# Hidden fields of a section's page: which page it is, and which of its saves this is. Names of
# questions have no hyphen.
PAGE = "page-key"
TURN = "page-turn"
_MOST_DIGITS = 6


def page_of(request: HttpRequest) -> PageSave | None:
    """Return the page that sends a form; ``None`` without a script."""
    key, turn = request.POST.get(PAGE, ""), turn_of(request)
    return PageSave(key, turn) if is_key(key) and turn else None


def turn_of(request: HttpRequest) -> int:
    """Return which save of its page this is; 0 without a script."""
    text = request.POST.get(TURN, "")
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else 0


def turns(submission: Submission) -> Mapping[str, int]:
    """Return the last save of each page of a submission, as ``section:page``."""
    return {
        f"{section}:{key}": turn
        for section, pages in submission.section_pages.items()
        for key, (turn, _version) in pages.items()
    }
