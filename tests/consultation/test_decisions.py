"""Take up, accept, decline: one step each, recorded, one letter to the author."""

from datetime import datetime, timedelta

import pytest

from consultation.actions import decisions
from consultation.choices import CallKind, Disposition, EventKind, Status
from consultation.exceptions import ReasonMissing, WrongStatus
from consultation.models import Decision, Submission
from tests.factories import (
    CallFactory,
    DraftFactory,
    OutcomeFactory,
    PublicReasonFactory,
    SubmissionFactory,
    kept_reason,
)
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

REASON = "It answers the theme."


def events(submission: Submission) -> list[tuple[str, str]]:
    return list(submission.events.values_list("kind", "note"))


def test_taking_up_begins_the_review_and_says_who_and_when(secretary: User, at: datetime):
    submission = SubmissionFactory()
    decisions.take_up(submission_id=submission.pk, by=secretary, at=at)
    submission.refresh_from_db()
    assert submission.status == Status.UNDER_REVIEW
    assert list(submission.events.values_list("kind", "by", "at")) == [
        (EventKind.TAKEN_UP, secretary.pk, at)
    ]
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.DECIDED, Status.WITHDRAWN])
def test_what_does_not_wait_is_not_taken_up(secretary: User, at: datetime, status: Status):
    submission = SubmissionFactory(status=status)
    with pytest.raises(WrongStatus):
        decisions.take_up(submission_id=submission.pk, by=secretary, at=at)
    submission.refresh_from_db()
    assert (submission.status, events(submission)) == (status, [])


@pytest.mark.parametrize(
    ("kind", "disposition"),
    [
        (CallKind.WORKSHOP, Disposition.BECOMES),
        (CallKind.THEMATIC, Disposition.INFORMS),
        (CallKind.ACTION_LINE, Disposition.INFORMS),
        (CallKind.OPEN, Disposition.INFORMS),
        (CallKind.SPEAKER, Disposition.TAKEN_UP),
        (CallKind.PHOTO, Disposition.TAKEN_UP),
    ],
)
def test_what_acceptance_means_follows_from_the_call(
    secretary: User, at: datetime, kind: CallKind, disposition: Disposition
):
    submission = SubmissionFactory(call=CallFactory(kind=kind))
    decision = decisions.accept(
        submission_id=submission.pk,
        by=secretary,
        chosen_reason_id=kept_reason(),
        reason=REASON,
        at=at,
    )
    stored = Decision.objects.get()
    assert stored == decision
    assert (stored.disposition, stored.reason, stored.decided_by, stored.decided_at) == (
        disposition,
        REASON,
        secretary,
        at,
    )


def test_accepting_at_once_passes_through_the_review(secretary: User, at: datetime):
    submission = SubmissionFactory()
    decisions.accept(
        submission_id=submission.pk,
        by=secretary,
        chosen_reason_id=kept_reason(),
        reason=REASON,
        at=at,
    )
    submission.refresh_from_db()
    assert submission.status == Status.DECIDED
    assert events(submission) == [(EventKind.TAKEN_UP, ""), (EventKind.ACCEPTED, REASON)]


def test_declining_after_the_review_adds_one_event(secretary: User, at: datetime):
    submission = SubmissionFactory(status=Status.UNDER_REVIEW)
    decisions.decline(
        submission_id=submission.pk,
        by=secretary,
        chosen_reason_id=kept_reason(),
        reason="  Off topic. ",
        at=at,
    )
    submission.refresh_from_db()
    assert submission.status == Status.DECIDED
    assert submission.decision.disposition == Disposition.DECLINED
    assert events(submission) == [(EventKind.DECLINED, "Off topic.")]


def test_a_decision_queues_one_letter_to_the_author(secretary: User, at: datetime):
    submission = SubmissionFactory(author__language="fr")
    decisions.accept(
        submission_id=submission.pk,
        by=secretary,
        chosen_reason_id=kept_reason(),
        reason=REASON,
        at=at,
    )
    letter = Letter.objects.get()
    assert (letter.kind, letter.user, letter.language) == ("decision", submission.author, "fr")
    assert REASON in letter.text


def test_a_second_decision_is_refused_and_changes_nothing(secretary: User, at: datetime):
    submission = SubmissionFactory()
    decisions.accept(
        submission_id=submission.pk,
        by=secretary,
        chosen_reason_id=kept_reason(),
        reason=REASON,
        at=at,
    )
    with pytest.raises(WrongStatus):
        decisions.decline(
            submission_id=submission.pk,
            by=secretary,
            chosen_reason_id=kept_reason(),
            reason="No.",
            at=at + timedelta(seconds=1),
        )
    assert Decision.objects.get().reason == REASON
    assert Letter.objects.count() == 1
    assert len(events(submission)) == 2


@pytest.mark.parametrize("is_chosen", [False, True])
def test_a_decision_needs_a_kept_reason_in_six_languages(
    secretary: User, at: datetime, *, is_chosen: bool
):
    submission = SubmissionFactory()
    lacking = PublicReasonFactory(is_active=False, text_ar="").pk
    outcome = OutcomeFactory(
        disposition=Disposition.DECLINED,
        reason="In our own words.",
        chosen_reason_id=lacking if is_chosen else None,
    )
    with pytest.raises(ReasonMissing):
        decisions.decide(submission_id=submission.pk, by=secretary, outcome=outcome, at=at)
    submission.refresh_from_db()
    assert (submission.status, events(submission)) == (Status.SUBMITTED, [])
    assert not Letter.objects.exists()


def test_a_decided_submission_says_so_before_it_asks_for_a_reason(secretary: User, at: datetime):
    submission = SubmissionFactory(status=Status.DECIDED)
    with pytest.raises(WrongStatus):
        decisions.decline(
            submission_id=submission.pk,
            by=secretary,
            chosen_reason_id=kept_reason(),
            reason="",
            at=at,
        )


def test_a_draft_is_not_decided(secretary: User, at: datetime):
    draft = DraftFactory()
    with pytest.raises(WrongStatus):
        decisions.accept(
            submission_id=draft.pk,
            by=secretary,
            chosen_reason_id=kept_reason(),
            reason=REASON,
            at=at,
        )
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
