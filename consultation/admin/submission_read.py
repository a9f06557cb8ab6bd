"""What the page of one submission shows: answers, versions, people, questions to the author."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from consultation.differences import differences
from consultation.models import Submission, SubmissionVersion
from consultation.presentation import shown_parts
from consultation.queries import questions
from consultation.queries.wording import words_of
from consultation.questionnaire import Questionnaire


def reading(request: HttpRequest, submission: Submission, at: datetime) -> dict[str, Any]:
    """Return what was handed in last, never what its author is writing now."""
    asked = questions.of_call(submission.call)
    versions = list(submission.versions.all())
    last = submission.last_version
    return {
        "parts": shown_parts(submission, asked, last.answers if last else {}),
        "versions": versions,
        "last_version": last,
        "comparison": _comparison(request, submission, asked, versions),
        "people": [one for one in submission.contributors.all() if one.removed_at is None],
        "clarifications": [
            (one, one.answered_at is None and one.until <= at)
            for one in submission.clarifications.all()
        ],
    }


def _comparison(
    request: HttpRequest,
    submission: Submission,
    asked: Questionnaire,
    versions: list[SubmissionVersion],
) -> Mapping[str, Any] | None:
    """Compare the two versions that the address names, else the last two."""
    if len(versions) < 2:  # noqa: PLR2004 two are compared
        return None
    by_number = {str(version.number): version for version in versions}
    before = by_number.get(request.GET.get("from", ""), versions[-2])
    after = by_number.get(request.GET.get("to", ""), versions[-1])
    word = words_of(submission)
    return {
        "before": before,
        "after": after,
        "differences": differences(asked, before.answers, after.answers, word=word),
    }
