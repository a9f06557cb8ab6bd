"""
Verbs of asking back: the secretariat returns an input with a question, its author answers.

There are two ways to answer. Without another text: ``answer``. With one: the author changes the
input and hands it in again (``actions.submissions.submit``), and her answer goes along. ``answer``
refuses while a change waits, so that nobody answers and leaves the change behind.
"""

from datetime import datetime

from django.db import transaction

from consultation import letters, letters_of_colleagues, workflow
from consultation.actions.open_questions import close_question
from consultation.actions.submissions import asked_answers
from consultation.choices import EventKind, Status
from consultation.exceptions import (
    CallClosed,
    DateImpossible,
    NotHandedIn,
    TextMissing,
    WrongStatus,
)
from consultation.models import Clarification, Submission, SubmissionEvent
from consultation.queries import questions
from consultation.questionnaire.values import are_same
from wsis_forum.accounts.models import User


@transaction.atomic
def ask_back(
    *, submission_id: int, by: User, question: str, until: datetime, at: datetime
) -> Clarification:
    """
    Return a submission with a question, to be answered before ``until``; tell those who write it.

    One that nobody had taken up passes through the review, and both steps are recorded. It stays
    on the desk that it lies on; whoever asks is told of the answer by letter, too.

    :raises TextMissing: the question is blank
    :raises DateImpossible: ``until`` is not in the future
    :raises WrongStatus: it is a draft, returned already, decided or withdrawn
    """
    submission = _locked(submission_id)
    question = question.strip()
    if not question:
        raise TextMissing
    if until <= at:
        raise DateImpossible
    is_new = submission.status == Status.SUBMITTED
    if not is_new:
        workflow.require_move(submission.status, Status.RETURNED)
    submission.status = Status.RETURNED
    # The answer comes back to the desk that it lies on; from nobody's, to that of who asks.
    submission.handler = submission.handler or by
    submission.save(update_fields=("status", "handler"))
    asked = Clarification.objects.create(
        submission=submission, asked_by=by, asked_at=at, question=question, until=until
    )
    taken_up = [SubmissionEvent(submission=submission, kind=EventKind.TAKEN_UP, at=at, by=by)]
    returned = SubmissionEvent(
        submission=submission, kind=EventKind.RETURNED, at=at, by=by, note=question
    )
    SubmissionEvent.objects.bulk_create([*(taken_up if is_new else ()), returned])
    letters.queue_clarification(clarification=asked, at=at)
    return asked


@transaction.atomic
def answer(*, clarification_id: int, by: User, answer: str, at: datetime) -> Submission:
    """
    Answer the secretariat's question; the submission goes back to its desk as it is.

    The same answer sent again changes nothing.

    :raises TextMissing: the answer is blank
    :raises WrongStatus: the question is not open any more
    :raises CallClosed: the time to answer is over
    :raises NotHandedIn: the text was changed meanwhile; hand it in with the answer
    """
    asked = Clarification.objects.get(pk=clarification_id)
    submission = _locked(asked.submission_id)
    # What was read before the lock may be old.
    asked.refresh_from_db()
    answer = answer.strip()
    if asked.answered_at is not None and answer and asked.answer == answer:
        return submission
    if asked.answered_at is not None or submission.status != Status.RETURNED:
        raise WrongStatus(source=submission.status, target=Status.UNDER_REVIEW)
    if not answer:
        raise TextMissing
    if at >= asked.until:
        raise CallClosed
    if _is_changed(submission):
        raise NotHandedIn
    submission.status = Status.UNDER_REVIEW
    submission.save(update_fields=("status",))
    askers = close_question(submission, by=by, answer=answer, at=at)
    SubmissionEvent.objects.create(
        submission=submission, kind=EventKind.ANSWERED, at=at, by=by, note=answer
    )
    letters_of_colleagues.queue_answered(
        submission=submission, askers=askers, answer=answer, is_changed=False, at=at
    )
    return submission


def _is_changed(submission: Submission) -> bool:
    """Tell whether its text differs from what was handed in last (3 queries)."""
    last = submission.versions.order_by("-number").first()
    given = asked_answers(questions.of_call(submission.call), submission.answers)
    return last is not None and not are_same(last.answers, given)


def _locked(submission_id: int) -> Submission:
    """Lock one submission; its call, Forum and author are read along, not locked."""
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("call__forum", "author")
        .get(pk=submission_id)
    )
