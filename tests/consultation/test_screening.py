"""Screening: what fails is returned with the criterion named, in the author's language."""

from datetime import timedelta

import pytest

from consultation.actions.criteria import give_standard_criteria
from consultation.actions.screening import screen
from consultation.choices import Status
from consultation.exceptions import CriterionUnknown, DateImpossible, WrongStatus
from consultation.models import Clarification, Screening
from tests.factories import NOW, CallFactory, SubmissionFactory, UserFactory
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=7)


@pytest.fixture
def submission():
    made = SubmissionFactory(author=UserFactory(language="fr"))
    give_standard_criteria(call_id=made.call_id)
    return made


def test_what_meets_the_minimum_is_recorded_and_its_review_begins(submission, secretary):
    screening = screen(submission_id=submission.pk, by=secretary, at=NOW)
    submission.refresh_from_db()
    assert screening.is_met
    assert screening.version_number == 1
    assert submission.status == Status.UNDER_REVIEW
    assert [event.kind for event in submission.events.all()] == ["taken-up"]
    screen(submission_id=submission.pk, by=secretary, at=LATER)
    assert submission.events.count() == 1
    assert not Letter.objects.exists()


def test_what_fails_goes_back_with_the_criteria_named_in_the_authors_language(
    submission, secretary
):
    first, second, _third = submission.call.screening_criteria.all()
    screening = screen(
        submission_id=submission.pk,
        by=secretary,
        failed_ids=[second.pk, first.pk],
        note="Voir page 2.",
        until=LATER,
        at=NOW,
    )
    submission.refresh_from_db()
    assert submission.status == Status.RETURNED
    assert submission.decision is None
    assert not screening.is_met
    assert list(screening.failed.all()) == [first, second]
    asked = Clarification.objects.get()
    place = [asked.question.index(text) for text in (first.title_fr, second.title_fr)]
    assert place == sorted(place)
    assert first.title_en not in asked.question
    assert asked.question.endswith("Voir page 2.")
    assert asked.until == LATER
    assert first.title_fr in Letter.objects.get().text


@pytest.mark.parametrize("until", [None, NOW])
def test_without_a_date_to_come_nothing_happens(submission, secretary, until):
    failed = submission.call.screening_criteria.first()
    with pytest.raises(DateImpossible):
        screen(
            submission_id=submission.pk,
            by=secretary,
            failed_ids=[failed.pk],
            until=until,
            at=NOW,
        )
    assert not Screening.objects.exists()
    submission.refresh_from_db()
    assert submission.status == Status.SUBMITTED


def test_only_criteria_in_force_of_the_same_call_count(submission, secretary):
    other = CallFactory(title="Another")
    give_standard_criteria(call_id=other.pk)
    gone = submission.call.screening_criteria.first()
    gone.is_active = False
    gone.save()
    for row in (gone, other.screening_criteria.first()):
        with pytest.raises(CriterionUnknown):
            screen(
                submission_id=submission.pk,
                by=secretary,
                failed_ids=[row.pk],
                until=LATER,
                at=NOW,
            )


@pytest.mark.parametrize("status", [Status.RETURNED, Status.DECIDED, Status.WITHDRAWN])
def test_what_does_not_wait_for_us_is_not_screened(secretary, status):
    submission = SubmissionFactory(status=status)
    with pytest.raises(WrongStatus):
        screen(submission_id=submission.pk, by=secretary, at=NOW)
