"""Letters about a release: to those concerned only, once each, in their language, with calendar."""

from base64 import b64decode
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from agenda import tasks
from agenda.actions.releases import release, release_again
from agenda.actions.sessions import make_session, take_number
from agenda.actions.subscriptions import subscribe, unsubscribe
from agenda.actions.telling import tell_of_release
from agenda.choices import Answer, SessionStatus
from agenda.models import Appearance, FollowUpContact, Release, Session, Slot, Speaker
from agenda.queries.releases import untold
from consultation.models import Contributor
from tests.agenda.sessions import accepted_request
from tests.factories import ForumFactory, RoomFactory, SessionFactory, SpeakerFactory, UserFactory
from wsis_forum.letters import preferences
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def _issue(at: datetime, *, public: bool = True) -> Release:
    forum_id = Session.objects.first().forum_id  # type: ignore[union-attr]
    made = release(forum_id=forum_id, public=public, remark="", by=None, at=at)
    tell_of_release(release_id=made.pk, at=at)
    return made


def _placed(at: datetime, **facts: Any) -> Session:
    session: Session = SessionFactory(number=take_number(ForumFactory().pk), **facts)
    room = RoomFactory(name=f"Room {session.number}")
    Slot.objects.create(session=session, room=room, period=(at, at + timedelta(hours=1)))
    return session


def _letters() -> dict[str, Letter]:
    return {letter.address: letter for letter in Letter.objects.all()}


def _events(letter: Letter) -> dict[str, Any]:
    [file] = letter.attachments
    calendar = Calendar.from_ical(b64decode(file["content"]))
    assert file["name"] == "wsis-forum-2027-sessions.ics"
    return {str(event["summary"]).split(" ")[0]: event for event in calendar.events}


@pytest.fixture
def cast(at: datetime, organizer: Any) -> Session:
    """Return a placed session made of a request, with a co-author and two speakers."""
    author = UserFactory(email="author@example.org", language="fr")
    submission = accepted_request(at, author=author)
    session = make_session(submission_id=submission.pk, by=organizer, at=at)
    Slot.objects.create(session=session, period=(at, at + timedelta(hours=1)))
    helper = UserFactory(email="helper@example.org", language="ar")
    Contributor.objects.create(
        submission=submission, email=helper.email, user=helper, invited_at=at, accepted_at=at
    )
    for name, address in (("ada", "ada@example.org"), ("nobody", "")):
        speaker = SpeakerFactory(slug=name, name=name.title(), email=address)
        Appearance.objects.create(session=session, speaker=speaker)
    return session


def test_those_concerned_get_one_letter_each_in_their_language(at: datetime, cast) -> None:
    _placed(at)
    _issue(at)
    letters = _letters()
    assert {address: letter.language for address, letter in letters.items()} == {
        "author@example.org": "fr",
        "helper@example.org": "ar",
        "ada@example.org": "en",
    }
    text = letters["ada@example.org"].text
    assert "New" in text
    assert f"/en/forums/2027/agenda/sessions/{cast.number}/" in text
    assert f"/ar/forums/2027/agenda/sessions/{cast.number}/" in letters["helper@example.org"].text
    for letter in letters.values():
        assert list(_events(letter)) == [str(cast.number)]


def test_whom_an_organizer_named_as_contact_hears_of_the_session(at: datetime) -> None:
    session = _placed(at)
    FollowUpContact.objects.create(session=session, email="desk@itu.example", language="es")
    _issue(at)
    letter = _letters()["desk@itu.example"]
    assert letter.language == "es"
    assert list(_events(letter)) == [str(session.number)]


def test_the_calendar_moves_and_cancels(at: datetime, cast) -> None:
    _issue(at)
    Letter.objects.all().delete()
    Slot.objects.filter(session=cast).update(period=(at + DAY, at + DAY + timedelta(hours=1)))
    _issue(at + DAY)
    event = _events(_letters()["author@example.org"])[str(cast.number)]
    assert (event["sequence"], event["dtstart"].dt) == (1, at + DAY)
    Letter.objects.all().delete()
    Session.objects.update(status=SessionStatus.CANCELLED)
    _issue(at + 2 * DAY)
    event = _events(_letters()["author@example.org"])[str(cast.number)]
    assert (event["sequence"], event["status"]) == (2, "CANCELLED")


def test_a_session_that_going_back_takes_out_is_cancelled_in_calendars(at, organizer) -> None:
    older_session = _placed(at)
    older = _issue(at)
    added = _placed(at)
    speaker = SpeakerFactory(email="ada@example.org")
    Appearance.objects.create(session=added, speaker=speaker)
    _issue(at + DAY)
    Letter.objects.all().delete()
    made = release_again(release_id=older.pk, by=organizer, at=at + 2 * DAY)
    tell_of_release(release_id=made.pk, at=at)
    event = _events(_letters()["ada@example.org"])[str(added.number)]
    assert (event["status"], event["sequence"]) == ("CANCELLED", 2)
    assert older_session.number != added.number


def _all_events(letter: Letter) -> list[tuple[str, str]]:
    """Return the number and the status of each event that a letter brings along, in order."""
    [file] = letter.attachments
    calendar = Calendar.from_ical(b64decode(file["content"]))
    found = [(str(e["summary"]).split(" ")[0], str(e["status"])) for e in calendar.events]
    assert len({str(event["uid"]) for event in calendar.events}) == len(found)
    return sorted(found)


def test_a_letter_cancels_nothing_of_sessions_that_are_not_hers(at: datetime, cast) -> None:
    other = _placed(at)
    _issue(at)
    other.delete()
    _issue(at + HOUR)
    Letter.objects.all().delete()
    Slot.objects.filter(session=cast).update(period=(at + DAY, at + DAY + HOUR))
    _issue(at + DAY)
    assert _all_events(_letters()["ada@example.org"]) == [(str(cast.number), "TENTATIVE")]


def test_a_session_without_a_room_any_more_is_cancelled_in_calendars(at: datetime, cast) -> None:
    _issue(at)
    Letter.objects.all().delete()
    cast.slots.all().delete()
    _issue(at + DAY)
    letter = _letters()["ada@example.org"]
    assert _all_events(letter) == [(str(cast.number), "CANCELLED")]
    assert "calendar" in letter.text


def test_a_removed_session_stands_once_in_the_file(at: datetime, cast) -> None:
    removed = _placed(at)
    Slot.objects.create(session=removed, period=(at + DAY, at + DAY + HOUR))
    Appearance.objects.create(session=removed, speaker=Speaker.objects.get(slug="ada"))
    _issue(at)
    Letter.objects.all().delete()
    removed.delete()
    _issue(at + DAY)
    wanted = [(str(removed.number), "CANCELLED")] * 2
    assert _all_events(_letters()["ada@example.org"]) == wanted


@pytest.mark.parametrize(
    ("change", "readers"),
    [
        ({"title_en": "Renamed", "title_fr": "Autre"}, {"author", "helper", "ada"}),
        ({"description_en": "Longer"}, set()),
    ],
)
def test_a_title_is_written_about_and_a_text_is_not(at, cast, change, readers) -> None:
    _issue(at)
    Letter.objects.all().delete()
    Session.objects.filter(pk=cast.pk).update(**change)
    _issue(at + DAY)
    assert {address.split("@")[0] for address in _letters()} == readers


def test_who_joins_and_leaves_is_told_to_speakers_only(at: datetime, cast) -> None:
    _issue(at)
    Letter.objects.all().delete()
    Appearance.objects.filter(speaker__slug="ada").delete()
    _issue(at + DAY)
    letter = _letters()["ada@example.org"]
    assert "Left: " in letter.text
    assert list(_letters()) == ["ada@example.org"]


def test_who_declined_hears_no_more_of_the_session(at: datetime, cast) -> None:
    person = Speaker.objects.exclude(email="").first()
    assert person is not None
    Appearance.objects.filter(speaker=person).update(answer=Answer.DECLINED)
    cast.title = "Another title"
    cast.save()
    Letter.objects.all().delete()
    _issue(at + DAY)
    assert person.email not in _letters()
    assert _letters()


def test_nobody_is_written_to_twice(at: datetime, cast) -> None:
    author = cast.submissions.get().author
    SpeakerFactory(slug="author", email="Author@Example.org")
    other = _placed(at)
    speaker = SpeakerFactory(slug="again", email="author@example.org")
    Appearance.objects.create(session=other, speaker=speaker)
    subscribe(forum_id=cast.forum_id, by=author, at=at)
    _issue(at)
    hers = Letter.objects.get(address__iexact="author@example.org")
    assert (hers.language, set(_events(hers))) == ("fr", {str(cast.number), str(other.number)})


def test_a_sweep_finds_what_no_worker_was_told_of_and_tells_it_once(at: datetime, cast) -> None:
    for public in (False, True):
        release(forum_id=cast.forum_id, public=public, remark="", by=None, at=at)
    assert not Letter.objects.exists()
    for _ in range(2):
        tasks.sweep_releases()
    assert Letter.objects.count() == 3
    assert untold() == []


def test_an_internal_release_and_an_unchanged_one_write_to_nobody_concerned(at, cast) -> None:
    _issue(at, public=False)
    assert not Letter.objects.exists()
    _issue(at)
    Letter.objects.all().delete()
    _issue(at + DAY)
    assert not Letter.objects.exists()


def test_who_asked_hears_of_every_public_release_until_she_ends_it(at, stakeholder) -> None:
    forum_id = _placed(at, title="<b>Skills</b>").forum_id
    for _ in range(2):
        subscribe(forum_id=forum_id, by=stakeholder, at=at)
    _issue(at)
    [letter] = Letter.objects.all()
    assert (letter.kind, letter.user) == ("release", stakeholder)
    assert "&lt;b&gt;Skills" in letter.html
    assert "List-Unsubscribe" in letter.headers
    preferences.refuse(user_id=stakeholder.pk, kind="release", at=at)
    subscribe(forum_id=forum_id, by=stakeholder, at=at)
    assert "release" in preferences.wanted(stakeholder.pk)
    unsubscribe(forum_id=forum_id, by=stakeholder)
    _issue(at + DAY)
    assert Letter.objects.count() == 1


def test_as_many_queries_for_30_sessions_as_for_1(at: datetime, organizer) -> None:
    def add() -> None:
        submission = accepted_request(at)
        session = make_session(submission_id=submission.pk, by=organizer, at=at)
        speaker = SpeakerFactory(email=f"s{session.number}@example.org")
        Appearance.objects.create(session=session, speaker=speaker)

    def count() -> int:
        with CaptureQueriesContext(connection) as made:
            _issue(at)
        return len(made)

    add()
    _issue(at)
    add()
    few = count()
    for _ in range(29):
        add()
    assert count() == few
