"""The home page: what is open, what comes next, what became of earlier input."""

import gzip
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda.models import SessionSource
from consultation.choices import Disposition, Status
from consultation.models import DateChange, Forum
from tests.factories import (
    NOW,
    CallFactory,
    DraftFactory,
    ForumFactory,
    PhaseFactory,
    SessionFactory,
    SubmissionFactory,
    end,
)
from wsis_forum import clock
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

MOST_BYTES_OF_A_FIRST_VISIT = 100_000


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def current() -> Forum:
    return ForumFactory(is_current=True)


@pytest.fixture
def read(client: Client) -> Callable[..., str]:
    def get(path: str = "/en/", **headers: Any) -> str:
        response = client.get(path, **headers)
        assert response.status_code == 200
        return response.content.decode()

    return get


# --- The way in ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "home"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8", "/fr/"),
        ("zh-CN", "/zh-hans/"),
        ("ar-EG", "/ar/"),
        ("ja", "/en/"),
        ("", "/en/"),
    ],
)
def test_the_root_leads_to_the_reader_s_language(client: Client, accepted: str, home: str):
    response = client.get("/", headers={"accept-language": accepted})
    assert response.status_code == 302
    assert response["Location"] == home
    assert {"accept-language", "cookie"} <= {v.strip().lower() for v in response["Vary"].split(",")}


def test_a_language_chosen_before_wins(client: Client):
    client.cookies["django_language"] = "ru"
    assert client.get("/", headers={"accept-language": "fr"})["Location"] == "/ru/"


# --- What is open ------------------------------------------------------------------------


def test_without_a_forum_the_page_says_so(read):
    text = read()
    assert "No consultation is running at the moment." in text
    assert "No Forum has been loaded yet." in text


def test_without_an_open_call_the_page_says_so(read, current):
    assert "No call is open at the moment." in read()


def test_an_open_call_is_a_card_with_deadline_and_way_in(read, current):
    CallFactory(
        forum=current,
        slug="workshops",
        title="Requests for workshops",
        is_binding=True,
        closes_at=datetime(2026, 12, 12, 22, 59, 59, tzinfo=UTC),
    )
    text = read()
    assert "Requests for workshops" in text
    assert "Binding" in text
    assert "21 days left" in text
    assert "12 December 2026, 23:59 (Geneva time, UTC+01:00)" in text
    assert "12 December 2026, 22:59 (UTC)" in text
    assert 'href="/en/forums/2027/calls/workshops/"' in text


def test_a_signed_in_reader_has_the_deadline_in_her_zone(client, read, current, stakeholder):
    User.objects.filter(pk=stakeholder.pk).update(timezone="Asia/Tokyo")
    CallFactory(forum=current, closes_at=datetime(2026, 12, 12, 22, 59, 59, tzinfo=UTC))
    client.force_login(stakeholder)
    assert "For you: 13 December 2026, 07:59 (Tokyo time, UTC+09:00)" in read()


@pytest.mark.parametrize(
    "columns",
    [
        {"closes_at": NOW},
        {"opens_at": NOW + timedelta(seconds=1)},
        {"takes_drafts": False},
    ],
    ids=["closed", "not open yet", "for the record"],
)
def test_a_call_that_takes_nothing_is_not_open(read, current, columns):
    CallFactory(forum=current, title="Quiet call", **columns)
    assert "No call is open at the moment." in read()


def test_a_call_of_another_forum_is_not_open_here(read, current):
    CallFactory(forum=ForumFactory(slug="2030", year=2030), title="Elsewhere")
    assert "Elsewhere" not in read()


def test_a_moved_deadline_shows_its_former_date_and_the_note(read, current):
    call = CallFactory(forum=current)
    DateChange.objects.create(
        call=call,
        former={"precision": "date", "start": "2026-11-30", "end": "2026-11-30"},
        note_en="Extended from 30 November.",
    )
    text = read()
    assert '<s class="struck">30 November 2026</s>' in text
    assert "Extended from 30 November." in text


# --- What comes next ----------------------------------------------------------------------


def test_what_comes_next_is_in_order_and_leaves_the_past_out(read, current):
    day = {"precision": "date"}
    PhaseFactory(
        forum=current,
        title="Gone",
        start_date=date(2026, 11, 20),
        end_date=date(2026, 11, 20),
        **day,
    )
    PhaseFactory(
        forum=current, title="Brief", start_date=date(2027, 1, 8), end_date=date(2027, 1, 8), **day
    )
    PhaseFactory(
        forum=current,
        title="Deadline",
        start_date=date(2026, 12, 12),
        end_date=date(2026, 12, 12),
        **day,
    )
    PhaseFactory(
        forum=current,
        title="Going on",
        precision="month-range",
        start_date=date(2026, 11, 1),
        end_date=date(2026, 11, 30),
    )
    PhaseFactory(forum=current, title="Somewhen")
    CallFactory(
        forum=current,
        title="Photo contest",
        opens_at=NOW + timedelta(days=30),
        closes_at=NOW + timedelta(days=60),
    )
    text = read()
    following = text[text.index('id="next"') : text.index('id="earlier"')]
    places = [following.index(word) for word in ("Going on", "Deadline", "Photo contest", "Brief")]
    assert places == sorted(places)
    assert "Gone" not in following
    assert "Somewhen" not in following


def test_without_dates_to_come_the_page_says_so(read, current):
    assert "No further dates are known yet." in read()


# --- What became of earlier input ---------------------------------------------------------


def figures_of(text: str) -> dict[str, int]:
    rows = text[text.index('<dl class="figures">') : text.index("</dl>")].split("<div><dt>")[1:]
    return {
        row[: row.index("</dt>")]: int(row[row.index("<dd>") + 4 : row.index("</dd>")])
        for row in rows
    }


def test_the_figures_add_up(read, current):
    call = CallFactory(forum=current)
    DraftFactory(call=call)
    SubmissionFactory.create_batch(2, call=call)
    SubmissionFactory(call=call, status=Status.UNDER_REVIEW)
    SubmissionFactory(call=call, status=Status.RETURNED)
    SubmissionFactory(call=call, status=Status.WITHDRAWN)
    for disposition in (Disposition.BECOMES, Disposition.INFORMS, Disposition.DECLINED):
        end(SubmissionFactory(call=call), disposition=disposition)
    session = SessionFactory(forum=current)
    for one in call.submissions.filter(decision__disposition=Disposition.BECOMES):
        SessionSource.objects.create(session=session, submission=one, linked_at=NOW)
    SubmissionFactory(call=CallFactory(forum=ForumFactory(slug="2030")))
    assert figures_of(read()) == {
        "received": 8,
        "waiting for review": 2,
        "under review": 2,
        "accepted": 2,
        "declined": 1,
        "withdrawn": 1,
        "sessions made of them": 1,
    }


def test_earlier_forums_show_what_was_published_of_them(read, current):
    ForumFactory(
        slug="2019",
        year=2019,
        name="WSIS Forum 2019",
        start_date=date(2019, 4, 8),
        end_date=date(2019, 4, 12),
        statistics={"participants": "3,000+", "countries": "150+", "ocp_submissions": None},
    )
    text = read()
    assert 'href="/en/forums/2019/"' in text
    assert "<dt>Participants</dt><dd>3,000+</dd>" in text
    assert "Inputs to the consultation" not in text


# --- The frame ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "opening"),
    [
        ("/en/", '<html lang="en" dir="ltr">'),
        ("/zh-hans/", '<html lang="zh-Hans" dir="ltr">'),
        ("/ar/", '<html lang="ar" dir="rtl">'),
    ],
)
def test_the_page_says_its_language_and_direction(read, path: str, opening: str):
    text = read(path)
    assert opening in text
    assert ("bootstrap.rtl" in text) == (path == "/ar/")


def test_the_current_forum_and_its_agenda_are_in_the_header(read, current):
    text = read("/en/help/")
    assert 'href="/en/forums/2027/"' in text
    assert 'href="/en/forums/2027/agenda/"' in text


def test_who_is_signed_in_finds_her_submissions_and_the_way_out(client, read, stakeholder):
    assert 'href="/en/submissions/"' not in read("/en/help/")
    client.force_login(stakeholder)
    text = read("/en/help/")
    assert 'href="/en/submissions/"' in text
    assert 'action="/en/account/logout/"' in text
    assert 'href="/admin/"' not in text


def test_staff_find_the_workbench(desk: Client):
    assert 'href="/admin/"' in desk.get("/en/help/").content.decode()


@pytest.mark.parametrize("embedded", [True, False])
def test_the_demonstration_says_so_and_only_it(read, settings, embedded):
    settings.EMBEDDED = embedded
    text = read("/en/help/")
    assert ("This is a demonstration." in text) == embedded
    assert ('href="/mailbox/"' in text) == embedded


def test_no_page_has_inline_styles_scripts_or_foreign_addresses(read, current):
    CallFactory(forum=current)
    text = read()
    assert " style=" not in text
    assert " onclick=" not in text
    assert "<script>" not in text
    assert 'src="http' not in text
    assert "url(http" not in text


@pytest.mark.parametrize("path", ["/en/", "/ar/"])
def test_a_first_visit_is_light(read, current, path: str):
    for number in range(4):
        CallFactory(forum=current, slug=f"call-{number}", description="What is asked. " * 60)
    text = read(path)
    names = {
        re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", name)
        for name in re.findall(r'(?:href|src)="/static/([^"]+)"', text)
    }
    assert "css/portal.css" in names
    names |= {f"img/{path.name}" for path in (Path(settings.BASE_DIR) / "static/img").iterdir()}
    weight = len(text.encode())  # pages leave uncompressed: they hold tokens
    for name in names:
        found = finders.find(name)
        assert isinstance(found, str), name
        weight += len(gzip.compress(Path(found).read_bytes()))
    assert weight < MOST_BYTES_OF_A_FIRST_VISIT


@pytest.mark.parametrize("path", ["/en/", "/en/forums/"])
def test_the_queries_do_not_depend_on_the_rows(client: Client, current: Forum, path: str):
    def fill(count: int) -> None:
        for number in range(count):
            year = 1900 + Forum.objects.count()
            ForumFactory(
                slug=str(year), year=year, start_date=date(year, 3, 1), end_date=date(year, 3, 5)
            )
            call = CallFactory(forum=current, slug=f"open-{count}-{number}")
            former = {"precision": "date", "start": "2026-11-30", "end": "2026-11-30"}
            DateChange.objects.create(call=call, former=former, note="Moved.")
            phase = PhaseFactory(
                forum=current,
                precision="date",
                start_date=date(2027, 1, 8),
                end_date=date(2027, 1, 8),
            )
            DateChange.objects.create(phase=phase, former=former, note="Moved.")
            SubmissionFactory(call=call)

    def count_queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    fill(1)
    one = count_queries()
    fill(29)
    assert count_queries() == one
    assert one <= 10
