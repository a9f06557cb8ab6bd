"""A code of the secretariat opens one hand-in after the deadline."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from consultation.actions.late_codes import give_late_code
from consultation.actions.submissions import Consent, submit
from consultation.choices import CallKind, Status
from consultation.exceptions import Incomplete, LateCodeWrong
from consultation.models import LateCode, Submission
from tests.consultation.drafts import complete_draft
from tests.factories import NOW, CallFactory, UserFactory
from wsis_forum import clock

KEY = "a-key-of-sixteen-or-more"
SECOND = timedelta(seconds=1)
VALID = NOW + timedelta(days=2)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def call():
    return CallFactory(kind=CallKind.THEMATIC, closes_at=NOW - timedelta(hours=1))


@pytest.fixture
def draft(call, stakeholder):
    return complete_draft(call=call, author=stakeholder)


@pytest.fixture
def author(client: Client, stakeholder) -> Client:
    client.force_login(stakeholder)
    return client


def code_for(call) -> str:
    by = UserFactory()
    return give_late_code(call_id=call.pk, by=by, note="Line cut", expires_at=VALID, at=NOW)


def late(draft, code: str, **values: Any) -> Submission:
    given = {"key": KEY, "at": NOW, "opened_at": None, "consent": Consent(), **values}
    return submit(submission_id=draft.pk, by=draft.author, late_code=code, **given)


def test_a_code_opens_one_hand_in_and_says_for_what(draft, call):
    code = code_for(call)

    assert late(draft, code, at=VALID - SECOND).number == "WSIS-2027-0001"

    used = LateCode.objects.get()
    assert (used.used_at, used.used_for) == (VALID - SECOND, draft)
    with pytest.raises(LateCodeWrong):
        late(complete_draft(call=call), code)


def test_it_is_read_as_people_type_it(draft, call):
    code = code_for(call).lower()

    assert late(draft, f" {code[:5]}-{code[5:]} ").status == Status.SUBMITTED


def test_it_ends_to_the_second(draft, call):
    with pytest.raises(LateCodeWrong):
        late(draft, code_for(call), at=VALID)


@pytest.mark.parametrize("code", ["nothing", "%", "x" * 500])
def test_a_made_up_code_opens_nothing(draft, code):
    with pytest.raises(LateCodeWrong):
        late(draft, code)


def test_the_code_of_another_call_opens_nothing(draft):
    with pytest.raises(LateCodeWrong):
        late(draft, code_for(CallFactory()))


def test_a_refused_hand_in_does_not_use_it_up(draft, call):
    code = code_for(call)
    Submission.objects.filter(pk=draft.pk).update(answers={})

    with pytest.raises(Incomplete):
        late(draft, code)
    assert LateCode.objects.get().used_at is None


def test_before_the_deadline_it_stays_unused(stakeholder):
    call = CallFactory(kind=CallKind.THEMATIC)

    late(complete_draft(call=call), code_for(call))

    assert LateCode.objects.get().used_at is None


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_code_are_one_hand_in():
    call = CallFactory(kind=CallKind.THEMATIC, closes_at=NOW - timedelta(hours=1))
    code = code_for(call)
    drafts = [complete_draft(call=call) for _ in range(2)]
    start = Barrier(len(drafts))

    def run(draft: Submission) -> str:
        try:
            start.wait(timeout=10)
            return late(draft, code).status
        except LateCodeWrong:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(drafts)) as pool:
        assert sorted(pool.map(run, drafts)) == ["refused", "submitted"]


# --- The page ------------------------------------------------------------------------


def url(name: str, draft) -> str:
    return reverse(f"consultation:{name}", args=(draft.reference,))


def send(client: Client, draft, code: str):
    sent = {"key": KEY, "publication": "full", "late_code": code}
    return client.post(url("check", draft), sent)


def test_the_closed_page_takes_a_code(author, draft, call, django_assert_max_num_queries):
    html = author.get(url("check", draft)).content.decode()
    assert "I have a code from the secretariat" in html
    assert '<details class="late">' in html

    with django_assert_max_num_queries(40) as captured:
        response = send(author, draft, code_for(call))

    assert response.headers["Location"] == url("receipt", draft)
    asked = [query for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) - 2 <= 20  # two of them made the code and its giver


@pytest.mark.parametrize("code", ["WRONG", "\x00\u202e", "<script>"])
def test_a_wrong_code_is_said_at_its_field_and_given_back(author, draft, code):
    html = send(author, draft, code).content.decode()

    if code == "WRONG":
        assert html.count("This code does not open this call") == 2
        assert 'value="WRONG"' in html
    assert "<script>" not in html.split("</head>")[1]
    assert Submission.objects.get().status == Status.DRAFT


def test_what_is_missing_is_said_before_the_code_is_asked(author, draft):
    Submission.objects.filter(pk=draft.pk).update(answers={})

    html = author.get(url("check", draft)).content.decode()

    assert "Before you can hand in" in html
    assert "I have a code" not in html
