"""The letters of the consultation: receipts, questions, answers, confirmations."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models import Clarification, Decision, Submission, SubmissionVersion
from consultation.presentation import shown_parts
from consultation.queries import questions
from consultation.queries.named import Named
from consultation.queries.receipts import in_words
from consultation.questionnaire import Questionnaire
from wsis_forum.accounts.models import User
from wsis_forum.languages import language
from wsis_forum.letters import kinds, outbox
from wsis_forum.letters.rendering import Request

UNTITLED = _("Untitled draft")


def register() -> None:
    """Make our kinds known to the outbox."""
    receipt, invitation = pgettext_lazy("letter", "receipt"), pgettext_lazy("letter", "invitation")
    kinds.register(kinds.Kind("receipt", urgent=True, title=receipt))
    kinds.register(kinds.Kind("invitation", urgent=True, title=invitation))
    for name, title in (
        ("handed-in", pgettext_lazy("letter", "handed in by a colleague")),
        ("decision", pgettext_lazy("letter", "decision")),
        ("reopening", pgettext_lazy("letter", "decision taken back")),
        ("clarification", pgettext_lazy("letter", "question to the author")),
        ("withdrawal", pgettext_lazy("letter", "withdrawal")),
        ("join-request", pgettext_lazy("letter", "wish to join")),
        ("reviews-owed", pgettext_lazy("letter", "reviews owed")),
    ):
        kinds.register(kinds.Kind(name, title=title))


def queue_receipt(
    *, version: SubmissionVersion, questionnaire: Questionnaire, named: Named, at: datetime
) -> None:
    """
    Queue the letter that confirms a hand-in with its full text, and a short one to contributors.

    Once per version (2 queries); ``named`` holds the rows that its answers name.
    """
    submission, author = version.submission, version.submission.author
    told = {**about(submission), "version": version}
    requests = [
        Request(
            "handed-in",
            f"submission:{submission.pk}:handed-in:{version.number}:{user.pk}",
            told,
            user=user,
        )
        for user in contributors(submission)
    ]
    if author is not None:
        with translation.override(language(author.language).code):
            asked = questions.in_active_language(questionnaire)
            parts = shown_parts(submission, asked, version.answers, named=named)
            text = [(part.title, [in_words(answer) for answer in part.answers]) for part in parts]
        key = f"submission:{submission.pk}:receipt:{version.number}"
        requests.append(Request("receipt", key, {**told, "parts": text}, user=author))
    outbox.queue_many(requests, at=at, are_new=True)


def queue_reopening(*, decision: Decision, at: datetime) -> None:
    """Queue the letter that tells an author that a decision is open again, and why; only once."""
    submission = decision.submission
    context = {**about(submission), "decision": decision}
    _queue_for_author(submission, "reopening", f"reopening:{decision.pk}", context, at=at)


def queue_clarification(*, clarification: Clarification, at: datetime) -> None:
    """Queue the letters that ask those who write an input what the secretariat wants to know."""
    submission = clarification.submission
    people = [submission.author] if submission.author else []
    context = {**about(submission), "clarification": clarification}
    outbox.queue_many(
        (
            Request("clarification", f"clarification:{clarification.pk}:{user.pk}", context, user)
            for user in [*people, *contributors(submission)]
        ),
        at=at,
    )


def queue_withdrawal(*, submission: Submission, at: datetime) -> None:
    """Queue the letter that confirms a withdrawal; only once."""
    key = f"submission:{submission.pk}:withdrawal"
    _queue_for_author(submission, "withdrawal", key, about(submission), at=at)


def _queue_for_author(
    submission: Submission, kind: str, key: str, context: dict[str, Any], *, at: datetime
) -> None:
    """Queue a letter, unless the author was erased."""
    if submission.author is not None:
        outbox.queue_many([Request(kind, key, context, user=submission.author)], at=at)


def contributors(submission: Submission) -> list[User]:
    """Return those who write an input beside its author and can still sign in (1 query)."""
    active = submission.contributors.active().filter(user__is_active=True)
    people = [row.user for row in active.select_related("user")]
    return [user for user in people if user is not None]


def about(submission: Submission) -> dict[str, Any]:
    """Return what every letter about an input knows."""
    return {
        "submission": submission,
        "title": submission.title or UNTITLED,
        "call": submission.call,
        "forum": submission.call.forum,
    }
