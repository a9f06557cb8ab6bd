"""An author takes an input back: with a reason, once, and with a letter."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultation.actions.decisions import accept
from consultation.actions.withdrawals import withdraw
from consultation.choices import Disposition, EventKind, Status
from consultation.exceptions import ReasonMissing, WrongStatus
from consultation.models import Clarification, Contributor, Decision, Submission
from tests.factories import NOW, DraftFactory, SubmissionFactory, UserFactory, kept_reason
from wsis_forum import clock
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

REASON = "Another network hands in the same."


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def submission(stakeholder):
    return SubmissionFactory(author=stakeholder)


@pytest.fixture
def author(client: Client, stakeholder) -> Client:
    client.force_login(stakeholder)
    return client


def take_back(submission, *, reason=REASON) -> Submission:
    return withdraw(submission_id=submission.pk, by=submission.author, reason=reason, at=NOW)


@pytest.mark.parametrize(
    "status", [Status.SUBMITTED, Status.UNDER_REVIEW, Status.RETURNED, Status.DECIDED]
)
def test_withdraws_with_decision_event_and_letter(status, stakeholder):
    submission = SubmissionFactory(author=stakeholder, status=status)

    take_back(submission)

    kept = Submission.objects.get()
    assert (kept.status, kept.withdrawn_reason) == (Status.WITHDRAWN, REASON)
    assert (kept.decision.disposition, kept.decision.reason, kept.decision.decided_at) == (
        Disposition.WITHDRAWN,
        REASON,
        NOW,
    )
    assert [(e.kind, e.by, e.note) for e in kept.events.all()] == [
        (EventKind.WITHDRAWN, stakeholder, REASON)
    ]
    letter = Letter.objects.get()
    assert (letter.kind, letter.address) == ("withdrawal", stakeholder.email)
    assert f"> {REASON}" in letter.text


def test_it_takes_the_place_of_an_earlier_decision(submission, secretary):
    accept(
        submission_id=submission.pk,
        by=secretary,
        chosen_reason_id=kept_reason(),
        reason="Welcome.",
        at=NOW,
    )

    take_back(submission)

    former, last = Decision.objects.order_by("pk")
    assert (former.reopen_reason, last.disposition) == (REASON, Disposition.WITHDRAWN)
    assert EventKind.ACCEPTED in submission.events.values_list("kind", flat=True)


def test_withdrawing_twice_is_once(submission):
    take_back(submission)
    take_back(submission, reason="Another reason")

    assert (Letter.objects.count(), submission.events.count()) == (1, 1)
    assert Decision.objects.get().reason == REASON


def test_an_open_question_is_closed(stakeholder):
    submission = SubmissionFactory(author=stakeholder, status=Status.RETURNED)
    Clarification.objects.create(
        submission=submission, asked_at=NOW, question="?", until=NOW + timedelta(days=1)
    )

    take_back(submission)

    assert Clarification.objects.get().answered_at == NOW


@pytest.mark.parametrize("reason", ["", " \n\t"])
def test_a_reason_is_needed(submission, reason):
    with pytest.raises(ReasonMissing):
        take_back(submission, reason=reason)
    assert Submission.objects.get().status == Status.SUBMITTED


def test_a_draft_is_not_withdrawn():
    with pytest.raises(WrongStatus):
        take_back(DraftFactory())


# --- The page ------------------------------------------------------------------------


def url(submission, name: str = "withdraw") -> str:
    return reverse(f"consultation:{name}", args=(submission.reference,))


def test_the_page_asks_for_the_reason_and_withdraws(author, submission):
    assert url(submission) in author.get(url(submission, "submission")).content.decode()
    assert b"You cannot take this back" in author.get(url(submission)).content

    html = author.post(url(submission), {"reason": REASON}, follow=True).content.decode()

    assert "Your input was withdrawn. A letter confirms it." in html
    assert REASON in html
    assert author.get(url(submission)).headers["Location"] == submission.get_absolute_url()


def test_without_a_reason_the_page_says_so_at_its_field(author, submission):
    html = author.post(url(submission), {"reason": "\x00 "}).content.decode()

    assert html.count("Enter the reason why you withdraw the input.") == 2
    assert '<a href="#id_reason">' in html
    assert "<title>Error: Withdraw" in html


def test_a_reason_that_is_too_long_is_given_back(author, submission):
    html = author.post(url(submission), {"reason": "x" * 10_001}).content.decode()

    assert html.count("The text is too long. Shorten it.") == 2
    assert "x" * 10_001 in html


def test_a_sign_in_that_ended_loses_no_reason(client, submission, stakeholder):
    client.post(url(submission), {"reason": REASON}, headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(stakeholder)

    assert f"{REASON}</textarea>" in client.get(url(submission)).content.decode()


def test_a_contributor_cannot_withdraw(client, submission):
    colleague = UserFactory()
    Contributor.objects.create(
        submission=submission,
        email=colleague.email,
        user=colleague,
        invited_at=NOW,
        accepted_at=NOW,
    )
    client.force_login(colleague)

    assert client.get(url(submission)).status_code == 404
    assert client.post(url(submission), {"reason": REASON}).status_code == 404
