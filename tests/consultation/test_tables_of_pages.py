"""Lists that are no lists of Django's as CSV and XLSX: for whoever sees the page, what it shows."""

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from consultation.actions.basket import put
from consultation.choices import Disposition, Role, Status
from consultation.models import CallRole, Conflict, LateCode, SavedFilter
from tests.consultation.reviewing import assign, criteria, give, staff
from tests.factories import NOW, CallFactory, OutcomeFactory, SubmissionFactory, UserFactory
from wsis_forum.accounts import roles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

# Page -> its tables, and the roles that it lets in: as the page, so the table.
PAGES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "call_reviews": (("reviewers", "inputs"), "S"),
    "call_people": (("people",), "S"),
    "call_late_codes": (("codes",), "S"),
    "call_undecided": (("inputs",), "SROB"),
    "submission_filters": (("filters",), "SROB"),
    "reviewercapacity_changelist": (("reviewers",), "S"),
    "basketitem_changelist": (("basket",), "S"),
}
ROLES = {"S": roles.SECRETARIAT, "R": roles.REVIEWER, "O": roles.ORGANIZER, "B": roles.OBSERVER}


@pytest.fixture
def call(secretary):
    made = CallFactory(is_blind=True)
    criteria(made, 3, 1)
    author = UserFactory(name="Amina Diallo")
    one = SubmissionFactory(
        call=made, title="=Skills by Amina Diallo", author=author, status=Status.UNDER_REVIEW
    )
    hidden = SubmissionFactory(call=made, title="Nothing for her")
    Conflict.objects.create(submission=hidden, user=secretary, declared_at=NOW)
    reviewer = staff("Daniel")
    assign(one, reviewer)
    give(one, reviewer, 4, 4)
    CallRole.objects.create(call=made, user=reviewer, role=Role.REVIEWER)
    for code, used_for in (("AAAA", one), ("BBBB", hidden)):
        LateCode.objects.create(
            call=made, code=code, made_at=NOW, expires_at=NOW, used_at=NOW, used_for=used_for
        )
    SavedFilter.objects.create(owner=secretary, name="Mine", query="status=decided", made_at=NOW)
    outcome = OutcomeFactory(
        disposition=Disposition.DECLINED, reason="Too thin.", reason_language="en"
    )
    put(submission_id=one.pk, by=secretary, outcome=outcome, at=NOW)
    return made


def _page(name: str, call) -> str:
    return reverse(
        f"admin:consultation_{name}",
        args=(call.pk,) if name.startswith("call_") and name != "call_undecided" else (),
    )


def _sent(client: Client, url: str) -> bytes:
    answer: Any = client.get(url)
    assert answer.status_code == 200, url
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_offers_its_tables_to_whom_it_lets_in(client: Client, call, name: str):
    page, (tables, letters) = _page(name, call), PAGES[name]
    for letter, role in ROLES.items():
        client.force_login(staff(f"One{letter}", role))
        may = client.get(page).status_code == 200
        assert may == (letter in letters), letter
        for table in tables:
            for kind in ("csv", "xlsx"):
                answer = client.get(f"{page}{table}.{kind}")
                assert (answer.status_code == 200) == may, (letter, table)
    client.force_login(staff("Secretary", roles.SECRETARIAT))
    links = re.findall(r'href="([a-z]+)\.(csv|xlsx)', client.get(page).text)
    # What is empty for her has no table on two of the pages.
    assert {table for table, _kind in links} <= set(tables)
    assert client.get(f"{page}nothing.csv").status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_table_holds_what_the_page_shows(desk: Client, call, name: str):
    page, (tables, _letters) = _page(name, call), PAGES[name]
    text = desk.get(page).text
    for table in tables:
        assert f'href="{table}.csv' in text
        rows = list(csv.reader(io.StringIO(_sent(desk, f"{page}{table}.csv").decode("utf-8-sig"))))
        book = load_workbook(io.BytesIO(_sent(desk, f"{page}{table}.xlsx")))
        sheet = list(book.worksheets[0].iter_rows(values_only=True))
        assert len(rows) == len(sheet) >= 2
        assert len({len(row) for row in rows}) == 1
        everything = "\n".join(cell for row in rows for cell in row)
        assert "Nothing for her" not in everything
        assert not any(cell.startswith("=") for row in rows for cell in row)


def test_a_table_is_blind_where_its_page_is(client: Client, call, reviewer):
    client.force_login(reviewer)
    content = _sent(client, f"{_page('call_undecided', call)}inputs.csv").decode()
    assert "Skills by [name hidden]" in content
    assert "Diallo" not in content
