"""A submission as plain text: its questions with the answers, and what became of it."""

from collections.abc import Iterable

from django.template.loader import render_to_string

from consultation import phrases
from consultation.dispositions import disposition_words, reasons
from consultation.exports.receipt import Receipt
from consultation.models import Submission, SubmissionVersion
from consultation.queries.receipts import receipt_of


def as_text(one: Submission, outcomes: Iterable[str]) -> str:
    """Write a submission in the active language; its answers stay in their own."""
    versions = list(one.versions.all())
    written = versions[-1].answers if versions else None
    decision = getattr(one, "decision", None)
    context = {
        "submission": one,
        "standing": phrases.status_sentence(one),
        "ended": disposition_words(decision) if decision else "",
        "reasons": reasons(decision) if decision else (),
        "outcomes": outcomes,
        "draft": _being_written(one) if one.answers != written else None,
        "receipts": [receipt_of(version) for version in versions],
    }
    return render_to_string("account/my_data_submission.txt", context)


def _being_written(one: Submission) -> Receipt:
    """Return the working text in the same shape as what was handed in."""
    unsaved = SubmissionVersion(submission=one, number=0, answers=one.answers, at=one.saved_at)
    return receipt_of(unsaved)
