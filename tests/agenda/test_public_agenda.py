"""The agenda by day: what its address asks for, now and next, zones, a choice, and the frame."""

import gzip
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda.actions.releases import release
from agenda.choices import SessionMode, SessionStatus
from agenda.finding import plain
from agenda.models import AgendaItem, Appearance, Session, Slot
from tests.factories import (
    ActionLineFactory,
    ForumFactory,
    GoalFactory,
    RoomFactory,
    SessionFactory,
    SpeakerFactory,
    TrackFactory,
)
from wsis_forum import clock

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
AGENDA = "/en/forums/2027/agenda/"
EMBED = "/embed/2027/agenda/"
CHOOSE = f"{AGENDA}choice/"


def _page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def _words(page: str) -> str:
    return re.sub(r"(<[^>]*>|\s)+", " ", unescape(page))


def _numbers(client: Client, query: str = "", url: str = AGENDA) -> list[int]:
    """Return the numbers of the sessions that a page lists by day."""
    return [int(number) for number in re.findall(r'id="session-(\d+)"', _page(client, url + query))]


def _placed(at: datetime, number: int, *, room: str = "", **facts: Any) -> Session:
    session: Session = SessionFactory(number=number, **facts)
    place = RoomFactory(name=room) if room else None
    Slot.objects.create(
        session=session, room=place, period=(at, at + HOUR), timezone="Europe/Zurich"
    )
    return session


def _issue(at: datetime) -> None:
    release(forum_id=ForumFactory().pk, public=True, remark="", by=None, at=at)


@pytest.fixture
def issued(at: datetime) -> None:
    """Issue three sessions that differ in everything that they can be found by."""
    one = _placed(
        at,
        101,
        room="Popov",
        title="Compétences numériques",
        title_zh_hans="面向每个社区的数字技能",
        title_ar="المَهارات الرقميّة إلى الأمة",
        mode=SessionMode.REMOTE,
        floor_languages=["fr"],
        interpretation=["ar"],
    )
    one.action_lines.add(ActionLineFactory(code="C4"))
    one.goals.add(GoalFactory())
    two = _placed(at + 24 * HOUR, 102, title="Ёлка", organizers="UNESCO")
    Appearance.objects.create(session=two, speaker=SpeakerFactory(name="Aïcha Traoré"))
    three = SessionFactory(number=103, title="Unfixed", track=TrackFactory(code="HL"))
    AgendaItem.objects.create(session=three, order=1, title="A word of welcome")
    _issue(at)


# --- Filters and search ---


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [101, 102, 103]),
        ("?track=HL", [103]),
        ("?line=C4", [101]),
        ("?goal=4", [101]),
        ("?mode=remote", [101]),
        ("?room=Popov", [101]),
        ("?language=ar", [101]),
        ("?language=fr", [101]),
        ("?day=2026-11-22", [102]),
        ("?line=C4&track=HL", []),
        ("?q=COMPETENCES+numeriques", [101]),
        ("?q=数字技能", [101]),
        ("?q=المهارات+الى+الامه", [101]),
        ("?q=елка", [102]),
        ("?q=unesco", [102]),
        ("?q=traore+AICHA", [102]),
        ("?q=welcome", [103]),
        ("?q=103", [103]),
        ("?q=ёлка&line=C4", []),
    ],
)
def test_sessions_are_found_by_words_and_by_what_they_are(
    client: Client, issued: None, query: str, numbers: list[int]
) -> None:
    assert _numbers(client, query) == numbers
    assert _numbers(client, query, EMBED) == numbers


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  ÉGYPTE  ", "egypte"),
        ("العَرَبِيّــة", "العربيه"),
        ("Ｆｕｌｌ", "full"),
        ("Straße", "strasse"),
    ],
)
def test_case_accents_vowel_signs_and_widths_make_no_difference(typed: str, folded: str) -> None:
    assert plain(typed) == folded


def test_what_is_not_known_filters_nothing_and_says_so(client: Client, issued: None) -> None:
    page = _page(client, f"{AGENDA}?goal=99&zone=Mars/Base&track=%3Cb%3E")
    words = _words(page)
    assert "“99” is not known as a value of “Sustainable Development Goal”" in words
    assert "“Mars/Base” is not known as a time zone" in words
    assert "<b>" not in page
    assert _numbers(client, "?goal=99") == [101, 102, 103]


def test_filters_are_counted_kept_and_taken_back(client: Client, issued: None) -> None:
    page = _page(client, f"{AGENDA}?line=C4&q=numeriques&zone=Asia/Tokyo")
    assert '<option value="C4" selected>C4 Capacity building (1)</option>' in page
    assert f'href="{AGENDA}?line=C4&amp;zone=Asia%2FTokyo"' in page
    assert f'class="chips-all" href="{AGENDA}?zone=Asia%2FTokyo"' in page
    assert "1 session " in _words(page)
    assert "No session matches" in _words(_page(client, f"{AGENDA}?q=nothing+at+all"))


# --- Times ---


def test_times_stand_in_the_chosen_zone_and_under_its_days(client: Client, at: datetime) -> None:
    _placed(datetime.fromisoformat("2027-02-08T20:00:00+00:00"), 101)
    _issue(at)
    page = _page(client, f"{AGENDA}?zone=Asia/Kolkata")
    assert 'id="day-2027-02-09"' in page
    assert "01:30–02:30" in page
    assert "of the zone that you have chosen: Kolkata time, UTC+05:30." in _words(page)


def test_an_offset_stands_above_the_agenda_only_where_it_is_that_of_all_days(
    client: Client, at: datetime
) -> None:
    _placed(datetime.fromisoformat("2026-10-05T08:00:00+00:00"), 101)
    _placed(datetime.fromisoformat("2027-02-08T09:00:00+00:00"), 102)
    _issue(at)
    both = _words(_page(client, AGENDA))
    assert "Times are those of the Forum: Geneva time." in both
    assert "5 October 2026 UTC+02:00" in both
    assert "8 February 2027 UTC+01:00" in both
    assert "the Forum’s zone: Geneva time" in both
    tokyo = _words(_page(client, f"{AGENDA}?zone=Asia/Tokyo"))
    assert "of the zone that you have chosen: Tokyo time, UTC+09:00." in tokyo
    assert "8 February 2027 UTC" not in tokyo


def test_now_and_next_are_shown_while_they_are_near(client: Client, at: datetime) -> None:
    start = datetime.fromisoformat("2027-02-08T09:00:00+00:00")
    _placed(start, 101, title="First")
    _placed(start, 102, title="Off", status=SessionStatus.CANCELLED)
    _placed(start + 2 * HOUR, 103, title="Second")
    _placed(start + 2 * HOUR, 104, title="Beside it")
    _placed(start + 3 * HOUR, 105, title="Later")
    _issue(at)

    def seen(moment: datetime, query: str = "") -> tuple[list[str], list[str]]:
        with clock.previewing(moment):
            context = client.get(AGENDA + query).context
        found = [re.findall(r'agenda-number">(\d+)', context[name]) for name in ("now", "next")]
        return found[0], found[1]

    assert seen(start - 25 * HOUR) == ([], [])
    assert seen(start - HOUR) == ([], ["101"])
    with clock.previewing(start - HOUR):
        assert "Next 8 February 2027 10:00–11:00 101 First" in _words(_page(client, AGENDA))
    assert seen(start) == (["101"], ["103", "104"])
    assert seen(start + HOUR) == ([], ["103", "104"])
    assert seen(start + 3 * HOUR) == (["105"], [])
    assert seen(start + 4 * HOUR) == ([], [])
    assert seen(start, "?q=first") == ([], [])


# --- A choice of one's own ---


def test_a_choice_is_kept_without_an_account_and_offered_as_calendar(
    client: Client, issued: None
) -> None:
    assert "You have not chosen a session yet." in _words(_page(client, f"{AGENDA}?mine=1"))
    answer = client.post(CHOOSE, {"add": "102", "next": f"{AGENDA}?line=C4"})
    assert answer["Location"] == f"{AGENDA}?line=C4#session-102"
    cookie = answer.cookies["agenda-2027"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("102", True, "Lax")
    client.post(CHOOSE, {"add": "101"})
    assert _numbers(client, "?mine=1") == [101, 102]
    assert "/en/forums/2027/agenda/export/agenda.ics?sessions=101,102" in _page(
        client, f"{AGENDA}?mine=1"
    )
    client.post(CHOOSE, {"remove": "102"})
    assert _numbers(client, "?mine=1") == [101]
    client.post(CHOOSE, {"clear": "1"})
    assert _numbers(client, "?mine=1") == []


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_back_stays_in_the_portal(client: Client, issued: None, back: str) -> None:
    answer = client.post(CHOOSE, {"add": "1 OR 1", "next": back})
    assert answer["Location"] == AGENDA
    assert answer.cookies["agenda-2027"].value == ""


@pytest.mark.parametrize("value", ["x", "101.", "1" * 5000, "101.102;<script>", ""])
def test_a_spoilt_cookie_chooses_nothing(client: Client, issued: None, value: str) -> None:
    client.cookies["agenda-2027"] = value
    assert _numbers(client, "?mine=1") == []


# --- The frame ---


def test_only_the_embedded_agenda_may_be_framed(client: Client, issued: None) -> None:
    frame, page = client.get(f"{EMBED}?lang=fr"), client.get(AGENDA)
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert frame["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert frame["Content-Language"] == "fr"
    assert not frame.cookies
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_the_frame_speaks_the_asked_language_and_opens_links_elsewhere(
    client: Client, issued: None
) -> None:
    page = _page(client, f"{EMBED}?lang=zh-hans&line=C4")
    assert '<html lang="zh-Hans" dir="ltr">' in page
    assert "面向每个社区的数字技能" in page
    links = re.findall(r"<a [^>]*href=\"(/[^\"]*)\"[^>]*>", page)
    outside = [link for link in links if not link.startswith(EMBED)]
    assert "/zh-hans/forums/2027/agenda/sessions/101/" in outside
    assert page.count('target="_blank" rel="noopener"') == len(outside)
    # What narrows it down stays in the frame, and in the language.
    assert all("lang=zh-hans" in link for link in links if link.startswith(EMBED))
    answer = client.get(EMBED, headers={"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl">' in answer.content.decode()


def test_the_frame_never_shows_an_internal_release(client: Client, at: datetime, organizer) -> None:
    session = SessionFactory(number=101, title="Draft title")
    release(forum_id=session.forum_id, public=False, remark="", by=None, at=at)
    client.force_login(organizer)
    assert "Draft title" not in _page(client, f"{EMBED}?release=v0.1")
    assert client.get("/embed/1999/agenda/").status_code == 404


def test_the_agenda_offers_the_code_of_the_frame(client: Client, issued: None) -> None:
    words = unescape(_page(client, AGENDA))
    assert re.search(
        r'<iframe src="http[^"]+/embed/2027/agenda/\?lang=en"'
        r' title="Agenda of the WSIS Forum 2027" ',
        words,
    )


# --- Cost ---


def test_300_sessions_take_few_queries_and_bytes_whatever_came_before(
    client: Client, at: datetime
) -> None:
    def cost() -> tuple[int, int]:
        client.get(AGENDA)
        with CaptureQueriesContext(connection) as made:
            page = client.get(AGENDA).content
        return len(made), len(gzip.compress(page))

    session = _placed(at, 100)
    _issue(at)
    few, _size = cost()
    Session.objects.bulk_create(
        Session(
            forum=session.forum,
            track=session.track,
            number=100 + n,
            title=f"{n * 7919} {plain(str(n * n))} A title that is as long as they are",
        )
        for n in range(1, 300)
    )
    period = (at, at + HOUR)
    Slot.objects.bulk_create(
        Slot(session=one, period=period) for one in Session.objects.exclude(number=100)
    )
    for _ in range(3):
        _issue(at)
    many, size = cost()
    assert many == few <= 8
    assert size < 150_000
