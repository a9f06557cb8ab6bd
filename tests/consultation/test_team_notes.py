"""The private thread and the desk: who is told, how often, and who may not be named."""

from datetime import timedelta

import pytest
from django.utils import translation

from consultation.actions.clarifications import answer, ask_back
from consultation.actions.decisions import take_up
from consultation.actions.desk import hand_over, secretaries
from consultation.actions.submissions import Consent, submit
from consultation.actions.team_notes import mark_seen, write_note
from consultation.choices import Status
from consultation.exceptions import MentionImpossible, NoDesk, TextMissing, WrongStatus
from consultation.models import Conflict, Mention, Submission, TeamNote
from tests.consultation.drafts import complete_draft
from tests.factories import NOW, SubmissionFactory, end
from wsis_forum.letters.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
SECOND = timedelta(seconds=1)


def note(submission, by, text="Look at this", mentioned=(), at=NOW):
    return write_note(submission_id=submission.pk, by=by, text=text, mentioned=mentioned, at=at)


def letters(kind="mention"):
    return list(Letter.objects.filter(kind=kind).order_by("pk"))


def test_whoever_is_mentioned_gets_one_letter_in_her_language(secretary, reviewer):
    reviewer.language = "fr"
    reviewer.save()
    one = SubmissionFactory(title="Radios libres")
    written = note(one, secretary, text="Is this yours?\n<b>no</b>", mentioned=[reviewer.pk])
    assert (written.text, written.by) == ("Is this yours?\n<b>no</b>", secretary)
    (letter,) = letters()
    assert (letter.user, letter.language) == (reviewer, "fr")
    assert f"/admin/consultation/submission/{one.pk}/change/" in letter.text
    assert "Is this yours?" in letter.text
    assert "&lt;b&gt;no&lt;/b&gt;" in letter.html
    assert "Radios libres" in letter.html


def test_nobody_mentions_herself(secretary):
    note(SubmissionFactory(), secretary, mentioned=[secretary.pk])
    assert not Mention.objects.exists()
    assert not letters()


def test_the_same_text_sent_twice_is_one_message(secretary, reviewer, organizer):
    one = SubmissionFactory()
    first = note(one, secretary, mentioned=[reviewer.pk])
    again = note(one, secretary, mentioned=[reviewer.pk, organizer.pk], at=NOW + 59 * SECOND)
    assert again == first
    assert [letter.user for letter in letters()] == [reviewer, organizer]
    assert note(one, secretary, at=NOW + 61 * SECOND) != first
    assert note(SubmissionFactory(), secretary) != first
    assert TeamNote.objects.count() == 3


def test_whoever_may_not_see_the_input_cannot_be_mentioned(secretary, reviewer, stakeholder):
    one = SubmissionFactory()
    Conflict.objects.create(submission=one, user=reviewer, declared_at=NOW)
    with pytest.raises(MentionImpossible) as caught:
        note(one, secretary, mentioned=[reviewer.pk, stakeholder.pk])
    assert caught.value.people == {reviewer.pk, stakeholder.pk}
    assert not TeamNote.objects.exists()


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_a_message_has_a_text(secretary, text):
    with pytest.raises(TextMissing):
        note(SubmissionFactory(), secretary, text=text)


def test_a_mention_is_seen_once_the_input_was_opened(secretary, reviewer):
    one, other = SubmissionFactory(), SubmissionFactory()
    for each in (one, other):
        note(each, secretary, mentioned=[reviewer.pk])
    assert mark_seen(submission_id=one.pk, by=reviewer, at=NOW) == 1
    assert mark_seen(submission_id=one.pk, by=reviewer, at=NOW + SECOND) == 0
    assert mark_seen(submission_id=one.pk, by=secretary, at=NOW) == 0
    seen = Mention.objects.values_list("note__submission", "seen_at")
    assert dict(seen) == {one.pk: NOW, other.pk: None}


# --- The desk ------------------------------------------------------------------------


def second_secretary(secretary):
    from tests.factories import UserFactory  # noqa: PLC0415

    other = UserFactory(name="Bea Costa", email="bea@secretariat.example", is_staff=True)
    other.groups.set(secretary.groups.all())
    return other


def test_an_input_is_taken_to_ones_own_desk_without_a_letter(secretary):
    one = SubmissionFactory()
    hand_over(submission_id=one.pk, to_id=secretary.pk, by=secretary, at=NOW)
    assert Submission.objects.get().handler == secretary
    assert not letters("handed-over")


def test_a_colleague_is_told_once(secretary):
    one, other = SubmissionFactory(), second_secretary(secretary)
    for second in range(3):
        hand_over(submission_id=one.pk, to_id=other.pk, by=secretary, at=NOW + second * SECOND)
    assert Submission.objects.get().handler == other
    assert [letter.user for letter in letters("handed-over")] == [other]


def test_only_the_secretariat_has_a_desk(secretary, reviewer, stakeholder):
    one, near = SubmissionFactory(), second_secretary(secretary)
    Conflict.objects.create(submission=one, user=near, declared_at=NOW)
    for person in (reviewer, stakeholder, near):
        with pytest.raises(NoDesk):
            hand_over(submission_id=one.pk, to_id=person.pk, by=secretary, at=NOW)
    assert list(secretaries(one)) == [secretary]


def test_what_has_ended_lies_on_no_desk(secretary):
    one = SubmissionFactory()
    end(one, disposition="declined")
    with pytest.raises(WrongStatus):
        hand_over(submission_id=one.pk, to_id=secretary.pk, by=secretary, at=NOW)


# --- The thread with the author -----------------------------------------------------


@pytest.fixture
def asked(secretary, stakeholder):
    """Return the question about an input that was handed in, taken up and asked back."""
    draft = complete_draft(author=stakeholder)
    submit(
        submission_id=draft.pk, by=stakeholder, key="the-first-key-of-ours", at=NOW,
        opened_at=None, consent=Consent(),
    )  # fmt: skip
    take_up(submission_id=draft.pk, by=secretary, at=NOW)
    return ask_back(
        submission_id=draft.pk, by=secretary, question="How many?", until=NOW + 9 * SECOND, at=NOW
    )


def test_the_answer_comes_back_to_the_desk_with_a_letter(asked, secretary, stakeholder):
    for second in (1, 2):
        answer(clarification_id=asked.pk, by=stakeholder, answer="Forty.", at=NOW + second * SECOND)
    one = Submission.objects.get()
    assert (one.status, one.handler) == (Status.UNDER_REVIEW, secretary)
    (letter,) = letters("answered")
    assert letter.user == secretary
    assert "Forty." in letter.text
    assert letter.subject == f"An answer came in: {one.number}"


def test_it_comes_to_whom_it_was_handed_meanwhile(asked, secretary, stakeholder):
    other = second_secretary(secretary)
    hand_over(submission_id=asked.submission_id, to_id=other.pk, by=secretary, at=NOW)
    answer(clarification_id=asked.pk, by=stakeholder, answer="Forty.", at=NOW + SECOND)
    told = {letter.user: letter.text for letter in letters("answered")}
    assert told.keys() == {other, secretary}
    assert "It is back on your desk." in told[other]
    assert f"It is back on the desk of \u2068{other}\u2069." in told[secretary]


def test_a_question_of_a_colleague_moves_no_desk(asked, secretary, stakeholder):
    answer(clarification_id=asked.pk, by=stakeholder, answer="Forty.", at=NOW + SECOND)
    colleague = second_secretary(secretary)
    again = ask_back(
        submission_id=asked.submission_id, by=colleague, question="Where?",
        until=NOW + 9 * SECOND, at=NOW + 2 * SECOND,
    )  # fmt: skip
    assert Submission.objects.get().handler == secretary
    answer(clarification_id=again.pk, by=stakeholder, answer="Here.", at=NOW + 3 * SECOND)
    assert Submission.objects.get().handler == secretary
    told = [letter.user for letter in letters("answered") if "Here." in letter.text]
    assert set(told) == {secretary, colleague}


def test_a_changed_version_comes_back_with_a_letter(asked, secretary, stakeholder):
    one = Submission.objects.get()
    one.answers["title"] = "Another title"
    one.save()
    for second in (1, 2):
        submit(
            submission_id=one.pk, by=stakeholder, key="another-key-of-ours", opened_at=None,
            at=NOW + second * SECOND, consent=Consent(), answer="See the title.",
        )  # fmt: skip
    (letter,) = letters("answered")
    assert (letter.user, Submission.objects.get().handler) == (secretary, secretary)
    assert "was changed and handed in again" in letter.text
    assert "See the title." in letter.text


def test_nobody_is_told_who_has_left(asked, secretary, stakeholder):
    secretary.is_active = False
    secretary.save()
    answer(clarification_id=asked.pk, by=stakeholder, answer="Forty.", at=NOW + SECOND)
    assert not letters("answered")


def test_the_letters_are_worded_in_every_language(asked, secretary, stakeholder):
    """No template fails in any language, right to left too."""
    for code in ("fr", "es", "ar", "zh-hans", "ru"):
        secretary.language = code
        secretary.save()
        with translation.override("en"):
            note(asked.submission, stakeholder, text=code, mentioned=[secretary.pk])
    assert [letter.language for letter in letters()] == ["fr", "es", "ar", "zh-hans", "ru"]
