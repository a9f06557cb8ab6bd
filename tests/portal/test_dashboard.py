"""The index of the workbench: what waits, what closes when, what is unfinished."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from agenda.models import Release
from consultation.choices import Disposition
from consultation.models import Forum
from tests.factories import (
    NOW,
    CallFactory,
    DraftFactory,
    ForumFactory,
    SubmissionFactory,
    UserFactory,
    end,
)
from wsis_forum import clock
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import Letter
from wsis_forum.portal.admin_site import BAR, GROUPS
from wsis_forum.portal.dashboard import dashboard

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def release(forum: Forum, *, major: int, minor: int) -> Release:
    return Release.objects.create(
        forum=forum,
        major=major,
        minor=minor,
        is_public=major > 0,
        programme={},
        checksum="0" * 64,
        session_count=0,
        released_at=NOW,
    )


def letter(number: int, state: str) -> Letter:
    return Letter.objects.create(
        key=f"k{number}",
        message_id=f"m{number}",
        kind="receipt",
        address="a@example.org",
        language="en",
        subject="Subject",
        text="Text",
        html="Text",
        state=state,
    )


def full(rows: int) -> None:
    """Make some of everything that the index counts."""
    forum = ForumFactory(is_current=True)
    for number in range(rows):
        call = CallFactory(forum=forum)
        DraftFactory(call=call)
        SubmissionFactory(call=call, submitted_at=NOW - timedelta(days=number))
        end(SubmissionFactory(call=call), disposition=Disposition.BECOMES)
        letter(number, "bounced")
        letter(number + 1000, "deferred")


def test_the_index_says_what_waits_and_what_closes(desk: Client):
    full(2)
    html = desk.get("/admin/").content.decode()
    assert "21 days left" in html
    assert "1 draft not handed in" in html
    assert html.count('<span class="tag tag-new">Submitted</span>') == 2
    assert "oldest: 1 day" in html


def test_the_figures_are_those_of_the_rows(secretary: User):
    full(3)
    release(Forum.objects.get(), major=0, minor=2)
    newest = release(Forum.objects.get(), major=0, minor=10)
    board = dashboard(secretary)
    assert [each.count for each in board.waiting] == [3, 0, 0]
    assert board.without_session == 3
    assert board.release == newest
    assert board.undelivered == {"deferred": 3, "bounced": 3}
    assert board.undelivered_total == 6


def test_a_release_s_frozen_programme_is_not_read_for_its_number(secretary: User):
    release(ForumFactory(is_current=True), major=1, minor=0)
    found = dashboard(secretary).release
    assert found is not None
    assert found.get_deferred_fields() == {"programme"}


def test_a_reviewer_does_not_see_the_letters(client: Client, reviewer: User):
    full(1)
    board = dashboard(reviewer)
    assert board.waiting
    assert board.undelivered is None
    client.force_login(reviewer)
    html = client.get("/admin/").content.decode()
    assert "/admin/letters/" not in html


def test_staff_without_a_role_sees_an_empty_index(client: Client):
    full(1)
    board = dashboard(UserFactory(is_staff=True))
    assert (board.waiting, board.oldest, board.calls) == ((), (), ())
    assert (board.without_session, board.release, board.undelivered) == (None, None, None)
    client.force_login(UserFactory(is_staff=True))
    response = client.get("/admin/")
    assert response.status_code == 200
    assert "WSIS-" not in response.content.decode()


def test_an_empty_portal_has_an_index_too(desk: Client):
    assert desk.get("/admin/").status_code == 200


def test_the_index_asks_the_same_number_of_questions_for_any_number_of_rows(desk: Client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get("/admin/").status_code == 200
        return len(captured)

    full(1)
    desk.get("/admin/")
    one = queries()
    Letter.objects.all().delete()
    full(30)
    assert queries() == one


def test_every_table_has_its_place_in_the_order_of_the_work(client: Client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    groups: list[tuple[Any, list[Any]]] = client.get("/admin/").context["groups"]
    ours = {"consultation", "agenda", "letters", "accounts"}
    # A table without a module permission is reached from another table's page only.
    request = RequestFactory().get("/admin/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    registered = {
        model._meta.label
        for model, model_admin in admin.site._registry.items()
        if model_admin.has_module_permission(request)
    }
    named = {name for _title, names in GROUPS for name in names}
    assert {label for label in registered if label.split(".")[0] in ours} == named
    assert {name for name, _page, _words in BAR} <= named
    assert [str(title) for title, _models in groups][: len(GROUPS)] == [
        str(title) for title, _names in GROUPS
    ]


def test_the_door_leads_to_the_portal_s_own_sign_in(client: Client):
    response = client.get("/admin/", follow=True)
    assert [status for _url, status in response.redirect_chain] == [302, 302]
    assert response.redirect_chain[-1][0] == "/en/account/login/?next=/admin/"


def test_the_door_does_not_lead_elsewhere(client: Client, secretary: User):
    client.force_login(secretary)
    response = client.get("/admin/login/", {"next": "https://elsewhere.example/"})
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_signing_out_leads_to_the_public_pages(desk: Client):
    response = desk.post("/admin/logout/")
    assert (response.status_code, response["Location"]) == (302, "/en/")
    assert desk.get("/admin/").status_code == 302


def test_the_banner_says_that_it_is_a_demonstration(desk: Client, settings: Any):
    settings.EMBEDDED = True
    assert "This is a demonstration." in desk.get("/admin/").content.decode()
    settings.EMBEDDED = False
    assert "This is a demonstration." not in desk.get("/admin/").content.decode()


def test_the_bar_leads_an_organizer_to_the_pages_of_the_programme(
    client: Client, organizer: User
) -> None:
    client.force_login(organizer)

    def bar(address: str) -> list[tuple[str, bool]]:
        page = client.get(address)
        assert page.status_code == 200
        return [(one["name"], one["is_here"]) for one in page.context["bar"]]

    names = ["Sessions", "Timetable", "Conflicts", "Speakers", "Rooms", "Releases"]
    for address, here in (
        ("/admin/agenda/session/", "Sessions"),
        ("/admin/agenda/session/timetable/", "Timetable"),
        ("/admin/agenda/session/conflicts/", "Conflicts"),
        ("/admin/agenda/room/", "Rooms"),
    ):
        shown = bar(address)
        assert [name for name, _ in shown if name in names] == names
        assert [name for name, is_here in shown if is_here] == [here]
