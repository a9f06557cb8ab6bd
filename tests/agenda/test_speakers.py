"""Public pages of the people who speak, and the facts of a session for search engines."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda.actions.releases import release
from agenda.choices import Answer, Consent, SessionMode, SessionStatus, SpeakerRole
from agenda.models import AgendaItem, Appearance, Release, Session, Slot, Speaker
from agenda.queries.releases import programme_of
from tests.factories import RoomFactory, SessionFactory, SpeakerFactory
from wsis_forum import clock
from wsis_forum.uploads import storing

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
SPEAKERS = "/en/forums/2027/speakers/"
SESSION = "/en/forums/2027/agenda/sessions/101/"


def _text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return re.sub(r"(<[^>]*>|\s)+", " ", unescape(response.content.decode()))


def _speaks(session: Session, role: str = SpeakerRole.SPEAKER, **facts: Any) -> Speaker:
    speaker: Speaker = SpeakerFactory(**facts)
    Appearance.objects.create(session=session, speaker=speaker, role=role)
    return speaker


def _issue(session: Session, at: datetime) -> Release:
    return release(forum_id=session.forum_id, public=True, remark="", by=None, at=at)


def _found(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{SPEAKERS}{query}").content.decode()
    return re.findall(rf'href="{SPEAKERS}([\w-]+)/"', page)


def test_speakers_are_listed_by_the_name_as_sorted_and_found_in_any_script(
    client: Client, at: datetime
) -> None:
    session = SessionFactory(number=101)
    assert "No speaker of this Forum is announced yet." in _text(client, SPEAKERS)
    _speaks(session, slug="z", name="Abel Zuse", sort_name="Zuse, Abel", organization="ITU")
    _speaks(session, slug="e", name="Zoé Égalité", sort_name="Égalité, Zoé")
    _speaks(session, slug="li", name="Li Lei", name_zh_hans="李雷", sort_name="Li, Lei")
    _issue(session, at)
    assert _found(client) == ["e", "li", "z"]
    assert _found(client, "?q=egalite") == ["e"]
    assert _found(client, "?q=李雷") == ["li"]
    assert _found(client, "?q=itu") == ["z"]
    assert _found(client, "?letter=E") == ["e"]
    assert _found(client, "?letter=E&q=zuse") == []
    assert "Nobody matches" in _text(client, f"{SPEAKERS}?q=nobody")
    assert "No name begins with “Q”" in _text(client, f"{SPEAKERS}?letter=Q")


def test_a_speaker_has_a_page_with_all_sessions(client: Client, at: datetime) -> None:
    session = SessionFactory(number=101, title="Skills")
    Slot.objects.create(session=session, period=(at, at + HOUR))
    ada = _speaks(
        session,
        SpeakerRole.CHAIR,
        slug="ada",
        name="Ada Lovelace",
        function="Director",
        organization="UNESCO",
        biography="She wrote programs.",
        links=[{"url": "https://example.org/ada", "label": "Her page"}],
    )
    # Named on a line of an agenda only.
    other = SessionFactory(number=102, title="Looms")
    AgendaItem.objects.create(session=other, order=1, title="Talk").speakers.add(ada)
    _issue(session, at)
    text = _text(client, f"{SPEAKERS}ada/")
    for words in (
        "Ada Lovelace",
        "Director",
        "UNESCO",
        "She wrote programs.",
        "Her page : https://example.org/ada",
        "101 Skills Tentative Chair",
        "102 Looms",
        "21 November 2026, 13:00–14:00 (Geneva time, UTC+01:00)",
    ):
        assert words in text, words
    assert "She wrote programs. (in English)" in _text(
        client, f"{SPEAKERS.replace('/en/', '/fr/')}ada/"
    ).replace("(en anglais)", "(in English)")
    page = client.get(f"{SPEAKERS}ada/").content.decode()
    assert "/en/forums/2027/agenda/export/agenda.ics?speaker=ada" in page
    assert client.get(f"{SPEAKERS}nobody/").status_code == 404


def test_who_refuses_to_be_shown_is_in_no_release(client: Client, at: datetime) -> None:
    session = SessionFactory(number=101)
    shown = _speaks(session, slug="ada", name="Ada Lovelace")
    refuses = _speaks(session, slug="bob", name="Bob Hidden", consent=Consent.NO)
    item = AgendaItem.objects.create(session=session, order=1, title="Talk")
    item.speakers.add(shown, refuses)
    made = _issue(session, at)
    programme = programme_of(made)
    (one,) = programme.sessions
    assert list(programme.index.speakers) == ["ada"]
    assert [appearance.speaker for appearance in one.appearances] == ["ada"]
    assert one.items[0].speakers == ("ada",)
    made.refresh_from_db()
    assert "bob" not in str(made.programme).lower()
    assert client.get(f"{SPEAKERS}bob/").status_code == 404


def test_a_photo_is_shown_as_long_as_the_release_names_it_and_she_agrees(
    client: Client, at: datetime, tmp_path
) -> None:
    session = SessionFactory(number=101)
    source = tmp_path / "photo"
    source.write_bytes(b"a picture")
    name, _size, _digest = storing.keep(source)
    ada = _speaks(
        session, slug="ada", photo_name=name, photo_type="image/jpeg", consent=Consent.YES
    )
    _issue(session, at)
    url = f"{SPEAKERS}ada/photo"
    answer: Any = client.get(url)
    assert b"".join(answer.streaming_content) == b"a picture"
    assert answer["Content-Type"] == "image/jpeg"
    for page in (f"{SPEAKERS}ada/", SESSION):
        assert f'src="{url}"' in client.get(page).content.decode()
    for change in (
        {"consent": Consent.NO},
        # Somebody else may have handed it in with a request.
        {"consent": Consent.NOT_ASKED},
        {"consent": Consent.YES, "photo_name": "00/" + "0" * 32},
    ):
        Speaker.objects.filter(pk=ada.pk).update(**change)
        assert client.get(url).status_code == 404
        for page in (f"{SPEAKERS}ada/", SESSION):
            assert f'src="{url}"' not in client.get(page).content.decode()


def test_pages_of_speakers_take_as_many_queries_with_30_as_with_1(client, at) -> None:
    def count() -> list[int]:
        found = []
        for url in (SPEAKERS, f"{SPEAKERS}ada/"):
            client.get(url)
            with CaptureQueriesContext(connection) as made:
                client.get(url)
            found.append(len(made))
        return found

    session = SessionFactory(number=101)
    ada = _speaks(session, slug="ada")
    _issue(session, at)
    few = count()
    for number in range(102, 131):
        more = SessionFactory(number=number)
        Appearance.objects.create(session=more, speaker=ada)
        _speaks(more)
    _issue(session, at)
    assert count() == few
    assert max(few) <= 4


# --- The session's page ---


def test_a_session_shows_what_it_needs_to_be_followed(client: Client, at: datetime) -> None:
    session = SessionFactory(
        number=101,
        sign_language=True,
        floor_languages=["fr", "en"],
        expected_people=80,
        recording_url="https://example.org/watch",
        outcome="We agreed.",
        documents=[{"url": "https://example.org/slides.pdf", "label": "Slides"}],
        minutes=45,
    )
    _issue(session, at)
    text = _text(client, SESSION)
    for words in (
        "Languages on the floor French, English",
        "Sign language yes",
        "Expected people 80",
        "Length 45 minutes",
        "Recording https://example.org/watch",
        "Outcome We agreed.",
        "Documents Slides : https://example.org/slides.pdf",
        "Add to my choice",
    ):
        assert words in text, words


def test_the_remote_url_at_shows_from_its_moment_on(client: Client, at: datetime) -> None:
    opens = datetime(2027, 2, 8, 8, tzinfo=UTC)
    session = SessionFactory(number=101, remote_url="https://example.org/join", remote_from=opens)
    _issue(session, at)
    with clock.previewing(opens - HOUR):
        text = _text(client, SESSION)
    assert "example.org/join" not in text
    assert "The address is shown here from: 8 February 2027, 09:00" in text
    with clock.previewing(opens):
        assert "https://example.org/join" in _text(client, SESSION)


class Microdata(HTMLParser):
    """Reads what a page says in microdata; what belongs to a place is "location.name"."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._owners: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a property; whatever is not empty may hold more of them."""
        facts = dict(attrs)
        name = facts.get("itemprop")
        owners = [owner for _tag, owner in self._owners if owner is not None]
        if name:
            value = facts.get("itemtype") or facts.get("content") or facts.get("href") or ""
            self.found.setdefault(".".join([*owners[1:], name]), []).append(value)
        if tag not in {"meta", "link", "img", "input", "br", "path", "circle"}:
            self._owners.append((tag, (name or "") if "itemscope" in facts else None))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what was left open in it."""
        while self._owners and self._owners.pop()[0] != tag:
            pass


def _properties(client: Client) -> dict[str, list[str]]:
    reader = Microdata()
    reader.feed(client.get(SESSION).content.decode())
    return reader.found


def test_a_session_is_an_event_for_search_engines(client: Client, at: datetime) -> None:
    session = SessionFactory(
        number=101,
        title='A "title" & more',
        organizers="ITU",
        mode=SessionMode.HYBRID,
        floor_languages=["zh-hans"],
        status=SessionStatus.CANCELLED,
    )
    room = RoomFactory(name="Popov Room")
    Slot.objects.create(
        session=session, room=room, period=(at, at + HOUR), timezone="Europe/Zurich"
    )
    _speaks(session, name="Ada Lovelace")
    _issue(session, at)
    found = _properties(client)
    assert found["name"] == ['A "title" & more']
    assert found["startDate"] == ["2026-11-21T13:00:00+01:00"]
    assert found["endDate"] == ["2026-11-21T14:00:00+01:00"]
    assert found["eventStatus"] == ["https://schema.org/EventCancelled"]
    assert found["eventAttendanceMode"] == ["https://schema.org/MixedEventAttendanceMode"]
    assert found["inLanguage"] == ["zh-Hans"]
    assert found["location"] == ["https://schema.org/Place", "https://schema.org/VirtualLocation"]
    assert found["location.name"] == ["Popov Room"]
    assert found["organizer.name"] == ["ITU"]
    assert found["performer.name"] == ["Ada Lovelace"]
    assert found["url"][0].endswith(SESSION)


def test_each_of_several_times_is_an_event_in_the_whole(client: Client, at: datetime) -> None:
    session = SessionFactory(number=101, title="Skills")
    room = RoomFactory(name="Popov Room")
    for days, where in ((0, room), (2, None)):
        start = at + timedelta(days=days)
        Slot.objects.create(
            session=session, room=where, period=(start, start + HOUR), timezone="Europe/Zurich"
        )
    _issue(session, at)
    found = _properties(client)
    assert found["subEvent.startDate"] == ["2026-11-21T13:00:00+01:00", "2026-11-23T13:00:00+01:00"]
    assert found["subEvent.endDate"] == ["2026-11-21T14:00:00+01:00", "2026-11-23T14:00:00+01:00"]
    assert found["subEvent.location.name"] == ["Popov Room"]
    assert found["subEvent.name"] == ["Skills", "Skills"]


def test_who_declined_is_left_out_of_what_is_released(client: Client, at: datetime) -> None:
    session = SessionFactory(number=101)
    one = _speaks(session, slug="one", name="Ada King", sort_name="King, Ada")
    _speaks(session, slug="two", name="Li Lei", sort_name="Li, Lei")
    item = AgendaItem.objects.create(session=session, order=1, title="Engines")
    item.speakers.add(one)
    Appearance.objects.filter(speaker=one).update(answer=Answer.DECLINED)
    programme = programme_of(_issue(session, at))
    assert [row.slug for row in programme.speakers] == ["two"]
    assert [row.speaker for row in programme.sessions[0].appearances] == ["two"]
    assert programme.sessions[0].items[0].speakers == ()
    assert "Ada King" not in _text(client, SESSION)


def test_who_comes_in_another_role_is_still_named_at_her_points(at: datetime) -> None:
    session = SessionFactory(number=101)
    one = _speaks(session, slug="one", name="Ada King")
    Appearance.objects.create(
        session=session, speaker=one, role=SpeakerRole.CHAIR, answer=Answer.DECLINED
    )
    AgendaItem.objects.create(session=session, order=1, title="Engines").speakers.add(one)
    programme = programme_of(_issue(session, at))
    assert [row.role for row in programme.sessions[0].appearances] == [SpeakerRole.SPEAKER]
    assert programme.sessions[0].items[0].speakers == ("one",)
