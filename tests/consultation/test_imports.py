"""Earlier years from a table: every row's fate, idempotent keys, and no row that stops another."""

import csv
import io
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from consultation.actions import imports
from consultation.admin.import_words import row_words
from consultation.choices import Disposition, EventKind, RelationKind, Status
from consultation.exceptions import ImportNotReady
from consultation.importing.mapping import Mapping, guessed
from consultation.importing.tables import Table
from consultation.models import (
    Call,
    Decision,
    ImportRun,
    ImportState,
    Organization,
    Relation,
    Submission,
)
from tests.factories import CallFactory, ForumFactory, SubmissionFactory, end
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

HEADER = [
    "Key",
    "Title",
    "Text",
    "Language",
    "Organization",
    "Type",
    "Country",
    "Date",
    "Disposition",
    "Reason",
]
OTHERWISE = {"language": "en", "decided": "2019-03-01", "handed_in": "2019-02-10"}


def row(key: str, **given: str) -> list[str]:
    usual = {
        "Key": key,
        "Title": f"Title of {key}",
        "Text": "Some text.",
        "Language": "",
        "Organization": "",
        "Type": "",
        "Country": "",
        "Date": "2019-01-15",
        "Disposition": "",
        "Reason": "",
    }
    return list((usual | given).values())


@pytest.fixture
def earlier(db: None) -> Call:
    forum = ForumFactory(
        slug="2019", year=2019, start_date=date(2019, 4, 8), end_date=date(2019, 4, 12)
    )
    return CallFactory(
        forum=forum, takes_drafts=False, opens_at=None, closes_at=None, kind="thematic"
    )


def begin(
    call: Call,
    by: User,
    rows: list[list[str]],
    at: datetime,
    header: list[str] = HEADER,
    **mapped: Any,
) -> ImportRun:
    """Begin a run and check it."""
    table = Table(header, [(line, cells) for line, cells in enumerate(rows, start=2)])
    run = imports.begin_import(
        call_id=call.pk,
        file_name="2019.csv",
        sha256=f"{abs(hash(str(rows))):064d}"[:64],
        table=table,
        by=by,
        at=at,
    )
    mapped.setdefault("otherwise", OTHERWISE)
    imports.assign(run_id=run.pk, mapping=Mapping(guessed(header), **mapped))
    imports.work(run_id=run.pk, at=at)
    run.refresh_from_db()
    assert run.state == ImportState.CHECKED
    return run


def land(run: ImportRun, at: datetime) -> ImportRun:
    imports.land(run_id=run.pk)
    while imports.work(run_id=run.pk, at=at):
        pass
    run.refresh_from_db()
    assert run.state == ImportState.LANDED
    return run


def fates(run: ImportRun) -> list[str]:
    return list(run.rows.order_by("line").values_list("fate", flat=True))


def problems(run: ImportRun) -> list[list[tuple[str, str]]]:
    rows = run.rows.order_by("line").values_list("problems", flat=True)
    return [[(one["field"], one["code"]) for one in found] for found in rows]


def test_good_rows_land_and_broken_ones_are_listed(earlier, secretary, at):
    rows = [
        row("a"),
        row("b", Title="", Date="31.2.2019"),
        row("", Title="No key"),
        row("c", Disposition="Declined", Reason="Too late."),
        row("a", Title="The same key"),
        row("d", Disposition="perhaps"),
        row("e", Disposition="declined"),
    ]
    run = land(begin(earlier, secretary, rows, at), at)
    assert fates(run) == ["new", "refused", "refused", "new", "refused", "refused", "refused"]
    assert problems(run)[1:] == [
        [("handed_in", "day"), ("title", "missing")],
        [("key", "missing")],
        [],
        [("key", "twice")],
        [("disposition", "unknown")],
        [("reason", "missing-for-disposition")],
    ]
    first, second = Submission.objects.order_by("number")
    assert (first.number, first.import_key) == ("WSIS-2019-0001", "2019:a")
    assert (first.status, first.author, first.language) == (Status.UNDER_REVIEW, None, "en")
    assert first.submitted_at == datetime(2019, 1, 15, 11, 0, tzinfo=UTC)
    assert [event.kind for event in first.events.all()] == [EventKind.IMPORTED]
    assert first.versions.get().answers["text"] == "Some text."
    assert (second.status, second.decision.disposition) == (Status.DECIDED, Disposition.DECLINED)
    assert second.decision.reason == "Too late."
    assert second.decision.decided_by is None
    assert not Letter.objects.exists()
    # What was taken over stands in the input only; what was refused can be looked at.
    assert [bool(one.cells) for one in run.rows.order_by("line")][:2] == [False, True]


def test_the_dry_run_changes_nothing(earlier, secretary, at):
    run = begin(earlier, secretary, [row("a"), row("b")], at)
    assert fates(run) == ["new", "new"]
    assert not Submission.objects.exists()


def test_the_same_file_again_changes_nothing(earlier, secretary, at):
    rows = [row("a"), row("b", Disposition="declined", Reason="No.")]
    land(begin(earlier, secretary, rows, at), at)
    before = list(Submission.objects.order_by("pk").values())
    again = land(begin(earlier, secretary, rows, at), at)
    assert fates(again) == ["same", "same"]
    assert list(Submission.objects.order_by("pk").values()) == before


def test_a_changed_row_becomes_a_version_and_never_a_second_input(earlier, secretary, at):
    land(begin(earlier, secretary, [row("a"), row("b")], at), at)
    run = begin(earlier, secretary, [row("a", Title="Another title"), row("b")], at)
    assert [(one.fate, one.changes) for one in run.rows.order_by("line")] == [
        ("changed", ["title"]),
        ("same", []),
    ]
    land(run, at)
    changed = Submission.objects.get(import_key="2019:a")
    assert changed.title == "Another title"
    assert [version.number for version in changed.versions.all()] == [1, 2]
    assert Submission.objects.count() == 2


def test_a_decision_of_an_import_is_replaced_and_kept(earlier, secretary, at):
    rows = [row("a", Disposition="declined", Reason="No.")]
    land(begin(earlier, secretary, rows, at), at)
    run = begin(earlier, secretary, [row("a", Disposition="deferred", Reason="Next year.")], at)
    assert fates(run) == ["changed"]
    land(run, at)
    submission = Submission.objects.get()
    assert submission.decision.disposition == Disposition.DEFERRED
    assert [one.reopened_at is None for one in submission.decisions.order_by("pk")] == [False, True]
    assert not Letter.objects.exists()


def test_a_decision_of_the_secretariat_is_never_replaced(earlier, secretary, at):
    land(begin(earlier, secretary, [row("a")], at), at)
    end(Submission.objects.get(), disposition=Disposition.INFORMS)
    run = begin(earlier, secretary, [row("a", Disposition="declined", Reason="No.")], at)
    assert problems(run) == [[("disposition", "decided-otherwise")]]
    land(run, at)
    assert Decision.objects.get().disposition == Disposition.INFORMS


def test_inputs_merged_into_each_other_land_in_turn(earlier, secretary, at):
    header = [*HEADER, "Merged into"]
    merged = {"Disposition": "merged", "Reason": "The same idea."}
    rows = [
        [*row("a", **merged), "b"],
        [*row("b", **merged), "c"],
        [*row("c"), ""],
        [*row("d", **merged), "e"],
        [*row("e", **merged), "d"],
        [*row("f", **merged), "nowhere"],
        [*row("g", **merged), "g"],
    ]
    run = land(begin(earlier, secretary, rows, at, header), at)
    assert fates(run) == ["new"] * 3 + ["refused"] * 4
    assert [found[0] for found in problems(run)[3:]] == [
        ("merged_into", "circle"),
        ("merged_into", "circle"),
        ("merged_into", "no-target"),
        ("merged_into", "itself"),
    ]
    pairs = Relation.objects.values_list("source__import_key", "target__import_key")
    assert set(pairs) == {("2019:a", "2019:b"), ("2019:b", "2019:c")}


def test_numbers_of_the_file_are_kept_and_the_counter_goes_on_behind_them(earlier, secretary, at):
    SubmissionFactory(number="WSIS-2019-0005")
    header = [*HEADER, "Number"]
    rows = [
        [*row("a"), ""],
        [*row("b"), "12"],
        [*row("c"), "X-1"],
        [*row("d"), "5"],
        [*row("e"), "<b>"],
        [*row("f"), "12"],
    ]
    run = land(begin(earlier, secretary, rows, at, header), at)
    assert problems(run)[3:] == [
        [("number", "taken")],
        [("number", "number")],
        [("number", "twice")],
    ]
    imported = Submission.objects.exclude(import_key=None).order_by("import_key")
    assert [one.number for one in imported] == ["WSIS-2019-0013", "WSIS-2019-0012", "X-1"]


def test_organizations_are_found_or_made(load_reference_tables, earlier, secretary, at):
    named = {"Country": "Suisse", "Type": "société civile", "Organization": "Institut des villes"}
    rows = [
        row("a", **named),
        row("b", **{**named, "Organization": "INSTITUT DES VILLES"}),
        row("c", Organization="Without a country"),
        row("d", Country="Atlantis"),
    ]
    run = land(begin(earlier, secretary, rows, at), at)
    assert problems(run) == [[], [], [], [("country", "unknown")]]
    assert Organization.objects.get().country_id == "CHE"
    assert Submission.objects.filter(organization=Organization.objects.get()).count() == 2


def test_the_words_of_a_file_are_translated_as_chosen(earlier, secretary, at):
    words = {"disposition": {"retenu": "informs"}}
    rows = [row("a", Disposition="Retenu", Reason="Utile.")]
    land(begin(earlier, secretary, rows, at, words=words), at)
    assert Submission.objects.get().decision.disposition == Disposition.INFORMS


def test_a_decided_call_takes_no_row_without_a_disposition(earlier, secretary, at):
    Call.objects.filter(pk=earlier.pk).update(decided_at=at)
    run = begin(earlier, secretary, [row("a"), row("b", Disposition="declined", Reason="No.")], at)
    assert problems(run) == [[("disposition", "call-decided")], []]
    land(run, at)
    assert Submission.objects.get().import_key == "2019:b"


def test_what_the_database_refuses_stops_no_other_row(earlier, secretary, at):
    header = [*HEADER, "Merged into"]
    merged = {"Disposition": "merged", "Reason": "The same idea."}
    land(begin(earlier, secretary, [[*row("a"), ""], [*row("b", **merged), "a"]], at, header), at)
    # Nothing that others are merged into can be withdrawn; only the database looks there.
    gone = {"Disposition": "withdrawn", "Reason": "By its author."}
    rows = [row("new", Organization="One"), row("a", **gone), row("last")]
    run = land(begin(earlier, secretary, rows, at), at)
    assert fates(run) == ["new", "refused", "new"]
    assert problems(run)[1] == [("", "database")]
    kept = Submission.objects.get(import_key="2019:a")
    assert (kept.status, kept.decision) == (Status.UNDER_REVIEW, None)
    assert Submission.objects.count() == 4


def test_verbs_keep_their_order(earlier, secretary, at):
    run = begin(earlier, secretary, [row("a")], at)
    land(run, at)
    with pytest.raises(ImportNotReady):
        imports.land(run_id=run.pk)
    with pytest.raises(ImportNotReady):
        imports.assign(run_id=run.pk, mapping=Mapping())


def test_a_file_begun_twice_is_one_run(earlier, secretary, at):
    first = begin(earlier, secretary, [row("a")], at)
    assert begin(earlier, secretary, [row("a")], at) == first
    assert first.rows.count() == 1


def test_what_is_merged_into_a_refused_row_is_told_so(earlier, secretary, at):
    header = [*HEADER, "Merged into"]
    merged = {"Disposition": "merged", "Reason": "The same idea."}
    rows = [
        [*row("a", **merged), "b"],
        [*row("b", **merged), "c"],
        [*row("c", Title=""), ""],
        [*row("d", **merged), "nowhere"],
    ]
    run = begin(earlier, secretary, rows, at, header)
    targets = [found[-1:] for found in problems(run)]
    assert targets == [
        [("merged_into", "refused-target")],
        [("merged_into", "refused-target")],
        [("title", "missing")],
        [("merged_into", "no-target")],
    ]
    words = "Merged into (key or number) names a row that is refused itself: b."
    assert row_words(run.rows.get(line=2)) == [words]


def test_a_day_that_is_not_in_the_file_is_told_as_such(earlier, secretary, at):
    decided = {"Disposition": "declined", "Reason": "No.", "Date": "2019-03-20"}
    header = [*HEADER, "Decided"]
    rows = [[*row("a", **decided), ""], [*row("b", **decided), "2019-03-02"]]
    run = begin(earlier, secretary, rows, at, header)
    (usual,), (said,) = (row_words(one) for one in run.rows.order_by("line"))
    assert "1 March 2019 < 20 March 2019. Where a row says no day" in usual
    assert said.endswith("lies before the hand-in: 2 March 2019 < 20 March 2019.")


def test_a_refused_row_changes_nothing_and_says_so(earlier, secretary, at):
    land(begin(earlier, secretary, [row("a")], at), at)
    run = begin(earlier, secretary, [row("a"), row("a", Title="Other")], at)
    assert [(one.fate, one.changes) for one in run.rows.order_by("line")] == [
        ("same", []),
        ("refused", []),
    ]


PAGES = (
    "/en/forums/2019/inputs/{number}/",
    "/en/inputs/{number}/",
    "/admin/consultation/submission/{pk}/change/",
)
LISTS = (
    "/en/forums/2019/inputs/?disposition=merged",
    "/admin/consultation/submission/?all=1",
    "/admin/consultation/submission/export.csv",
)


def test_every_page_of_a_merge_of_a_file_opens(earlier, secretary, desk, at):
    header = [*HEADER, "Merged into"]
    merged = {"Disposition": "merged", "Reason": "The same idea."}
    no = {"Disposition": "declined", "Reason": "No."}
    Call.objects.filter(pk=earlier.pk).update(closes_at=at, publication_rule="at-once")
    rows = [[*row("a", **merged), "b"], [*row("b", **no), ""]]
    run = land(begin(earlier, secretary, rows, at, header, publication="full"), at)
    assert fates(run) == ["new", "new"]
    assert Relation.objects.get().kind == RelationKind.MERGED
    source, target = Submission.objects.order_by("import_key")
    for submission, other in ((source, target), (target, source)):
        for address in PAGES:
            url = address.format(number=submission.number, pk=submission.pk)
            response = desk.get(url, follow=True)
            assert (url, response.status_code) == (url, 200)
            assert other.number in response.content.decode()
    for url in LISTS:
        assert desk.get(url).status_code == 200, url
    table: Any = desk.get("/en/forums/2019/inputs/inputs.csv")
    lines = list(csv.DictReader(io.StringIO(b"".join(table.streaming_content).decode("utf-8-sig"))))
    assert [f"Merged into {target.number}" in line.values() for line in lines] == [True, False]


def test_a_relation_without_a_kind_is_mended_and_no_more_possible(earlier, secretary, at):
    merged = {"Disposition": "merged", "Reason": "The same idea."}
    rows = [[*row("a", **merged), "b"], [*row("b"), ""]]
    land(begin(earlier, secretary, rows, at, [*HEADER, "Merged into"]), at)
    migration = import_module("consultation.migrations.0032_relations_say_their_kind")
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.update(kind="")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE consultation_relation DROP CONSTRAINT relation_says_its_kind;"
            "UPDATE consultation_relation SET kind = ''"
        )
        cursor.execute(migration.FILL)
    assert Relation.objects.get().kind == RelationKind.MERGED
