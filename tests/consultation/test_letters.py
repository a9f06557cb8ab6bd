"""Receipts and answers."""

import pytest

from consultation import letters, letters_of_decisions
from consultation.choices import Disposition
from consultation.models import Clarification, Contributor
from consultation.queries import questions
from consultation.queries.named import named_in
from tests.factories import NOW, SubmissionFactory, UserFactory, end
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    return SubmissionFactory(
        number="WSIS-2027-0042",
        author__email="amina@example.org",
        author__timezone="Africa/Addis_Ababa",
        title="مهارات رقمية للجميع",
        language="ar",
        submitted_at=NOW,
    )


def receive(submission) -> None:
    """Queue the receipt of its last version."""
    version = submission.versions.get()
    version.submission = submission
    asked = questions.of_call(submission.call)
    named = named_in(submission, asked.questions, version.answers)
    letters.queue_receipt(version=version, questionnaire=asked, named=named, at=NOW)


def decide(submission, disposition, reason="A good idea.\nWe take it up."):
    return end(submission, disposition=disposition, reason=reason)


def test_a_receipt_says_what_was_received_when_and_where_to_see_it(submission, settings):
    settings.PORTAL_URL = "https://consultation.example.org"
    receive(submission)
    receive(submission)
    letter = Letter.objects.get()
    assert (letter.address, letter.subject) == ("amina@example.org", "Received: WSIS-2027-0042")
    assert "21 November 2026, 13:00 (Geneva time, UTC+01:00)" in letter.text
    assert "21 November 2026, 15:00 (Addis Ababa time, UTC+03:00)" in letter.text
    assert submission.title in letter.text
    assert f'<bdi lang="ar">{submission.title}</bdi>' in letter.html
    receipt = f"https://consultation.example.org/en/submissions/{submission.reference}/receipt/"
    assert receipt in letter.text
    assert "List-Unsubscribe" not in letter.headers


def test_one_zone_is_said_once(submission):
    submission.author.timezone = submission.call.timezone
    receive(submission)
    assert "In your time zone" not in Letter.objects.get().text


@pytest.mark.parametrize(
    ("disposition", "words"),
    [
        (Disposition.BECOMES, "was accepted"),
        (Disposition.INFORMS, "was accepted"),
        (Disposition.DECLINED, "was not accepted"),
        (Disposition.OUT_OF_SCOPE, "was not accepted"),
    ],
)
def test_an_answer_says_the_decision_and_quotes_the_reason(submission, disposition, words):
    decision = decide(submission, disposition)
    letters_of_decisions.queue_decisions([decision], at=NOW)
    letters_of_decisions.queue_decisions([decision], at=NOW)
    letter = Letter.objects.get()
    assert letter.subject == "Answer to your input WSIS-2027-0042"
    assert words in letter.text
    assert str(disposition.label) in letter.text
    assert "> A good idea.\n> We take it up." in letter.text
    assert '<blockquote dir="auto"' in letter.html
    assert f"/en/submissions/{submission.reference}/" in letter.text


def test_a_reason_stays_text(submission):
    decision = decide(submission, Disposition.DECLINED, reason="<script>alert(1)</script>")
    letters_of_decisions.queue_decisions([decision], at=NOW)
    assert "<script>" not in Letter.objects.get().html


def test_letters_are_in_the_readers_language_not_the_inputs(submission):
    submission.author.language = "zh-hans"
    receive(submission)
    letter = Letter.objects.get()
    assert letter.language == "zh-hans"
    assert "/zh-hans/submissions/" in letter.text
    assert "2026年11月21日" in letter.text


def test_a_receipt_holds_the_whole_text_in_the_words_of_its_reader(submission):
    submission.author.language = "fr"
    receive(submission)
    letter = Letter.objects.get()
    for words in (submission.title, submission.summary, submission.text, "Suisse"):
        assert words in letter.text
        assert words in letter.html
    title = submission.call.sections.get(slug="input").title_fr
    assert f"== {title}" in letter.text


def test_a_strangers_text_stays_text_in_a_receipt(submission):
    version = submission.versions.get()
    version.answers["text"] = "<img src=x>{{ reader }}{% now %}"
    version.save()
    receive(submission)
    letter = Letter.objects.get()
    assert "&lt;img src=x&gt;{{ reader }}" in letter.html
    assert "<img src=x>{{ reader }}{% now %}" in letter.text


def test_contributors_are_told_shortly(submission):
    colleague = UserFactory(email="bo@example.org")
    Contributor.objects.create(
        submission=submission, email=colleague.email, user=colleague, invited_at=NOW
    )
    gone = UserFactory(email="gone@example.org")
    Contributor.objects.create(
        submission=submission,
        email=gone.email,
        user=gone,
        invited_at=NOW,
        accepted_at=NOW,
        removed_at=NOW,
    )
    submission.contributors.filter(user=colleague).update(accepted_at=NOW)

    receive(submission)

    short = Letter.objects.get(kind="handed-in")
    assert (short.address, short.subject) == ("bo@example.org", "Handed in: WSIS-2027-0042")
    assert submission.summary not in short.text


def test_an_erased_author_gets_no_letter(submission):
    decision = decide(submission, Disposition.DECLINED)
    asked = Clarification.objects.create(
        submission=submission, asked_at=NOW, question="?", until=NOW
    )
    submission.author = None
    submission.save()

    receive(submission)
    letters_of_decisions.queue_decisions([decision], at=NOW)
    letters.queue_clarification(clarification=asked, at=NOW)
    letters.queue_withdrawal(submission=submission, at=NOW)

    assert Letter.objects.count() == 0
