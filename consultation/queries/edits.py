"""Reads of who wrote what when."""

from consultation.models import SectionEdit, Submission


def last_edit(submission: Submission, section: str) -> SectionEdit | None:
    """Return the last edit of a section, with the person (1 query)."""
    edits = submission.edits.filter(section=section).select_related("by")
    return edits.order_by("-at", "-pk").first()
