"""The workbench's list of submissions and the page of one: read, decide, go on."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from consultation.choices import CallKind, Disposition, EventKind, Status
from consultation.models import StakeholderType, Submission
from tests.factories import (
    NOW,
    ActionLineFactory,
    CallFactory,
    DraftFactory,
    ForumFactory,
    GoalFactory,
    OrganizationFactory,
    SessionFactory,
    StakeholderTypeFactory,
    SubmissionFactory,
    UserFactory,
)
from wsis_forum import clock
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

LIST = "/admin/consultation/submission/"


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def page(submission: Submission, verb: str = "change") -> str:
    return f"{LIST}{submission.pk}/{verb}/"


def numbers(response: Any) -> list[str]:
    return [submission.number for submission in response.context["cl"].result_list]


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# --- The list ------------------------------------------------------------------------------


def test_what_waits_stands_first_the_oldest_on_top(desk: Client):
    for number, status, days in (
        ("A", Status.SUBMITTED, 2),
        ("B", Status.DECIDED, 9),
        ("C", Status.UNDER_REVIEW, 5),
        ("D", Status.WITHDRAWN, 3),
    ):
        SubmissionFactory(number=number, status=status, submitted_at=NOW - timedelta(days=days))
    assert numbers(desk.get(LIST)) == ["C", "A", "D", "B"]


def test_drafts_are_nowhere_not_even_for_the_operator(client: Client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    draft = DraftFactory(title="A secret plan", text="Nobody may read this.")
    assert numbers(client.get(LIST)) == []
    assert numbers(client.get(LIST, {"q": "secret"})) == []
    assert numbers(client.get(LIST, {"status": "draft"})) == []
    assert client.get(page(draft)).status_code == 404
    for verb in ("take-up", "decide", "reopen", "screening", "ask-back"):
        assert client.post(page(draft, verb), {"reason": "x"}).status_code == 404
    assert client.get(page(draft, "history")).status_code == 404


@pytest.mark.parametrize(
    "query", ["WSIS-2027-0042", "rural", "teachers", "ministries", "amina", "amina@", "网络", "DSN"]
)
def test_the_search_finds_number_texts_author_and_organization(desk: Client, query: str):
    SubmissionFactory(number="WSIS-2027-0001", title="Something else")
    SubmissionFactory(
        number="WSIS-2027-0042",
        title="Digital skills for rural schools",
        summary="How teachers learn",
        text="Three ministries at one table. 数字网络",
        author=UserFactory(email="amina@example.org", name="Amina Diallo"),
        organization=OrganizationFactory(name="Digital Skills Network", acronym="DSN"),
    )
    assert numbers(desk.get(LIST, {"q": query})) == ["WSIS-2027-0042"]


@pytest.fixture
def one_of_each() -> dict[str, Any]:
    """Make two submissions that differ in everything that can be filtered."""
    official = StakeholderTypeFactory(code="ACAD_TECH", title="Academia and technical community")
    part = StakeholderType.objects.create(code="TECH", title="Technical community", parent=official)
    other_forum = ForumFactory(slug="2026", year=2026, name="WSIS Forum 2026")
    call = CallFactory(forum=other_forum, kind=CallKind.THEMATIC)
    found = SubmissionFactory(
        number="FOUND", call=call, stakeholder_type=part, language="ar", status=Status.UNDER_REVIEW
    )
    line, goal = ActionLineFactory(code="C1"), GoalFactory(number=9)
    found.action_lines.set([line])
    found.goals.set([goal])
    other = SubmissionFactory(number="OTHER", status=Status.DECIDED)
    other.action_lines.set([ActionLineFactory()])
    other.goals.set([GoalFactory()])
    return {
        "forum": other_forum.pk,
        "call": call.pk,
        "type": part.pk,
        "official": official.pk,
        "line": line.pk,
        "goal": goal.pk,
        "language": "ar",
        "status": "under_review",
    }


@pytest.mark.parametrize("name", ["forum", "call", "type", "line", "goal", "language", "status"])
def test_each_filter_keeps_what_it_says(desk: Client, one_of_each: dict[str, Any], name: str):
    response = desk.get(LIST, {name: one_of_each[name]})
    assert response.status_code == 200
    assert numbers(response) == ["FOUND"]


def test_an_official_type_includes_its_parts(desk: Client, one_of_each: dict[str, Any]):
    assert numbers(desk.get(LIST, {"type": one_of_each["official"]})) == ["FOUND"]


def test_what_waits_for_us_is_one_filter(desk: Client, one_of_each: dict[str, Any]):
    SubmissionFactory(number="NEW", submitted_at=NOW - timedelta(days=3))
    SubmissionFactory(number="RETURNED", status=Status.RETURNED)
    assert numbers(desk.get(LIST, {"status": "waiting"})) == ["NEW", "FOUND"]


@pytest.mark.parametrize("name", ["forum", "call", "type", "line", "goal", "language", "status"])
@pytest.mark.parametrize("value", ["", "0", "x", "²", "9" * 40, "-1", "1 OR 1=1"])
def test_a_filter_that_makes_no_sense_is_no_error(desk: Client, name: str, value: str):
    SubmissionFactory()
    assert desk.get(LIST, {name: value}).status_code == 200


def test_the_chosen_filter_is_shown_as_chosen(desk: Client, one_of_each: dict[str, Any]):
    html = desk.get(LIST, {"goal": one_of_each["goal"], "q": "digital"}).content.decode()
    assert f'<option value="{one_of_each["goal"]}" selected>' in html
    assert 'value="digital"' in html


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_rows(desk: Client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(LIST).status_code == 200
        return len(captured)

    SubmissionFactory()
    desk.get(LIST)
    one = queries()
    for _ in range(29):
        SubmissionFactory(author=UserFactory(), stakeholder_type=StakeholderTypeFactory())
    assert queries() == one


def test_a_title_keeps_its_language_and_its_markup_stays_text(desk: Client):
    SubmissionFactory(title="<script>alert(1)</script>", language="ar")
    html = desk.get(LIST).content.decode()
    assert '<bdi lang="ar" dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;</bdi>' in html


# --- The page of one -------------------------------------------------------------------------


def test_the_page_shows_all_that_was_handed_in(desk: Client):
    submission = SubmissionFactory(
        title="مهارات",
        language="ar",
        text="نص <b>طويل</b>",
        summary="موجز",
        answers={"speakers": [{"name": "Layla Haddad", "function": "Director"}]},
    )
    submission.answers |= {"summary": "What is being written now"}
    submission.save()
    response = desk.get(page(submission))
    html = response.content.decode()
    assert '<h1 lang="ar" dir="auto">مهارات</h1>' in html
    assert "نص &lt;b&gt;طويل&lt;/b&gt;" in html
    for text in (submission.number, submission.author.email, "Layla Haddad", "موجز"):
        assert text in html
    assert "What is being written now" not in html


def test_the_page_asks_the_same_number_of_questions_for_any_history(desk: Client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(page(submission)).status_code == 200
        return len(captured)

    person = {"name": "First", "country": "CHE"}
    ActionLineFactory(code="C1")
    submission = SubmissionFactory(answers={"speakers": [person], "action_lines": ["C1"]})
    submission.events.create(kind=EventKind.SUBMITTED, at=NOW, by=submission.author)
    hand_in(submission, number=2, speakers=[person] * 2, action_lines=[])
    clarify(submission, answered_at=NOW, answered_by=UserFactory(), asked_by=UserFactory())
    invite(submission, UserFactory())
    desk.get(page(submission))
    few = queries()
    for number in range(3, 13):
        line = ActionLineFactory(code=f"C{number + 20}")
        hand_in(
            submission,
            number=number,
            speakers=[person] * number,
            action_lines=["C1", line.code],
        )
        submission.events.create(kind=EventKind.TAKEN_UP, at=NOW, by=UserFactory())
        clarify(submission, answered_at=NOW, answered_by=UserFactory(), asked_by=UserFactory())
        invite(submission, UserFactory())
        SubmissionFactory()
    assert queries() == few


def hand_in(submission: Submission, *, number: int, **answers: Any) -> None:
    submission.versions.create(
        number=number, answers={**submission.answers, **answers}, at=NOW, by=UserFactory()
    )


def clarify(submission: Submission, **values: Any) -> Any:
    usual = {"asked_at": NOW, "question": "Which hall?", "until": NOW + timedelta(days=7)}
    return submission.clarifications.create(**{**usual, **values})


def invite(submission: Submission, user: User) -> None:
    submission.contributors.create(
        email=user.email, user=user, invited_at=NOW, accepted_at=NOW, invited_by=submission.author
    )


def test_two_versions_are_compared_field_by_field(desk: Client):
    submission = SubmissionFactory(summary="We teach teachers.")
    assert "What changed" not in desk.get(page(submission)).content.decode()
    hand_in(submission, number=2, summary="We teach all teachers.")
    hand_in(submission, number=3, summary="We teach all teachers.", title="Another title")
    response = desk.get(page(submission))
    assert [one.asked.key for one in response.context["comparison"]["differences"]] == ["title"]
    response = desk.get(page(submission), {"from": "1", "to": "2"})
    (difference,) = response.context["comparison"]["differences"]
    assert difference.asked.key == "summary"
    assert [run.text for run in difference.runs if run.kind == "added"] == ["all "]
    for query in ({"from": "x"}, {"to": "99"}, {"from": "3", "to": "3"}):
        assert desk.get(page(submission), query).status_code == 200


def test_the_page_says_who_wrote_it_for_whom_and_what_may_be_published(desk: Client):
    submission = SubmissionFactory(on_behalf_of="Union of Villages")
    submission.versions.update(publication="without-name", privacy_version="2026-11")
    invite(submission, UserFactory(email="paul@example.org", name="Paul Odhiambo"))
    html = desk.get(page(submission)).content.decode()
    for text in (
        "Union of Villages",
        "Published without any name",
        "privacy notice 2026-11",
        "Paul Odhiambo",
        "paul@example.org",
    ):
        assert text in html


# --- Without an author -----------------------------------------------------------------------


def test_an_input_whose_author_was_erased_stays_workable(desk: Client):
    submission = SubmissionFactory(number="WSIS-2027-0300", author=None)
    submission.versions.update(by=None)
    assert numbers(desk.get(LIST)) == ["WSIS-2027-0300"]
    assert numbers(desk.get(LIST, {"q": "0300", "status": "waiting"})) == ["WSIS-2027-0300"]
    html = desk.get(page(submission)).content.decode()
    assert "account erased" in html
    assert "Nobody gets a letter: the author’s account was erased." in html
    assert desk.post(page(submission, "take-up")).status_code == 302
    submission.refresh_from_db()
    assert submission.status == Status.UNDER_REVIEW
    assert not Letter.objects.exists()


# --- Asking back -----------------------------------------------------------------------------


def ask(desk: Client, submission: Submission, **typed: str) -> Any:
    data = {"question": "Which hall?", "until_0": "2026-11-28", "until_1": "18:00", **typed}
    return desk.post(page(submission, "ask-back"), data)


def test_the_author_is_asked_back(desk: Client, secretary: User):
    submission = SubmissionFactory()
    url = page(submission, "ask-back")
    assert f'href="{url}?' in desk.get(page(submission)).content.decode()
    shown = desk.get(url)
    form = shown.context["form"]
    assert '<textarea name="question"' in shown.content.decode()
    assert form["until"].initial.isoformat() == "2026-11-28T23:59:00"
    assert ask(desk, submission).status_code == 302
    submission.refresh_from_db()
    asked: Any = submission.clarifications.get()
    assert submission.status == Status.RETURNED
    assert (asked.question, asked.asked_by) == ("Which hall?", secretary)
    assert asked.until.isoformat() == "2026-11-28T17:00:00+00:00"
    html = desk.get(page(submission)).content.decode()
    assert "Which hall?" in html
    assert f'href="{url}?' not in html


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"question": " \n "}, "question"),
        ({"until_0": "2026-11-20"}, "until"),
        ({"until_0": ""}, "until"),
        ({"until_0": "soon"}, "until"),
    ],
)
def test_a_question_that_cannot_be_asked_is_said_at_its_field(
    desk: Client, typed: dict[str, str], field: str
):
    submission = SubmissionFactory()
    assert list(ask(desk, submission, **typed).context["form"].errors) == [field]
    submission.refresh_from_db()
    assert submission.status == Status.SUBMITTED


def test_a_second_question_waits_for_the_first_answer(desk: Client):
    submission = SubmissionFactory()
    ask(desk, submission)
    response = ask(desk, submission, question="And the format?")
    assert response.status_code == 200
    assert "Returned for clarification" in str(response.context["form"].non_field_errors())
    assert submission.clarifications.count() == 1


def test_unanswered_and_overdue_questions_are_found_and_marked(desk: Client):
    for number, values in (
        ("OPEN", {}),
        ("OVERDUE", {"until": NOW}),
        ("ANSWERED", {"answered_at": NOW, "answer": "The large one."}),
    ):
        status = Status.UNDER_REVIEW if "answer" in values else Status.RETURNED
        clarify(SubmissionFactory(number=number, status=status), **values)
    SubmissionFactory(number="NEVER")
    for value, found in (("open", "OPEN"), ("overdue", "OVERDUE"), ("answered", "ANSWERED")):
        assert numbers(desk.get(LIST, {"asked": value})) == [found]
    assert len(numbers(desk.get(LIST, {"asked": "x"}))) == 4
    html = desk.get(LIST, {"asked": "overdue"}).content.decode()
    assert '<span class="tag tag-bad">answer overdue</span>' in html
    assert "tag-bad" not in desk.get(LIST, {"asked": "open"}).content.decode()


def test_previous_and_next_stay_within_the_filter(desk: Client):
    a, b, c = (
        SubmissionFactory(number=number, language=language, submitted_at=NOW - timedelta(days=days))
        for number, language, days in (("A", "ar", 9), ("B", "en", 8), ("C", "ar", 7))
    )
    beside = desk.get(page(a), {"_changelist_filters": "language=ar"}).context["neighbours"]
    assert (beside.position, beside.total, beside.previous, beside.next) == (1, 2, None, c.pk)
    beside = desk.get(page(b)).context["neighbours"]
    assert (beside.position, beside.total, beside.previous, beside.next) == (2, 3, a.pk, c.pk)
    html = desk.get(page(a), {"_changelist_filters": "language=ar"}).content.decode()
    assert f'href="{page(c)}?_changelist_filters=language%3Dar"' in html
    assert f'href="{LIST}?language=ar"' in html


@pytest.mark.parametrize(
    "filters", ["p=999", "nonsense__x=1", "o=99.-3", "%00", "language=%00", "forum=x"]
)
def test_filters_that_make_no_sense_leave_the_page_without_neighbours(desk: Client, filters: str):
    submission = SubmissionFactory()
    response = desk.get(page(submission), {"_changelist_filters": filters})
    assert response.status_code == 200


@pytest.mark.parametrize("key", ["0", "999999", "x", "9" * 40])
def test_an_address_without_a_submission_is_not_found(desk: Client, key: str):
    assert desk.get(f"{LIST}{key}/change/").status_code == 404


# --- Deciding --------------------------------------------------------------------------------


def test_the_review_begins_by_a_button(desk: Client):
    submission = SubmissionFactory()
    response = desk.post(page(submission, "take-up"), follow=True)
    assert said(response) == ["The review has begun."]
    response = desk.post(page(submission, "take-up"), follow=True)
    assert said(response) == ["The review of this input has begun already."]
    submission.refresh_from_db()
    assert submission.status == Status.UNDER_REVIEW


@pytest.mark.parametrize("verb", ["take-up", "decide"])
def test_a_verb_is_not_a_link(desk: Client, verb: str):
    assert desk.get(page(SubmissionFactory(), verb)).status_code == 405


@pytest.mark.parametrize("role", ["reviewer", "organizer"])
@pytest.mark.parametrize("verb", ["take-up", "decide"])
def test_who_reads_does_not_decide(
    client: Client, request: pytest.FixtureRequest, role: str, verb: str
):
    client.force_login(request.getfixturevalue(role))
    submission = SubmissionFactory()
    html = client.get(page(submission)).content.decode()
    assert "data-outcome" not in html
    assert client.post(page(submission, verb), {"reason": "x"}).status_code == 403
    submission.refresh_from_db()
    assert submission.status == Status.SUBMITTED


@pytest.mark.parametrize("path", [LIST, f"{LIST}1/change/", f"{LIST}1/decide/", "/admin/"])
def test_who_is_no_staff_does_not_come_in(client: Client, stakeholder: User, path: str):
    assert client.get(path).status_code == 302
    client.force_login(stakeholder)
    response = client.get(path, follow=True)
    assert response.status_code == 403


def test_staff_without_a_role_sees_nothing(client: Client):
    client.force_login(UserFactory(is_staff=True))
    submission = SubmissionFactory()
    assert client.get(LIST).status_code == 403
    assert client.get(page(submission)).status_code == 403


def test_nobody_adds_changes_or_deletes_a_submission_by_hand(client: Client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    submission = SubmissionFactory()
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(page(submission, "delete"), {"post": "yes"}).status_code == 403
    client.post(page(submission), {"status": "decided", "title": "Mine"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": submission.pk})
    submission.refresh_from_db()
    assert (submission.status, submission.title) == (Status.SUBMITTED, "Digital skills for all")


# --- The session made of it --------------------------------------------------------------------


@pytest.fixture
def accepted(secretary: User) -> Submission:
    decision = {"disposition": Disposition.BECOMES, "reason": "It fits.", "decided_by": secretary}
    return SubmissionFactory(status=Status.DECIDED, decision=decision)


def test_an_accepted_request_offers_to_become_a_session(desk: Client, accepted: Submission):
    url = reverse("admin:agenda_session_make", args=(accepted.pk,))
    assert f'action="{url}"' in desk.get(page(accepted)).content.decode()


def test_a_reviewer_is_not_offered_to_make_a_session(
    client: Client, reviewer: User, accepted: Submission
):
    client.force_login(reviewer)
    assert client.get(page(accepted)).context["make_session_url"] == ""


def test_the_page_links_to_the_session_made_of_it(desk: Client, accepted: Submission):
    session = SessionFactory(number=231, title="Skills")
    session.session_sources.create(submission=accepted, linked_at=NOW)
    response = desk.get(page(accepted))
    url = reverse("admin:agenda_session_change", args=(session.pk,))
    assert response.context["sessions"] == [(session, url)]
    assert response.context["make_session_url"] == ""
    assert "231 · Skills" in response.content.decode()


def test_the_language_is_chosen_in_the_header(desk: Client):
    with translation.override("en"):
        desk.post("/i18n/setlang/", {"language": "ar", "next": LIST})
        html = desk.get(LIST).content.decode()
    assert '<html lang="ar" dir="rtl">' in html
