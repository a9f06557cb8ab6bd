"""Letters to those who owe follow-ups: asked for, or reminded of by rows, each once."""

from datetime import timedelta

import pytest

from agenda.actions.asking_follow_ups import ask_for_follow_ups
from agenda.actions.follow_up_settings import set_contact
from agenda.letters_follow_ups import OWED, REMINDER, unwanted
from agenda.models import FollowUpDate, FollowUpException, Session
from agenda.reminding.follow_ups import FORGOTTEN, OVER
from consultation import due
from consultation.models import ReminderRule
from consultation.reminding import planning
from tests.agenda.owing import DUE, dates_of, handed_in, link_of, owing_session
from tests.agenda.sessions import accepted_request
from tests.factories import NOW, UserFactory
from wsis_forum.letters.models import Letter, Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("usual_rules")]

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def session() -> Session:
    one = owing_session()
    dates_of(one)
    return one


def _keys() -> list[str]:
    rows = Letter.objects.filter(kind=REMINDER).order_by("pk")
    keys = rows.values_list("key", flat=True)
    parts = (key.split(":") for key in keys)
    return [f"{day}:{label}" for _session, _pk, _owed, day, _contact, _who, label in parts]


@pytest.mark.parametrize(
    ("at", "step"),
    [
        (DUE - 7 * DAY - INSTANT, None),
        (DUE - 7 * DAY, "-7d"),
        (DUE - DAY - INSTANT, "-7d"),
        (DUE - DAY, "-1d"),
        (DUE - INSTANT, "-1d"),
        (DUE, None),
        (DUE + 3 * DAY - INSTANT, None),
        (DUE + 3 * DAY, "+3d"),
        (DUE + FORGOTTEN - INSTANT, "+3d"),
        (DUE + FORGOTTEN, None),
    ],
)
def test_each_reminder_has_its_time(session, at, step) -> None:
    assert [one.label for one in planning.due(at)] == ([step] if step else [])


def test_a_date_reminds_three_times_and_each_time_once(session) -> None:
    hours = int(FORGOTTEN / timedelta(hours=6)) + 4 * 10
    sent = [due.queue_due(DUE - 10 * DAY + timedelta(hours=6 * n)) for n in range(hours)]
    assert (sum(sent), max(sent)) == (3, 1)
    day = "2026-12-21"
    assert _keys() == [f"{day}:-7d", f"{day}:-1d", f"{day}:+3d"]
    first, _second, last = Letter.objects.filter(kind=REMINDER).order_by("pk")
    assert "this will soon be due" in first.text
    # One letter collects what is due on a day.
    for words in ("Final description", "Logo", "List of panellists", "Presentation"):
        assert words in first.text
        assert words in first.html
    assert "Outcome" not in first.text
    assert "21 December 2026, 13:00 (Geneva time, UTC+01:00)" in first.text
    assert "Was due:" in last.text
    assert link_of(session) in last.text
    assert link_of(session).split("/")[3] not in last.masked(last.text)
    assert last.subject.startswith("Late: ")


def test_an_outage_is_caught_up(session) -> None:
    assert due.queue_due(DUE + 9 * DAY) == 1
    assert _keys() == ["2026-12-21:+3d"]


def test_a_moved_date_reminds_anew(session) -> None:
    assert due.queue_due(DUE - 6 * DAY) == 1
    waiting = Letter.objects.get(kind=REMINDER)
    FollowUpDate.objects.filter(days_after=None).update(due_at=DUE + 2 * DAY)
    # What waits for the old date does not leave any more.
    assert planning.unwanted([waiting], DUE - 6 * DAY) == {waiting.key}
    assert [due.queue_due(DUE - n * DAY) for n in (6, 5, 4, 1)] == [0, 1, 0, 0]
    assert due.queue_due(DUE + DAY) == 1
    assert _keys() == ["2026-12-21:-7d", "2026-12-23:-7d", "2026-12-23:-1d"]


@pytest.mark.parametrize("why", ["handed in", "cancelled", "not asked", "nobody", "long over"])
def test_who_need_not_be_reminded_is_not(session, why: str, organizer) -> None:
    at = DUE - 6 * DAY
    assert due.queue_due(at) == 1
    letter = Letter.objects.get(kind=REMINDER)
    assert planning.unwanted([letter], at) == set()
    kinds = ("description", "logo", "panellists", "presentation")
    if why == "handed in":
        for kind in kinds[1:]:
            handed_in(session, kind)
        assert planning.unwanted([letter], at) == set()
        handed_in(session, kinds[0])
    elif why == "cancelled":
        Session.objects.update(status="cancelled")
    elif why == "not asked":
        for kind in kinds:
            FollowUpException.objects.create(session=session, kind=kind, is_asked=False)
    elif why == "nobody":
        nobody = {"name": "", "email": "", "language": "en"}
        set_contact(session_id=session.pk, by=organizer, at=NOW, **nobody)
    else:
        end = (at - OVER - DAY).date()
        type(session.forum).objects.update(start_date=end, end_date=end)
    if why != "long over":
        assert planning.unwanted([letter], at) == {letter.key}
    Letter.objects.all().delete()
    assert due.queue_due(at) == 0


def test_somebody_else_who_owes_is_reminded_too(session, organizer) -> None:
    at = DUE - 6 * DAY
    due.queue_due(at)
    former = Letter.objects.get()
    eve = {"name": "Eve", "email": "eve@example.org", "language": "fr"}
    set_contact(session_id=session.pk, by=organizer, at=at, **eve)
    assert planning.unwanted([former], at) == {former.key}
    assert due.queue_due(at) == 1
    letter = Letter.objects.get(address="eve@example.org")
    assert letter.language == "fr"


def test_an_author_can_refuse_reminders_and_not_what_is_asked(session, organizer) -> None:
    author = UserFactory(email="amina@example.org", timezone="Asia/Tokyo")
    one = accepted_request(NOW, author=author)
    session.session_sources.create(submission=one, linked_at=NOW)
    nobody = {"name": "", "email": "", "language": "en"}
    set_contact(session_id=session.pk, by=organizer, at=NOW, **nobody)
    due.queue_due(DUE - 6 * DAY)
    letter = Letter.objects.get(kind=REMINDER)
    assert letter.user == author
    assert "List-Unsubscribe" in letter.headers
    ask_for_follow_ups(session_ids=[session.pk], by=organizer, at=NOW)
    assert "List-Unsubscribe" not in Letter.objects.get(kind=OWED).headers
    Refusal.objects.create(user=author, kind=REMINDER, refused_at=NOW)


def test_what_is_owed_is_asked_once_a_day_and_names_all_that_is_open(session, organizer) -> None:
    handed_in(session, "logo")
    silent = owing_session(title="Silent")
    set_contact(session_id=silent.pk, name="", email="", language="en", by=organizer, at=NOW)
    done = owing_session(title="Done", status="tentative")
    for kind in FollowUpDate.objects.values_list("kind", flat=True):
        FollowUpException.objects.create(session=done, kind=kind, is_asked=False)
    cancelled = owing_session(title="Cancelled", status="cancelled")
    keys = [one.pk for one in (session, silent, done, cancelled)]
    said = ask_for_follow_ups(session_ids=keys, by=organizer, at=NOW)
    assert (said.queued, said.without_contact, said.without_debt) == (1, [silent], [done])
    assert ask_for_follow_ups(session_ids=keys, by=organizer, at=NOW).queued == 0
    assert ask_for_follow_ups(session_ids=keys, by=organizer, at=NOW + DAY).queued == 1
    letter = Letter.objects.order_by("pk").first()
    assert letter is not None
    assert (letter.address, letter.kind) == ("ada@example.org", OWED)
    assert "Outcome" in letter.text
    assert "Logo" not in letter.text
    assert unwanted([letter], NOW) == set()
    for kind in ("description", "panellists", "presentation", "outcome"):
        handed_in(session, kind)
    assert unwanted([letter], NOW) == {letter.key}


@pytest.mark.parametrize("code", ["en", "fr", "es", "ar", "zh-hans", "ru"])
def test_letters_are_in_the_language_of_their_reader(session, code: str, organizer) -> None:
    person = {"name": "Eve", "email": "eve@example.org", "language": code}
    set_contact(session_id=session.pk, by=organizer, at=NOW, **person)
    due.queue_due(DUE - 6 * DAY)
    due.queue_due(DUE + 4 * DAY)
    ask_for_follow_ups(session_ids=[session.pk], by=organizer, at=NOW)
    for letter in Letter.objects.all():
        assert letter.language == code
        assert f"/{code}/l/" in letter.text
        assert (
            "For the programme" in letter.text or "for your session" in letter.text.lower()
        ) == (code == "en")


def test_the_outcome_has_reminders_of_its_own(session) -> None:
    for kind in ("description", "logo", "panellists", "presentation"):
        FollowUpException.objects.create(session=session, kind=kind, is_asked=False)
    FollowUpException.objects.create(session=session, kind="outcome", is_asked=True, due_at=DUE)
    assert due.queue_due(DUE - 6 * DAY) == 1
    letter = Letter.objects.get(kind=REMINDER)
    assert letter.key.startswith(f"session:{session.pk}:outcome:2026-12-21:")
    assert "Outcome" in letter.text
    ReminderRule.objects.filter(subject="outcome-missing").update(is_active=False)
    assert planning.unwanted([letter], DUE - 6 * DAY) == {letter.key}


def test_finding_them_takes_as_many_queries_for_30_as_for_1(
    session, django_assert_num_queries
) -> None:
    at = DUE - 6 * DAY
    ReminderRule.objects.exclude(subject="follow-up-owed").update(is_active=False)
    with django_assert_num_queries(11):
        assert len(planning.due(at)) == 1
    for _ in range(29):
        owing_session()
    with django_assert_num_queries(11):
        assert len(planning.due(at)) == 30
    assert due.queue_due(at) == 30
    letters = list(Letter.objects.all())
    with django_assert_num_queries(11):
        assert planning.unwanted(letters, at) == set()
    # What is queued is not even written a second time, minute by minute.
    with django_assert_num_queries(12):
        assert due.queue_due(at) == 0
