"""Every list of the workbench as CSV and XLSX: what is shown, all of it, and nothing that runs."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from agenda.models import AgendaItem
from consultation.choices import Status
from consultation.models import Conflict, Submission
from tests.factories import (
    NOW,
    CallFactory,
    OrganizationFactory,
    SessionFactory,
    SubmissionFactory,
    UserFactory,
)
from wsis_forum import clock
from wsis_forum.accounts import roles
from wsis_forum.portal.tables.plain import plain

pytestmark = pytest.mark.django_db

LIST = "/admin/consultation/submission/"
# Begins a formula in some spreadsheet, at once or after what it skips.
EVIL = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    " =1+1",
    "＝1+1",
    "|calc",
    "%0A",
    '=HYPERLINK("x")',
]


def sent(client: Client, url: str) -> bytes:
    response: Any = client.get(url)
    assert response.status_code == 200, url
    return b"".join(response.streaming_content)


def csv_of(client: Client, query: str = "", table: str = LIST) -> list[list[str]]:
    content = sent(client, f"{table}export.csv{query}").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))


def sheet_of(client: Client, query: str = "", table: str = LIST) -> Any:
    return load_workbook(io.BytesIO(sent(client, f"{table}export.xlsx{query}"))).active


def excel_of(client: Client, query: str = "", table: str = LIST) -> list[list[Any]]:
    rows = sheet_of(client, query, table).iter_rows(values_only=True)
    return [["" if value is None else value for value in row] for row in rows]


@pytest.fixture(params=[csv_of, excel_of], ids=["csv", "xlsx"])
def table(request: pytest.FixtureRequest) -> Any:
    return request.param


# --- What stands in it -------------------------------------------------------------------------


def test_the_list_of_inputs_is_read_back_as_it_is_shown(desk: Client, table: Any, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    one = SubmissionFactory(title="Égalité <b>numérique</b> & «école» 数字技能", language="fr")
    head, row = table(desk)
    shown = desk.get(LIST).context["cl"].list_display
    assert len(head) == len(shown) - 1
    assert head[:4] == ["Number", "Title", "Call", "Status"]
    assert row[:7] == [
        one.number,
        "Égalité <b>numérique</b> & «école» 数字技能",
        "Workshop request 2027",
        "Submitted",
        "",
        "Civil society",
        "Français",
    ]
    assert row[7] == "20 November 2026"


def test_filter_search_and_order_count_and_the_page_does_not(desk: Client, table: Any):
    SubmissionFactory(title="Other", status=Status.RETURNED)
    for number in range(120):
        SubmissionFactory(
            title="Boats", text=f"Sails {number}", submitted_at=NOW - timedelta(days=number + 1)
        )
    assert len(table(desk)) == 122
    assert len(table(desk, "?p=2&status=submitted")) == 121
    assert len(table(desk, "?q=sails")) == 121
    assert [row[1] for row in table(desk, "?q=status:returned")] == ["Title", "Other"]
    numbers = [row[0] for row in table(desk, "?o=1")[1:]]
    assert numbers == sorted(numbers)
    assert [row[0] for row in table(desk, "?o=-1")[1:]] == numbers[::-1]


def test_an_empty_list_has_its_heads(desk: Client, table: Any):
    assert len(table(desk, "?q=nothing")) == 1


def test_it_speaks_the_language_of_the_viewer(desk: Client, table: Any):
    SubmissionFactory()
    desk.post("/i18n/setlang/", {"language": "ar"})
    head, row = table(desk)
    assert head[1] != "Title"
    assert row[3] != "Submitted"
    assert sheet_of(desk).sheet_view.rightToLeft


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_runs(desk: Client, text: str):
    OrganizationFactory(name=text, acronym="x")
    url = "/admin/consultation/organization/"
    (cell,) = [row[0] for row in csv_of(desk, table=url)[1:]]
    assert cell[0] == "'" or cell == text.strip() == "1"
    sheet = sheet_of(desk, table=url)
    typed = sheet.cell(2, 1)
    assert (typed.data_type, typed.value.strip()) == ("s", text.strip())
    assert typed.hyperlink is None


def test_texts_that_turn_the_direction_or_control_are_cleaned(desk: Client, table: Any):
    OrganizationFactory(name="a\u202egnp.exe\u2066\x07 b", acronym="لا")
    row = table(desk, table="/admin/consultation/organization/")[1]
    assert row[:2] == ["agnp.exe b", "لا"]


def test_an_address_stays_a_word_and_a_long_text_is_cut_in_excel(desk: Client):
    OrganizationFactory(name="https://example.org/")
    content = sent(desk, "/admin/consultation/organization/export.xlsx")
    with ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "hyperlink" not in sheet
    assert "<f>" not in sheet


def test_numbers_and_moments_are_typed(desk: Client):
    SubmissionFactory(organization=OrganizationFactory(name="ITU"))
    head, row = excel_of(desk, table="/admin/consultation/organization/")
    assert row[head.index("Inputs")] == 1
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    head, *rows = excel_of(client, table="/admin/accounts/user/")
    moments = [value for row in rows for value in row if isinstance(value, datetime)]
    assert not moments or all(moment.year > 2000 for moment in moments)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ('<span class="a">Late</span><span>2 days</span>', "Late 2 days"),
        ("<bdi>A</bdi>, <bdi>B</bdi>", "A, B"),
        ("one<br>two<p>three</p>", "one\ntwothree"),
        ('<svg><title>x</title><path d="M0"/></svg> Yes', "Yes"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("2 < 3", "2 < 3"),
        ("<b>foot</b>ball", "football"),
    ],
)
def test_markup_becomes_words(markup: str, words: str):
    assert plain(markup) == words


# --- Who gets which ----------------------------------------------------------------------------


def test_a_table_holds_what_the_list_does_and_no_more(client: Client, reviewer: Any, table: Any):
    client.force_login(reviewer)
    SubmissionFactory(title="Seen")
    Conflict.objects.create(
        submission=SubmissionFactory(title="Too near"), user=reviewer, declared_at=NOW
    )
    assert [row[1] for row in table(client)] == ["Title", "Seen"]


@pytest.mark.parametrize("role", ["reviewer", "organizer"])
def test_a_blind_reader_gets_no_name(
    client: Client, request: pytest.FixtureRequest, role: str, table: Any
):
    client.force_login(request.getfixturevalue(role))
    SubmissionFactory(
        title="Skills by Amina Diallo of Sahel Learners",
        call=CallFactory(is_blind=True),
        author=UserFactory(name="Amina Diallo"),
        organization_name="Sahel Learners",
    )
    found = str(table(client))
    assert "Skills by" in found
    assert "Diallo" not in found
    assert "Sahel" not in found


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_only_who_may_see_the_list(client: Client, stakeholder: Any, kind: str):
    url = f"{LIST}export.{kind}"
    assert client.get(url).status_code == 302
    client.force_login(stakeholder)
    assert client.get(url, follow=True).status_code == 403
    client.force_login(UserFactory(is_staff=True))
    assert client.get(url).status_code == 403


def test_nonsense_in_the_address_is_no_error(desk: Client):
    assert desk.get("/admin/consultation/nothing/export.csv").status_code == 404
    assert desk.get("/admin/consultation/submission/export.pdf").status_code == 404
    assert desk.post(f"{LIST}export.csv").status_code == 405
    response = desk.get("/admin/consultation/country/export.csv?region_is_unverified__exact=x")
    assert response.status_code == 302
    assert response["Location"] == "/admin/consultation/country/?e=1"


def test_the_list_offers_its_tables_with_its_own_query(desk: Client):
    SubmissionFactory()
    html = desk.get(f"{LIST}?status=submitted&p=1&q=a%22b").content.decode()
    assert f'href="{LIST}export.csv?status=submitted&amp;q=a%22b"' in html
    assert f'href="{LIST}export.xlsx?status=submitted&amp;q=a%22b"' in html


def test_the_file_is_named_by_list_filter_and_day(desk: Client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    response = desk.get(f'{LIST}export.csv?status=submitted&q="digital skills"&o=1')
    name = 'attachment; filename="submissions-status-submitted-digital-skills-2026-11-21.csv"'
    assert response["Content-Disposition"] == name
    assert response["Cache-Control"].startswith("max-age=0, no-cache")


# --- Every list, and what it costs -------------------------------------------------------------


def every_list() -> list[str]:
    return sorted(model._meta.label_lower for model in admin.site._registry)


@pytest.mark.parametrize("label", every_list())
def test_every_list_can_be_had(label: str, client: Client, table: Any):
    operator = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(operator)
    SubmissionFactory()
    app, model = label.split(".")
    url = reverse(f"admin:{app}_{model}_changelist")
    response = client.get(url)
    if response.status_code != 200 or "cl" not in (response.context or {}):
        assert client.get(f"{url}export.csv").status_code == 404
        return
    changes = response.context["cl"]
    head, *rows = table(client, table=url)
    assert len(head) == len([name for name in changes.list_display if name != "action_checkbox"])
    assert len(rows) == changes.queryset.count()
    assert f'href="{url}export.csv"' in response.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("role", ["secretary", "reviewer"])
def test_a_table_costs_the_same_queries_however_long(
    client: Client, request: pytest.FixtureRequest, kind: str, role: str
):
    client.force_login(request.getfixturevalue(role))
    sent(client, f"{LIST}export.{kind}")
    call, counts = CallFactory(is_blind=True), []
    for number in (1, 30):
        SubmissionFactory.create_batch(number, call=call)
        with CaptureQueriesContext(connection) as queries:
            sent(client, f"{LIST}export.{kind}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_heads_come_before_the_rows_are_read(desk: Client):
    SubmissionFactory()
    response: Any = desk.get("/admin/consultation/organization/export.csv")
    parts = iter(response.streaming_content)
    with CaptureQueriesContext(connection) as queries:
        assert next(parts).startswith(b"\xef\xbb\xbfName,")
    assert not queries.captured_queries
    assert len(b"".join(parts).splitlines()) == 1


def test_roles_of_the_list_are_roles_of_the_table(client: Client, organizer: Any):
    client.force_login(organizer)
    assert roles.has_role(organizer, roles.ORGANIZER)
    assert Submission.objects.count() == 0
    assert len(csv_of(client)) == 1


def test_a_list_that_only_names_its_rows_can_be_had(desk: Client, table: Any):
    AgendaItem.objects.create(session=SessionFactory(), order=1, title="Opening")
    assert "Opening" in str(table(desk, table="/admin/agenda/agendaitem/"))
