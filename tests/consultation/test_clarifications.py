"""The secretariat asks back, and the author answers: in time, once, with or without a change."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultation.actions.clarifications import answer, ask_back
from consultation.actions.decisions import take_up
from consultation.actions.submissions import Consent, submit
from consultation.choices import EventKind, Status
from consultation.exceptions import (
    CallClosed,
    DateImpossible,
    NotHandedIn,
    TextMissing,
    WrongStatus,
)
from consultation.models import Clarification, Contributor, Submission
from tests.consultation.drafts import complete_draft
from tests.factories import NOW, DraftFactory, SubmissionFactory, UserFactory
from wsis_forum.letters.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

SECOND = timedelta(seconds=1)
UNTIL = NOW + timedelta(days=5)
KEY = "another-key-of-ours"


@pytest.fixture
def submission(stakeholder):
    """Return an input that was handed in, whose call has closed since."""
    draft = complete_draft(author=stakeholder)
    submit(
        submission_id=draft.pk,
        by=stakeholder,
        key="the-first-key-of-ours",
        at=NOW,
        opened_at=None,
        consent=Consent(),
    )
    draft.call.closes_at = NOW
    draft.call.save()
    return Submission.objects.get()


@pytest.fixture
def author(client: Client, stakeholder) -> Client:
    client.force_login(stakeholder)
    return client


def ask(submission, by, **values: Any) -> Clarification:
    given = {"question": "How many people?", "until": UNTIL, "at": NOW, **values}
    return ask_back(submission_id=submission.pk, by=by, **given)


def reply(asked, by, **values: Any) -> Submission:
    given = {"answer": "About forty.", "at": NOW, **values}
    return answer(clarification_id=asked.pk, by=by, **given)


def write(submission, **answers: Any) -> None:
    found = Submission.objects.get(pk=submission.pk)
    found.answers = {**found.answers, **answers}
    found.version += 1
    found.save()


def hand_in(submission, by, **values: Any) -> Submission:
    given = {"key": KEY, "at": NOW, "opened_at": None, "consent": Consent(), **values}
    return submit(submission_id=submission.pk, by=by, **given)


def url(name: str, submission) -> str:
    return reverse(f"consultation:{name}", args=(submission.reference,))


# --- Asking --------------------------------------------------------------------------


def test_asking_returns_it_and_tells_all_who_write_it_in_their_time(
    submission, secretary, stakeholder
):
    stakeholder.timezone = "Africa/Addis_Ababa"
    stakeholder.save()
    colleague = UserFactory(language="fr")
    Contributor.objects.create(
        submission=submission,
        email=colleague.email,
        user=colleague,
        invited_at=NOW,
        accepted_at=NOW,
    )

    asked = ask(submission, secretary, question=" How many people?\n")

    kept = Submission.objects.get()
    assert (kept.status, asked.question) == (Status.RETURNED, "How many people?")
    assert [(e.kind, e.note) for e in kept.events.all()][1:] == [
        (EventKind.TAKEN_UP, ""),
        (EventKind.RETURNED, "How many people?"),
    ]
    letters = {letter.address: letter for letter in Letter.objects.filter(kind="clarification")}
    assert set(letters) == {stakeholder.email, colleague.email}
    own = letters[stakeholder.email]
    assert "> How many people?" in own.text
    assert "26 November 2026, 13:00 (Geneva time, UTC+01:00)" in own.text
    assert "26 November 2026, 15:00 (Addis Ababa time, UTC+03:00)" in own.text
    assert url("clarify", submission) in own.text


@pytest.mark.parametrize("question", ["", " \n"])
def test_a_question_has_words(submission, secretary, question):
    with pytest.raises(TextMissing):
        ask(submission, secretary, question=question)


def test_there_must_be_time_to_answer(submission, secretary):
    with pytest.raises(DateImpossible):
        ask(submission, secretary, until=NOW)


@pytest.mark.parametrize(
    "status", [Status.DRAFT, Status.RETURNED, Status.DECIDED, Status.WITHDRAWN]
)
def test_only_what_is_read_can_be_returned(status, secretary):
    make = DraftFactory if status == Status.DRAFT else SubmissionFactory

    with pytest.raises(WrongStatus):
        ask(make(status=status), secretary)


# --- Answering -----------------------------------------------------------------------


def test_an_answer_sends_it_back_to_the_desk(submission, secretary, stakeholder):
    asked = ask(submission, secretary)

    reply(asked, stakeholder, at=UNTIL - SECOND)

    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by, asked.answered_at) == (
        "About forty.",
        stakeholder,
        UNTIL - SECOND,
    )
    kept = Submission.objects.get()
    assert kept.status == Status.UNDER_REVIEW
    assert kept.versions.count() == 1
    assert kept.events.last().kind == EventKind.ANSWERED


def test_an_answer_counts_once(submission, secretary, stakeholder):
    asked = ask(submission, secretary)
    reply(asked, stakeholder)

    reply(asked, stakeholder)

    assert submission.events.filter(kind=EventKind.ANSWERED).count() == 1
    with pytest.raises(WrongStatus):
        reply(asked, stakeholder, answer="Something else")


def test_after_its_time_no_answer_is_taken_and_it_stays_returned(
    submission, secretary, stakeholder
):
    asked = ask(submission, secretary)

    with pytest.raises(CallClosed):
        reply(asked, stakeholder, at=UNTIL)
    assert Submission.objects.get().status == Status.RETURNED


def test_nobody_answers_and_leaves_a_change_behind(submission, secretary, stakeholder):
    asked = ask(submission, secretary)
    write(submission, title="Better")

    with pytest.raises(NotHandedIn):
        reply(asked, stakeholder)


@pytest.mark.parametrize("words", ["About forty.", ""])
def test_a_changed_text_is_handed_in_with_the_answer_after_the_deadline(
    submission, secretary, stakeholder, words
):
    asked = ask(submission, secretary)
    write(submission, title="Better")

    hand_in(submission, stakeholder, answer=words, at=UNTIL - SECOND)

    asked.refresh_from_db()
    kept = Submission.objects.get()
    assert (kept.status, kept.title, asked.answer) == (Status.UNDER_REVIEW, "Better", words)
    assert asked.answered_at == UNTIL - SECOND
    assert [e.kind for e in kept.events.all()][-2:] == [EventKind.CHANGED, EventKind.ANSWERED]
    assert Letter.objects.filter(kind="receipt").count() == 2


def test_after_its_time_no_change_is_handed_in(submission, secretary, stakeholder):
    asked = ask(submission, secretary)
    write(submission, title="Better")

    with pytest.raises(CallClosed):
        hand_in(submission, stakeholder, answer="Late", at=UNTIL)
    asked.refresh_from_db()
    assert (asked.answered_at, Submission.objects.get().status) == (None, Status.RETURNED)


def test_the_secretariat_goes_on_without_an_answer(submission, secretary):
    asked = ask(submission, secretary)

    take_up(submission_id=submission.pk, by=secretary, at=UNTIL)

    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by, asked.answered_at) == ("", None, UNTIL)
    assert ask(submission, secretary, question="Really?").answered_at is None


# --- The pages -----------------------------------------------------------------------


def test_answers_on_its_page(author, submission, secretary):
    ask(submission, secretary)
    html = author.get(url("clarify", submission)).content.decode()
    assert "How many people?" in html
    assert "26 November 2026, 13:00 (Geneva time, UTC+01:00)" in html

    html = author.post(
        url("clarify", submission), {"answer": "About forty."}, follow=True
    ).content.decode()

    assert "Your answer was sent." in html
    assert "About forty." in html
    assert author.get(url("clarify", submission)).headers["Location"] == url(
        "submission", submission
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Enter your answer."), ("x" * 10_001, "The text is too long. Shorten it.")],
)
def test_a_wrong_answer_is_said_at_its_field_and_given_back(
    author, submission, secretary, typed, words
):
    ask(submission, secretary)

    html = author.post(url("clarify", submission), {"answer": typed}).content.decode()

    assert html.count(words) == 2
    assert f"{typed}</textarea>" in html
    assert "<title>Error: Answer" in html


def test_an_answer_that_comes_too_late_is_given_back(author, submission, secretary, now):
    ask(submission, secretary)
    now.at = UNTIL

    html = author.post(url("clarify", submission), {"answer": "About forty."}).content.decode()

    assert "The time to answer is over, so your answer was not sent." in html
    assert "About forty.</textarea>" in html
    assert "Send the answer" not in html


def test_an_answer_to_a_closed_question_is_given_back(author, submission, secretary):
    ask(submission, secretary)
    take_up(submission_id=submission.pk, by=secretary, at=NOW)

    html = author.post(url("clarify", submission), {"answer": "About forty."}).content.decode()

    assert "The question is no longer open" in html
    assert "About forty.</textarea>" in html


def test_a_changed_text_goes_by_the_check_page(author, submission, secretary):
    ask(submission, secretary)
    write(submission, title="Better")
    html = author.post(url("clarify", submission), {"answer": "Forty."}).content.decode()
    assert "hand it in together with your answer" in html

    html = author.get(url("check", submission)).content.decode()
    assert "How many people?" in html
    assert "Hand in again" in html
    response = author.post(
        url("check", submission), {"key": KEY, "publication": "full", "answer": "Forty."}
    )

    assert response.headers["Location"] == url("receipt", submission)
    assert Clarification.objects.get().answer == "Forty."
    assert Submission.objects.get().title == "Better"


def test_the_check_page_takes_an_answer_alone_too(author, submission, secretary):
    ask(submission, secretary)
    sent = {"key": KEY, "publication": "full"}
    html = author.post(url("check", submission), {**sent, "answer": " "}).content.decode()
    assert '<a href="#id_answer">Enter your answer.' in html

    author.post(url("check", submission), {**sent, "answer": "Forty."})

    assert Clarification.objects.get().answer == "Forty."
    assert Submission.objects.get().versions.count() == 1


def test_the_check_page_says_when_the_time_is_over(author, submission, secretary, now):
    ask(submission, secretary)
    write(submission, title="Better")
    now.at = UNTIL

    html = author.post(
        url("check", submission), {"key": KEY, "publication": "full", "answer": "Forty."}
    ).content.decode()

    assert "The time to answer is over" in html
    assert "I have a code" not in html
    assert Submission.objects.get().status == Status.RETURNED


def test_a_contributor_reads_the_question_and_cannot_answer(client, submission, secretary):
    colleague = UserFactory()
    Contributor.objects.create(
        submission=submission,
        email=colleague.email,
        user=colleague,
        invited_at=NOW,
        accepted_at=NOW,
    )
    ask(submission, secretary)
    client.force_login(colleague)

    html = client.post(url("clarify", submission), {"answer": "Forty."}).content.decode()

    assert "Only its author can answer." in html
    assert "Forty.</textarea>" in html
    assert Submission.objects.get().status == Status.RETURNED


def test_a_sign_in_that_ended_loses_no_answer(client, submission, secretary, stakeholder):
    ask(submission, secretary)
    ours = {"Sec-Fetch-Site": "same-origin"}
    client.post(url("clarify", submission), {"answer": "Typed at night"}, headers=ours)
    client.force_login(stakeholder)

    assert "Typed at night</textarea>" in client.get(url("clarify", submission)).content.decode()


def test_without_a_question_there_is_nothing_to_answer(author, submission):
    assert author.get(url("clarify", submission)).headers["Location"] == url(
        "submission", submission
    )
