"""A hand-in counts once, gets the next number, and is decided to the second by the call's clock."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection

from consultation import letters
from consultation.actions.submissions import Consent, submit
from consultation.choices import CallKind, EventKind, Publication, Status
from consultation.exceptions import CallClosed, Incomplete, StaleVersion, WrongStatus
from consultation.models import (
    Call,
    Forum,
    Organization,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
)
from consultation.phases import local_moment
from tests.consultation.drafts import complete_draft
from tests.factories import (
    NOW,
    ActionLineFactory,
    CallFactory,
    CountryFactory,
    ForumFactory,
    OrganizationFactory,
    StakeholderTypeFactory,
    SubmissionFactory,
)
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
KEY = "key-of-one-form"
AGREED = Consent()


def hand_in(draft, *, key=KEY, at=NOW, opened_at=None, consent=AGREED, **more) -> Submission:
    return submit(
        submission_id=draft.pk,
        by=draft.author,
        key=key,
        at=at,
        opened_at=opened_at,
        consent=consent,
        **more,
    )


def write(submission, **answers: Any) -> None:
    """Change the working text, as a save does."""
    kept = Submission.objects.get(pk=submission.pk)
    kept.answers = {**kept.answers, **answers}
    kept.version += 1
    kept.save()


def test_hands_in_with_number_moment_event_and_receipt(at):
    draft = complete_draft(call=CallFactory(kind=CallKind.WORKSHOP))

    handed_in = hand_in(draft)

    kept = Submission.objects.get()
    assert (kept.status, kept.number, kept.submitted_at) == (
        Status.SUBMITTED,
        "WSIS-2027-0001",
        at,
    )
    assert handed_in.number == kept.number
    assert [(e.kind, e.at, e.by) for e in kept.events.all()] == [
        (EventKind.SUBMITTED, at, draft.author)
    ]
    assert [(letter.kind, letter.address) for letter in Letter.objects.all()] == [
        ("receipt", draft.author.email)
    ]


def test_numbers_are_counted_per_forum():
    first, second = complete_draft(), complete_draft()
    other = complete_draft(call=CallFactory(forum=ForumFactory(slug="2028", year=2028)))

    assert [hand_in(draft).number for draft in (first, other, second)] == [
        "WSIS-2027-0001",
        "WSIS-2028-0001",
        "WSIS-2027-0002",
    ]


def test_an_undone_hand_in_leaves_no_gap():
    draft = complete_draft()

    with (
        patch.object(letters, "queue_receipt", side_effect=ZeroDivisionError),
        pytest.raises(ZeroDivisionError),
    ):
        hand_in(draft)

    assert Submission.objects.get().status == Status.DRAFT
    assert SubmissionEvent.objects.count() == 0
    assert hand_in(draft).number == "WSIS-2027-0001"


def test_the_same_form_twice_is_one_hand_in():
    draft = complete_draft()

    first, second = hand_in(draft), hand_in(draft, at=NOW + timedelta(days=90))

    assert first.number == second.number == "WSIS-2027-0001"
    assert second.submitted_at == NOW
    assert (SubmissionEvent.objects.count(), Letter.objects.count()) == (1, 1)
    assert Forum.objects.get().last_number == 1


def test_another_form_with_the_same_text_is_the_same_hand_in():
    draft = complete_draft()
    hand_in(draft)

    assert hand_in(draft, key="key-of-another-form").number == "WSIS-2027-0001"
    assert (SubmissionVersion.objects.count(), Letter.objects.count()) == (1, 1)


def test_the_same_key_for_two_drafts_is_two_hand_ins():
    drafts = complete_draft(), complete_draft()

    assert [hand_in(draft).number for draft in drafts] == ["WSIS-2027-0001", "WSIS-2027-0002"]


@pytest.mark.parametrize("status", [Status.DECIDED, Status.WITHDRAWN])
def test_what_is_decided_or_withdrawn_cannot_be_handed_in(status):
    submission = SubmissionFactory(status=status)
    write(submission, title="Another")

    with pytest.raises(WrongStatus):
        hand_in(submission)


def test_a_text_that_was_changed_since_it_was_read_is_not_handed_in():
    draft = complete_draft()
    write(draft, title="By a colleague")

    with pytest.raises(StaleVersion):
        hand_in(draft, consent=Consent(version=draft.version))
    assert Submission.objects.get().status == Status.DRAFT
    assert hand_in(draft, consent=Consent(version=draft.version + 1)).title == "By a colleague"


# --- Versions ------------------------------------------------------------------------


def test_the_first_version_freezes_answers_and_consent(at):
    draft = complete_draft()

    hand_in(draft, consent=Consent(Publication.WITHOUT_NAME, "1.0"))

    [version] = SubmissionVersion.objects.all()
    assert (version.number, version.at, version.by) == (1, at, draft.author)
    assert (version.publication, version.privacy_version) == ("without-name", "1.0")
    assert {key: version.answers[key] for key in draft.answers} == draft.answers
    assert Submission.objects.get().publication == Publication.WITHOUT_NAME


def test_until_the_deadline_a_change_is_another_version():
    draft = complete_draft()
    hand_in(draft)
    write(draft, title="Better", organization_name="Another Network")

    again = hand_in(draft, key="key-of-another-form", at=draft.call.closes_at - SECOND)

    assert (again.number, again.status, again.title) == (
        "WSIS-2027-0001",
        Status.SUBMITTED,
        "Better",
    )
    assert again.submitted_at == NOW
    assert again.organization.name == "Another Network"
    assert [v.answers["title"] for v in SubmissionVersion.objects.order_by("number")] == [
        "Digital skills for all",
        "Better",
    ]
    assert [e.kind for e in again.events.all()] == [EventKind.SUBMITTED, EventKind.CHANGED]
    assert sorted(Letter.objects.values_list("key", flat=True)) == [
        f"submission:{draft.pk}:receipt:1",
        f"submission:{draft.pk}:receipt:2",
    ]


def test_after_the_deadline_the_last_version_stays():
    draft = complete_draft()
    hand_in(draft)
    write(draft, title="Too late")

    with pytest.raises(CallClosed):
        hand_in(draft, key="key-of-another-form", at=draft.call.closes_at)
    assert Submission.objects.get().title == "Digital skills for all"


def test_another_consent_is_another_version():
    draft = complete_draft()
    hand_in(draft)

    hand_in(draft, key="key-of-another-form", consent=Consent(Publication.NOT_PUBLIC))

    assert Submission.objects.get().publication == Publication.NOT_PUBLIC
    assert SubmissionVersion.objects.count() == 2


def test_an_incomplete_change_is_refused_and_the_last_version_stays():
    draft = complete_draft()
    hand_in(draft)
    write(draft, title="")

    with pytest.raises(Incomplete):
        hand_in(draft, key="key-of-another-form")
    assert Submission.objects.get().title == "Digital skills for all"


def test_tags_details_and_speakers_follow_the_version():
    ActionLineFactory(code="C5")
    draft = complete_draft(call=CallFactory(kind=CallKind.WORKSHOP))
    write(draft, speakers=[{"name": "Amina", "country": "CHE"}, {"name": "Bo"}])
    hand_in(draft)
    write(draft, action_lines=["C5"], minutes=60, speakers=[{"name": "Bo"}])
    hand_in(draft, key="key-of-another-form")

    kept = Submission.objects.get()
    assert [line.code for line in kept.action_lines.all()] == ["C5"]
    assert kept.workshop.minutes == 60
    assert [speaker.name for speaker in kept.speakers.all()] == ["Bo"]


# --- What is missing or too long -----------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"summary": ""}, "summary"),
        ({"summary": "word " * 151}, "summary"),
        ({"text": ""}, "text"),
        ({"text": "字" * 2001}, "text"),
        ({"organization_name": ""}, "organization_name"),
        ({"stakeholder_type": None}, "stakeholder_type"),
        ({"country": None}, "country"),
    ],
)
def test_refuses_what_is_missing_or_too_long_and_keeps_the_draft(values, field):
    draft = complete_draft(**values)

    with pytest.raises(Incomplete) as refused:
        hand_in(draft)
    assert list(refused.value.problems) == [field]
    assert Submission.objects.get().status == Status.DRAFT


@pytest.mark.parametrize(
    "values", [{"title": "x" * 200}, {"summary": "word " * 150}, {"text": "字" * 2000}]
)
def test_takes_what_is_just_as_long_as_it_may_be(values):
    assert hand_in(complete_draft(**values)).status == Status.SUBMITTED


def test_a_workshop_needs_its_details_and_tags_but_no_speaker():
    draft = complete_draft(call=CallFactory(kind=CallKind.WORKSHOP))
    needed = ["format", "minutes", "expected_people", "action_lines", "goals"]
    Submission.objects.filter(pk=draft.pk).update(
        answers={key: given for key, given in draft.answers.items() if key not in needed}
    )

    with pytest.raises(Incomplete) as refused:
        hand_in(draft)
    assert set(needed) <= set(refused.value.problems)
    assert "speakers" not in refused.value.problems


def test_a_proposed_speaker_needs_a_name():
    draft = complete_draft(call=CallFactory(kind=CallKind.WORKSHOP))
    write(draft, speakers=[{"name": "Amina"}, {"name": "", "organization": "ACME"}])

    with pytest.raises(Incomplete) as refused:
        hand_in(draft)
    assert list(refused.value.problems) == ["speakers-1-name"]


# --- Organizations -------------------------------------------------------------------


def test_makes_the_organization_a_row():
    hand_in(complete_draft(organization_name="Réseau Compétences"))

    made = Organization.objects.get()
    assert (made.name, made.country_id, made.stakeholder_type.code) == (
        "Réseau Compétences",
        "CHE",
        "CS",
    )
    assert Submission.objects.get().organization == made


@pytest.mark.parametrize(
    ("known", "typed"),
    [("ITU Academy", "itu academy"), ("Réseau Égalité", "RÉSEAU ÉGALITÉ"), ("СЕТЬ", "Сеть")],
)
def test_finds_a_known_organization_in_any_case(known, typed):
    row = OrganizationFactory(name=known, stakeholder_type=StakeholderTypeFactory(code="IO"))

    hand_in(complete_draft(organization_name=typed))

    assert Submission.objects.get().organization == row
    assert Submission.objects.get().stakeholder_type.code == "CS"


def test_the_same_name_in_another_country_is_another_organization():
    OrganizationFactory(
        name="Digital Skills Network", country=CountryFactory(alpha3="KEN", alpha2="KE")
    )

    hand_in(complete_draft())

    assert Organization.objects.count() == 2


# --- The clock -----------------------------------------------------------------------

DEADLINES = [
    # Plain days east and west of Geneva, and the nights on which the clocks change.
    pytest.param(datetime.fromisoformat("2026-12-12T23:59:59"), "Europe/Zurich", id="Geneva"),
    pytest.param(datetime.fromisoformat("2026-12-12T23:59:59"), "Asia/Kolkata", id="Kolkata"),
    pytest.param(datetime.fromisoformat("2026-12-12T23:59:59"), "America/New_York", id="New York"),
    pytest.param(
        datetime.fromisoformat("2026-10-25T01:59:59"), "Europe/Zurich", id="clocks go back"
    ),
    pytest.param(
        datetime.fromisoformat("2027-03-28T03:00:00"), "Europe/Zurich", id="clocks go forward"
    ),
    pytest.param(
        datetime.fromisoformat("2027-03-14T03:30:00"), "America/New_York", id="forward in New York"
    ),
]


def call_until(wall: datetime, zone: str) -> Call:
    closes_at = local_moment(wall, zone).astimezone(UTC)
    return CallFactory(
        kind=CallKind.THEMATIC,
        timezone=zone,
        opens_at=closes_at - timedelta(days=30),
        closes_at=closes_at,
        grace_minutes=15,
    )


@pytest.mark.parametrize(("wall", "zone"), DEADLINES)
def test_takes_a_hand_in_until_the_last_second(wall, zone):
    call = call_until(wall, zone)

    assert hand_in(complete_draft(call=call), at=call.closes_at - SECOND).number
    with pytest.raises(CallClosed):
        hand_in(complete_draft(call=call), at=call.closes_at)


@pytest.mark.parametrize(("wall", "zone"), DEADLINES)
def test_a_form_opened_before_the_deadline_has_fifteen_minutes_more(wall, zone):
    call = call_until(wall, zone)
    opened_at, end = call.closes_at - SECOND, call.closes_at + timedelta(minutes=15)

    def late(at: datetime, opened_at: datetime) -> Submission:
        return hand_in(complete_draft(call=call), at=at, opened_at=opened_at)

    assert late(end - SECOND, opened_at).submitted_at == end - SECOND
    with pytest.raises(CallClosed):
        late(end, opened_at)
    with pytest.raises(CallClosed):
        late(call.closes_at + SECOND, call.closes_at)


def test_a_call_without_grace_gives_none():
    call = call_until(datetime.fromisoformat("2026-12-12T12:00:00"), "UTC")
    call.grace_minutes = 0
    call.save()

    with pytest.raises(CallClosed):
        hand_in(complete_draft(call=call), at=call.closes_at, opened_at=call.closes_at - SECOND)


def test_a_form_cannot_have_been_opened_later_than_it_is_sent():
    call = call_until(datetime.fromisoformat("2026-12-12T12:00:00"), "UTC")

    with pytest.raises(CallClosed):
        hand_in(
            complete_draft(call=call), at=call.opens_at - SECOND, opened_at=call.opens_at + SECOND
        )


# --- Together ------------------------------------------------------------------------


def at_once(*works: Any) -> list[Any]:
    """Run functions in threads of their own that begin together; give results or exceptions."""
    start = Barrier(len(works))

    def run(work: Any) -> Any:
        try:
            start.wait(timeout=10)
            return work()
        except Exception as error:  # noqa: BLE001 the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, work) for work in works]]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_hand_in():
    draft = complete_draft()

    results = at_once(*[lambda: hand_in(draft).number] * 4)

    assert results == ["WSIS-2027-0001"] * 4
    assert (SubmissionEvent.objects.count(), Letter.objects.count()) == (1, 1)
    assert Forum.objects.get().last_number == 1


@pytest.mark.django_db(transaction=True)
def test_two_forms_of_one_draft_at_once_are_one_hand_in():
    draft = complete_draft()

    results = at_once(
        lambda: hand_in(draft, key="key-of-one-form").number,
        lambda: hand_in(draft, key="key-of-another-form").number,
    )

    assert results == ["WSIS-2027-0001"] * 2
    assert (SubmissionVersion.objects.count(), Forum.objects.get().last_number) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_parallel_hand_ins_get_numbers_without_gaps_and_one_organization():
    call = CallFactory(kind=CallKind.THEMATIC)
    drafts = [complete_draft(call=call) for _ in range(8)]
    incomplete = complete_draft(call=call, title="")

    results = at_once(
        *[lambda draft=draft: hand_in(draft).number for draft in (*drafts, incomplete)]
    )

    assert isinstance(results.pop(), Incomplete)
    assert sorted(results) == [f"WSIS-2027-{number:04d}" for number in range(1, 9)]
    assert Organization.objects.count() == 1
