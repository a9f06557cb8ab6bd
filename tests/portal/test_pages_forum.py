"""A Forum's page and the list of Forums."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda.actions.releases import release
from consultation.models import Country, DateChange, Forum, ForumPartner, Phase, PhaseActivity
from tests.factories import (
    NOW,
    CallFactory,
    ForumFactory,
    PhaseFactory,
    SessionFactory,
    StakeholderTypeFactory,
)
from wsis_forum import clock
from wsis_forum.portal import queries
from wsis_forum.portal.queries import Progress

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def forum() -> Forum:
    return ForumFactory()


def read(client: Client, path: str = "/en/forums/2027/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def dated(first: date, last: date | None = None, **columns: Any) -> Phase:
    return PhaseFactory(precision="date", start_date=first, end_date=last or first, **columns)


def progress(forum: Forum, *, at: datetime = NOW) -> list[Progress]:
    return [line.progress for line in queries.forum_page(forum, at=at).phases]


# --- Past, present and next -----------------------------------------------------------------


def test_where_the_phases_stand(forum):
    today = NOW.date()
    dated(today - DAY, forum=forum)
    dated(today, forum=forum)
    dated(today + DAY, forum=forum)
    dated(today + 2 * DAY, forum=forum)
    PhaseFactory(forum=forum)
    assert progress(forum) == [
        Progress.PAST,
        Progress.NOW,
        Progress.NEXT,
        Progress.LATER,
        Progress.UNKNOWN,
    ]


def test_a_day_is_that_of_the_phase_s_own_zone(forum):
    dated(date(2026, 11, 22), forum=forum, timezone="Pacific/Auckland")
    dated(date(2026, 11, 22), forum=forum, timezone="America/Los_Angeles")
    midnight_in_auckland = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
    assert progress(forum, at=midnight_in_auckland) == [Progress.PAST, Progress.NOW]
    assert progress(forum, at=midnight_in_auckland - timedelta(hours=3)) == [
        Progress.NOW,
        Progress.NOW,
    ]
    assert progress(forum, at=midnight_in_auckland - timedelta(hours=4)) == [
        Progress.NOW,
        Progress.NEXT,
    ]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2018, 7, 2, 12, 29, tzinfo=UTC), Progress.NEXT),
        (datetime(2018, 7, 2, 12, 30, tzinfo=UTC), Progress.NOW),
        (datetime(2018, 7, 2, 13, 30, tzinfo=UTC), Progress.PAST),
    ],
)
def test_a_moment_includes_its_start_and_excludes_its_end(forum, at, expected):
    PhaseFactory(
        forum=forum,
        precision="moment",
        starts_at=datetime(2018, 7, 2, 12, 30, tzinfo=UTC),
        ends_at=datetime(2018, 7, 2, 13, 30, tzinfo=UTC),
    )
    assert progress(forum, at=at) == [expected]


def test_a_moment_without_an_end_lasts_until_its_day_ends(forum):
    PhaseFactory(
        forum=forum,
        precision="moment",
        starts_at=datetime(2018, 11, 12, 11, 20, tzinfo=UTC),
        timezone="Europe/Paris",
    )
    assert progress(forum, at=datetime(2018, 11, 12, 22, 59, tzinfo=UTC)) == [Progress.NOW]
    assert progress(forum, at=datetime(2018, 11, 12, 23, 0, tzinfo=UTC)) == [Progress.PAST]


def test_after_the_forum_everything_is_past(forum):
    PhaseFactory(forum=forum)
    CallFactory(forum=forum, opens_at=None, closes_at=None, takes_drafts=False)
    page = queries.forum_page(forum, at=datetime(2027, 3, 1, tzinfo=UTC))
    assert [line.progress for line in page.phases] == [Progress.PAST]
    assert [line.progress for line in page.calls] == [Progress.PAST]


def test_where_the_calls_stand(forum):
    CallFactory(forum=forum, order=1)
    CallFactory(forum=forum, order=2, closes_at=NOW)
    CallFactory(forum=forum, order=3, opens_at=NOW + DAY)
    CallFactory(forum=forum, order=4, opens_at=None, closes_at=None, takes_drafts=False)
    lines = queries.forum_page(forum, at=NOW).calls
    assert [line.progress for line in lines] == [
        Progress.NOW,
        Progress.PAST,
        Progress.NEXT,
        Progress.UNKNOWN,
    ]
    assert lines[0].left == timedelta(days=21)


def test_the_page_says_the_states_in_words(client, forum):
    today = NOW.date()
    for days in (-1, 0, 1, 2):
        dated(today + days * DAY, forum=forum)
    text = read(client)
    for state, word in (("past", "Past"), ("open", "Now"), ("info", "Next"), ("neutral", "Later")):
        assert f'<span class="state state-{state}">{word}</span>' in text


# --- What the page holds -----------------------------------------------------------------------


def test_everything_of_a_phase_is_shown(client, forum):
    phase = PhaseFactory(
        forum=forum,
        label="Phase I",
        title="Launch of the Open Consultations (virtual)",
        precision="moment",
        starts_at=datetime(2018, 7, 2, 12, 30, tzinfo=UTC),
        ends_at=datetime(2018, 7, 2, 13, 30, tzinfo=UTC),
        mode="hybrid",
        venue="Room G2",
        remote_participation=True,
        remote_url="https://connect.itu.int/itu-spm-roomg2/",
        session_number=117,
    )
    PhaseActivity.objects.create(phase=phase, order=1, text="Launch of the WSIS Photo Contest 2019")
    DateChange.objects.create(
        phase=phase,
        former={"precision": "month-range", "start": "2018-05", "end": "2018-06"},
        note="Moved by a month.",
    )
    text = read(client)
    for words in (
        "Phase I",
        "Launch of the Open Consultations (virtual)",
        "2 July 2018, 14:30–15:30 (Geneva time, UTC+02:00)",
        "On site and online",
        "Room G2",
        "Remote participation",
        "Session 117",
        "Launch of the WSIS Photo Contest 2019",
        '<s class="struck">May/June 2018</s>',
        "Moved by a month.",
    ):
        assert words in text


def test_a_meeting_is_linked_once_its_session_is_public(client, forum, secretary):
    SessionFactory(forum=forum, number=124)
    phase = PhaseFactory(forum=forum)
    SessionFactory(forum=forum, number=135, phase=phase)
    PhaseFactory(forum=forum, session_number=124)
    assert "/agenda/sessions/" not in read(client)
    release(forum_id=forum.pk, public=True, remark="", by=secretary, at=NOW)
    SessionFactory(forum=forum, number=136, phase=phase)
    text = read(client)
    for number in (124, 135):
        assert f'<a href="/en/forums/2027/agenda/sessions/{number}/">' in text
    assert "sessions/136/" not in text
    assert 'href="/en/forums/2027/agenda/"' in text


def test_an_address_of_the_past_is_no_live_promise(client, forum):
    PhaseFactory(
        forum=forum,
        precision="moment",
        starts_at=NOW - DAY,
        ends_at=NOW - DAY / 2,
        remote_url="https://connect.itu.int/itu-spm-roomg2/",
    )
    text = read(client)
    assert "as published then: <bdi" in text
    assert 'href="https://connect.itu.int' not in text


def test_an_address_of_what_comes_is_a_link(client, forum):
    PhaseFactory(
        forum=forum,
        precision="moment",
        starts_at=NOW + DAY,
        remote_url="https://connect.example.org/room/",
    )
    assert 'href="https://connect.example.org/room/"' in read(client)


@pytest.fixture
def letter(forum: Forum) -> Forum:
    for name, value in {
        "reference": "WSIS-FORUM-2019",
        "introduction_en": "The Forum is built from input.\n\nPlease take part.",
        "invitation_date": date(2018, 7, 2),
        "invitation_title_zh_hans": "欢迎参加公开磋商进程",
        "invitation_signed_by_en": "Houlin Zhao, ITU Secretary-General",
        "contact_name": "Gitanjali Sah",
        "contact_phone": "+41 22 730 6240",
        "contact_fax": "+41 22 730 64 53",
        "contact_email": "wsis-info@itu.int",
        "remote_participation": True,
        "takes_event_inputs": True,
        "chair_name": "Mustafa Jabbar",
        "chair_role_en": "Minister",
        "venue_en": "ITU Headquarters",
        "website": "www.wsis.org/forum",
        "statistics": {"sessions": "250+ (final brief)", "sources": ["https://example.org/a"]},
        "unverified": ["introduction_en"],
    }.items():
        setattr(forum, name, value)
    forum.chair_country = Country.objects.get_or_create(alpha3="BGD", alpha2="BD")[0]
    forum.save()
    forum.addressed_to.add(StakeholderTypeFactory())
    ForumPartner.objects.create(
        forum=forum, role="organizer", code="ITU", name="Telecommunication Union"
    )
    ForumPartner.objects.create(forum=forum, role="collaborator", code="UNHCR")
    return forum


def test_the_letter_is_shown_whole(client, letter):
    text = read(client)
    for words in (
        "WSIS-FORUM-2019",
        "<p>The Forum is built from input.</p> <p>Please take part.</p>",
        "2 July 2018",
        '<span lang="zh-Hans" dir="ltr">欢迎参加公开磋商进程</span>',
        "(in Chinese)",
        "Houlin Zhao, ITU Secretary-General",
        "Civil society",
        "Gitanjali Sah",
        "+41 22 730 6240",
        "+41 22 730 64 53",
        "wsis-info@itu.int",
        "As published in 2018; not in use.",
        "Every meeting on site can be followed and joined remotely.",
        "input from regional and national WSIS events",
        "Mustafa Jabbar",
        "Bangladesh",
        "ITU Headquarters",
        "www.wsis.org/forum",
        "Telecommunication Union",
        "UNHCR",
        "250+ (final brief)",
        "https://example.org/a",
    ):
        assert words in text, words
    assert "mailto:" not in text
    assert "tel:" not in text


def test_unverified_words_are_marked_and_explained(client, letter):
    text = read(client)
    assert text.count('<span class="unverified">') == 1
    assert "Wording not checked against an official text" in text


def test_a_forum_of_which_little_is_known_has_a_page(client, forum):
    text = read(client)
    for words in ("No phases are known.", "No calls are known."):
        assert words in text
    assert 'href="#letter"' not in text
    assert 'href="#figures"' not in text


def test_there_is_no_such_forum(client):
    assert client.get("/en/forums/1999/").status_code == 404


# --- The list ---------------------------------------------------------------------------------


def test_the_list_says_which_forum_is_current_and_which_is_a_demonstration(client):
    ForumFactory(is_current=True, is_demonstration=True)
    ForumFactory(
        slug="2019",
        year=2019,
        start_date=date(2019, 4, 8),
        end_date=date(2019, 4, 12),
        theme="ICTs",
    )
    ForumFactory(slug="2030", year=2030, start_date=date(2030, 4, 8), end_date=date(2030, 4, 12))
    text = read(client, "/en/forums/")
    for words in ("Current", "Demonstration", "Over", "To come", "8–12 April 2019", "ICTs"):
        assert words in text
    assert text.index("/en/forums/2030/") < text.index("/en/forums/2019/")


def test_without_forums_the_list_says_so(client):
    assert "No Forum has been loaded yet." in read(client, "/en/forums/")


# --- Queries ------------------------------------------------------------------------------------


def test_the_queries_do_not_depend_on_the_rows(client: Client, forum: Forum):
    def fill(count: int) -> None:
        former = {"precision": "date", "start": "2026-11-30", "end": "2026-11-30"}
        for number in range(count):
            phase = dated(date(2026, 12, 12), forum=forum)
            PhaseActivity.objects.create(phase=phase, order=1, text="One")
            DateChange.objects.create(phase=phase, former=former, note="Moved.")
            call = CallFactory(forum=forum)
            DateChange.objects.create(call=call, former=former, note="Moved.")
            code = f"P{count}-{number}"
            ForumPartner.objects.create(forum=forum, role="organizer", code=code)
            forum.addressed_to.add(StakeholderTypeFactory(code=code))

    def count_queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            read(client)
        return len(seen)

    fill(1)
    one = count_queries()
    fill(29)
    assert count_queries() == one
    assert one <= 14
