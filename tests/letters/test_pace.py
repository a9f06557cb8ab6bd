"""How fast letters leave: the server's pace, domains left alone, one knock, letters that kill."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.letters.conftest import make_letter
from tests.letters.servers import Mail, free_port, mail_server
from wsis_forum.letters import delivery, desk, pace
from wsis_forum.letters.models import DomainRest, Letter, LetterState, ServerState

pytestmark = pytest.mark.django_db

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self, at=NOW) -> None:
        self.at = at
        self.slept: list[float] = []

    def now(self):
        return self.at

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


def deliver(clock):
    return delivery.deliver(now=clock.now, budget=timedelta(hours=1), sleep=clock.sleep)


@pytest.fixture
def nobody_there(settings):
    settings.EMAIL_BACKEND = "wsis_forum.letters.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    return settings.EMAIL_PORT


def test_without_a_limit_nobody_waits(mail):
    clock = Clock()
    for n in range(5):
        make_letter(f"a:{n}")
    assert deliver(clock).sent == 5
    assert clock.slept == []


def test_no_more_than_so_many_leave_in_any_second(mail, settings):
    settings.LETTERS_PER_SECOND = 4
    clock = Clock()
    for n in range(30):
        make_letter(f"a:{n}")
    assert deliver(clock).sent == 30
    moments = sorted(Letter.objects.values_list("sent_at", flat=True))
    for first, fifth in zip(moments, moments[4:], strict=False):
        assert fifth - first >= SECOND - timedelta(milliseconds=1)
    assert clock.at - NOW == pytest.approx(29 * SECOND / 4, abs=timedelta(milliseconds=1))


def test_the_pace_is_that_of_all_workers_together(settings):
    settings.LETTERS_PER_SECOND = 10
    moments = [pace.slot(NOW) for _ in range(10)]
    assert moments == [NOW + n * SECOND / 10 for n in range(10)]
    # What was not used is not made up for.
    assert pace.slot(NOW + MINUTE) == NOW + MINUTE


def test_a_share_that_outlasts_the_lease_is_given_back_and_the_run_goes_on(mail, settings):
    settings.LETTERS_PER_SECOND, settings.LETTER_LEASE_SECONDS = 1, 6
    for n in range(8):
        make_letter(f"a:{n}")
    assert deliver(Clock()).sent == 8
    assert not Letter.objects.filter(state=LetterState.SENDING).exists()


def test_a_run_that_could_only_wait_for_others_ends_and_asks_for_no_other(mail, settings):
    settings.LETTERS_PER_SECOND, settings.LETTER_LEASE_SECONDS = 1, 6
    for _ in range(10):
        pace.slot(NOW)
    letter = make_letter("a")
    tally = deliver(Clock())
    assert (tally.sent, tally.more) == (0, False)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (LetterState.PLANNED, 0)


def test_one_worker_alone_knocks_at_a_server_that_is_down(nobody_there):
    make_letter("a")
    assert deliver(Clock()).server_down
    # A letter that is queued meanwhile makes nobody knock.
    make_letter("b")
    before = ServerState.objects.get().down_until
    for second in (0, 1, 30, 59):
        assert deliver(Clock(NOW + second * SECOND)).server_down
    assert ServerState.objects.get().down_until == before == NOW + MINUTE
    assert [pace.door(before), pace.door(before), pace.door(before)] == [
        pace.Door.KNOCK,
        pace.Door.SHUT,
        pace.Door.SHUT,
    ]


def test_who_knocks_asks_with_one_letter_and_the_others_follow_at_once(nobody_there):
    for n in range(50):
        make_letter(f"a:{n}")
    deliver(Clock())
    mail = Mail()
    with mail_server(mail, nobody_there):
        assert deliver(Clock(NOW + MINUTE)).sent == 50
    assert ServerState.objects.get().down_until is None
    assert pace.door(NOW + MINUTE) is pace.Door.OPEN


@pytest.mark.parametrize("answer", ["550 no such user", "451 greylisted"])
def test_any_answer_shows_that_the_server_is_there_again(nobody_there, answer):
    make_letter("a")
    deliver(Clock())
    mail = Mail()
    mail.answer_rcpt = lambda address: answer
    with mail_server(mail, nobody_there):
        assert not deliver(Clock(NOW + MINUTE)).server_down
    assert pace.door(NOW + MINUTE) is pace.Door.OPEN


def test_a_domain_that_asks_for_a_slower_pace_rests_and_the_others_go_on(mail):
    mail.answer_rcpt = lambda address: (
        "450 4.7.1 too many messages" if address.endswith("@Slow.example") else "250 OK"
    )
    for n in range(3):
        make_letter(f"slow:{n}", address=f"p{n}@Slow.example", due_at=NOW - MINUTE, kind="decision")
        make_letter(f"fast:{n}", address=f"p{n}@fast.example")
    asked = []
    mail.answer_data = lambda message: asked.append(message["To"]) or "250 OK"
    tally = deliver(Clock())
    assert (tally.sent, tally.deferred) == (3, 1)
    rest = DomainRest.objects.get()
    assert (rest.domain, rest.until) == ("slow.example", NOW + MINUTE)
    # It is no try of the address.
    assert set(Letter.objects.filter(key__startswith="slow").values_list("attempts")) == {(0,)}
    assert deliver(Clock(NOW + 59 * SECOND)) == delivery.Tally()
    rests = []
    at = NOW + MINUTE
    for _ in range(4):
        deliver(Clock(at))
        until = DomainRest.objects.get().until
        rests.append(until - at)
        at = until
    assert rests == [2 * MINUTE, 4 * MINUTE, 4 * MINUTE, 4 * MINUTE]
    mail.answer_rcpt = lambda address: "250 OK"
    assert deliver(Clock(at)).sent == 3
    assert not DomainRest.objects.exists()


def test_a_domain_that_never_takes_anything_is_given_up_like_an_address(mail):
    mail.answer_rcpt = lambda address: "452 rate limit exceeded"
    make_letter("a", kind="decision")
    clock = Clock(NOW + timedelta(hours=48))
    assert deliver(clock).deferred == 1
    assert Letter.objects.get().attempts == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("450 4.7.1 too many messages", True),
        ("451 Rate limit", True),
        ("452 message throttled", True),
        ("421 rate", True),
        ("451 try later", False),
        ("452 disk full", False),
        ("450 separate mailbox", False),
        ("550 rate", False),
    ],
)
def test_only_words_about_pace_are_words_about_pace(said, expected):
    assert pace.is_too_fast(said) is expected


def test_a_letter_that_workers_die_with_stops_no_other_and_waits_for_a_look(mail):
    bad = make_letter("bad", due_at=NOW - MINUTE, kind="decision")

    def dies_with(letter):
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, leased_until=NOW)

    def claimed():
        keys = [letter.key for letter in delivery.claim(at=NOW, limit=1)]
        bad.refresh_from_db()
        return keys, bad.lost

    dies_with(bad)
    assert claimed() == (["bad"], 1)
    dies_with(bad)
    make_letter("good", kind="decision")
    assert claimed() == (["good"], 1), "what a worker died with comes last"
    assert claimed() == (["bad"], 2)
    dies_with(bad)
    assert claimed() == ([], delivery.MOST_LOST)
    assert (bad.state, bad.leased_until) == (LetterState.HELD, None)
    assert "3 workers ended" in bad.server_said
    desk.release(letter_ids=[bad.pk], at=NOW)
    assert deliver(Clock()).sent == 1


def test_what_an_address_has_refused_is_sent_anew_under_the_same_name(mail):
    mail.answer_rcpt = lambda address: "550 no such user"
    letter = make_letter()
    deliver(Clock())
    assert list(Letter.objects.dead()) == [letter]
    mail.answer_rcpt = lambda address: "250 OK"
    assert desk.try_again(letter_ids=[letter.pk], at=NOW) == 1
    assert deliver(Clock()).sent == 1
    assert mail.ids == [letter.message_id]
    assert desk.try_again(letter_ids=[letter.pk], at=NOW) == 0
