"""A draft is begun once, and every save of a section is kept or said to be in the way."""

from datetime import timedelta

import pytest

from consultation.actions.drafts import PageSave, adopt_drafts, begin_draft, save_section
from consultation.choices import CallKind, EventKind, Status
from consultation.exceptions import CallClosed, NoSuchSection, StaleVersion, WrongStatus
from consultation.models import Question, Submission
from tests.factories import NOW, CallFactory, DraftFactory, SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db

INPUT = {"title": "Skills", "summary": "A summary", "text": "A text", "language": "fr"}
MINUTE = timedelta(minutes=1)


def begin(call, by, key="key-of-one-form", at=NOW) -> Submission:
    return begin_draft(call_id=call.pk, by=by, key=key, language="ar", at=at)


def save(
    draft, section="input", answers=INPUT, version=1, at=NOW, by=None, page=None
) -> Submission:
    return save_section(
        submission_id=draft.pk,
        by=by or draft.author,
        section=section,
        answers=answers,
        version=version,
        at=at,
        page=page,
    )


def test_begins_an_empty_draft_in_the_readers_language(stakeholder, at):
    draft = begin(CallFactory(), stakeholder)

    assert (draft.status, draft.author, draft.language, draft.title) == (
        Status.DRAFT,
        stakeholder,
        "ar",
        "",
    )
    assert (draft.begun_at, draft.saved_at, draft.number) == (at, at, None)
    assert draft.answers == {"language": "ar"}
    assert [(e.kind, e.at, e.by) for e in draft.events.all()] == [
        (EventKind.BEGUN, at, stakeholder)
    ]


def test_the_same_form_begins_one_draft(stakeholder):
    call = CallFactory()

    assert begin(call, stakeholder) == begin(call, stakeholder, at=NOW + timedelta(days=90))
    assert Submission.objects.get().events.count() == 1


def test_another_form_another_person_and_another_call_begin_another_draft(stakeholder):
    call = CallFactory()
    first = begin(call, stakeholder)

    others = [
        begin(call, stakeholder, key="key-of-another-form"),
        begin(call, UserFactory()),
        begin(CallFactory(), stakeholder),
    ]
    assert len({first, *others}) == 4


@pytest.mark.parametrize("moment", [NOW - timedelta(days=31), NOW + timedelta(days=21)])
def test_begins_nothing_in_a_call_that_is_not_open(stakeholder, moment):
    with pytest.raises(CallClosed):
        begin(CallFactory(), stakeholder, at=moment)
    assert Submission.objects.count() == 0


def test_begins_nothing_in_a_call_that_is_shown_for_the_record(stakeholder):
    with pytest.raises(CallClosed):
        begin(CallFactory(takes_drafts=False), stakeholder)


def test_a_draft_begun_without_an_account_is_nobodys_until_it_is_adopted(stakeholder):
    call = CallFactory()
    draft, other = begin(call, None), begin(call, None, key="key-of-another-form")
    save_section(submission_id=draft.pk, by=None, section="input", answers=INPUT, version=1, at=NOW)

    assert adopt_drafts(references=[draft.reference, "unknown"], by=stakeholder) == 1

    draft.refresh_from_db()
    other.refresh_from_db()
    assert (draft.author, other.author) == (stakeholder, None)
    assert [event.by for event in draft.events.all()] == [stakeholder]
    assert [edit.by for edit in draft.edits.all()] == [stakeholder]


def test_nobody_adopts_what_is_somebodys_or_was_handed_in(stakeholder):
    theirs = [DraftFactory(), SubmissionFactory()]

    assert adopt_drafts(references=[one.reference for one in theirs], by=stakeholder) == 0
    assert stakeholder not in {one.author for one in Submission.objects.all()}


def test_keeps_the_input(at):
    draft = save(DraftFactory())

    kept = Submission.objects.get()
    assert kept.answers == INPUT
    # Lists show drafts by these.
    assert (kept.title, kept.language) == ("Skills", "fr")
    assert (kept.version, kept.section_versions, kept.saved_at) == (2, {"input": 2}, at)
    assert draft.version == 2


def test_keeps_what_is_too_long_and_after_the_deadline():
    long = {**INPUT, "title": "x" * 1500, "summary": "word " * 5000, "text": "字" * 9000}

    save(DraftFactory(), answers=long, at=NOW + timedelta(days=365))

    kept = Submission.objects.get()
    assert (kept.answers, kept.title) == (long, "x" * 1000)


def test_an_answer_that_was_not_sent_stays_as_it_is():
    draft = save(DraftFactory())

    save(draft, answers={"text": "New"}, version=2)

    assert Submission.objects.get().answers == {**INPUT, "text": "New"}


def test_an_answer_of_another_section_changes_nothing():
    save(DraftFactory(title="Kept"), "organization", {"organization_name": "ACME", "title": "No"})

    kept = Submission.objects.get()
    assert (kept.answers["title"], kept.answers["organization_name"]) == ("Kept", "ACME")


def test_no_form_writes_into_a_question_that_takes_files():
    draft = DraftFactory(call__kind=CallKind.THEMATIC)

    save(draft, "document", {"document": [1, 2]})

    assert Submission.objects.get().answers.get("document", []) == []


def test_a_frozen_answer_stays_and_one_frozen_later_does_not():
    draft = DraftFactory()
    Question.objects.filter(call=draft.call, key="title").update(frozen_at=NOW)
    Question.objects.filter(call=draft.call, key="text").update(frozen_at=NOW + MINUTE)

    save(draft)

    kept = Submission.objects.get().answers
    assert (kept["title"], kept["text"]) == (draft.title, "A text")


def test_there_is_no_section_that_the_call_does_not_have():
    with pytest.raises(NoSuchSection):
        save(DraftFactory(), "photo")


def test_the_second_save_of_a_section_is_told_about_the_first():
    draft = save(DraftFactory())

    with pytest.raises(StaleVersion) as stale:
        save(draft, answers={**INPUT, "text": "Mine"}, version=1)
    assert stale.value.current == 2
    assert Submission.objects.get().answers["text"] == "A text"


def test_the_same_save_twice_is_no_conflict():
    draft = save(DraftFactory())

    assert save(draft, version=1).version == 2


def test_a_page_that_missed_the_answer_to_its_last_save_meets_no_conflict():
    draft = save(DraftFactory(), page=PageSave("mine", 1))

    save(draft, answers={**INPUT, "text": "More"}, version=1, page=PageSave("mine", 2))

    assert Submission.objects.get().answers["text"] == "More"


def test_an_older_save_of_a_page_that_arrives_late_changes_nothing():
    draft = save(DraftFactory(), answers={**INPUT, "text": "New"}, page=PageSave("mine", 2))

    with pytest.raises(StaleVersion):
        save(draft, answers={**INPUT, "text": "Old"}, version=1, page=PageSave("mine", 1))

    assert Submission.objects.get().answers["text"] == "New"


def test_a_page_is_told_of_another_page_s_save():
    draft = save(DraftFactory(), page=PageSave("mine", 1))
    save(draft, answers={**INPUT, "text": "Theirs"}, version=2, page=PageSave("theirs", 1))

    with pytest.raises(StaleVersion):
        save(draft, answers={**INPUT, "text": "Mine"}, version=1, page=PageSave("mine", 2))
    assert Submission.objects.get().answers["text"] == "Theirs"


def test_only_the_last_pages_of_a_section_are_remembered():
    draft = DraftFactory()
    for number in range(9):
        text = {"text": f"Text {number}"}
        save(draft, answers=text, version=number + 1, page=PageSave(f"page-{number}", 1))

    pages = Submission.objects.get().section_pages["input"]
    assert sorted(pages) == [f"page-{number}" for number in range(3, 9)]


def test_saves_of_two_sections_do_not_meet():
    draft = save(DraftFactory())

    save(draft, "organization", {"organization_name": "ACME"}, version=1)

    kept = Submission.objects.get()
    assert (kept.answers["title"], kept.answers["organization_name"]) == ("Skills", "ACME")
    assert kept.section_versions == {"input": 2, "organization": 3}


def test_saves_in_one_go_are_one_edit_and_later_ones_another():
    draft = save(DraftFactory())
    save(draft, answers={"text": "Two"}, version=2, at=NOW + 5 * MINUTE)
    save(draft, answers={"text": "Three"}, version=3, at=NOW + 20 * MINUTE)
    save(draft, answers={"text": "Four"}, version=4, at=NOW + 21 * MINUTE, by=UserFactory())

    edits = draft.edits.order_by("at")
    assert [(edit.started_at, edit.at, edit.answers["text"]) for edit in edits] == [
        (NOW, NOW + 5 * MINUTE, "Two"),
        (NOW + 20 * MINUTE, NOW + 20 * MINUTE, "Three"),
        (NOW + 21 * MINUTE, NOW + 21 * MINUTE, "Four"),
    ]


@pytest.mark.parametrize("status", [Status.DECIDED, Status.WITHDRAWN, Status.RETURNED])
def test_saves_nothing_once_it_ended_or_was_returned_without_a_date(status):
    submission = SubmissionFactory(status=status, title="As handed in")

    with pytest.raises(WrongStatus):
        save(submission)
    assert Submission.objects.get().answers["title"] == "As handed in"


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.UNDER_REVIEW])
def test_what_was_handed_in_can_be_written_in_until_the_deadline_and_its_grace(status):
    submission = SubmissionFactory(status=status, title="As handed in")
    grace = submission.call.closes_at + submission.call.grace

    save(submission, at=grace - timedelta(seconds=1))
    with pytest.raises(WrongStatus):
        save(submission, answers={"text": "Too late"}, version=9, at=grace)

    kept = Submission.objects.get()
    # Everybody else goes on reading what was handed in.
    assert (kept.answers["title"], kept.title) == ("Skills", "As handed in")


@pytest.mark.parametrize("questions", [1, 30])
def test_a_save_costs_the_same_for_few_and_many_answers(django_assert_num_queries, questions):
    draft = DraftFactory()
    section = draft.call.sections.get(slug="input")
    for number in range(questions):
        Question.objects.create(
            call=draft.call, section=section, key=f"more_{number}", type="short", label="More"
        )
    given = {f"more_{number}": "x" for number in range(questions)}

    # Savepoint aside: the row, its questions and options, its last edit, two writes.
    with django_assert_num_queries(8):
        save(draft, answers={**INPUT, **given})
