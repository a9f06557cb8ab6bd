"""What hand-made addresses and pages beside an input would tell of names and of hidden inputs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultation.actions import basket, decisions
from consultation.choices import CallKind, Disposition, Role, Status
from consultation.models import BasketItem, Call, CallRole, Conflict, Submission
from tests.consultation.conftest import Now
from tests.consultation.reviewing import staff
from tests.factories import (
    CallFactory,
    OrganizationFactory,
    OutcomeFactory,
    SubmissionFactory,
    UserFactory,
)
from wsis_forum.accounts.models import User
from wsis_forum.letters import hiding
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

LIST = "/admin/consultation/submission/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def blind_input(**given: Any) -> Submission:
    """Make an input whose title names its author and organization, in a call that is read blind."""
    return SubmissionFactory(
        **{
            "call": CallFactory(kind=CallKind.WORKSHOP, is_blind=True),
            "author": UserFactory(name="Zorro Quimby"),
            "organization": given.get("organization")
            or OrganizationFactory(name="Institute of Zorro"),
            "organization_name": "Institute of Zorro",
            "title": "Plans of Zorro Quimby",
            "status": Status.UNDER_REVIEW,
            **given,
        }
    )


@pytest.mark.parametrize(
    "query",
    [
        "organization_name__istartswith=Inst",
        "title__icontains=Zorro",
        "answers__icontains=Zorro",
        "author={author}",
        "organization__exact={organization}",
        "organization__in={organization}",
        "known_names__isnull=0",
    ],
)
def test_no_address_asks_for_a_name_that_is_read_blind(reviewer: User, now: Now, query: str):
    row = blind_input()
    query = query.format(author=row.author_id, organization=row.organization_id)
    client = signed_in(reviewer)
    assert client.get(f"{LIST}?{query}").headers["Location"].endswith("?e=1")
    assert client.get(f"{LIST}export.csv?{query}").headers["Location"].endswith("?e=1")
    page = reverse("admin:consultation_submission_change", args=(row.pk,))
    assert client.get(page, {"_changelist_filters": query}).status_code == 200


def test_the_order_of_the_list_does_not_tell_a_hidden_title(reviewer: User, now: Now):
    first = blind_input(title="Zorro Quimby")
    second = blind_input(
        title="An older plan", submitted_at=first.submitted_at, organization=first.organization
    )
    client = signed_in(reviewer)
    orders = [
        [row.pk for row in client.get(LIST, {"o": order}).context["cl"].result_list]
        for order in ("2", "-2")
    ]
    assert orders[0] == orders[1]
    assert set(orders[0]) == {first.pk, second.pk}


@pytest.mark.parametrize(
    "path",
    ["consultation/organization", "consultation/call", "accounts/user"],
)
def test_no_list_is_asked_for_the_row_of_a_hidden_input(secretary: User, now: Now, path: str):
    hidden = SubmissionFactory()
    Conflict.objects.create(submission=hidden, user=secretary, declared_at=now.at)
    answer = signed_in(secretary).get(f"/admin/{path}/?submissions={hidden.pk}")
    assert answer.headers["Location"].endswith("?e=1")


def test_a_code_in_a_letter_is_not_told_digit_by_digit(secretary: User, now: Now):
    client = signed_in(secretary)
    answer = client.get("/admin/letters/letter/?text__contains=1")
    assert answer.headers["Location"].endswith("?e=1")
    assert client.get("/admin/letters/letter/?state__exact=queued").status_code == 200


def test_pages_beside_the_input_hide_names_too(reviewer: User, now: Now):
    row = blind_input()
    client = signed_in(reviewer)
    for url in (
        reverse("admin:consultation_submission_conflict", args=(row.pk,)),
        reverse("admin:consultation_call_undecided"),
    ):
        text = client.get(url).text
        assert str(row.number) in text
        assert "Zorro" not in text
    row.refresh_from_db()
    assert row.title == "Plans of Zorro Quimby"


def test_who_decides_in_one_call_finds_no_names_of_another_that_she_reads_blind(
    reviewer: User, now: Now
):
    open_call = CallFactory(kind=CallKind.WORKSHOP)
    CallRole.objects.create(call=open_call, user=reviewer, role=Role.SECRETARIAT)
    own = SubmissionFactory(call=open_call, status=Status.UNDER_REVIEW)
    blind_call = CallFactory(kind=CallKind.WORKSHOP, is_blind=True, forum=open_call.forum)
    row = blind_input(call=blind_call)
    client = signed_in(reviewer)
    url = reverse("admin:consultation_submission_lookup", args=(own.pk,))
    assert client.get(url, {"q": "zorro"}).json() == {"results": []}
    (found,) = client.get(url, {"q": str(row.number)}).json()["results"]
    assert found["number"] == row.number
    assert "Zorro" not in found["title"]
    merge(own, row, reviewer, now)
    text = client.get(reverse("admin:consultation_basketitem_changelist")).text
    assert str(row.number) in text
    assert "Zorro" not in text


def merge(source: Submission, target: Submission, by: User, now: Now) -> BasketItem:
    outcome = OutcomeFactory(
        disposition=Disposition.MERGED, target_id=target.pk, reason="Because.", reason_language="en"
    )
    return basket.put(submission_id=source.pk, by=by, outcome=outcome, at=now.at)


def two_inputs(call: Call) -> tuple[Submission, Submission]:
    one, other = (
        SubmissionFactory(call=call, status=Status.UNDER_REVIEW, title=title)
        for title in ("Plain source", "Quagga target")
    )
    return one, other


@pytest.mark.parametrize("is_own", [False, True])
def test_a_basket_does_not_tell_what_an_input_would_be_merged_into(
    secretary: User, now: Now, *, is_own: bool
):
    source, hidden = two_inputs(CallFactory(kind=CallKind.WORKSHOP))
    merge(source, hidden, secretary if is_own else staff("Ada", "secretariat"), now)
    client = signed_in(secretary)
    urls = [
        reverse("admin:consultation_submission_change", args=(source.pk,)),
        reverse("admin:consultation_basketitem_changelist"),
        reverse("admin:consultation_basketitem_letter", args=(source.pk,)),
    ]
    assert str(hidden.number) in client.get(urls[0]).text
    Conflict.objects.create(submission=hidden, user=secretary, declared_at=now.at)
    for url in urls:
        text = client.get(url).text
        assert str(hidden.number) not in text
        assert "Quagga" not in text


def test_a_merge_into_a_hidden_input_is_undone_without_naming_it(secretary: User, now: Now):
    source, hidden = two_inputs(CallFactory(kind=CallKind.WORKSHOP))
    outcome = OutcomeFactory(
        disposition=Disposition.MERGED, target_id=hidden.pk, reason="So.", reason_language="en"
    )
    decisions.decide(
        submission_id=source.pk, by=staff("Ada", "secretariat"), outcome=outcome, at=now.at
    )
    url = reverse("admin:consultation_submission_reopen", args=(source.pk,))
    client = signed_in(secretary)
    assert str(hidden.number) in client.get(url).text
    assert hiding.visible(secretary, Letter.objects.filter(kind="decision")).exists()
    Conflict.objects.create(submission=hidden, user=secretary, declared_at=now.at)
    text = client.get(url).text
    assert str(hidden.number) not in text
    assert "Quagga" not in text
    assert not hiding.visible(secretary, Letter.objects.filter(kind="decision")).exists()
