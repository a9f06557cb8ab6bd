"""Made-up inputs: realistic, complete, the same for the same seed."""

from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, Max
from django.test.utils import CaptureQueriesContext

from consultation.choices import EventKind, Status
from consultation.models import (
    Decision,
    Forum,
    MatrixLink,
    Organization,
    StakeholderType,
    Submission,
    SubmissionEvent,
)
from consultation.queries import questions
from consultation.questionnaire.problems import problems
from tests.factories import NOW, SubmissionFactory
from wsis_forum import clock
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import Letter
from wsis_forum.portal.loading.forum import load_forum
from wsis_forum.portal.loading.source import read
from wsis_forum.portal.made_up.rows import add_made_up
from wsis_forum.portal.made_up.words import words

FILE = settings.BASE_DIR / "agenda" / "data" / "forums" / "2027.json"


@pytest.fixture
def forum(load_reference_tables, monkeypatch) -> Forum:
    """Return the current Forum, on the day of its first load."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return load_forum(read(FILE), at=NOW).forum


def fill(forum: Forum, count: int = 60, seed: int = 7) -> None:
    call_command("demo_submissions", forum.slug, count=count, seed=seed, verbosity=0)


def dump() -> list[dict[str, Any]]:
    """Return everything that was made up, without the ids that the database gives."""
    rows = []
    row: Any
    for row in Submission.objects.with_everything().order_by("reference"):
        workshop = getattr(row, "workshop", None)
        decision = getattr(row, "decision", None)
        rows.append(
            {
                **{
                    name: getattr(row, name)
                    for name in (
                        "reference",
                        "number",
                        "status",
                        "language",
                        "title",
                        "summary",
                        "text",
                        "organization_name",
                        "begun_at",
                        "saved_at",
                        "submitted_at",
                    )
                },
                "call": row.call.slug,
                "author": (row.author.email, row.author.name, row.author.timezone),
                "organization": row.organization and row.organization.name,
                "country": row.country_id,
                "type": row.stakeholder_type.code,
                "lines": [line.code for line in row.action_lines.all()],
                "goals": [goal.number for goal in row.goals.all()],
                "events": [(one.kind, one.at, one.note) for one in row.events.all()],
                "workshop": workshop
                and (workshop.format, workshop.minutes, workshop.expected_people),
                "speakers": [(one.name, one.country_id) for one in row.speakers.all()],
                "decision": decision
                and (decision.disposition, decision.reason, decision.decided_at),
            }
        )
    return rows


def test_the_same_seed_gives_the_same_rows(forum):
    def run(seed: int) -> list[dict[str, Any]]:
        with transaction.atomic():
            fill(forum, seed=seed)
            rows = dump()
            transaction.set_rollback(True)
        return rows

    first = run(7)
    assert len(first) == 60
    assert run(7) == first
    assert {row["reference"] for row in run(8)}.isdisjoint(row["reference"] for row in first)


def test_running_twice_adds_nothing_and_a_larger_count_adds_the_rest(forum, capsys):
    fill(forum)
    rows = dump()
    fill(forum)
    assert dump() == rows
    call_command("demo_submissions", "2027", count=80, seed=7)
    assert capsys.readouterr().out == "WSIS Forum 2027: 20 made-up inputs added\n"
    known = {row["reference"] for row in rows}
    assert [row for row in dump() if row["reference"] in known] == rows


def test_twenty_inputs_hold_every_status_and_language_and_type(forum):
    fill(forum, count=20)
    rows = Submission.objects.all()
    assert set(rows.values_list("status", flat=True)) == set(Status.values)
    assert set(rows.values_list("language", flat=True)) == {code for code, _ in settings.LANGUAGES}
    choosable = StakeholderType.objects.choosable().values_list("code", flat=True)
    assert set(rows.values_list("stakeholder_type__code", flat=True)) == set(choosable)
    assert set(rows.values_list("call__slug", flat=True)) == {
        "official-submission",
        "workshop-request",
    }
    assert all(row.is_made_up for row in rows)


def test_all_regions_take_part_and_so_does_global(forum):
    fill(forum, count=200)
    regions = Submission.objects.values_list("country__region__code", flat=True)
    assert set(regions) == {"A", "B", "C", "D", "E", "GLOBAL"}


def test_tags_follow_the_matrix(forum):
    fill(forum)
    pairs = set(MatrixLink.objects.values_list("action_line__code", "goal__number"))
    for row in Submission.objects.prefetch_related("action_lines", "goals"):
        lines = [line.code for line in row.action_lines.all()]
        goals = [goal.number for goal in row.goals.all()]
        assert lines
        assert goals
        assert all(any((line, goal) in pairs for line in lines) for goal in goals), row


def test_numbers_go_on_without_gaps_in_the_order_of_the_hand_ins(forum):
    own = SubmissionFactory(call=forum.calls.get(slug="workshop-request"), number="WSIS-2027-0001")
    Forum.objects.filter(pk=forum.pk).update(last_number=1)
    fill(forum)
    handed_in = Submission.objects.handed_in().exclude(pk=own.pk).order_by("submitted_at")
    numbers = list(handed_in.values_list("number", flat=True))
    assert numbers == [f"WSIS-2027-{n:04d}" for n in range(2, 2 + len(numbers))]
    assert len(numbers) == 54
    forum.refresh_from_db()
    assert forum.last_number == 55


def test_what_was_handed_in_is_complete(forum):
    fill(forum)
    for row in Submission.objects.handed_in().with_everything():
        assert problems(questions.of_call(row.call), row.answers) == (), row
        assert row.last_version.answers == row.answers


def test_events_and_decisions_fit_the_status(forum):
    fill(forum)
    after = {
        Status.DRAFT: [[EventKind.BEGUN]],
        Status.SUBMITTED: [[EventKind.BEGUN, EventKind.SUBMITTED]],
        Status.UNDER_REVIEW: [[EventKind.BEGUN, EventKind.SUBMITTED, EventKind.TAKEN_UP]],
        Status.RETURNED: [
            [EventKind.BEGUN, EventKind.SUBMITTED, EventKind.TAKEN_UP, EventKind.RETURNED]
        ],
        Status.DECIDED: [
            [EventKind.BEGUN, EventKind.SUBMITTED, EventKind.TAKEN_UP, end]
            for end in (EventKind.ACCEPTED, EventKind.DECLINED)
        ],
        Status.WITHDRAWN: [
            [EventKind.BEGUN, EventKind.SUBMITTED, *taken, EventKind.WITHDRAWN]
            for taken in ([], [EventKind.TAKEN_UP])
        ],
    }
    for row in Submission.objects.prefetch_related("events").select_related("decision"):
        assert [event.kind for event in row.events.all()] in after[Status(row.status)], row
        decision = getattr(row, "decision", None)
        ended = row.status in {Status.DECIDED, Status.WITHDRAWN}
        assert (decision is not None) == ended
        assert not decision or decision.reason.strip()
        # What the secretariat decided has one of its reasons, with a word of its own.
        assert not decision or len(decision.reason_texts) == (6 if row.status == "decided" else 0)


def test_nothing_made_up_happens_before_the_call_opens_or_after_today(forum):
    fill(forum, count=100)
    opens_at = forum.calls.get(slug="workshop-request").opens_at
    assert not Submission.objects.filter(begun_at__lt=opens_at).exists()
    latest = SubmissionEvent.objects.aggregate(latest=Max("at"))["latest"]
    assert latest < NOW
    assert Decision.objects.aggregate(latest=Max("decided_at"))["latest"] < NOW
    assert Submission.objects.aggregate(latest=Max("saved_at"))["latest"] < NOW


def test_people_and_organizations_are_used_again_and_nobody_gets_a_letter(forum):
    fill(forum, count=100, seed=1)
    people, bodies = User.objects.count(), Organization.objects.count()
    fill(forum, count=100, seed=2)
    assert User.objects.count() < 2 * people
    assert Organization.objects.count() < 2 * bodies
    repeated = Organization.objects.values("name", "country").annotate(n=Count("pk"))
    assert not repeated.filter(n__gt=1).exists()
    assert all(user.email.endswith("@people.demo.example") for user in User.objects.all())
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert not Letter.objects.exists()


def test_words_have_a_subject_for_every_line_and_people_from_known_countries(
    load_reference_tables, forum
):
    lines = set(MatrixLink.objects.values_list("action_line__code", flat=True))
    for language, own in words().items():
        assert set(own.subjects) == lines, language


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["1999"], "There is no Forum “1999”; there are: 2027."),
        (["2027", "--count", "0"], "Error: argument --count: a number from 1 to 50000"),
        (["2027", "--count", "many"], "Error: argument --count: a number from 1 to 50000"),
    ],
)
def test_a_wrong_argument_is_told_in_one_line(forum, arguments, message):
    with pytest.raises(CommandError) as caught:
        call_command("demo_submissions", *arguments)
    assert str(caught.value) == message


def test_a_forum_without_an_open_call_is_refused(forum):
    forum.calls.update(takes_drafts=False)
    with pytest.raises(CommandError, match="No call of WSIS Forum 2027 that takes inputs"):
        fill(forum)


def test_a_real_forum_is_refused_outside_the_embedded_run(forum, settings):
    settings.EMBEDDED = False
    Forum.objects.update(is_demonstration=False)
    with pytest.raises(CommandError, match="is not a demonstration"):
        fill(forum)
    assert not Submission.objects.exists()


def test_the_queries_grow_with_the_batches_and_not_with_the_inputs(forum):
    """How long five thousand take is measured by ``make bench``."""
    counts = []
    for number in (200, 1_000):
        with CaptureQueriesContext(connection) as asked:
            assert add_made_up(forum_id=forum.pk, count=number, seed=3, at=NOW) > 0
        counts.append(len(asked))
    # Four batches instead of one, of at most a dozen tables.
    assert counts[1] - counts[0] <= 3 * 12
