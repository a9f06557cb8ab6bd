"""A draft is begun once, and every save of a section is kept or said to be in the way."""

from datetime import timedelta
from typing import Any

import pytest

from consultation import sections
from consultation.actions.drafts import begin_draft, save_section
from consultation.choices import CallKind, EventKind, Status
from consultation.exceptions import CallClosed, StaleVersion, WrongStatus
from consultation.models import Submission
from tests.factories import (
    NOW,
    ActionLineFactory,
    CallFactory,
    CountryFactory,
    DraftFactory,
    GoalFactory,
    StakeholderTypeFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

INPUT = {"title": "Skills", "summary": "A summary", "text": "A text", "language": "fr"}


def begin(call, by, key="key-of-one-form", at=NOW) -> Submission:
    return begin_draft(call_id=call.pk, by=by, key=key, language="ar", at=at)


def save(draft, section="input", answers=INPUT, version=1, at=NOW) -> Submission:
    return save_section(
        submission_id=draft.pk,
        by=draft.author,
        section=section,
        answers=answers,
        version=version,
        at=at,
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


def test_keeps_the_input(at):
    draft = save(DraftFactory())

    kept = Submission.objects.get()
    assert sections.answers(kept, "input") == INPUT
    assert (kept.version, kept.section_versions, kept.saved_at) == (2, {"input": 2}, at)
    assert draft.version == 2


def test_keeps_what_is_too_long_and_after_the_deadline():
    long = {**INPUT, "title": "x" * 1000, "summary": "word " * 5000, "text": "字" * 9000}

    save(DraftFactory(), answers=long, at=NOW + timedelta(days=365))

    assert sections.answers(Submission.objects.get(), "input") == long


def test_a_field_that_was_not_sent_stays_as_it_is():
    draft = save(DraftFactory())

    save(draft, answers={"text": "New"}, version=2)

    assert sections.answers(Submission.objects.get(), "input") == {**INPUT, "text": "New"}


def test_an_answer_of_another_section_changes_nothing():
    save(DraftFactory(title="Kept"), "organization", {"organization_name": "ACME", "title": "No"})

    kept = Submission.objects.get()
    assert (kept.title, kept.organization_name) == ("Kept", "ACME")


def test_keeps_the_organization_and_takes_it_back():
    StakeholderTypeFactory(code="CS")
    CountryFactory(alpha3="KEN", alpha2="KE")
    given = {"organization_name": "ACME", "stakeholder_type": "CS", "country": "KEN"}
    nothing = {"organization_name": "", "stakeholder_type": "", "country": ""}

    draft = save(DraftFactory(), "organization", given)
    assert sections.answers(Submission.objects.get(), "organization") == given
    save(draft, "organization", nothing, version=2)
    assert sections.answers(Submission.objects.get(), "organization") == nothing


def test_keeps_the_tags_but_no_heading():
    ActionLineFactory(code="C1")
    ActionLineFactory(code="C7", is_selectable=False)
    GoalFactory(number=4)

    save(DraftFactory(), "tags", {"action_lines": ["C1", "C7", "C99"], "goals": [4, 18]})

    kept = Submission.objects.get()
    assert sections.answers(kept, "tags") == {"action_lines": ["C1"], "goals": [4]}


def test_keeps_the_workshop():
    given = {"format": "COUNTRY_WS", "minutes": 90, "expected_people": 40}

    draft = save(DraftFactory(), "workshop", given)
    save(draft, "workshop", {**given, "minutes": None}, version=2)

    assert sections.answers(Submission.objects.get(), "workshop") == {**given, "minutes": None}


def speaker(name: str, **more: Any) -> dict[str, Any]:
    return {
        "honorific": "",
        "name": name,
        "function": "",
        "organization": "",
        "country": "",
        "attendance": "on-site",
        **more,
    }


def test_keeps_speakers_in_their_order_and_at_most_twelve():
    CountryFactory(alpha3="KEN", alpha2="KE")
    first = [speaker("B", honorific="Dr", country="KEN", attendance="remote"), speaker("A")]

    draft = save(DraftFactory(), "speakers", {"speakers": first})
    assert sections.answers(Submission.objects.get(), "speakers") == {"speakers": first}
    many = [speaker(f"Speaker {n}") for n in range(20)]
    save(draft, "speakers", {"speakers": many}, version=2)
    assert sections.answers(Submission.objects.get(), "speakers") == {"speakers": many[:12]}


def test_the_second_save_of_a_section_is_told_about_the_first():
    draft = save(DraftFactory())

    with pytest.raises(StaleVersion) as stale:
        save(draft, answers={**INPUT, "text": "Mine"}, version=1)
    assert stale.value.current == 2
    assert Submission.objects.get().text == "A text"


def test_the_same_save_twice_is_no_conflict():
    draft = save(DraftFactory())

    assert save(draft, version=1).version == 2


def test_saves_of_two_sections_do_not_meet():
    draft = save(DraftFactory())

    save(draft, "organization", {"organization_name": "ACME"}, version=1)

    kept = Submission.objects.get()
    assert (kept.title, kept.organization_name) == ("Skills", "ACME")
    assert kept.section_versions == {"input": 2, "organization": 3}


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_saves_nothing_once_it_was_handed_in(status):
    submission = SubmissionFactory(status=status, title="As handed in")

    with pytest.raises(WrongStatus):
        save(submission)
    assert Submission.objects.get().title == "As handed in"


@pytest.mark.parametrize("kind", CallKind)
def test_every_kind_of_call_has_sections_that_can_be_read(kind):
    draft = DraftFactory(call__kind=kind)

    for section in sections.of_kind(kind):
        assert sections.answers(draft, section.slug).keys() == set(section.fields)
