"""Who is reminded, when, and what a reminder says."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from consultation import due, tasks
from consultation.choices import Status
from consultation.models import ReminderRule, Submission
from consultation.reminding import planning
from tests.factories import NOW, CallFactory, DraftFactory, SubmissionFactory, UserFactory
from wsis_forum import clock
from wsis_forum.letters import delivery, preferences
from wsis_forum.letters.models import Letter, LetterState

pytestmark = pytest.mark.usefixtures("usual_rules")

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CLOSES = NOW + 3 * DAY


def queue(at=NOW):
    return due.queue_due(at)


def keys():
    return sorted(Letter.objects.filter(kind="reminder").values_list("key", flat=True))


def deliver(at=NOW):
    return delivery.deliver(now=lambda: at, budget=HOUR)


@pytest.fixture
def call(db):
    return CallFactory(closes_at=CLOSES)


@pytest.fixture
def draft(call):
    return DraftFactory(call=call, begun_at=NOW - DAY, author__email="amina@example.org")


# --- Who: rows -----------------------------------------------------------------------


def test_the_key_names_the_call_its_deadline_the_author_and_the_moment(draft):
    assert queue() == 1
    assert keys() == [
        f"call:{draft.call_id}:closes:2026-11-24T12:00:00Z:r1:person:{draft.author_id}:-3d"
    ]


def test_the_second_sweep_adds_nothing(draft):
    assert (queue(), queue(), queue(NOW + HOUR)) == (1, 0, 0)


def test_each_moment_reminds_once(draft):
    assert queue(NOW) == 1
    assert queue(NOW + 2 * DAY) == 1
    assert [key[-2:] for key in keys()] == ["1d", "3d"]
    assert queue(CLOSES) == 0


def test_after_an_outage_only_the_newest_goes_out(draft):
    assert queue(NOW + 2 * DAY + HOUR) == 1
    assert keys()[0].endswith(":-1d")


def test_two_drafts_of_one_person_are_one_letter_about_both(draft):
    DraftFactory(call=draft.call, author=draft.author, title="Second", begun_at=NOW)
    assert queue() == 1
    letter = Letter.objects.get()
    assert draft.title in letter.text
    assert "Second" in letter.text


def test_a_draft_begun_after_the_moment_is_left_alone(call):
    DraftFactory(call=call, begun_at=NOW + HOUR)
    assert queue(NOW + 2 * HOUR) == 0
    assert queue(NOW + 2 * DAY) == 1


def test_who_handed_in_or_refused_or_left_is_not_reminded(call):
    SubmissionFactory(call=call)
    DraftFactory(call=call, author__is_active=False)
    refusing = DraftFactory.create(call=call).author
    preferences.refuse(user_id=refusing.pk, kind="reminder", at=NOW)
    assert queue() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"closes_at": NOW + 14 * DAY + HOUR},
        {"closes_at": NOW},
        {"closes_at": NOW + DAY, "opens_at": NOW + HOUR},
        {"takes_drafts": False},
    ],
)
def test_other_calls_remind_nobody(db, values):
    DraftFactory(call=CallFactory(**{"closes_at": CLOSES, **values}))
    assert queue() == 0


def test_a_moved_deadline_reminds_anew(draft):
    call = draft.call
    assert queue() == 1
    call.closes_at, call.closes_revision = CLOSES + 7 * DAY, 2
    call.save()
    assert queue() == 0
    assert queue(NOW + 7 * DAY) == 1
    assert ":r2:" in keys()[1]
    # Back to the first date: another revision, another reminder.
    call.closes_at, call.closes_revision = CLOSES, 3
    call.save()
    assert queue() == 1


def test_the_queries_do_not_grow_with_the_drafts(call, django_assert_num_queries):
    DraftFactory(call=call)
    ReminderRule.objects.exclude(subject="call-closes").update(is_active=False)
    with django_assert_num_queries(6):
        assert len(planning.due(NOW)) == 1
    DraftFactory.create_batch(29, call=call)
    with django_assert_num_queries(6):
        assert len(planning.due(NOW)) == 30


# --- On the way: has it lost its cause? ----------------------------------------------


def test_a_reminder_that_still_has_its_cause_is_sent(draft):
    queue()
    assert deliver(NOW + HOUR).sent == 1


def handed_in(draft):
    Submission.objects.filter(pk=draft.pk).update(
        status=Status.SUBMITTED, number="WSIS-2027-0001", submitted_at=NOW
    )


def deleted(draft):
    draft.delete()


def moved(draft):
    draft.call.closes_revision += 1
    draft.call.save()


def moved_without_a_revision(draft):
    draft.call.closes_at += HOUR
    draft.call.save()


def not_taken_any_more(draft):
    draft.call.takes_drafts = False
    draft.call.save()


def refused(draft):
    preferences.refuse(user_id=draft.author_id, kind="reminder", at=NOW)


def left(draft):
    draft.author.is_active = False
    draft.author.save()


@pytest.mark.parametrize(
    "loss", [handed_in, deleted, moved, moved_without_a_revision, not_taken_any_more, refused, left]
)
def test_a_reminder_that_has_lost_its_cause_is_cancelled(draft, loss):
    queue()
    loss(draft)
    assert deliver(NOW + HOUR).sent == 0
    assert Letter.objects.get().state == LetterState.CANCELLED


def test_a_reminder_is_not_sent_after_its_deadline(draft):
    queue()
    assert deliver(CLOSES).cancelled == 1


def test_a_reminder_that_waited_for_the_mail_server_gives_way_to_the_newer(draft):
    queue(NOW)
    queue(NOW + 2 * DAY)
    tally = deliver(NOW + 2 * DAY)
    assert (tally.sent, tally.cancelled) == (1, 1)
    assert Letter.objects.get(state=LetterState.SENT).key.endswith("-1d")


def test_one_of_two_drafts_handed_in_leaves_the_reminder_its_cause(draft):
    other = DraftFactory(call=draft.call, author=draft.author, begun_at=NOW - DAY)
    queue()
    handed_in(other)
    assert deliver().sent == 1


# --- What it says --------------------------------------------------------------------


def test_a_reminder_names_the_deadline_in_both_zones_and_links_the_draft(call, settings):
    settings.PORTAL_URL = "https://consultation.example.org"
    author = UserFactory(name="Amina Diallo", timezone="Asia/Kathmandu")
    draft = DraftFactory.create(call=call, author=author, title="Skills & <work>")
    queue()
    letter = Letter.objects.get()
    assert "24 November 2026, 13:00 (Geneva time, UTC+01:00)" in letter.text
    assert "24 November 2026, 17:45 (Kathmandu time, UTC+05:45)" in letter.text
    link = f"https://consultation.example.org/en/submissions/{draft.reference}/"
    assert link in letter.text
    assert f'href="{link}"' in letter.html
    assert "Skills & <work>" in letter.text
    assert "Skills &amp; &lt;work&gt;" in letter.html
    assert "Dear Amina Diallo," in letter.text


@pytest.mark.parametrize(("language", "prefix"), [("ar", "/ar/"), ("zh-hans", "/zh-hans/")])
def test_a_reminder_leads_to_pages_in_the_readers_language(call, language, prefix):
    DraftFactory(call=call, author__language=language)
    queue()
    letter = Letter.objects.get()
    assert f"{prefix}submissions/" in letter.text
    assert f"{prefix}l/" in letter.text


def test_a_reminder_can_be_turned_off_by_the_mail_program(draft, client):
    queue()
    letter = Letter.objects.get()
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = letter.headers["List-Unsubscribe"].strip("<>")
    assert client.post(url.removeprefix("http://localhost:8000")).status_code == 200
    assert deliver().cancelled == 0, "it was cancelled at once"
    assert Letter.objects.get().state == LetterState.CANCELLED


def test_staff_do_not_see_the_personal_link(draft):
    queue()
    letter = Letter.objects.get()
    token = letter.headers["List-Unsubscribe"].split("/l/")[1].strip("/>")
    assert token in letter.text
    assert token not in letter.masked(letter.text)


# --- By task and by hand -------------------------------------------------------------


def test_the_task_queues_what_is_due_now(draft, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    tasks.sweep_reminders()
    tasks.sweep_reminders()
    assert len(keys()) == 1


def test_the_command_queues_sends_and_counts(draft, monkeypatch, capsys, mailoutbox):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    call_command("send_due_reminders")
    call_command("send_due_reminders")
    assert [message.to for message in mailoutbox] == [["amina@example.org"]]
    assert capsys.readouterr().out.splitlines() == [
        "Queued 1 reminders.",
        "Sent 1 letters; 0 to be tried again, 0 refused, 0 cancelled.",
        "Queued 0 reminders.",
        "Sent 0 letters; 0 to be tried again, 0 refused, 0 cancelled.",
    ]
