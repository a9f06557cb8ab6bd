"""The list of inputs: filters, columns, pages, and who gets in."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultation.admin import listing
from consultation.admin.submission import SubmissionAdmin
from consultation.choices import AssignedBy, Disposition, Recommendation, Role, Status
from consultation.models import Assignment, CallRole, Conflict, Country, Region, Submission
from tests.factories import (
    NOW,
    CallFactory,
    OrganizationFactory,
    SubmissionFactory,
    UserFactory,
    end,
)
from wsis_forum import clock
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

LIST = "/admin/consultation/submission/"


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def page(submission: Submission, verb: str = "change") -> str:
    return f"{LIST}{submission.pk}/{verb}/"


def numbers(response: Any) -> list[str]:
    return sorted(submission.number for submission in response.context["cl"].result_list)


def assign(submission: Submission, *reviewers: User) -> None:
    for reviewer in reviewers:
        Assignment.objects.create(
            submission=submission, reviewer=reviewer, how=AssignedBy.HAND, made_at=NOW
        )


def review(submission: Submission, *reviewers: User) -> None:
    for reviewer in reviewers:
        submission.reviews.create(
            reviewer=reviewer,
            version_number=1,
            recommendation=Recommendation.ACCEPT,
            saved_at=NOW,
            submitted_at=NOW,
        )


# --- Filters ---------------------------------------------------------------------------------


@pytest.fixture
def some(secretary: User, reviewer: User) -> dict[str, Any]:
    """Make inputs that differ in what the new filters ask."""
    other = UserFactory(is_staff=True, name="Other")
    region = Region.objects.create(scheme="itu", code="X", title="Region X")
    organization = OrganizationFactory()
    merged = SubmissionFactory(number="MERGED", organization=organization)
    end(merged, disposition=Disposition.DEFERRED)
    SubmissionFactory(number="MINE", handler=secretary, status=Status.UNDER_REVIEW)
    theirs = SubmissionFactory(number="THEIRS", handler=other, status=Status.UNDER_REVIEW)
    assign(theirs, reviewer, other)
    review(theirs, reviewer)
    whole = SubmissionFactory(number="WHOLE")
    country = Country.objects.create(alpha3="XXX", alpha2="XX", name_in_file="X", region=region)
    Submission.objects.filter(pk=whole.pk).update(country=country)
    assign(whole, secretary)
    review(whole, secretary)
    file = {"question_key": "x", "name": "a.pdf", "media_type": "application/pdf", "size": 1}
    whole.attachments.create(**file, stored_name="1", uploaded_at=whole.submitted_at)
    # Uploaded since, and not handed in.
    theirs.attachments.create(**file, stored_name="2", uploaded_at=NOW.replace(year=2099))
    return {
        "other": other.pk,
        "reviewer": reviewer.pk,
        "region": region.pk,
        "organization": organization.pk,
    }


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("disposition", "deferred", ["MERGED"]),
        ("disposition", "none", ["MINE", "THEIRS", "WHOLE"]),
        ("desk", "me", ["MINE"]),
        ("desk", "other", ["THEIRS"]),
        ("desk", "nobody", ["MERGED", "WHOLE"]),
        ("reviewer", "me", ["WHOLE"]),
        ("reviewer", "reviewer", ["THEIRS"]),
        ("reviewer", "nobody", ["MERGED", "MINE"]),
        ("reviews", "none", ["MERGED", "MINE"]),
        ("reviews", "some", ["THEIRS"]),
        ("reviews", "all", ["WHOLE"]),
        ("region", "region", ["WHOLE"]),
        ("organization", "organization", ["MERGED"]),
        ("files", "yes", ["WHOLE"]),
        ("files", "no", ["MERGED", "MINE", "THEIRS"]),
    ],
)
def test_each_filter_keeps_what_it_says(
    desk: Client, some: dict[str, Any], name: str, value: str, wanted: list[str]
):
    assert numbers(desk.get(LIST, {name: some.get(value, value)})) == wanted


@pytest.mark.parametrize(
    "name",
    ["queue", "disposition", "desk", "reviewer", "reviews", "region", "organization", "files"],
)
@pytest.mark.parametrize("value", ["", "0", "x", "²", "9" * 40, "-1", "' OR 1=1", "none", "all"])
def test_a_filter_that_makes_no_sense_is_no_error(desk: Client, name: str, value: str):
    SubmissionFactory()
    assert desk.get(LIST, {name: value}).status_code == 200


def test_an_organization_in_the_address_is_named_and_can_be_left(
    desk: Client, some: dict[str, Any]
):
    response = desk.get(LIST, {"organization": some["organization"], "status": "decided"})
    changelist = response.context["cl"]
    assert changelist.organization_name
    assert changelist.without_organization == "?status=decided"
    assert 'name="organization"' in response.content.decode()


def test_who_reads_blind_does_not_filter_by_organization(client: Client, reviewer: User):
    organization = OrganizationFactory()
    hidden = CallFactory(is_blind=True)
    SubmissionFactory(number="BLIND", call=hidden, organization=organization)
    SubmissionFactory(number="OPEN", organization=organization)
    client.force_login(reviewer)
    assert numbers(client.get(LIST, {"organization": organization.pk})) == ["OPEN"]
    CallRole.objects.create(call=hidden, user=reviewer, role=Role.SECRETARIAT)
    assert numbers(client.get(LIST, {"organization": organization.pk})) == ["BLIND", "OPEN"]


# --- Columns and pages -----------------------------------------------------------------------


def test_a_row_says_on_whose_desk_it_lies_and_how_many_reviews_are_in(
    desk: Client, some: dict[str, Any]
):
    rows = {row.number: row for row in desk.get(LIST).context["cl"].result_list}
    columns = SubmissionAdmin.reviews_in
    assert columns(SubmissionAdmin, rows["THEIRS"]) == "1/2"  # type: ignore[arg-type]
    assert columns(SubmissionAdmin, rows["WHOLE"]) == "1/1"  # type: ignore[arg-type]
    assert columns(SubmissionAdmin, rows["MINE"]) == ""  # type: ignore[arg-type]
    html = desk.get(LIST, {"desk": some["other"]}).content.decode()
    assert '<bdi>Other</bdi><br><span class="quiet"><bdi>Reviewer</bdi>, <bdi>Other</bdi>' in html


def test_the_list_asks_at_most_twelve_questions_whatever_it_shows(
    desk: Client, secretary: User, reviewer: User, load_reference_tables: None
):
    def queries(query: dict[str, Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(LIST, query).status_code == 200
        return len(captured)

    def fill(count: int) -> None:
        for _ in range(count):
            made = SubmissionFactory(handler=UserFactory())
            assign(made, reviewer, UserFactory())
            review(made, reviewer, UserFactory())

    fill(1)
    asked: list[dict[str, Any]] = [{}, {"queue": "others"}, {"o": "1"}, {"reviews": "some"}]
    for query in asked:
        queries(query)
    few = [queries(query) for query in asked]
    # One of them: by which names the reader is known.
    assert max(few) <= 12
    fill(29)
    assert [queries(query) for query in asked] == few


def test_pages_are_counted_as_far_as_somebody_sees(desk: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(SubmissionAdmin, "list_per_page", 2)
    monkeypatch.setattr(listing, "PAGES_AHEAD", 2)
    made = [SubmissionFactory(number=f"N{number:02}") for number in range(9)]
    first = desk.get(LIST).context["cl"]
    assert (first.paginator.num_pages, first.is_more) == (3, True)
    assert first.result_words == "more than 6"
    seen: list[str] = []
    for number in range(1, 6):
        changelist = desk.get(LIST, {"p": number}).context["cl"]
        seen += [row.number for row in changelist.result_list]
    assert (changelist.is_more, changelist.result_words) == (False, "9")
    assert sorted(seen) == [row.number for row in made]
    # Beyond the end stands the last page.
    for wild in ("99", "0", "-1", "x", "9" * 30):
        assert desk.get(LIST, {"p": wild}).status_code == 200
    assert len(desk.get(LIST, {"p": "99"}).context["cl"].result_list) == 1


def test_problems_of_a_search_are_said_above_the_list(desk: Client):
    SubmissionFactory()
    response = desk.get(LIST, {"q": "status:nonsense", "language": "en"})
    html = response.content.decode()
    assert response.context["search_problems"]
    assert "Part of the search was not understood" in html
    assert 'value="status:nonsense"' in html


# --- Who gets in -----------------------------------------------------------------------------


def test_a_role_for_one_call_opens_the_list_and_its_inputs(client: Client):
    here, elsewhere = SubmissionFactory(number="HERE"), SubmissionFactory(number="ELSEWHERE")
    person = UserFactory(is_staff=True)
    CallRole.objects.create(call=here.call, user=person, role=Role.REVIEWER)
    client.force_login(person)
    assert numbers(client.get(LIST)) == ["HERE"]
    assert client.get(page(here)).status_code == 200
    assert client.get(page(elsewhere)).status_code == 404
    assert f'href="{LIST}"' in client.get("/admin/").content.decode()


@pytest.mark.usefixtures("_roles")
@pytest.mark.parametrize("role", ["secretariat", "reviewer", "organizer", "observer"])
def test_what_is_too_near_to_somebody_does_not_exist(client: Client, role: str):
    person = UserFactory(is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    near, other = SubmissionFactory(number="NEAR"), SubmissionFactory(number="OTHER")
    Conflict.objects.create(submission=near, user=person, declared_at=NOW)
    client.force_login(person)
    response = client.get(LIST)
    assert numbers(response) == ["OTHER"]
    assert response.context["cl"].result_count == 1
    assert numbers(client.get(LIST, {"q": "NEAR"})) == []
    assert client.get(page(near)).status_code == 404
    assert client.get(page(near, "history")).status_code == 404
    assert "NEAR" not in client.get(page(other)).content.decode()


def test_the_keys_have_a_page_of_their_own(desk: Client, client: Client):
    html = desk.get(f"{LIST}keys/").content.decode()
    assert "<kbd>j</kbd>" in html
    assert "data-keys-open" in desk.get(LIST).content.decode()
    client.force_login(UserFactory(is_staff=True))
    assert client.get(f"{LIST}keys/").status_code == 403
