"""Speakers without an answer are reminded a week after the last invitation, once."""

from datetime import timedelta

import pytest

from agenda.actions.invitations import invite_speakers
from agenda.models import Appearance
from agenda.reminding.speakers import FORGOTTEN
from consultation import due
from consultation.models import ReminderRule
from consultation.reminding import planning
from tests.factories import NOW, SessionFactory, SpeakerFactory
from wsis_forum.letters.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("usual_rules")]

WEEK = timedelta(days=7)


@pytest.fixture
def row(organizer) -> Appearance:
    speaker = SpeakerFactory(email="ada@example.org")
    one = Appearance.objects.create(session=SessionFactory(), speaker=speaker)
    invite_speakers(session_id=one.session_id, by=organizer, at=NOW)
    return one


def _reminders() -> int:
    return Letter.objects.filter(kind="speaker-reminder").count()


def test_a_reminder_is_due_after_a_week_and_once(row) -> None:
    assert due.queue_due(NOW + WEEK - timedelta(minutes=1)) == 0
    assert [due.queue_due(NOW + WEEK + timedelta(days=n)) for n in (0, 0, 9)] == [1, 0, 0]
    letter = Letter.objects.get(kind="speaker-reminder")
    assert "We have not had your answer yet." in letter.text
    assert planning.unwanted([letter], NOW + WEEK) == set()
    row.answer = "confirmed"
    row.save()
    assert planning.unwanted([letter], NOW + WEEK) == {letter.key}


def test_a_speaker_can_refuse_reminders_without_an_account(row, client) -> None:
    due.queue_due(NOW + WEEK)
    letter = Letter.objects.get(kind="speaker-reminder")
    link = letter.headers["List-Unsubscribe"].strip("<>")
    assert client.post(link.removeprefix("http://localhost:8000")).status_code == 200
    letter.refresh_from_db()
    assert (letter.state, letter.cancel_reason) == ("cancelled", "refused")
    assert due.queue_due(NOW + WEEK) == 0


def test_a_later_invitation_reminds_anew(row, organizer) -> None:
    due.queue_due(NOW + WEEK)
    later = NOW + WEEK + timedelta(days=3)
    invite_speakers(session_id=row.session_id, by=organizer, at=later)
    assert due.queue_due(later + WEEK - timedelta(days=1)) == 0
    assert due.queue_due(later + WEEK) == 1
    assert _reminders() == 2


@pytest.mark.parametrize(
    "why", ["answered", "no address", "begun", "gone", "cancelled", "long ago"]
)
def test_who_need_not_answer_is_not_reminded(row, why: str) -> None:
    at = NOW + WEEK
    if why == "answered":
        Appearance.objects.update(answer="declined")
    elif why == "no address":
        type(row.speaker).objects.update(email="")
    elif why == "begun":
        type(row.session.forum).objects.update(start_date=at.date())
    elif why == "gone":
        row.delete()
    elif why == "cancelled":
        type(row.session).objects.update(status="cancelled")
    else:
        at = NOW + FORGOTTEN
    assert due.queue_due(at) == 0


def test_finding_them_takes_as_many_queries_for_30_as_for_1(
    row, organizer, django_assert_num_queries
) -> None:
    ReminderRule.objects.exclude(subject="speaker-unconfirmed").update(is_active=False)
    with django_assert_num_queries(6):
        assert len(planning.due(NOW + WEEK)) == 1
    for _ in range(29):
        person = SpeakerFactory(email="x@example.org")
        Appearance.objects.create(session=row.session, speaker=person)
    invite_speakers(session_id=row.session_id, by=organizer, at=NOW)
    with django_assert_num_queries(6):
        assert len(planning.due(NOW + WEEK)) == 30
