"""The page "Assign": seen before it lands, landed as seen; reviewers, rules, roles for a call."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.choices import Status
from consultation.models import (
    Assignment,
    AssignmentRule,
    Call,
    CallRole,
    Conflict,
    ReviewerCapacity,
    Submission,
)
from tests.consultation.conftest import Now
from tests.factories import ActionLineFactory, CallFactory, SubmissionFactory, UserFactory, end
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

PAGE = "/admin/consultation/submission/assign/"
PREVIEW = {"how": "balance", "wanted": "1", "step": "preview", "due_at_0": "2026-12-05"}


def a_reviewer(**given: Any) -> User:
    user = UserFactory(is_staff=True, **given)
    user.groups.add(Group.objects.get(name="reviewer"))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(*inputs: Submission) -> str:
    return f"{PAGE}?inputs={'-'.join(str(one.pk) for one in inputs)}"


def preview(client: Client, url: str, people: Any, **given: Any) -> Any:
    data = {**PREVIEW, "reviewers": [one.pk for one in people], **given}
    return client.post(url, data)


def shares(answer: Any) -> dict[str, list[int]]:
    return {
        share.reviewer.name: [one.pk for one, _is_foreign in share.inputs]
        for share in answer.context["preview"].shares
    }


def land(client: Client, url: str, answer: Any) -> Any:
    token = answer.context["preview"].token
    data = {**answer.wsgi_request.POST.dict(), "step": "land", "plan": token}
    data["reviewers"] = answer.wsgi_request.POST.getlist("reviewers")
    return client.post(url, data, follow=True)


def test_a_balanced_proposal_is_seen_and_then_lands(desk: Client, now: Now):
    call = CallFactory()
    inputs = [SubmissionFactory(call=call) for _ in range(6)]
    one, other = a_reviewer(name="One"), a_reviewer(name="Other", language="fr", reads=["en"])
    ReviewerCapacity.objects.create(user=other, inputs=2)
    url = f"{PAGE}?call={call.pk}"
    answer = preview(desk, url, [one, other])
    assert {name: len(given) for name, given in shares(answer).items()} == {"One": 4, "Other": 2}
    assert not Assignment.objects.exists()
    assert [count for _name, count in answer.context["preview"].letters] == [1, 1]
    seen = shares(answer)
    landed = land(desk, url, answer)
    assert "6 assignments are made. 2 letters are queued." in landed.text
    assert {
        name: sorted(
            Assignment.objects.filter(reviewer__name=name).values_list("submission", flat=True)
        )
        for name in seen
    } == seen
    row = Assignment.objects.all()[0]
    assert row.due_at is not None
    assert (row.how, row.due_at.isoformat()) == ("balance", "2026-12-05T22:59:59+00:00")
    assert Letter.objects.filter(kind="assigned").count() == 2
    assert {one.pk for one in inputs} == set(
        Assignment.objects.values_list("submission", flat=True)
    )


@pytest.mark.parametrize("change", ["load", "decided", "conflict", "given"])
def test_what_changed_since_the_preview_is_said_and_nothing_lands(
    change: str, desk: Client, secretary: User, now: Now
):
    inputs = [SubmissionFactory(), SubmissionFactory()]
    person = a_reviewer(name="Daniel")
    url = address(*inputs)
    answer = preview(desk, url, [person])
    given = {"reviewer": person, "how": "hand", "made_at": now.at}
    match change:
        case "load":
            Assignment.objects.create(submission=SubmissionFactory(), **given)
        case "decided":
            end(inputs[0])
        case "conflict":
            Conflict.objects.create(submission=inputs[0], user=person, declared_at=now.at)
        case "given":
            Assignment.objects.create(submission=inputs[0], **given)
    before = Assignment.objects.count()
    again = land(desk, url, answer)
    words = {
        "load": "Daniel: 0 inputs waited, now 1 do.",
        "decided": "can no longer be assigned",
        "conflict": f"\u2068Daniel\u2069, {inputs[0].number}: a conflict of interest",
        "given": f"\u2068Daniel\u2069, {inputs[0].number}: has it already",
    }[change]
    assert words in again.text
    assert again.context["preview"] is not None
    assert Assignment.objects.count() == before
    land(desk, url, again)
    assert Assignment.objects.count() > before


@pytest.mark.parametrize("token", ["", "x", "1:2:3"])
def test_a_forged_plan_lands_nothing(token: str, desk: Client, now: Now):
    submission, person = SubmissionFactory(), a_reviewer()
    answer = desk.post(
        address(submission), {**PREVIEW, "reviewers": [person.pk], "step": "land", "plan": token}
    )
    assert answer.status_code == 200
    assert "can no longer be assigned" in answer.text
    assert not Assignment.objects.exists()


def test_a_plan_is_its_reader_s_own(desk: Client, now: Now):
    submission, person = SubmissionFactory(), a_reviewer()
    answer = preview(desk, address(submission), [person])
    colleague = UserFactory(is_staff=True)
    colleague.groups.add(Group.objects.get(name="secretariat"))
    land(signed_in(colleague), address(submission), answer)
    assert not Assignment.objects.exists()


def test_by_hand_each_input_goes_to_everybody_chosen_and_conflicts_are_only_counted(
    desk: Client, now: Now
):
    inputs = [SubmissionFactory(), SubmissionFactory()]
    one, other = a_reviewer(name="One"), a_reviewer(name="Other")
    Conflict.objects.create(submission=inputs[0], user=other, declared_at=now.at)
    answer = preview(desk, address(*inputs), [one, other], how="hand")
    assert shares(answer) == {"One": [each.pk for each in inputs], "Other": [inputs[1].pk]}
    assert "1 possible assignment was left out because of a conflict of interest." in answer.text


def test_rules_name_their_reviewers(desk: Client, now: Now):
    line = ActionLineFactory()
    arabic, lined, plain = (
        SubmissionFactory(language="ar"),
        SubmissionFactory(),
        SubmissionFactory(),
    )
    lined.action_lines.add(line)
    one, other = a_reviewer(name="One"), a_reviewer(name="Other")
    AssignmentRule.objects.create(reviewer=one, language="ar")
    AssignmentRule.objects.create(reviewer=other, action_line=line)
    AssignmentRule.objects.create(reviewer=other, language="en", is_active=False)
    answer = preview(desk, address(arabic, lined, plain), [], how="rule")
    assert shares(answer) == {"One": [arabic.pk], "Other": [lined.pk]}
    assert [(row.pk, why) for row, why in answer.context["preview"].lacking] == [
        (plain.pk, "no rule speaks of it")
    ]


def test_a_language_that_nobody_reads_is_marked_or_left_out(desk: Client, now: Now):
    submission, person = SubmissionFactory(language="ru"), a_reviewer(name="One")
    answer = preview(desk, address(submission), [person])
    assert "does not read it" in answer.text
    answer = preview(desk, address(submission), [person], only_readers="on")
    assert shares(answer) == {}
    assert "nobody who could take it reads its language" in answer.text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reviewers": []}, "Choose at least one reviewer."),
        ({"wanted": "0"}, "greater than or equal to 1"),
        ({"wanted": "many"}, "Enter a whole number."),
        ({"due_at_0": "2020-01-01"}, "That moment has passed."),
        ({"how": "magic"}, "Select a valid choice."),
        ({"reviewers": ["9" * 30]}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    given: dict[str, Any], words: str, desk: Client, now: Now
):
    person = a_reviewer()
    answer = desk.post(address(SubmissionFactory()), {**PREVIEW, "reviewers": [person.pk], **given})
    assert answer.status_code == 200
    assert words in answer.text
    assert answer.context["preview"] is None


@pytest.mark.parametrize("query", ["?inputs=", "?inputs=x-y", "?call=x", "?call=", ""])
def test_an_address_that_names_nothing_offers_the_calls(query: str, desk: Client, now: Now):
    call = CallFactory()
    taken, _free = SubmissionFactory(call=call), SubmissionFactory(call=call)
    SubmissionFactory(call=call, status=Status.DECIDED)
    for how in ("hand", "rule"):
        Assignment.objects.create(submission=taken, reviewer=a_reviewer(), how=how, made_at=now.at)
    Assignment.objects.create(
        submission=_free, reviewer=a_reviewer(), how="hand", made_at=now.at, ended_at=now.at
    )
    answer = desk.get(f"{PAGE}{query}")
    assert answer.context["calls"] == [(call, 2, 1)]


@pytest.mark.usefixtures("_roles", "now")
def test_a_call_s_secretary_assigns_in_her_call_only():
    here, there = SubmissionFactory(), SubmissionFactory()
    person, reviewer = UserFactory(is_staff=True), a_reviewer()
    CallRole.objects.create(call=here.call, user=person, role="secretariat")
    client = signed_in(person)
    assert [call for call, *_counts in client.get(PAGE).context["calls"]] == [here.call]
    url = address(here, there)
    answer = preview(client, url, [reviewer], how="hand")
    assert shares(answer) == {reviewer.name: [here.pk]}
    land(client, url, answer)
    assert Assignment.objects.get().submission == here


def test_nobody_but_the_secretariat_comes_here(reviewer: User, organizer: User):
    observer = UserFactory(is_staff=True)
    observer.groups.add(Group.objects.get(name="observer"))
    of_call = UserFactory(is_staff=True)
    CallRole.objects.create(call=CallFactory(), user=of_call, role="reviewer")
    urls = [
        PAGE,
        reverse("admin:consultation_reviewercapacity_changelist"),
        reverse("admin:consultation_reviewercapacity_describe", args=(reviewer.pk,)),
        reverse("admin:consultation_call_people", args=(Call.objects.get().pk,)),
    ]
    for person in (reviewer, organizer, observer, of_call):
        client = signed_in(person)
        assert [client.get(url).status_code for url in urls] == [403] * 4


def test_the_list_s_action_leads_to_the_page(desk: Client, now: Now):
    inputs = [SubmissionFactory(), SubmissionFactory()]
    data = {"action": "assign_chosen", "_selected_action": [one.pk for one in inputs]}
    answer = desk.post(reverse("admin:consultation_submission_changelist"), data)
    assert (answer.status_code, answer["Location"]) == (302, address(*inputs))


def test_the_page_takes_as_many_queries_for_one_as_for_thirty(desk: Client, now: Now):
    call = CallFactory()
    person = a_reviewer()
    counts = []
    for number in (1, 29):
        for _ in range(number):
            submission = SubmissionFactory(call=call)
            submission.action_lines.add(ActionLineFactory())
        with CaptureQueriesContext(connection) as made:
            preview(desk, f"{PAGE}?call={call.pk}", [person])
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_a_reviewer_is_described(desk: Client, reviewer: User, now: Now):
    Assignment.objects.create(
        submission=SubmissionFactory(), reviewer=reviewer, how="hand", made_at=now.at
    )
    url = reverse("admin:consultation_reviewercapacity_describe", args=(reviewer.pk,))
    assert desk.get(url).context["form"].initial == {"inputs": 20, "reads": ["en"]}
    answer = desk.post(url, {"inputs": "-1", "reads": ["tlh"]})
    assert set(answer.context["form"].errors) == {"inputs", "reads"}
    desk.post(url, {"inputs": "7", "reads": ["ar", "fr"]})
    reviewer.refresh_from_db()
    assert (reviewer.reads, reviewer.reviewer_capacity.inputs) == (["ar", "fr"], 7)
    listed = desk.get(reverse("admin:consultation_reviewercapacity_changelist"))
    rows = {row[0].pk: row[1:] for row in listed.context["rows"]}
    assert rows[reviewer.pk] == ("1 of 7", ["العربية", "Français"], (), [])


def test_the_list_of_reviewers_takes_as_many_queries_for_thirty(desk: Client, now: Now):
    counts = []
    for number in (1, 29):
        for _ in range(number):
            CallRole.objects.create(
                call=CallFactory(), user=UserFactory(is_staff=True), role="reviewer"
            )
        with CaptureQueriesContext(connection) as made:
            desk.get(reverse("admin:consultation_reviewercapacity_changelist"))
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_a_rule_says_at_least_one_thing(desk: Client, reviewer: User, now: Now):
    url = reverse("admin:consultation_assignmentrule_add")
    answer = desk.post(url, {"reviewer": reviewer.pk, "is_active": "on"})
    assert "Choose a call, an Action Line or a language." in answer.text
    nothing = desk.post(url, {"is_active": "on"})
    assert "Choose a call, an Action Line or a language." in nothing.text
    assert "assignment_rule_says_which_inputs" not in nothing.text
    desk.post(url, {"reviewer": reviewer.pk, "is_active": "on", "language": "ar"})
    assert AssignmentRule.objects.get().language == "ar"
    assert desk.get(reverse("admin:consultation_assignmentrule_changelist")).status_code == 200


def test_a_role_for_a_call_is_given_and_taken(desk: Client, now: Now):
    submission = SubmissionFactory()
    person = UserFactory(email="guest@example.org", name="Guest")
    url = reverse("admin:consultation_call_people", args=(submission.call_id,))
    answer = desk.post(url, {"email": "nobody@example.org", "role": "reviewer"})
    assert "Nobody with this address has an account." in answer.text
    answer = desk.post(url, {"email": "x", "role": "king"})
    assert set(answer.context["form"].errors) == {"email", "role"}
    for _ in range(2):
        desk.post(url, {"email": "GUEST@example.org", "role": "reviewer"})
    role = CallRole.objects.get()
    person.refresh_from_db()
    assert (role.user, role.role, person.is_staff) == (person, "reviewer", True)
    Assignment.objects.create(
        submission=submission, reviewer=person, how="hand", made_at=now.at - timedelta(days=1)
    )
    guest = signed_in(person)
    there = SubmissionFactory()
    listed = guest.get(reverse("admin:consultation_submission_changelist"))
    assert [row.pk for row in listed.context["cl"].result_list] == [submission.pk]
    pages = [
        reverse("admin:consultation_submission_change", args=(one.pk,))
        for one in (submission, there)
    ]
    assert [guest.get(page).status_code for page in pages] == [200, 404]
    others = ("consultation_call", "consultation_organization", "agenda_session", "letters_letter")
    for name in (*others, "accounts_user"):
        assert guest.get(reverse(f"admin:{name}_changelist")).status_code == 403
    assert guest.get(reverse("admin:index")).status_code == 200
    take = reverse("admin:consultation_call_take_role", args=(submission.call_id,))
    assert desk.post(take, {"row": "x"}).status_code == 404
    desk.post(take, {"row": role.pk})
    person.refresh_from_db()
    assert not person.is_staff
    assert not Assignment.objects.active().exists()
    assert guest.get(reverse("admin:index")).status_code == 302


def test_who_has_another_role_stays_in_the_admin(desk: Client, reviewer: User, now: Now):
    submission = SubmissionFactory()
    role = CallRole.objects.create(call=submission.call, user=reviewer, role="observer")
    row = Assignment.objects.create(
        submission=submission, reviewer=reviewer, how="hand", made_at=now.at
    )
    take = reverse("admin:consultation_call_take_role", args=(submission.call_id,))
    desk.post(take, {"row": role.pk})
    reviewer.refresh_from_db()
    assert reviewer.is_staff
    assert list(Assignment.objects.active()) == [row]
