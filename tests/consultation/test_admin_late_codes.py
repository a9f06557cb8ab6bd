"""Late codes: given by the secretariat for a reason, listed, and each good for one hand-in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.models import Call, LateCode
from tests.factories import NOW, CallFactory, SubmissionFactory, UserFactory
from wsis_forum import clock
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def call() -> Call:
    return CallFactory(timezone="Africa/Addis_Ababa")


def page(call: Call) -> str:
    return reverse("admin:consultation_call_late_codes", args=(call.pk,))


def give(desk: Client, call: Call, **typed: str) -> Any:
    data = {
        "note": "Amina Diallo: no power on the last day",
        "expires_at_0": "2026-11-24",
        "expires_at_1": "12:00",
    }
    return desk.post(page(call), data | typed, follow=True)


def test_a_code_is_given_shown_and_listed(desk: Client, call: Call, secretary: User):
    response = give(desk, call)
    made = LateCode.objects.get()
    assert (made.call, made.note, made.made_by, made.made_at) == (
        call,
        "Amina Diallo: no power on the last day",
        secretary,
        NOW,
    )
    assert made.expires_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    (message,) = (str(one) for one in response.context["messages"])
    assert f'<code class="late-code" dir="ltr">{made.code}</code>' in message
    html = desk.get(page(call)).content.decode()
    assert html.count(made.code) == 1
    assert "not yet" in html


def test_a_note_turns_no_words_around(desk: Client, call: Call):
    give(desk, call, note="Amina\u202e\x07 Diallo")
    assert LateCode.objects.get().note == "Amina Diallo"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"note": " "}, "note"),
        ({"note": "x" * 301}, "note"),
        ({"expires_at_0": "2026-11-21", "expires_at_1": "14:59"}, "expires_at"),
        ({"expires_at_0": ""}, "expires_at"),
    ],
)
def test_a_code_without_reason_or_time_is_not_given(
    desk: Client, call: Call, typed: dict[str, str], field: str
):
    response = give(desk, call, **typed)
    assert list(response.context["form"].errors) == [field]
    assert not LateCode.objects.exists()


def test_used_and_expired_codes_say_so(desk: Client, call: Call):
    values = {"call": call, "note": "x", "made_at": NOW, "expires_at": NOW}
    LateCode.objects.create(code="EXPIRED", **values)
    used = SubmissionFactory(number="WSIS-2027-0400", call=call, author=None)
    LateCode.objects.create(code="USED", used_at=NOW, used_for=used, **values)
    html = desk.get(page(call)).content.decode()
    assert html.count(">expired<") == 1
    assert reverse("admin:consultation_submission_change", args=(used.pk,)) in html


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_codes(
    desk: Client, call: Call
):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(page(call))
        return len(captured)

    def codes(first: int, last: int) -> None:
        for index in range(first, last):
            LateCode.objects.create(
                call=call,
                code=f"CODE{index}",
                note="x",
                made_at=NOW,
                made_by=UserFactory(),
                expires_at=NOW + timedelta(days=1),
                used_at=NOW,
                used_for=SubmissionFactory(call=call),
            )

    codes(0, 1)
    queries()
    one = queries()
    codes(1, 30)
    assert queries() == one


@pytest.mark.parametrize("person", ["reviewer", "organizer"])
def test_only_the_secretariat_gives_and_sees_codes(
    client: Client, call: Call, person: str, request: pytest.FixtureRequest
):
    client.force_login(request.getfixturevalue(person))
    assert client.get(page(call)).status_code == 403
    assert give(client, call).status_code == 403
    assert not LateCode.objects.exists()
