"""
What is too near to a member of the staff is nowhere in the workbench, and is counted nowhere.

Beside the list and the page of inputs: letters, calls, late codes, organizations, sessions, files,
what waits for reviewers. Each place is looked at twice, before and after the conflict.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import rules
from django.test import Client
from django.urls import reverse

from agenda.models import SessionSource
from consultation.actions.assignments import assign
from consultation.actions.clarifications import ask_back
from consultation.actions.decisions import accept, take_up
from consultation.actions.reopening import reopen
from consultation.choices import AssignedBy, CallKind, Disposition, Status
from consultation.models import Conflict, Contributor, LateCode, Submission, SubmissionVersion
from tests.consultation.conftest import Now
from tests.factories import (
    AttachmentFactory,
    CallFactory,
    SessionFactory,
    SessionTypeFactory,
    SubmissionFactory,
    kept_reason,
)
from wsis_forum.accounts.models import User
from wsis_forum.letters import hiding
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def workshop(**given: Any) -> Submission:
    return SubmissionFactory(call=CallFactory(kind=CallKind.WORKSHOP), **given)


def hide(submission: Submission, user: User, now: Now) -> None:
    Conflict.objects.create(submission=submission, user=user, declared_at=now.at)


def on_calls(client: Client, submission: Submission, now: Now) -> Any:
    found = client.get(reverse("admin:consultation_call_changelist")).context["cl"].result_list
    return {row.pk: row.handed_in_count for row in found}[submission.call_id]


def on_organizations(client: Client, submission: Submission, now: Now) -> Any:
    url = reverse("admin:consultation_organization_changelist")
    found = client.get(url).context["cl"].result_list
    return {row.pk: row.input_count for row in found}[submission.organization_id]


def on_late_codes(client: Client, submission: Submission, now: Now) -> Any:
    LateCode.objects.create(
        call=submission.call,
        code=f"ABC{submission.pk}",
        made_at=now.at,
        expires_at=now.at + DAY,
        used_at=now.at,
        used_for=submission,
    )
    url = reverse("admin:consultation_call_late_codes", args=(submission.call_id,))
    return str(submission.number) in client.get(url).text


def on_the_session(client: Client, submission: Submission, now: Now) -> Any:
    session = SessionFactory(forum=submission.call.forum)
    SessionSource.objects.create(session=session, submission=submission, linked_at=now.at)
    text = client.get(reverse("admin:agenda_session_change", args=(session.pk,))).text
    return str(submission.number) in text


def on_unmade_requests(client: Client, submission: Submission, now: Now) -> Any:
    return str(submission.number) in client.get(reverse("admin:agenda_session_unmade")).text


def on_making_a_session(client: Client, submission: Submission, now: Now) -> Any:
    SessionTypeFactory()
    return client.post(reverse("admin:agenda_session_make", args=(submission.pk,))).status_code


def on_the_page(client: Client, submission: Submission, now: Now) -> Any:
    url = reverse("admin:consultation_submission_change", args=(submission.pk,))
    return client.get(url).status_code


def on_the_dashboard(client: Client, submission: Submission, now: Now) -> Any:
    return str(submission.number) in client.get(reverse("admin:index")).text


def on_assigning(client: Client, submission: Submission, now: Now) -> Any:
    url = reverse("admin:consultation_submission_assign_many")
    answer = client.get(f"{url}?inputs={submission.pk}")
    return len(answer.context["rows"])


# place -> look -> (before, after) the conflict.
PLACES: dict[str, tuple[Callable[[Client, Submission, Now], Any], Status, Any, Any]] = {
    "counts of calls": (on_calls, Status.SUBMITTED, 1, 0),
    "counts of organizations": (on_organizations, Status.SUBMITTED, 1, 0),
    "late codes": (on_late_codes, Status.SUBMITTED, True, False),
    "sources of a session": (on_the_session, Status.DECIDED, True, False),
    "requests without a session": (on_unmade_requests, Status.DECIDED, True, False),
    "making a session": (on_making_a_session, Status.DECIDED, 302, 404),
    "page": (on_the_page, Status.SUBMITTED, 200, 404),
    "dashboard": (on_the_dashboard, Status.SUBMITTED, True, False),
    "assignment": (on_assigning, Status.SUBMITTED, 1, 0),
}


@pytest.mark.parametrize(("look", "status", "before", "after"), PLACES.values(), ids=PLACES.keys())
def test_a_conflict_hides_an_input_from_a_secretary(
    look: Any, status: Status, before: Any, after: Any, desk: Client, secretary: User, now: Now
):
    given = {"decision": {"disposition": Disposition.BECOMES}} if status == Status.DECIDED else {}
    seen, hidden = workshop(status=status, **given), workshop(status=status, **given)
    hide(hidden, secretary, now)
    assert look(desk, seen, now) == before
    assert look(desk, hidden, now) == after


def about(submission: Submission, secretary: User, reviewer: User, now: Now) -> set[str]:
    """Let every kind of letter be written about an input, and return their keys."""
    there = set(Letter.objects.values_list("key", flat=True))
    at = now.at
    Contributor.objects.create(submission=submission, email="x@example.org", invited_at=at)
    assign(
        submission_ids=[submission.pk],
        reviewer_ids=[reviewer.pk],
        due_at=None,
        how=AssignedBy.HAND,
        by=secretary,
        at=at,
    )
    ask_back(submission_id=submission.pk, by=secretary, question="Why?", until=at + DAY, at=at)
    take_up(submission_id=submission.pk, by=secretary, at=at)
    accept(
        submission_id=submission.pk,
        by=secretary,
        chosen_reason_id=kept_reason(),
        reason="Because.",
        at=at,
    )
    reopen(submission_id=submission.pk, by=secretary, reason="Because.", at=at)
    return set(Letter.objects.values_list("key", flat=True)) - there


def test_letters_about_a_hidden_input_are_hidden(
    desk: Client, secretary: User, reviewer: User, now: Now
):
    seen, hidden = workshop(), workshop()
    shown = about(seen, secretary, reviewer, now)
    gone = about(hidden, secretary, reviewer, now)
    assert len(shown) == len(gone) >= 4
    plain = Letter.objects.create(
        key="code:1:x", message_id="<x>", kind="code", address="x@example.org", language="en"
    )
    hide(hidden, secretary, now)
    letters = hiding.visible(secretary, Letter.objects.all())
    assert set(letters.values_list("key", flat=True)) == shown | {plain.key}
    url = reverse("admin:letters_letter_changelist")
    assert {row.key for row in desk.get(url).context["cl"].result_list} == shown | {plain.key}
    assert hidden.number not in desk.get(url, {"q": str(hidden.number)}).context["cl"].result_list
    for letter in Letter.objects.filter(key__in=gone):
        page = reverse("admin:letters_letter_change", args=(letter.pk,))
        assert desk.get(page).status_code == 302


def test_a_list_that_names_a_hidden_input_among_others_is_hidden(
    secretary: User, reviewer: User, now: Now
):
    # The number of the first is the beginning of the second's.
    inputs = [SubmissionFactory(number=number) for number in ("WSIS-2027-0001", "WSIS-2027-00012")]
    for chosen in (inputs, inputs[1:]):
        assign(
            submission_ids=[one.pk for one in chosen],
            reviewer_ids=[reviewer.pk],
            due_at=None,
            how=AssignedBy.HAND,
            by=secretary,
            at=now.at,
        )
        reviewer.assignments.update(ended_at=now.at)
    assert Letter.objects.filter(kind="assigned").count() == 2
    hide(inputs[0], secretary, now)
    letters = hiding.visible(secretary, Letter.objects.filter(kind="assigned"))
    assert [inputs[1].number in letter.text for letter in letters] == [True]
    assert [inputs[0].number + " " in letter.text for letter in letters] == [False]


def test_a_file_of_a_hidden_input_is_not_found(
    client: Client, secretary: User, reviewer: User, now: Now
):
    for person in (secretary, reviewer):
        submission = SubmissionFactory()
        file = AttachmentFactory(submission=submission)
        SubmissionVersion.objects.filter(submission=submission).update(answers={"files": [file.pk]})
        assert rules.has_perm("consultation.read_file", person, file)
        hide(submission, person, now)
        assert not rules.has_perm("consultation.read_file", person, file)
        client.force_login(person)
        url = reverse("consultation:file", args=(submission.reference, file.pk))
        assert client.get(url).status_code == 404


def test_a_hidden_input_answers_like_one_that_never_was(
    desk: Client, secretary: User, now: Now
) -> None:
    hidden = workshop()
    hide(hidden, secretary, now)
    for name in ("change", "history"):
        answers = [
            desk.get(reverse(f"admin:consultation_submission_{name}", args=(key,)), follow=True)
            for key in (hidden.pk, hidden.pk + 10_000, "no-key")
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.text.replace(str(hidden.pk), "") for answer in answers}) == 1
        assert not any(answer.redirect_chain for answer in answers)
    assert "Perhaps" not in desk.get("/admin/").text
