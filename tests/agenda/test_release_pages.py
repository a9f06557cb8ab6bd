"""What changed between releases: page and feed; and how to be told."""

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda.actions.releases import release
from agenda.models import Appearance, Release, ReleaseSubscription, Session, Slot
from tests.factories import RoomFactory, SessionFactory, SpeakerFactory

pytestmark = pytest.mark.django_db
RELEASES = "/en/forums/2027/agenda/releases/"
COMPARE = f"{RELEASES}compare"
FEED = f"{RELEASES}feed.atom"
SUBSCRIPTION = f"{RELEASES}subscription"
DAY = timedelta(days=1)
ATOM = "{http://www.w3.org/2005/Atom}"


def _issue(at: datetime, *, public: bool = True, name: str = "") -> Release:
    forum_id = Session.objects.first().forum_id  # type: ignore[union-attr]
    return release(forum_id=forum_id, public=public, remark="", name=name, by=None, at=at)


@pytest.fixture
def history(at: datetime) -> None:
    """Make v1.0, v0.1 and v1.1: one session moved and renamed, one cancelled, one new."""
    moved = SessionFactory(number=100, title="Skills", title_fr="Compétences")
    room = RoomFactory(name="Popov")
    slot = Slot.objects.create(session=moved, room=room, period=(at, at + timedelta(hours=1)))
    gone = SessionFactory(number=101, title="Gone")
    _issue(at, name="First draft")
    slot.period = (at + DAY, at + DAY + timedelta(hours=1))
    slot.save()
    moved.title = "Abilities"
    moved.save()
    _issue(at, public=False)
    gone.status = "cancelled"
    gone.save()
    SessionFactory(number=102, title="<i>Fresh</i>")
    speaker = SpeakerFactory(name="Ada")
    Appearance.objects.create(session=moved, speaker=speaker, role="chair")
    _issue(at + DAY)


def _page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_page_says_what_the_last_release_changed(client: Client, history) -> None:
    page = _page(client, COMPARE)
    assert "What changed from v1.0 to v1.1" in page
    new, rest = page.split('<h2 id="cancelled"')
    assert '<h2 id="added">New' in new
    assert "&lt;i&gt;Fresh&lt;/i&gt;" in new
    cancelled, moved = rest.split('<h2 id="moved"')
    assert "Gone" in cancelled
    for words in ("Abilities", "Skills", "Moved · Renamed · Other speakers", "Ada (Chair)"):
        assert words in moved
    assert "22 November 2026" in moved
    assert "?release=" not in moved.split("<dl>")[0] or "v1.1" in moved


def test_any_two_are_compared_both_ways(client: Client, history) -> None:
    back = _page(client, f"{COMPARE}?from=v1.1&to=v1.0")
    assert "What changed from v1.1 to v1.0" in back
    assert '<h2 id="removed">' in back
    assert '<h2 id="reinstated">' in back
    assert "No session changed." in _page(client, f"{COMPARE}?from=v1.0&to=v1.0")
    assert "Release v1.0: the first" in _page(client, f"{COMPARE}?to=v1.0")


def test_the_page_speaks_the_readers_language(client: Client, history) -> None:
    page = _page(client, COMPARE.replace("/en/", "/fr/"))
    assert "Compétences" in page
    assert 'lang="en"' in page


@pytest.mark.parametrize("query", ["?to=v9.0", "?from=v9.0", "?from=x", "?to=v0.1", "?from=v0.1"])
def test_what_is_not_there_or_not_for_the_reader_is_not_found(client, history, query) -> None:
    assert client.get(COMPARE + query).status_code == 404


def test_organizers_and_secretariat_compare_internal_ones(
    client: Client, history, organizer, secretary, reviewer, stakeholder
) -> None:
    seen = []
    for person in (stakeholder, reviewer, organizer, secretary):
        client.force_login(person)
        answers = [client.get(f"{COMPARE}?to=v0.1"), client.get(RELEASES)]
        seen.append((answers[0].status_code, "v0.1" in answers[1].content.decode()))
    assert seen == [(404, False), (404, False), (200, True), (200, True)]
    assert "What changed from v1.0 to v0.1" in _page(client, f"{COMPARE}?to=v0.1")
    page = _page(client, RELEASES)
    assert [f"compare?to={one}" in page for one in ("v1.1", "v1.0", "v0.1")] == [True, False, True]


def test_the_list_names_releases_and_leads_to_changes_and_feed(client: Client, history) -> None:
    page = _page(client, RELEASES)
    assert "First draft" in page
    assert 'href="/en/forums/2027/agenda/releases/compare?to=v1.1"' in page
    assert 'compare?to=v1.0"' not in page
    assert f'<link rel="alternate" type="application/atom+xml" href="{FEED}"' in page


# --- The feed ---


def _feed(client: Client, url: str = FEED) -> ET.Element:
    return ET.fromstring(client.get(url).content)  # noqa: S314 our own document


def test_the_feed_has_an_entry_for_each_public_release(client: Client, history, at) -> None:
    response = client.get(FEED)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = _feed(client)
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "Release v1.1",
        "Release v1.0: First draft",
    ]
    content = entries[0].findtext(f"{ATOM}summary") or ""
    assert "Cancelled:" in content
    assert "&lt;i&gt;Fresh" in content
    assert 'href="http' in content
    assert root.findtext(f"{ATOM}updated") == (at + DAY).isoformat()
    assert [link.get("href", "").split("/en/")[1] for link in root.findall(f"{ATOM}link")] == [
        "forums/2027/agenda/releases/",
        "forums/2027/agenda/releases/feed.atom",
    ]
    assert root.findtext(f"{ATOM}author/{ATOM}name")


def test_identifiers_of_entries_stay_and_differ_by_language(client: Client, history, at) -> None:
    def ids(url: str) -> list[str]:
        root = _feed(client, url)
        return [str(one.text) for one in root.iter(f"{ATOM}id")]

    english, french = ids(FEED), ids(FEED.replace("/en/", "/fr/"))
    assert len({*english, *french}) == 6
    _issue(at + 2 * DAY)
    again = ids(FEED)
    assert (again[0], again[2:]) == (english[0], english[1:])


def test_what_the_reader_has_is_not_sent_again(client: Client, history, at) -> None:
    first = client.get(FEED)
    for header in ("ETag", "Last-Modified"):
        asks = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
        assert client.get(FEED, headers={asks: first[header]}).status_code == 304
    _issue(at + 2 * DAY)
    assert client.get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_control_characters_do_not_break_the_feed(client: Client, at: datetime) -> None:
    SessionFactory(title="A\x01B\ufffeC\x0bD")
    _issue(at)
    assert "ABCD" in ET.tostring(_feed(client), encoding="unicode")


def test_without_a_public_release_there_is_no_feed(client: Client, at: datetime) -> None:
    SessionFactory()
    _issue(at, public=False)
    assert client.get(FEED).status_code == 404
    assert client.get(COMPARE).status_code == 404
    assert "atom+xml" not in _page(client, RELEASES)


# --- Letters on each release ---


def test_who_is_signed_in_subscribes_and_ends_it(client: Client, history, stakeholder) -> None:
    assert client.post(SUBSCRIPTION)["Location"].startswith("/en/account/login/?next=")
    assert client.get(SUBSCRIPTION).status_code == 405
    client.force_login(stakeholder)
    assert "Send me a letter on each release" in _page(client, RELEASES)
    for _ in range(2):
        client.post(SUBSCRIPTION, {"action": "begin"})
    assert ReleaseSubscription.objects.get().user == stakeholder
    assert "Send me no more letters on releases" in _page(client, RELEASES)
    client.post(SUBSCRIPTION, {"action": "end"})
    assert not ReleaseSubscription.objects.exists()


def test_pages_take_as_many_queries_with_30_sessions_as_with_1(client: Client, at) -> None:
    urls = (RELEASES, COMPARE, FEED)

    def count() -> list[int]:
        for url in urls:
            client.get(url)
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as made:
                assert client.get(url).status_code == 200
            found.append(len(made))
        return found

    SessionFactory()
    _issue(at)
    _issue(at)
    few = count()
    for _ in range(29):
        SessionFactory()
    _issue(at)
    assert count() == few
    assert max(few) <= 5
