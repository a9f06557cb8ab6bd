"""Delivery to a real mail server: what each answer of it makes of a letter."""

import smtplib
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.factories import NOW, UserFactory
from tests.letters.conftest import code_request, make_letter
from tests.letters.servers import Mail, free_port, mail_server
from wsis_forum.letters import delivery, kinds, line, outbox
from wsis_forum.letters.attached import MOST_BYTES, Attached
from wsis_forum.letters.models import Letter, LetterState, Refusal
from wsis_forum.letters.rendering import render

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def deliver(at=NOW):
    return delivery.deliver(now=lambda: at, budget=HOUR)


def state_of(letter):
    letter.refresh_from_db()
    return letter.state


def test_a_due_letter_is_sent_whole(mail, settings):
    settings.REPLY_TO_EMAIL = "secretariat@example.org"
    letter = make_letter(language="ar")
    tally = deliver()
    assert (tally.sent, tally.more, tally.server_down) == (1, False, False)
    assert state_of(letter) == LetterState.SENT
    assert (letter.sent_at, letter.attempts, letter.leased_until) == (NOW, 1, None)
    assert letter.server_said == "250 taken as 4711"
    [message] = mail.messages
    assert message["Message-ID"] == letter.message_id
    assert message["To"] == "amina@example.org"
    assert message["Reply-To"] == "secretariat@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "ar"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_a_file_is_sent_along_byte_for_byte(mail):
    content = "BEGIN:VCALENDAR\r\nSUMMARY:数字\r\n".encode()
    file = Attached("agenda.ics", "text/calendar; charset=utf-8; method=PUBLISH", content)
    letter = render(code_request("a", attached=[file]), at=NOW)
    letter.save()
    assert deliver().sent == 1
    part = mail.messages[0].get_payload()[-1]
    assert part.get_payload(decode=True) == content
    assert part.get_filename() == "agenda.ics"
    assert part.get_content_type() == "text/calendar"
    assert (part.get_param("method"), part.get_content_charset()) == ("PUBLISH", "utf-8")


def test_files_that_are_too_large_for_a_letter_are_refused():
    file = Attached("a.ics", "text/calendar", b"x" * (MOST_BYTES + 1))
    with pytest.raises(ValueError, match="too much"):
        render(code_request("a", attached=[file]), at=NOW)


def test_what_is_not_due_stays(mail):
    make_letter("a", due_at=NOW + timedelta(seconds=1))
    make_letter("b", state=LetterState.CANCELLED)
    make_letter("c", state=LetterState.SENT, sent_at=NOW)
    make_letter("d", state=LetterState.SENDING, leased_until=NOW + timedelta(seconds=1))
    assert deliver() == delivery.Tally()
    assert mail.messages == []


def test_what_a_dead_worker_held_goes_out_when_its_lease_ends(mail):
    letter = make_letter(state=LetterState.SENDING, leased_until=NOW)
    assert deliver().sent == 1
    assert mail.ids == [letter.message_id]


def test_many_letters_go_over_one_line(mail):
    outbox.queue_many((code_request(f"sign-in:{n}") for n in range(50)), at=NOW)
    assert deliver().sent == 50
    assert mail.connections == 1
    assert len(set(mail.ids)) == 50


def test_urgent_kinds_leave_first(mail, monkeypatch):
    slow = make_letter("slow", due_at=NOW - HOUR)
    Letter.objects.filter(pk=slow.pk).update(kind="decision")
    fast = make_letter("fast")
    deliver()
    assert mail.ids == [fast.message_id, slow.message_id]


def test_a_letter_refused_for_good_is_bounced_and_stops_no_other(mail):
    mail.answer_rcpt = lambda address: (
        "550 no such user" if address == "gone@example.org" else "250 OK"
    )
    letters = [make_letter(address) for address in ("a", "b", "c")]
    Letter.objects.filter(pk=letters[1].pk).update(address="gone@example.org")
    tally = deliver()
    assert (tally.sent, tally.bounced) == (2, 1)
    assert state_of(letters[1]) == LetterState.BOUNCED
    assert (letters[1].server_said, letters[1].attempts) == ("550 no such user", 1)
    assert mail.connections == 1


def test_a_letter_refused_for_now_is_tried_again_later_and_later_for_48_hours(mail):
    mail.answer_rcpt = lambda address: "451 try later"
    letter = make_letter()
    Letter.objects.update(kind="decision")
    at, pauses = NOW, []
    while deliver(at).deferred:
        letter.refresh_from_db()
        assert letter.state == LetterState.DEFERRED
        pauses.append(letter.due_at - at)
        assert deliver(letter.due_at - timedelta(seconds=1)) == delivery.Tally()
        at = letter.due_at
    assert state_of(letter) == LetterState.BOUNCED
    assert at - NOW == timedelta(hours=48)
    assert pauses == sorted(pauses)
    assert len(set(pauses)) == len(pauses)
    assert letter.attempts == len(pauses) + 1


def test_a_text_refused_for_now_is_tried_again(mail):
    mail.answer_data = lambda message: "452 disk full"
    letter = make_letter()
    assert deliver().deferred == 1
    assert state_of(letter) == LetterState.DEFERRED
    assert letter.server_said == "452 disk full"


def test_a_server_that_is_down_ages_nothing_and_is_tried_every_minute(settings):
    settings.EMAIL_BACKEND = "wsis_forum.letters.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    letters = [make_letter(f"sign-in:{n}") for n in range(delivery.BATCH + 5)]
    at = NOW
    for _ in range(5):
        tally = deliver(at)
        assert tally.server_down
        rows = Letter.objects.values_list("state", "attempts", "due_at", "leased_until")
        at += timedelta(seconds=60)
        assert list(rows.order_by().distinct()) == [(LetterState.PLANNED, 0, at, None)]
        assert deliver(at - timedelta(seconds=1)) == delivery.Tally()
    mail = Mail()
    with mail_server(mail, settings.EMAIL_PORT):
        assert deliver(at).sent == len(letters)


def test_a_server_that_says_421_is_down(mail):
    mail.answer_rcpt = lambda address: "421 too many letters"
    letter = make_letter()
    assert deliver().server_down
    assert state_of(letter) == LetterState.PLANNED
    assert letter.attempts == 0


def test_a_deferred_letter_stays_deferred_while_the_server_is_down(settings):
    settings.EMAIL_BACKEND = "wsis_forum.letters.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    letter = make_letter(state=LetterState.DEFERRED, attempts=3)
    assert deliver().server_down
    assert (state_of(letter), letter.attempts) == (LetterState.DEFERRED, 3)


def test_a_letter_that_breaks_the_line_is_put_off_and_the_others_go_on(mail):
    bad = make_letter("bad", due_at=NOW - HOUR)
    good = make_letter("good")

    def answer(message):
        return "hang up" if message["Message-ID"] == bad.message_id else "250 OK"

    mail.answer_data = answer
    tally = deliver()
    assert (tally.sent, tally.deferred) == (1, 1)
    assert (state_of(bad), state_of(good)) == (LetterState.DEFERRED, LetterState.SENT)
    assert mail.connections == 2


def test_a_letter_that_cannot_be_written_stops_no_other(mail):
    bad = make_letter("bad", due_at=NOW - HOUR, subject="Hello\nBcc: eve@example.org")
    good = make_letter("good")
    tally = deliver()
    assert (tally.sent, tally.deferred) == (1, 1)
    assert (state_of(bad), state_of(good)) == (LetterState.DEFERRED, LetterState.SENT)
    assert bad.server_said == "not written: BadHeaderError"


def test_who_we_are_being_refused_bounces_nobody(mail, monkeypatch):
    def refuse(self, *args: object, **options: object) -> None:
        raise smtplib.SMTPSenderRefused(550, b"we do not know you", "no-reply@example.org")

    monkeypatch.setattr(smtplib.SMTP, "sendmail", refuse)
    letter = make_letter()
    assert deliver().server_down
    assert state_of(letter) == LetterState.PLANNED


def test_a_code_that_has_expired_is_not_sent(mail):
    letter = make_letter()
    assert deliver(NOW + timedelta(minutes=15)).cancelled == 1
    assert (state_of(letter), letter.attempts) == (LetterState.CANCELLED, 0)
    assert mail.messages == []


def test_an_optional_letter_to_who_refuses_it_is_not_sent(mail, monkeypatch):
    monkeypatch.setitem(kinds._KINDS, "reminder", kinds.Kind("reminder", optional=True))
    reader, other = UserFactory.create(), UserFactory.create()
    Refusal.objects.create(user=reader, kind="reminder", refused_at=NOW)
    letters = [make_letter(f"x{user.pk}", user=user) for user in (reader, other)]
    Letter.objects.update(kind="reminder")
    tally = deliver()
    assert (tally.sent, tally.cancelled) == (1, 1)
    assert [state_of(letter) for letter in letters] == [LetterState.CANCELLED, LetterState.SENT]


def test_a_letter_of_a_kind_that_is_no_more_still_leaves(mail):
    make_letter()
    Letter.objects.update(kind="former")
    assert deliver().sent == 1


def test_two_workers_never_hold_the_same_letter():
    for n in range(3):
        make_letter(f"sign-in:{n}")
    first = delivery.claim(at=NOW, limit=2)
    second = delivery.claim(at=NOW, limit=2)
    assert (len(first), len(second)) == (2, 1)
    assert not {letter.pk for letter in first} & {letter.pk for letter in second}


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_not_wait_for_letters_that_another_is_just_taking():
    for n in range(3):
        make_letter(f"sign-in:{n}")
    found: list[int] = []

    def other() -> None:
        found.append(len(delivery.claim(at=NOW)))
        connection.close()

    with transaction.atomic():
        assert len(delivery.claim(at=NOW, limit=2)) == 2
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(2)
        assert found == [1]


def test_a_result_is_not_recorded_for_a_letter_that_another_worker_holds(mail, caplog):
    letter = make_letter()

    def lose_the_lease(message):
        Letter.objects.filter(pk=letter.pk).update(leased_until=NOW + HOUR)
        return "250 OK"

    # The server's thread cannot write in this test's transaction: lose it before.
    [held] = delivery.claim(at=NOW)
    lose_the_lease(None)
    assert delivery._record(held, state=LetterState.SENT, sent_at=NOW, tried=True) == 0
    assert state_of(letter) == LetterState.SENDING
    assert "went to another worker" in caplog.text


def test_a_spent_budget_leaves_the_rest_to_the_next_task(mail):
    outbox.queue_many((code_request(f"sign-in:{n}") for n in range(delivery.BATCH + 1)), at=NOW)
    tally = delivery.deliver(now=lambda: NOW, budget=timedelta(0))
    assert (tally.sent, tally.more) == (delivery.BATCH, True)


def test_what_a_lease_has_no_time_for_is_given_back(mail, settings):
    settings.LETTER_LEASE_SECONDS = 60
    moments = iter(NOW + timedelta(seconds=n) for n in (0, 0, 0, 0, 0, 0, 41, 41, 41, 41))
    letters = [make_letter(f"sign-in:{n}") for n in range(3)]
    tally = delivery.deliver(now=lambda: next(moments), budget=timedelta(seconds=30))
    assert tally.sent == 1
    assert tally.more
    assert [state_of(letter) for letter in letters] == [LetterState.SENT] + 2 * [
        LetterState.PLANNED
    ]


def test_no_address_and_no_text_reaches_the_log(mail, caplog):
    mail.answer_rcpt = lambda address: f"451 <{address}> later"
    make_letter()
    deliver()
    assert "amina" not in caplog.text
    assert "1234" not in caplog.text


@pytest.mark.parametrize(
    ("code", "permanent"), [(450, False), (499, False), (500, True), (554, True)]
)
def test_the_first_digit_says_whether_trying_again_can_help(code, permanent):
    refusal = line._refusal(code, b"words")
    assert isinstance(refusal, line.NotTaken)
    assert refusal.permanent is permanent
