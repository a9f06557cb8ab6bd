"""Every change of an input or a reference row is kept: who, when, what."""

import pytest
from django.db import connection

from consultation.choices import Status
from consultation.history import KEPT, acting
from consultation.models import ActionLine, Submission
from tests.factories import DraftFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def changes(model, **values):
    return list(KEPT[model][0]._default_manager.filter(**values).order_by("pgh_id"))


def test_a_bulk_update_is_kept_as_it_was_before(secretary):
    one, other = SubmissionFactory(title="Before"), SubmissionFactory(title="Other")
    with acting(secretary.pk):
        Submission.objects.filter(pk=one.pk).update(title="After")
    (kept,) = changes(Submission)
    assert (kept.pgh_obj_id, kept.title, kept.pgh_context) == (
        one.pk, "Before", {"user": secretary.pk},
    )  # fmt: skip
    assert not changes(Submission, pgh_obj=other.pk)


def test_a_change_by_hand_in_the_database_is_kept_without_a_person():
    one = SubmissionFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE consultation_submission SET status = 'under_review' WHERE id = %s", [one.pk]
        )
    (kept,) = changes(Submission)
    assert (kept.status, kept.pgh_context) == (Status.SUBMITTED, None)


def test_a_text_is_copied_only_if_it_changes():
    one = SubmissionFactory(text="Before")
    texts = KEPT[Submission][1]._default_manager
    Submission.objects.filter(pk=one.pk).update(status=Status.UNDER_REVIEW)
    assert not texts.exists()
    Submission.objects.filter(pk=one.pk).update(text="After")
    assert [kept.text for kept in texts.all()] == ["Before"]


def test_a_draft_is_its_authors_own():
    draft = DraftFactory(title="Before")
    Submission.objects.filter(pk=draft.pk).update(title="After", text="x")
    assert not changes(Submission)
    assert not KEPT[Submission][1]._default_manager.exists()


def test_rows_of_reference_are_kept_when_added_changed_and_deleted(secretary):
    line = ActionLine.objects.create(code="C99", title="New", order=99)
    line.title = "Newer"
    line.save()
    ActionLine.objects.filter(pk=line.pk).delete()
    kept = changes(ActionLine, pgh_obj=line.pk)
    assert [(each.pgh_label, each.title_en) for each in kept] == [
        ("row-added", "New"),
        ("row-changed", "New"),
        ("row-deleted", "Newer"),
    ]


def test_an_unchanged_save_is_no_change():
    line = ActionLine.objects.create(code="C99", title="New", order=99)
    line.save()
    assert len(changes(ActionLine, pgh_obj=line.pk)) == 1


def test_the_history_cannot_be_written_by_a_group():
    """No permission of Django names a table of changes."""
    for tables in KEPT.values():
        for table in tables:
            assert table._meta.default_permissions == ()
