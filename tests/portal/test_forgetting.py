"""What is emptied when its time is over, is emptied in the history of rows too."""

import pytest

from consultation.history import KEPT
from consultation.models import Organization, Review, Submission
from tests.factories import NOW, OrganizationFactory, SubmissionFactory
from wsis_forum.portal.removal import empty_submissions

pytestmark = pytest.mark.django_db


def test_an_emptied_input_has_no_text_in_its_history(secretary):
    one, other = (
        SubmissionFactory(
            title="A secret", text="A secret", organization=OrganizationFactory(name=name)
        )
        for name in ("A secret", "Another")
    )
    Submission.objects.update(title="Another secret", text="Another secret")
    review = Review.objects.create(
        submission=one, reviewer=secretary, version_number=1, saved_at=NOW, submitted_at=NOW,
        recommendation="accept", note_for_author="A secret",
    )  # fmt: skip
    empty_submissions([one.pk])
    rows, texts = KEPT[Submission]
    assert not rows.objects.filter(pgh_obj=one.pk).exclude(title="", organization=None).exists()
    assert not texts.objects.filter(pgh_obj=one.pk).exclude(text="", summary="").exists()
    assert set(rows.objects.filter(pgh_obj=one.pk).values_list("number", flat=True)) == {one.number}
    reviews = KEPT[Review][0].objects.filter(pgh_obj=review.pk)
    assert {(each.note_for_author, each.recommendation) for each in reviews} == {("", "accept")}
    # Others keep theirs.
    assert rows.objects.get(pgh_obj=other.pk).title == "A secret"
    assert Organization.objects.filter(name="A secret").exists()
