"""One input on one screen: what is beside the text, and what stays hidden."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.choices import Status
from consultation.history import acting
from consultation.models import (
    Assignment,
    Clarification,
    Conflict,
    Contributor,
    Mention,
    Relation,
    Review,
    ScreeningCriterion,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    TeamNote,
)
from tests.factories import (
    NOW,
    CallFactory,
    ForumFactory,
    OrganizationFactory,
    SubmissionFactory,
    UserFactory,
    end,
)
from wsis_forum.letters.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
SECOND = timedelta(seconds=1)


def page(submission, verb="change"):
    return f"/admin/consultation/submission/{submission.pk}/{verb}/"


def read(client: Client, submission, **query: Any) -> Any:
    answer = client.get(page(submission), query)
    assert answer.status_code == 200
    return answer


def numbers(lines):
    return [line["row"].number for line in lines]


def titles(answer):
    return [entry.title for entry in answer.context["history_new"]]


@pytest.fixture
def reading(client: Client, reviewer) -> Client:
    client.force_login(reviewer)
    return client


# --- Who may see it ------------------------------------------------------------------


def test_what_she_may_not_see_answers_like_what_does_not_exist(reading: Client, reviewer):
    one = SubmissionFactory()
    assert reading.get(page(one)).status_code == 200
    Conflict.objects.create(submission=one, user=reviewer, declared_at=NOW)
    hidden = reading.get(page(one))
    missing = reading.get(page(one).replace(str(one.pk), "999999"))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content
    for verb in ("note", "hand-over"):
        assert reading.post(page(one, verb), {"text": "x"}).status_code == 404


# --- What is beside the text --------------------------------------------------------


def test_other_inputs_of_the_organization_of_any_year(desk: Client):
    organization = OrganizationFactory(name="Radio for all")
    earlier = CallFactory(forum=ForumFactory(slug="2019", year=2019, is_current=False))
    old = SubmissionFactory(call=earlier, organization=organization, title="From before")
    end(old, disposition="informs")
    one = SubmissionFactory(organization=organization)
    SubmissionFactory(organization=OrganizationFactory())
    answer = read(desk, one)
    assert numbers(answer.context["of_organization"]) == [old.number]
    html = answer.content.decode()
    assert "From before" in html
    assert "2019 · Informs the themes and the format" in html


@pytest.mark.parametrize("is_near", [True, False])
def test_a_line_names_what_an_input_was_merged_into_to_those_who_may_see_it(
    reading: Client, reviewer, is_near
):
    organization = OrganizationFactory()
    one, merged = (SubmissionFactory(organization=organization, title=t) for t in ("Sea", "Air"))
    target = SubmissionFactory(call=merged.call, title="Earth")
    decision = end(merged, disposition="merged")
    Relation.objects.create(
        source=merged, target=target, decision=decision, made_at=NOW, kind="duplicate"
    )
    if is_near:
        Conflict.objects.create(submission=target, user=reviewer, declared_at=NOW)
    answer = read(reading, one)
    words = "Merged into another input" if is_near else f"Duplicate of {target.number}"
    assert [line["became"] for line in answer.context["of_organization"]] == [words]
    assert (target.number in answer.content.decode()) is not is_near


def test_every_key_of_the_help_does_something(client: Client, secretary):
    inputs = [SubmissionFactory(title=title) for title in ("Sea", "Air", "Earth")]
    ScreeningCriterion.objects.create(call=inputs[1].call, title="In time")
    client.force_login(secretary)
    page_of_it = f"{page(inputs[1])}?_changelist_filters=o%3D2"
    shown = client.get("/admin/consultation/submission/").content.decode()
    shown += client.get(page_of_it).content.decode()
    groups = re.findall(r"<dt>(.*?)</dt>", shown, re.DOTALL)
    helped = {" ".join(re.findall(r"<kbd>(.)</kbd>", group)) for group in groups if "kbd" in group}
    helped = {key for keys in helped for key in (keys.split() if keys[:1] != "g" else [keys])}
    here = {key for keys in re.findall(r'data-key="([^"]+)"', shown) for key in keys.split(",")}
    # The script itself acts on these, on the rows of a list, on scores and on the help.
    assert helped == here | {"o", "x", "?", "1", "5"}


def test_a_typed_name_finds_the_same_typed_name(desk: Client):
    values = {"organization": None, "organization_name": "Radio for all"}
    one, other = SubmissionFactory(**values), SubmissionFactory(**values)
    SubmissionFactory(organization=None, organization_name="")
    assert numbers(read(desk, one).context["of_organization"]) == [other.number]


def test_inputs_on_the_same_subject_of_any_year(desk: Client):
    one = SubmissionFactory(title="Community radio for digital inclusion")
    like = SubmissionFactory(
        title="Digital inclusion by radio", call=CallFactory(forum=ForumFactory(slug="2020"))
    )
    SubmissionFactory(title="Cable ships", summary="Repairing", text="x")
    assert like.number in numbers(read(desk, one).context["similar"])
    assert one.number not in numbers(read(desk, one).context["similar"])


def test_inputs_with_the_whole_title_come_first_and_five_are_enough(desk: Client):
    one = SubmissionFactory(title="Community radio for digital inclusion")
    partly = [SubmissionFactory(title="Digital inclusion by radio") for _ in range(4)]
    whole = [
        SubmissionFactory(title="On radio", text="A community and its digital inclusion")
        for _ in range(3)
    ]
    found = numbers(read(desk, one).context["similar"])
    assert set(found[:3]) == {row.number for row in whole}
    assert len(found) == 5
    assert set(found[3:]) < {row.number for row in partly}


def test_a_title_without_a_word_that_says_something_leaves_it_to_the_summary(desk: Client):
    one, like = (SubmissionFactory(title="The", summary="Digital inclusion") for _ in range(2))
    assert numbers(read(desk, one).context["similar"]) == [like.number]


def test_what_is_too_near_is_not_beside_it_either(reading: Client, reviewer):
    organization = OrganizationFactory()
    one, near = (
        SubmissionFactory(organization=organization, title="Radio for digital inclusion")
        for _ in range(2)
    )
    assert numbers(read(reading, one).context["of_organization"]) == [near.number]
    Conflict.objects.create(submission=near, user=reviewer, declared_at=NOW)
    answer = read(reading, one)
    assert answer.context["of_organization"] == []
    assert answer.context["similar"] == []
    assert near.number not in answer.content.decode()


def test_contributors_with_what_became_of_them(desk: Client):
    one, kofi = SubmissionFactory(), UserFactory(name="Kofi Mensah")
    rows: Any = (
        ("kofi@example.org", {"user": kofi, "accepted_at": NOW}),
        ("asked@example.org", {}),
        ("gone@example.org", {"removed_at": NOW}),
    )
    for email, values in rows:
        Contributor.objects.create(submission=one, email=email, invited_at=NOW, **values)
    states = {row.email: state for row, state in read(desk, one).context["contributors"]}
    assert states == {
        "kofi@example.org": "writes",
        "asked@example.org": "invited",
        "gone@example.org": "removed",
    }


# --- Read blind ---------------------------------------------------------------------


def test_a_blind_reader_finds_no_name_on_the_page(reading: Client, desk_client_of_secretary):
    author = UserFactory(name="Amara Okonkwo", email="amara@radio-okonkwo.example")
    organization = OrganizationFactory(name="Okonkwo Broadcasting", acronym="OKB")
    call = CallFactory(is_blind=True)
    one = SubmissionFactory(
        call=call, author=author, organization=organization, title="Okonkwo Broadcasting on air",
        organization_name="Okonkwo Broadcasting", text="By Amara Okonkwo", on_behalf_of="OKB Union",
    )  # fmt: skip
    SubmissionFactory(organization=organization, title="Another of Okonkwo Broadcasting")
    SubmissionEvent.objects.create(submission=one, kind="submitted", at=NOW, by=author)
    Contributor.objects.create(submission=one, email="chidi@radio-okonkwo.example", invited_at=NOW)
    Clarification.objects.create(
        submission=one, asked_at=NOW, question="Who?", until=NOW, answer="Amara Okonkwo",
        answered_by=author, answered_at=NOW,
    )  # fmt: skip
    with acting(author.pk):
        Submission.objects.filter(pk=one.pk).update(
            title="Okonkwo Broadcasting", on_behalf_of="OKB"
        )
    html = read(reading, one).content.decode()
    for word in ("Okonkwo", "OKB", "amara@", "chidi@", "radio-okonkwo"):
        assert word not in html
    assert "the author" in html
    open_html = read(desk_client_of_secretary, one).content.decode()
    assert "Amara Okonkwo" in open_html
    assert "Another of Okonkwo Broadcasting" in open_html


@pytest.fixture
def desk_client_of_secretary(secretary) -> Client:
    other = Client()
    other.force_login(secretary)
    return other


# --- Threads ------------------------------------------------------------------------


def test_colleagues_write_and_are_told(desk: Client, secretary, reviewer):
    one = SubmissionFactory()
    sent = {"text": " Look <b>here</b> ", "mentioned": [reviewer.pk]}
    answer = desk.post(page(one, "note"), sent)
    assert answer["Location"].endswith("#thread")
    note = TeamNote.objects.get()
    assert (note.text, note.by) == ("Look <b>here</b>", secretary)
    assert Letter.objects.get(kind="mention").user == reviewer
    html = read(desk, one).content.decode()
    assert "Look &lt;b&gt;here&lt;/b&gt;" in html
    other = Client()
    other.force_login(reviewer)
    read(other, one)
    assert Mention.objects.get().seen_at is not None
    assert "has opened it" in read(desk, one).content.decode()


def test_an_empty_message_is_refused_beside_the_field(desk: Client, reviewer):
    one = SubmissionFactory()
    answer = desk.post(page(one, "note"), {"text": "\u202e ", "mentioned": [reviewer.pk]})
    form = answer.context["thread"]["form"]
    assert form.errors == {"text": ["Write a message."]}
    html = answer.content.decode()
    assert "<title>Error: " in html
    assert f'value="{reviewer.pk}" id="id_note_mentioned_0" checked' in html
    assert not TeamNote.objects.exists()


@pytest.mark.parametrize("chosen", ["999999", "x", "-1"])
def test_an_unknown_colleague_is_refused_and_the_text_kept(desk: Client, reviewer, chosen):
    one = SubmissionFactory()
    answer = desk.post(page(one, "note"), {"text": "Look here", "mentioned": [chosen]})
    assert list(answer.context["thread"]["form"].errors) == ["mentioned"]
    assert "Look here</textarea>" in answer.content.decode()
    assert not TeamNote.objects.exists()


def test_an_observer_reads_the_thread_and_does_not_write(client: Client, secretary):
    one = SubmissionFactory()
    TeamNote.objects.create(submission=one, by=secretary, at=NOW, text="For our eyes")
    observer = UserFactory(is_staff=True)
    observer.groups.add(Group.objects.get(name="observer"))
    client.force_login(observer)
    html = read(client, one).content.decode()
    assert "For our eyes" in html
    assert reverse("admin:consultation_submission_note", args=(one.pk,)) not in html
    assert client.post(page(one, "note"), {"text": "x"}).status_code == 403


def test_an_input_is_taken_and_handed_over(desk: Client, secretary):
    one = SubmissionFactory()
    other = UserFactory(name="Bea Costa", is_staff=True)
    other.groups.set(secretary.groups.all())
    desk.post(page(one, "hand-over"), {"mine": "1"})
    one.refresh_from_db()
    assert one.handler == secretary
    assert "It lies on your desk." in read(desk, one).content.decode()
    desk.post(page(one, "hand-over"), {"to": str(other.pk)})
    one.refresh_from_db()
    assert one.handler == other
    for wrong in ({}, {"to": "x"}, {"to": "9" * 30}, {"to": "999"}):
        answer = desk.post(page(one, "hand-over"), wrong, follow=True)
        said = [str(each) for each in answer.context["messages"]]
        assert said[-1] == "Choose somebody of the secretariat who may see this input."


def test_a_reviewer_moves_nothing(reading: Client, reviewer):
    one = SubmissionFactory()
    assert reading.post(page(one, "hand-over"), {"mine": "1"}).status_code == 403
    assert "Take it to my desk" not in read(reading, one).content.decode()


def test_an_answer_leads_to_what_was_changed_with_it(desk: Client, secretary):
    one = SubmissionFactory(status=Status.UNDER_REVIEW)
    first = one.versions.get()
    SubmissionVersion.objects.create(
        submission=one, number=2, answers={**first.answers, "title": "Changed"}, at=NOW
    )
    Clarification.objects.create(
        submission=one, asked_by=secretary, asked_at=NOW - SECOND, question="Which?", until=NOW,
        answer="The second.", answered_at=NOW,
    )  # fmt: skip
    Clarification.objects.create(
        submission=one, asked_by=secretary, asked_at=NOW, question="And?", until=NOW - SECOND
    )
    answered, overdue = read(desk, one).context["clarifications"]
    assert (answered["former"], answered["version"], answered["is_overdue"]) == (1, 2, False)
    assert overdue["is_overdue"]
    html = read(desk, one).content.decode()
    assert "?from=1&amp;to=2#comparison" in html
    assert "answer overdue" in html


# --- History ------------------------------------------------------------------------


def test_a_change_is_told_with_who_and_what(desk: Client, secretary):
    one = SubmissionFactory(title="Before")
    with acting(secretary.pk):
        Submission.objects.filter(pk=one.pk).update(title="After", publication="not-public")
    (entry,) = (each for each in read(desk, one).context["history_new"] if each.lines)
    assert (entry.title, entry.person) == ("Changed", str(secretary))
    said = {line.label: (line.before, line.after) for line in entry.lines}
    assert said["Title"] == ("Before", "After")
    assert said["Publication"][1] == "Not published; read by the secretariat only"


def test_a_change_by_hand_says_so(desk: Client):
    one = SubmissionFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE consultation_submission SET text = 'Other words' WHERE id = %s", [one.pk]
        )
    answer = read(desk, one)
    assert titles(answer) == ["Changed"]
    html = answer.content.decode()
    assert "not through the portal" in html
    assert "Other words" in html


def test_a_step_and_its_columns_are_one_entry(desk: Client, secretary, now):
    # The database has a clock of its own.
    now.at = clock_of_the_database()
    one = SubmissionFactory()
    desk.post(page(one, "take-up"))
    answer = read(desk, one)
    assert titles(answer) == ["Review begun"]
    (line,) = answer.context["history_new"][0].lines
    assert (line.label, line.before, line.after) == ("On the desk of", "–", str(secretary))


def clock_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


def test_who_reviews_is_told_to_those_who_assign(desk: Client, reviewer):
    one = SubmissionFactory()
    other = UserFactory(name="Other Reviewer", is_staff=True)
    for person in (reviewer, other):
        row = Assignment.objects.create(submission=one, reviewer=person, how="hand", made_at=NOW)
    Assignment.objects.filter(pk=row.pk).update(ended_at=NOW)
    assert sorted(titles(read(desk, one))) == [
        "Assigned to Other Reviewer",
        f"Assigned to {reviewer}",
        "Assignment of Other Reviewer taken back",
    ]
    client = Client()
    client.force_login(reviewer)
    assert titles(read(client, one)) == [f"Assigned to {reviewer}"]


def test_what_is_hidden_of_reviews_is_hidden_in_the_history(reading: Client, reviewer, secretary):
    one = SubmissionFactory(call=CallFactory(reviews_shown="after-mine"))
    values = {"version_number": 1, "saved_at": NOW, "recommendation": "accept"}
    theirs = Review.objects.create(submission=one, reviewer=secretary, **values)
    Review.objects.filter(pk=theirs.pk).update(submitted_at=NOW, note_for_colleagues="Weak")
    answer = read(reading, one)
    assert titles(answer) == []
    assert "Weak" not in answer.content.decode()
    Review.objects.create(submission=one, reviewer=reviewer, submitted_at=NOW, **values)
    assert sorted(titles(read(reading, one))) == [
        f"Review given by {reviewer}",
        f"Review given by {secretary}",
    ]


def test_drafts_of_reviews_are_not_in_the_history(desk: Client, reviewer):
    one = SubmissionFactory()
    values = {"version_number": 1, "saved_at": NOW, "recommendation": "accept"}
    Review.objects.create(submission=one, reviewer=reviewer, note_for_author="Draft", **values)
    Review.objects.update(note_for_author="Another draft")
    assert titles(read(desk, one)) == []


def test_a_long_history_is_folded(desk: Client):
    one = SubmissionFactory(title="0")
    for number in range(30):
        Submission.objects.filter(pk=one.pk).update(title=str(number + 1))
    answer = read(desk, one)
    assert (len(answer.context["history_new"]), len(answer.context["history_old"])) == (20, 10)
    assert "10 older entries" in answer.content.decode()


def fill(one, count, people):
    for number in range(count):
        author, colleague = people[number % len(people)], people[(number + 1) % len(people)]
        at = NOW + number * SECOND
        note = TeamNote.objects.create(submission=one, by=author, at=at, text="x")
        Mention.objects.create(note=note, user=colleague)
        Clarification.objects.create(
            submission=one, asked_by=author, asked_at=at, question="?", until=at, answer="!",
            answered_by=colleague, answered_at=at,
        )  # fmt: skip
        SubmissionEvent.objects.create(submission=one, kind="changed", at=at, by=author)
        Assignment.objects.create(
            submission=one, reviewer=author, how="hand", made_at=at, ended_at=at, made_by=colleague
        )
        with acting(author.pk):
            Submission.objects.filter(pk=one.pk).update(handler=author, title=str(number))
        Contributor.objects.create(
            submission=one, email=f"c{number}@example.org", user=UserFactory(), invited_at=at,
            accepted_at=at,
        )  # fmt: skip
        SubmissionFactory(organization=one.organization, title="Radio for digital inclusion")


def test_the_page_asks_the_same_number_of_questions_for_any_number_of_rows(desk: Client):
    people = [UserFactory(is_staff=True) for _ in range(3)]
    counts = []
    for count in (2, 30):
        one = SubmissionFactory(
            organization=OrganizationFactory(), title="Radio for digital inclusion"
        )
        fill(one, count, people)
        read(desk, one)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read(desk, one)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[1] <= 80
