"""What the page of one submission shows: answers, versions, people, questions to the author."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from consultation.admin.submission_history import history_of
from consultation.blind_reading import Blind
from consultation.choices import Status
from consultation.differences import differences
from consultation.dispositions import disposition_words, merged_into
from consultation.models import Clarification, Contributor, Submission, SubmissionVersion
from consultation.presentation import shown_parts
from consultation.queries import questions, related
from consultation.queries.blind import blind_for, blinds_for, mark_titles
from consultation.queries.wording import words_of
from consultation.questionnaire import Questionnaire

# So much of the history is open at once.
NEWEST = 20


def reading(request: HttpRequest, submission: Submission, at: datetime) -> dict[str, Any]:
    """Return what was handed in last, never what its author is writing now."""
    user: Any = request.user
    blind = blind_for(user, submission)
    asked = questions.of_call(submission.call)
    versions = list(submission.versions.all())
    last = submission.last_version
    answers = blind.answers(asked, last.answers if last else {})
    history = history_of(submission, user, blind)
    return {
        "blind": blind,
        "shown_title": blind.text(submission.title),
        "parts": blind.parts(shown_parts(submission, asked, answers)),
        "versions": versions,
        "last_version": last,
        "comparison": _comparison(request, submission, asked, versions, blind),
        "contributors": [(one, _state(one)) for one in submission.contributors.all()],
        "clarifications": [
            _asked(one, versions, at, blind) for one in submission.clarifications.all()
        ],
        "history_new": history[:NEWEST],
        "history_old": history[NEWEST:],
        **_beside(submission, user, blind),
    }


def _beside(submission: Submission, user: Any, blind: Blind) -> dict[str, Any]:
    """
    Return other inputs: of the organization, and on the same subject.

    Whoever reads blind is not told of the organization's: they would tell whose this one is.
    """
    found = related.beside(submission, user, blind)
    same, similar = found.of_organization, found.on_subject
    beside = [*same, *similar]
    blinds = blinds_for(user, beside)
    mark_titles(user, filter(None, (_target(one) for one in beside)))
    most = related.MOST_OF_ORGANIZATION
    return {
        "of_organization": [_line(one, blinds[one.pk], is_named=False) for one in same[:most]],
        "has_more_of_organization": len(same) > most,
        "similar": [_line(one, blinds[one.pk], is_named=not blind.hides_people) for one in similar],
    }


def _line(row: Submission, blind: Blind, *, is_named: bool) -> dict[str, Any]:
    """Say of another input what a line says; who reads it blind sees no name."""
    name = str(row.organization or row.organization_name) if is_named else ""
    shown = "" if blind.hides_people else name
    became = _became(row)
    return {"row": row, "title": blind.text(row.title), "organization": shown, "became": became}


def _became(row: Submission) -> str:
    """Say where an input ended; what it was merged into is named to those who may see it."""
    if row.decision is None:
        return str(Status(row.status).label)
    target = _target(row)
    if target is not None and target.read_title is None:  # type: ignore[attr-defined]  # just marked
        return row.decision.get_disposition_display()
    return disposition_words(row.decision)


def _target(row: Submission) -> Submission | None:
    return merged_into(row.decision) if row.decision is not None else None


def _state(contributor: Contributor) -> str:
    if contributor.removed_at is not None:
        return "removed"
    return "writes" if contributor.accepted_at is not None else "invited"


def _asked(
    clarification: Clarification, versions: list[SubmissionVersion], at: datetime, blind: Blind
) -> dict[str, Any]:
    """Say of a question whether its answer is overdue, and which version came with the answer."""
    answered = clarification.answered_at
    came_with = (one.number for one in versions if one.at == answered and one.number > 1)
    number = next(came_with, None)
    return {
        "row": clarification,
        "answer": blind.text(clarification.answer),
        "is_overdue": answered is None and clarification.until <= at,
        "version": number,
        "former": number - 1 if number else None,
    }


def _comparison(
    request: HttpRequest,
    submission: Submission,
    asked: Questionnaire,
    versions: list[SubmissionVersion],
    blind: Blind,
) -> Mapping[str, Any] | None:
    """Compare the two versions that the address names, else the last two."""
    if len(versions) < 2:  # noqa: PLR2004 two are compared
        return None
    by_number = {str(version.number): version for version in versions}
    before = by_number.get(request.GET.get("from", ""), versions[-2])
    after = by_number.get(request.GET.get("to", ""), versions[-1])
    old, new = (blind.answers(asked, each.answers) for each in (before, after))
    word = blind.word(words_of(submission))
    return {
        "before": before,
        "after": after,
        "differences": differences(asked, old, new, word=word),
    }
