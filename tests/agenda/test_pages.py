"""Public pages of the programme: by day, one session, the releases."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda.actions.releases import release
from agenda.actions.sessions import make_session
from agenda.choices import SessionStatus, SpeakerRole
from agenda.models import AgendaItem, Appearance, Session, Slot
from tests.agenda.sessions import full_request
from tests.factories import (
    ActionLineFactory,
    ForumFactory,
    GoalFactory,
    RoomFactory,
    SessionFactory,
    SpeakerFactory,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
AGENDA = "/en/forums/2027/agenda/"


def _text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return re.sub(r"(<[^>]*>|\s)+", " ", unescape(response.content.decode()))


def _placed(at: datetime, *, room: str = "Room A", zone: str = "Europe/Zurich", **facts) -> Session:
    session: Session = SessionFactory(**facts)
    place = RoomFactory(name=room) if room else None
    Slot.objects.create(session=session, room=place, period=(at, at + HOUR), timezone=zone)
    return session


def _issue(at: datetime, *, public: bool = True, remark: str = ""):
    return release(forum_id=ForumFactory().pk, public=public, remark=remark, by=None, at=at)


def test_before_the_first_release_the_agenda_says_so(client: Client) -> None:
    SessionFactory()
    assert "There is no agenda of this Forum yet." in _text(client, AGENDA)


@pytest.mark.parametrize("url", ["/en/forums/1999/agenda/", "/en/forums/1999/agenda/releases/"])
def test_there_is_no_agenda_of_an_unknown_forum(client: Client, url: str) -> None:
    ForumFactory()
    assert client.get(url).status_code == 404


def test_sessions_stand_under_their_day_in_the_forums_zone(client: Client) -> None:
    late = datetime.fromisoformat("2027-02-08T23:30:00+00:00")  # already the 9th in Geneva
    _placed(late, number=101, title="Late")
    _placed(late - 12 * HOUR, number=100, title="Early", room="Room B")
    _issue(late)
    days = client.get(AGENDA).context["days"]
    assert [(str(d.day), re.findall(r"[\d:]+–[\d:]+|session-\d+", d.rows)) for d in days] == [
        ("2027-02-08", ["session-100", "12:30–13:30"]),
        ("2027-02-09", ["session-101", "00:30–01:30"]),
    ]
    text = _text(client, AGENDA)
    assert "12:30–13:30 100 Early" in text
    assert "Times are those of the Forum: Geneva time, UTC+01:00." in text


def test_a_meeting_elsewhere_also_names_the_time_there(client: Client, at: datetime) -> None:
    _placed(at, zone="Africa/Addis_Ababa")
    _issue(at)
    text = _text(client, AGENDA)
    assert "13:00–14:00" in text
    assert "21 November 2026, 15:00–16:00 (Addis Ababa time, UTC+03:00)" in text


def test_the_agenda_says_what_is_tentative_cancelled_online_and_without_time(
    client: Client, at: datetime
) -> None:
    _placed(at, number=100, title="Firm", status=SessionStatus.CONFIRMED)
    _placed(at + HOUR, number=101, title="Gone", status=SessionStatus.CANCELLED, room="")
    SessionFactory(number=102, title="Unfixed")
    _issue(at)
    text = _text(client, AGENDA)
    firm, gone, still_open = (text.split(title)[1] for title in ("Firm", "Gone", "Unfixed"))
    assert "Tentative" not in firm.split("101")[0]
    assert "Cancelled" in gone
    assert "Online" in gone
    assert "Time not yet fixed" in gone
    assert "Tentative" in still_open


def test_a_later_change_shows_only_with_the_next_release(client: Client, at: datetime) -> None:
    session = SessionFactory(title="First title")
    _issue(at)
    Session.objects.filter(pk=session.pk).update(title_en="Second title")
    assert "First title" in _text(client, AGENDA)
    _issue(at, public=False)
    assert "First title" in _text(client, AGENDA)
    _issue(at)
    assert "Second title" in _text(client, AGENDA)


def test_an_older_release_can_be_read_and_says_that_it_is_old(client: Client, at: datetime) -> None:
    session = SessionFactory(number=100, title="First title")
    _issue(at)
    Session.objects.filter(pk=session.pk).update(title_en="Second title")
    _issue(at)
    text = _text(client, f"{AGENDA}?release=v1.0")
    assert "First title" in text
    assert "This is an older release of the agenda." in text
    assert "First title" in _text(client, f"{AGENDA}sessions/100/?release=v1.0")
    assert "older release" not in _text(client, f"{AGENDA}?release=v1.1")


def test_an_internal_release_is_read_by_organizers_only(
    client: Client, at: datetime, organizer, stakeholder, reviewer
) -> None:
    SessionFactory(title="Draft title")
    _issue(at, public=False)
    url = f"{AGENDA}?release=v0.1"
    assert client.get(url).status_code == 404
    for person in (stakeholder, reviewer):
        client.force_login(person)
        assert client.get(url).status_code == 404
    client.force_login(organizer)
    text = _text(client, url)
    assert "Draft title" in text
    assert "This is an internal draft" in text


@pytest.mark.parametrize("version", ["v9.9", "x", "", "v1.0%20"])
def test_an_unknown_release_is_not_found(client: Client, at: datetime, version: str) -> None:
    SessionFactory()
    _issue(at)
    assert client.get(f"{AGENDA}?release={version}").status_code == 404


def test_a_session_shows_everything(client: Client, at: datetime) -> None:
    session = _placed(
        at,
        number=124,
        title="Skills",
        description="One.\n\nTwo.",
        organizers="ITU",
        captioning=True,
        interpretation=["en", "fr"],
        interpretation_passive=["ar"],
        links=[
            {"url": "https://example.org/124", "language": "fr"},
            {"url": "javascript:alert(1)"},
        ],
        data_quality=["a remark"],
        unverified=["title_en"],
    )
    session.action_lines.add(ActionLineFactory())
    session.goals.add(GoalFactory())
    speaker = SpeakerFactory(
        slug="ada",
        honorific="Ms",
        name="Ada Lovelace",
        function="Director",
        organization="UNESCO",
        biography="She wrote programs.",
    )
    Appearance.objects.create(
        session=session, speaker=speaker, role=SpeakerRole.CHAIR, is_remote=True
    )
    first = AgendaItem.objects.create(session=session, order=1, is_numbered=True, title="Opening")
    AgendaItem.objects.create(session=session, order=1, parent=first, title="Greeting", minutes=5)
    first.speakers.add(speaker)
    _issue(at)
    text = _text(client, f"{AGENDA}sessions/124/")
    for words in (
        "Session 124",
        "Skills †",
        "Organized by: ITU",
        "21 November 2026, 13:00–14:00 (Geneva time, UTC+01:00)",
        "Room A",
        "English, French",
        "Passive, from: Arabic",
        "Captioning yes",
        "One. Two.",
        "1. Opening",
        "Greeting 5 minutes",
        "Ms Ada Lovelace",
        "Chair · takes part remotely",
        "Director",
        "UNESCO",
        "She wrote programs.",
        "C4 Capacity building",
        "Goal 4: Quality education",
        "https://example.org/124",
        "a remark",
    ):
        assert words in text, words
    assert "javascript:" not in client.get(f"{AGENDA}sessions/124/").content.decode()


def test_a_session_names_the_inputs_it_was_built_from(client, at, organizer) -> None:
    submission = full_request(at)
    session = make_session(submission_id=submission.pk, by=organizer, at=at)
    _issue(at)
    text = _text(client, f"{AGENDA}sessions/{session.number}/")
    assert str(submission.number) in text
    assert "Compétences numériques (in French)" in text


def test_sessions_lead_to_their_neighbours(client: Client, at: datetime) -> None:
    for number in (100, 101, 102):
        SessionFactory(number=number)
    _issue(at)
    page = client.get(f"{AGENDA}sessions/101/").content.decode()
    assert f'rel="prev" href="{AGENDA}sessions/100/"' in page
    assert f'rel="next" href="{AGENDA}sessions/102/"' in page
    assert 'rel="prev"' not in client.get(f"{AGENDA}sessions/100/").content.decode()


@pytest.mark.parametrize("number", ["101", "99999999999999999999"])
def test_a_session_that_is_not_in_the_release_is_not_found(client, at, number) -> None:
    SessionFactory(number=100)
    _issue(at)
    SessionFactory(number=101)
    assert client.get(f"{AGENDA}sessions/{number}/").status_code == 404


def test_hostile_text_stays_text(client: Client, at: datetime) -> None:
    session = SessionFactory(
        number=100, title="<script>alert(1)</script>", description="<img src=x>"
    )
    AgendaItem.objects.create(session=session, order=1, title="<b>bold</b>")
    _issue(at)
    for url in (AGENDA, f"{AGENDA}sessions/100/"):
        page = client.get(url).content.decode()
        for tag in ("<script>alert", "<img src=x>", "<b>bold"):
            assert tag not in page


def test_the_releases_are_listed_with_remark_and_count(client: Client, at: datetime) -> None:
    SessionFactory()
    _issue(at, remark="First draft")
    _issue(at, public=False, remark="Only inside")
    _issue(at + timedelta(days=14), remark="Rooms changed")
    text = _text(client, "/en/forums/2027/agenda/releases/")
    newer, older = text.split("Release v1.0")
    assert "Rooms changed" in newer
    assert "5 December 2026, 13:00 (Geneva time, UTC+01:00)" in newer
    assert "First draft" in older
    assert "1 session" in older
    assert "Only inside" not in text


def test_without_a_public_release_the_list_says_so(client: Client, at: datetime) -> None:
    SessionFactory()
    _issue(at, public=False)
    assert "No release of this agenda is public yet." in _text(
        client, "/en/forums/2027/agenda/releases/"
    )


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(url).status_code == 200
    return len(made)


def test_pages_take_as_many_queries_with_30_sessions_as_with_1(client, at) -> None:
    def add(index: int) -> None:
        session = _placed(at + index * HOUR, number=100 + index, room=f"Room {index}")
        speaker = SpeakerFactory()
        Appearance.objects.create(session=session, speaker=speaker)
        AgendaItem.objects.create(session=session, order=1, title="Item").speakers.add(speaker)
        session.action_lines.add(ActionLineFactory())

    def count() -> list[int]:
        urls = (AGENDA, f"{AGENDA}sessions/100/", f"{AGENDA}releases/")
        for url in urls:
            client.get(url)
        return [_queries(client, url) for url in urls]

    add(0)
    _issue(at)
    few = count()
    for index in range(1, 30):
        add(index)
    for _ in range(3):
        _issue(at)
    assert count() == few
    assert max(few) <= 4
