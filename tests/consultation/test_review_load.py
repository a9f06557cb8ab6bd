"""Load and agreement of a call, and the letters to exactly those who owe reviews."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.actions.conflicts import declare, lift
from consultation.actions.review_letters import write_to_owing
from consultation.choices import Role, Status
from consultation.models import CallRole, Conflict, Contributor
from consultation.queries import load, reviews
from tests.consultation.reviewing import assign, criteria, give, staff
from tests.factories import NOW, CallFactory, SubmissionFactory
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = NOW - timedelta(days=1), NOW + timedelta(days=1)


@pytest.fixture
def call():
    made = CallFactory()
    criteria(made, 1)
    return made


def _input(call, **given):
    return SubmissionFactory(call=call, **{"status": Status.UNDER_REVIEW, **given})


def test_load_per_reviewer(call, secretary):
    busy, late = staff("Busy"), staff("Late")
    first, second = _input(call), _input(call)
    for reviewer in (busy, late):
        assign(first, reviewer, due_at=YESTERDAY)
        assign(second, reviewer, due_at=TOMORROW)
    give(first, busy, 5)
    give(second, busy, 2)
    give(first, secretary, 1)
    rows = {row.reviewer: row for row in load.by_reviewer(secretary, call, NOW)}
    assert next(iter(rows)) == late
    mine = rows[late]
    assert (mine.assigned, mine.given, mine.owed, mine.late, mine.mean) == (2, 0, 2, 1, None)
    mine = rows[busy]
    assert (mine.assigned, mine.given, mine.owed, mine.late, mine.mean) == (2, 2, 0, 0, 3.5)
    assert (rows[secretary].assigned, rows[secretary].given) == (0, 1)
    sums = load.totals(secretary, call, rows.values())
    assert (sums.inputs, sums.covered, sums.unassigned) == (2, 2, 0)
    assert (sums.assigned, sums.given, sums.owed, sums.late) == (4, 3, 2, 1)


def test_a_conflict_of_the_reader_takes_an_input_out_of_every_figure(call, secretary):
    seen, unseen = _input(call), _input(call)
    reviewer = staff("Asked")
    give(unseen, staff("Other"), 5)
    for one in (seen, unseen):
        assign(one, reviewer, due_at=YESTERDAY)
    Conflict.objects.create(submission=unseen, user=secretary, declared_at=NOW)
    (row,) = load.by_reviewer(secretary, call, NOW)
    assert (row.assigned, row.late) == (1, 1)
    assert load.totals(secretary, call, [row]).inputs == 1
    assert [one.pk for one in load.inputs(secretary, call)] == [seen.pk]
    (owing,) = load.owing(secretary, call, NOW)
    assert [one.submission for one in owing.assignments] == [seen]


def test_inputs_are_sorted_by_where_reviewers_differ(call, secretary):
    one, other = staff("One"), staff("Other")
    agreed, differing, lonely = _input(call), _input(call), _input(call)
    for submission, scores in ((agreed, (4, 4)), (differing, (1, 5)), (lonely, (3,))):
        for reviewer, score in zip((one, other), scores, strict=False):
            give(submission, reviewer, score)
    assert list(load.inputs(secretary, call)) == [differing, agreed, lonely]
    assert next(iter(load.inputs(secretary, call, "mean"))) == agreed
    assert next(iter(load.inputs(secretary, call, "given"))) == lonely
    assert list(load.inputs(secretary, call, "number")) == [agreed, differing, lonely]


def test_letters_go_to_exactly_those_who_owe(call, secretary):
    late, open_, done, near = staff("Late"), staff("Open"), staff("Done"), staff("Near")
    late.language = "ar"
    late.save()
    first, second = _input(call, title="First"), _input(call, title="Second")
    assign(first, late, due_at=YESTERDAY)
    assign(second, late, due_at=TOMORROW)
    assign(first, open_, due_at=TOMORROW)
    assign(first, done, due_at=YESTERDAY)
    assign(first, near, due_at=YESTERDAY)
    give(first, done, 3)
    Conflict.objects.create(submission=first, user=near, declared_at=NOW)
    everybody = [late.pk, open_.pk, done.pk, near.pk]
    who = {"call_id": call.pk, "by": secretary, "to": everybody}
    assert write_to_owing(**who, only_late=True, at=NOW) == 1
    letter = Letter.objects.get()
    assert letter.user == late
    assert letter.language == "ar"
    assert first.number in letter.text
    # The letter names what this choice showed.
    assert second.number not in letter.text
    assert write_to_owing(**who, only_late=False, at=NOW) == 1
    assert set(Letter.objects.values_list("user", flat=True)) == {late.pk, open_.pk}
    assert write_to_owing(**who, only_late=False, at=NOW + timedelta(hours=1)) == 0
    assert write_to_owing(**who, only_late=False, at=TOMORROW + timedelta(hours=1)) == 2


def test_only_who_was_chosen_gets_a_letter(call, secretary):
    first, second = staff("First"), staff("Second")
    submission = _input(call)
    assign(submission, first)
    assign(submission, second)
    sent = write_to_owing(call_id=call.pk, by=secretary, to=[second.pk], only_late=False, at=NOW)
    assert sent == 1
    assert Letter.objects.get().user == second


def test_a_letter_to_a_blind_reviewer_names_nobody(secretary):
    call = CallFactory(is_blind=True)
    submission = _input(call, title="What Amina Diallo asks", author__name="Amina Diallo")
    reviewer = staff("Blind")
    assign(submission, reviewer)
    write_to_owing(call_id=call.pk, by=secretary, to=[reviewer.pk], only_late=False, at=NOW)
    letter = Letter.objects.get()
    assert "Diallo" not in letter.text + letter.html
    assert "What [name hidden] asks" in letter.text


def test_who_may_not_enter_any_more_owes_nothing(call, secretary):
    gone = staff("Gone")
    assign(_input(call), gone, due_at=YESTERDAY)
    gone.is_staff = False
    gone.save()
    assert load.owing(secretary, call, NOW) == []


def test_the_page_shows_figures_and_leads_to_the_letters(call, desk, now):
    submission = _input(call, title="<b>Where they differ</b>")
    give(submission, staff("One"), 1)
    give(submission, staff("Two"), 5, recommendation="decline")
    assign(submission, staff("Late"), due_at=YESTERDAY)
    page = desk.get(reverse("admin:consultation_call_reviews", args=(call.pk,)))
    text = page.content.decode()
    assert "&lt;b&gt;Where they differ" in text
    assert "Decline: 1" in text
    letters = reverse("admin:consultation_call_review_letters", args=(call.pk,))
    assert letters in text
    page = desk.get(letters)
    assert submission.number in page.content.decode()
    answer = desk.post(letters, {"which": "late", "to": ["x", "9" * 30]}, follow=True)
    assert "0 letters are queued." in answer.content.decode()


@pytest.mark.parametrize("name", ["reviews", "review_letters"])
def test_only_the_secretariat_sees_the_load(call, client, reviewer, now, name):
    url = reverse(f"admin:consultation_call_{name}", args=(call.pk,))
    client.force_login(reviewer)
    assert client.get(url).status_code == 404
    CallRole.objects.create(call=call, user=reviewer, role=Role.SECRETARIAT)
    assert client.get(url).status_code == 200
    other = reverse(f"admin:consultation_call_{name}", args=(CallFactory().pk,))
    assert client.get(other).status_code == 404


@pytest.mark.parametrize("sort", ["spread", "x", "mean&page=x"])
def test_the_page_takes_as_many_queries_for_30_as_for_one(call, desk, now, sort):
    reviewer = staff("One")
    url = reverse("admin:consultation_call_reviews", args=(call.pk,)) + f"?sort={sort}"
    desk.get(url)
    counts = []
    for more in (1, 29):
        for _each in range(more):
            submission = _input(call)
            assign(submission, reviewer, due_at=YESTERDAY)
            give(submission, staff(f"R{submission.pk}"), 4)
        with CaptureQueriesContext(connection) as made:
            assert desk.get(url).status_code == 200
        counts.append(len(made))
    assert counts[0] == counts[1] <= 16


def test_a_review_is_not_weighed_once_the_input_is_too_near_to_its_writer(call, secretary, client):
    fair, near = staff("Fair"), staff("Near")
    submission = _input(call)
    give(submission, fair, 4)
    note = "Shorter, please."
    give(submission, near, 1, note_for_author=note, recommendation="decline")
    conflict = declare(submission_id=submission.pk, by=near, user=near, note="", at=NOW)
    (row,) = load.inputs(secretary, call)
    assert (row.review_mean, row.review_spread, row.reviews_given) == (4, None, 1)
    assert load.recommended(secretary, [row]) == {row.pk: [("Accept", 1)]}
    assert [one.reviewer for one in load.by_reviewer(secretary, call, NOW)] == [fair]
    assert reviews.notes_for_author(submission) == []
    page = reverse("admin:consultation_submission_change", args=(submission.pk,))
    client.force_login(secretary)
    # The secretariat keeps what was said, and is told that it does not count.
    text = client.get(page).text
    assert "not counted: conflict of interest" in text
    assert note in text
    lift(conflict_id=conflict.pk, by=secretary, at=NOW)
    (row,) = load.inputs(secretary, call)
    assert (row.review_mean, row.reviews_given) == (2.5, 2)
    assert "not counted" not in client.get(page).text


def test_who_writes_in_an_input_does_not_weigh_it(call, secretary):
    submission, reviewer = _input(call), staff("Invited")
    give(submission, reviewer, 5)
    Contributor.objects.create(
        submission=submission, user=reviewer, email=reviewer.email, invited_at=NOW
    )
    assert load.inputs(secretary, call).get().review_mean is None
