"""Every change of an input or a reference row is kept: who, when, what."""

import pytest
from django.db import connection

from consultation.actions.projection import project
from consultation.choices import Status
from consultation.history import KEPT, acting
from consultation.models import (
    ActionLine,
    AssignmentRule,
    Attachment,
    CallSection,
    ChosenActionLine,
    ChosenGoal,
    Clarification,
    DateChange,
    ForumPartner,
    Option,
    PhaseActivity,
    ProposedSpeaker,
    Question,
    ReviewerCapacity,
    Submission,
    SubmissionVersion,
    TeamNote,
    WorkshopDetails,
)
from consultation.queries.named import Named
from tests.factories import (
    NOW,
    ActionLineFactory,
    AttachmentFactory,
    DraftFactory,
    GoalFactory,
    SubmissionFactory,
)

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


BELOW = {
    ChosenActionLine: lambda one: one.action_lines.add(ActionLineFactory()),
    ChosenGoal: lambda one: one.goals.add(GoalFactory()),
    Attachment: lambda one: AttachmentFactory(submission=one),
    ProposedSpeaker: lambda one: one.speakers.create(order=1, name="Ada Quill"),
}


@pytest.mark.parametrize("model", BELOW, ids=lambda model: model.__name__)
def test_what_lies_below_an_input_is_kept_from_the_hand_in_on(model, secretary):
    draft, one = DraftFactory(), SubmissionFactory()
    for row in (draft, one):
        with acting(secretary.pk):
            BELOW[model](row)
            model.objects.filter(submission=row).delete()
    added, deleted = changes(model)
    assert (added.submission_id, deleted.submission_id) == (one.pk, one.pk)
    assert (added.pgh_label, deleted.pgh_label) == ("row-added", "row-deleted")
    assert deleted.pgh_context == {"user": secretary.pk}


def test_answers_author_and_day_of_an_input_are_kept_and_its_deletion():
    one = SubmissionFactory(answers={"audience": "All"})
    author = one.author_id
    Submission.objects.filter(pk=one.pk).update(
        answers={"audience": "Some"}, author=None, submitted_at=NOW
    )
    Submission.objects.filter(pk=one.pk).delete()
    first, last = changes(Submission)
    assert (first.author_id, first.submitted_at != NOW) == (author, True)
    assert (last.pgh_label, last.number) == ("row-deleted", one.number)
    texts = KEPT[Submission][1]._default_manager.order_by("pgh_id")
    assert [kept.answers["audience"] for kept in texts] == ["All", "Some"]
    draft = DraftFactory()
    Submission.objects.filter(pk=draft.pk).delete()
    assert not changes(Submission, pgh_obj=draft.pk)


def test_every_kind_of_row_that_belongs_to_inputs_and_calls_is_kept():
    wanted = {
        *(SubmissionVersion, Clarification, WorkshopDetails, TeamNote, Attachment),
        *(Question, CallSection, Option, DateChange, PhaseActivity, ForumPartner),
        *(ReviewerCapacity, AssignmentRule, ProposedSpeaker, ChosenActionLine, ChosenGoal),
    }
    assert wanted <= KEPT.keys()


def test_the_page_of_an_input_tells_what_changed_below_it(desk, secretary):
    one = SubmissionFactory(answers={"audience": "All"})
    line, other = ActionLineFactory(), ActionLineFactory(code="C5", title="Trust")
    one.action_lines.add(line)
    one.clarifications.create(asked_at=NOW, question="Why?", until=NOW)
    one.team_notes.create(by=secretary, at=NOW, text="Hm.")
    AttachmentFactory(submission=one, name="plan.pdf")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consultation_clarification SET question = 'Whence?'")
        cursor.execute("UPDATE consultation_submissionversion SET answers = '{}'")
        cursor.execute("UPDATE consultation_teamnote SET text = 'Ha.'")
        cursor.execute(
            "UPDATE consultation_submission SET answers = jsonb_set(answers, '{audience}', '1')"
        )
    named = Named({line.code: line, other.code: other}, {}, {}, {})
    project(one, {"action_lines": ["C4", "C5"]}, named, is_first=False)
    url = f"/admin/consultation/submission/{one.pk}/change/"
    entries = [*desk.get(url).context["history_new"], *desk.get(url).context["history_old"]]
    said = {(each.title, line.before, line.after) for each in entries for line in each.lines}
    assert ("File: Added", "–", "plan.pdf") in said
    titles = [each.title for each in entries]
    # The line that stayed was deleted and written again in the same transaction.
    assert titles.count("Action Line: Added") == 1
    assert "Action Line: Deleted" not in titles
    assert "Question of the secretariat: Changed" in titles
    assert "Version of a submission: Changed" in titles
    assert "Message among colleagues: Changed" in titles
    assert any(line.label == "Answers" for each in entries for line in each.lines)
