"""Reviews: drafts are kept, two tabs are told, what is given is complete; and who sees which."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.actions.reviews import ReviewContent, give_review, reopen_review, save_review
from consultation.choices import ReviewsShown, Role, Status
from consultation.exceptions import (
    CriterionUnknown,
    ReviewGiven,
    ReviewIncomplete,
    StaleVersion,
    WrongStatus,
)
from consultation.models import CallRole, Conflict, Review, Submission, SubmissionVersion
from consultation.queries import reviews
from consultation.queries.load import by_reviewer
from consultation.scores import mean, spread
from tests.consultation.reviewing import assign, criteria, give, staff
from tests.factories import NOW, SubmissionFactory, end

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    made = SubmissionFactory(status=Status.UNDER_REVIEW)
    criteria(made.call, 3, 1)
    return made


def _save(submission, reviewer, version=0, **said):
    content = ReviewContent(**said)
    return save_review(
        submission_id=submission.pk, reviewer=reviewer, content=content, version=version, at=NOW
    )


def _give(submission, reviewer, version=0, **said):
    content = ReviewContent(**said)
    return give_review(
        submission_id=submission.pk, reviewer=reviewer, content=content, version=version, at=NOW
    )


def test_a_draft_is_kept_incomplete(submission, reviewer):
    first, _second = submission.call.criteria.all()
    review = _save(submission, reviewer, note_for_colleagues="Half", scores={first.pk: 4})
    assert review.submitted_at is None
    assert review.version == 1
    again = _save(submission, reviewer, 1, recommendation="merge", detail="12", scores={})
    assert again.pk == review.pk
    assert again.scores.count() == 0
    assert again.detail == "12"


def test_the_second_of_two_tabs_is_told(submission, reviewer):
    _save(submission, reviewer, note_for_author="First tab")
    for version in (0, 2):
        with pytest.raises(StaleVersion) as refused:
            _save(submission, reviewer, version, note_for_author="Second tab")
        assert refused.value.current == 1
    assert Review.objects.get().note_for_author == "First tab"


def test_a_given_review_is_complete(submission, reviewer):
    first, second = submission.call.criteria.all()
    with pytest.raises(ReviewIncomplete) as refused:
        _give(submission, reviewer, scores={first.pk: 4})
    assert refused.value.fields == [f"score_{second.pk}", "recommendation"]
    second.is_active = False
    second.save()
    review = _give(submission, reviewer, recommendation="accept", scores={first.pk: 4})
    assert review.submitted_at == NOW
    with pytest.raises(ReviewGiven):
        _save(submission, reviewer, 1)


def test_scores_for_other_criteria_are_refused(submission, reviewer):
    other = SubmissionFactory()
    (foreign, _more) = criteria(other.call)
    with pytest.raises(CriterionUnknown):
        _save(submission, reviewer, scores={foreign.pk: 3})


def test_a_review_says_which_version_it_read(submission, reviewer):
    SubmissionVersion.objects.create(submission=submission, number=2, answers={}, at=NOW)
    assert _save(submission, reviewer, read_version=1).version_number == 1
    assert _save(submission, reviewer, 1, read_version=9).version_number == 2
    assert _save(submission, reviewer, 2).version_number == 2


def test_a_review_is_opened_again_until_the_decision(submission, reviewer):
    give(submission, reviewer, 4, 4)
    review = reopen_review(submission_id=submission.pk, reviewer=reviewer, at=NOW)
    assert review.submitted_at is None
    assert review.scores.count() == 2
    _save(submission, reviewer, review.version, note_for_author="More")
    end(submission)
    with pytest.raises(WrongStatus):
        reopen_review(submission_id=submission.pk, reviewer=reviewer, at=NOW)
    with pytest.raises(WrongStatus):
        _save(submission, reviewer, 3)


@pytest.mark.parametrize(
    ("shown", "before", "after"),
    [
        (ReviewsShown.NEVER, set(), {"mine"}),
        (ReviewsShown.AFTER_MINE, set(), {"mine", "given"}),
        (ReviewsShown.ALWAYS, {"given"}, {"mine", "given"}),
    ],
)
def test_others_reviews_are_shown_as_the_call_says(submission, reviewer, shown, before, after):
    submission.call.reviews_shown = shown
    submission.call.save()
    give(submission, staff("Given"), 5, 5, note_for_author="given")
    _save(submission, staff("Draft"), note_for_author="draft")

    def seen():
        found = reviews.visible(reviewer).filter(submission=submission)
        same = reviews.visible_to(reviewer, submission)
        assert set(found) == set(same)
        return set(same.values_list("note_for_author", flat=True))

    assert seen() == before
    _save(submission, reviewer, note_for_author="mine")
    assert seen() == before | {"mine"}
    scores = dict.fromkeys(submission.call.criteria.values_list("pk", flat=True), 3)
    _give(submission, reviewer, 1, recommendation="accept", note_for_author="mine", scores=scores)
    assert seen() == after
    reopen_review(submission_id=submission.pk, reviewer=reviewer, at=NOW)
    assert seen() == before | {"mine"}


def test_the_secretariat_sees_what_is_given_only(submission, secretary, reviewer, organizer):
    give(submission, staff("Given"), 5, 5)
    _save(submission, staff("Draft"))
    assert reviews.visible_to(secretary, submission).count() == 1
    assert reviews.visible_to(organizer, submission).count() == 0
    CallRole.objects.create(call=submission.call, user=reviewer, role=Role.SECRETARIAT)
    assert reviews.visible_to(reviewer, submission).count() == 1


def test_what_was_given_before_reading_others_is_kept(submission, reviewer, secretary, client):
    give(submission, reviewer, 1, 1, recommendation="decline")
    reopen_review(submission_id=submission.pk, reviewer=reviewer, at=NOW)
    assert Review.objects.get().first_given is None
    _save(submission, reviewer, 2)
    scores = dict.fromkeys(submission.call.criteria.values_list("pk", flat=True), 1)
    _give(submission, reviewer, 3, recommendation="decline", scores=scores)
    give(submission, staff("Other"), 5, 5)
    for version in (4, 6):
        reopen_review(submission_id=submission.pk, reviewer=reviewer, at=NOW)
        scores = dict.fromkeys(scores, version - 1)
        _give(submission, reviewer, version + 1, recommendation="accept", scores=scores)
    review = Review.objects.get(reviewer=reviewer)
    assert review.first_given["recommendation"] == "decline"
    assert set(review.first_given["scores"].values()) == {1}
    client.force_login(secretary)
    url = reverse("admin:consultation_submission_change", args=(submission.pk,))
    assert client.get(url).text.count("changed after reading others") == 1


@pytest.mark.parametrize("shown", list(ReviewsShown))
@pytest.mark.parametrize("is_of_all_calls", [True, False])
def test_a_secretary_who_owes_a_review_reads_like_a_reviewer(
    submission, secretary, reviewer, shown, is_of_all_calls
):
    person = secretary if is_of_all_calls else reviewer
    CallRole.objects.create(call=submission.call, user=person, role=Role.SECRETARIAT)
    submission.call.reviews_shown = shown
    submission.call.save()
    other, unassigned = staff("Other"), SubmissionFactory(call=submission.call)
    give(submission, other, 5, 5)
    give(unassigned, other, 1, 1)
    assign(submission, person)

    def seen():
        means = [row.mean for row in by_reviewer(person, submission.call, NOW)]
        figures = reviews.with_figures(Submission.objects.filter(pk=submission.pk), person).get()
        found = reviews.visible_to(person, submission).exclude(reviewer=person).count()
        assert (
            found == reviews.visible(person).filter(submission=submission, reviewer=other).count()
        )
        assert reviews.visible_to(person, unassigned).count() == 1
        return found, figures.review_mean, 3 in means

    before = (1, 5.0, True) if shown == ReviewsShown.ALWAYS else (0, None, False)
    assert seen() == before
    give(submission, person, 5, 5)
    assert seen() == (1, 5.0, True)


def test_a_conflict_hides_reviews(submission, secretary):
    give(submission, staff("Given"), 5, 5)
    Conflict.objects.create(submission=submission, user=secretary, declared_at=NOW)
    assert not reviews.visible(secretary).exists()


def test_figures_of_lists_agree_with_the_arithmetic(submission, secretary):
    give(submission, staff("One"), 5, 1)
    give(submission, staff("Two"), 2, 2)
    late = staff("Late")
    assign(submission, late)
    assign(submission, Review.objects.first().reviewer)
    row = reviews.with_figures(Submission.objects.all(), secretary).get(pk=submission.pk)
    assert row.review_mean == pytest.approx(mean([4.0, 2.0]))
    assert row.review_spread == pytest.approx(spread([4.0, 2.0]))
    assert (row.reviews_given, row.reviewers_assigned, row.reviewers_done) == (2, 2, 1)
    row = reviews.with_figures(Submission.objects.all(), late).get(pk=submission.pk)
    assert (row.review_mean, row.review_spread, row.reviews_given) == (None, None, 0)


def test_one_review_has_no_spread(submission, secretary):
    give(submission, staff("One"), 5, 1)
    row = reviews.with_figures(Submission.objects.all(), secretary).get(pk=submission.pk)
    assert row.review_mean == 4
    assert row.review_spread is None


def test_criteria_out_of_force_do_not_count(submission, secretary):
    give(submission, staff("One"), 5, 1)
    submission.call.criteria.filter(order=2).update(is_active=False)
    row = reviews.with_figures(Submission.objects.all(), secretary).get(pk=submission.pk)
    assert row.review_mean == 5
    (review,) = reviews.scored(reviews.visible_to(secretary, submission))
    assert review.mean == 5


def test_notes_for_the_author_come_without_names_and_drafts(submission):
    give(submission, staff("One"), 5, 1, note_for_author="Well done")
    give(submission, staff("Two"), 5, 1)
    _save(submission, staff("Three"), note_for_author="Not yet")
    assert reviews.notes_for_author(submission) == ["Well done"]


def test_figures_take_one_query(submission, secretary):
    give(submission, staff("One"), 5, 1)
    SubmissionFactory.create_batch(30, call=submission.call)
    reviews.with_figures(Submission.objects.all(), secretary)
    with CaptureQueriesContext(connection) as made:
        assert len(reviews.with_figures(Submission.objects.all(), secretary)) == 31
    assert len(made) == 1


def test_who_was_asked_owes_until_the_review_is_in(submission, reviewer):
    asked = assign(submission, reviewer)
    assert list(reviews.owed()) == [asked]
    _save(submission, reviewer)
    assert list(reviews.owed()) == [asked]
    submission.status = Status.RETURNED
    submission.save()
    assert not reviews.owed().exists()
    submission.status = Status.UNDER_REVIEW
    submission.save()
    scores = dict.fromkeys(submission.call.criteria.values_list("pk", flat=True), 3)
    _give(submission, reviewer, 1, recommendation="accept", scores=scores)
    assert not reviews.owed().exists()
