"""A call as a stakeholder will see it, at any moment; nothing of a preview is kept or sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.models import Call, Question, Submission
from tests.factories import NOW, CallFactory
from wsis_forum import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    """Return a call that opens in ten days."""
    return CallFactory(
        title_en="Requests for workshops",
        title_ar="طلبات ورش العمل",
        opens_at=NOW + timedelta(days=10),
        closes_at=NOW + timedelta(days=20),
    )


def page(call: Call) -> str:
    return reverse("admin:consultation_call_preview", args=(call.pk,))


def shown(desk: Client, call: Call, **query: str) -> str:
    response = desk.get(page(call), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_clock_shows_another_moment_only_meanwhile(at: Any):
    before = clock.now()
    with clock.previewing(at):
        assert clock.now() == at
    assert before <= clock.now() != at


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-25T10:00", "This call is not open yet."),
        ("2026-12-05T10:00", "6 days left"),
        ("2026-12-12T10:00", "This call is closed"),
    ],
)
def test_the_call_s_page_is_that_of_the_moment(desk: Client, call: Call, moment: str, words: str):
    html = shown(desk, call, at=moment)
    assert words in html
    assert "Requests for workshops" in html


def test_without_a_moment_it_is_that_of_the_opening(desk: Client, call: Call):
    moved = clock.now() + timedelta(days=100)
    Call.objects.filter(pk=call.pk).update(opens_at=moved, closes_at=moved + timedelta(days=9))
    assert "days left" in shown(desk, call)


def test_every_section_is_shown_before_the_call_opens(desk: Client, call: Call):
    for section in call.sections.all():
        html = shown(desk, call, at="2026-12-05T10:00", section=section.slug)
        first: Any = section.questions.order_by("order").first()
        assert first.label in html
        assert section.title in html
    assert "Not started" in shown(desk, call, at="2026-12-05T10:00", section="-list")
    assert not Submission.objects.exists()


def test_a_call_for_the_record_can_be_previewed_too(desk: Client):
    call = CallFactory(takes_drafts=False, opens_at=None, closes_at=None)
    assert "for the record only" in shown(desk, call)
    slug = call.sections.values_list("slug", flat=True)[0]
    assert shown(desk, call, section=slug)


def test_the_language_is_chosen_and_the_bar_keeps_the_secretary_s(desk: Client, call: Call):
    html = shown(desk, call, language="ar")
    assert '<html lang="ar" dir="rtl">' in html
    assert "طلبات ورش العمل" in html
    assert '<aside class="preview-bar" lang="en" dir="ltr" aria-label="Preview">' in html


def test_nothing_can_be_sent_but_the_bar(desk: Client, call: Call):
    slug = call.sections.order_by("order").values_list("slug", flat=True)[0]
    for section in ("", "-list", slug):
        response = desk.get(page(call), {"at": "2026-12-05T10:00", "section": section})
        _top, _bar, below = response.content.decode().partition("<!-- end of the preview's bar -->")
        main = below[below.index("<main") : below.index("</main>")]
        assert main.count("<button") == main.count("<button disabled")
        policy = response.headers["Content-Security-Policy"]
        assert f"form-action http://testserver{page(call)};" in policy + ";"
        assert "connect-src 'none'" in policy
        assert "js/keeper" not in below
    assert desk.post(page(call), {"title": "x"}).status_code == 405


def test_links_of_a_previewed_draft_stay_in_the_preview(desk: Client, call: Call):
    html = shown(desk, call, at="2026-12-05T10:00", section="-list")
    slug = call.sections.order_by("order").values_list("slug", flat=True)[0]
    query = f"at=2026-12-05T10%3A00&amp;language=en&amp;section={slug}"
    assert f'href="{page(call)}?{query}"' in html
    assert 'href="/en/submissions/' not in html[html.index("<main") : html.index("</main>")]


def test_a_question_that_is_changed_is_seen_at_once(desk: Client, call: Call):
    row: Any = call.questions.order_by("section__order", "order")[1]
    Question.objects.filter(pk=row.pk).update(label_en="Which motto do you propose?")
    assert "Which motto do you propose?" in shown(desk, call, section=row.section.slug)


@pytest.mark.parametrize(
    "query",
    [
        {"at": "soon"},
        {"at": "2026-10-25T02:30"},
        {"at": "9999-12-31T23:59"},
        {"at_0": "2026-12-05"},
        {"language": "xx"},
        {"section": "../x"},
    ],
)
def test_what_makes_no_sense_shows_the_call(desk: Client, call: Call, query: dict[str, str]):
    assert "Requests for workshops" in shown(desk, call, **query)


def test_a_moment_that_is_none_is_said(desk: Client, call: Call):
    assert "the clocks show the time from 02:00 to 03:00 twice" in shown(
        desk, call, at="2026-10-25T02:30"
    )


@pytest.mark.parametrize(
    ("person", "status"),
    [("secretary", 200), ("organizer", 200), ("reviewer", 403), ("stakeholder", 302)],
)
def test_staff_alone_previews(
    client: Client, call: Call, person: str, status: int, request: pytest.FixtureRequest
):
    client.force_login(request.getfixturevalue(person))
    assert client.get(page(call)).status_code == status


def test_the_preview_asks_the_same_number_of_questions_for_any_number_of_rows(
    desk: Client, call: Call
):
    section = call.sections.order_by("order").last()
    assert section is not None
    query = {"section": section.slug}
    desk.get(page(call), query)
    with CaptureQueriesContext(connection) as few:
        desk.get(page(call), query)
    for index in range(30):
        Question.objects.create(
            call=call, section=section, key=f"more_{index}", type="short", label_en="More"
        )
    with CaptureQueriesContext(connection) as many:
        desk.get(page(call), query)
    assert len(few) == len(many)
