"""The pages of the import: files of every make, columns, words, fates, and who may see them."""

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.models import Call, ImportRun, ImportState, Submission
from consultation.tasks import sweep_imports
from tests.consultation.test_imports import HEADER, row
from tests.factories import CallFactory, ForumFactory, UserFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

ADD = "/admin/consultation/importrun/add/"


@pytest.fixture
def earlier(db: None) -> Call:
    forum = ForumFactory(
        slug="2019", year=2019, start_date=date(2019, 4, 8), end_date=date(2019, 4, 12)
    )
    return CallFactory(
        forum=forum, takes_drafts=False, opens_at=None, closes_at=None, kind="thematic"
    )


def csv_of(*rows: list[str], delimiter: str = ",") -> bytes:
    return "\n".join(delimiter.join(f'"{cell}"' for cell in cells) for cells in rows).encode()


def xlsx_of(*rows: list[Any], change: Any = None) -> bytes:
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append(cells)
    if change:
        change(book.active)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def upload(desk: Client, call: Call, content: bytes, name: str = "2019.csv") -> Any:
    return desk.post(ADD, {"call": call.pk, "file": SimpleUploadedFile(name, content)})


def taken(desk: Client, call: Call, content: bytes, name: str = "2019.csv") -> ImportRun:
    response = upload(desk, call, content, name)
    assert response.status_code == 302, response.context["form"].errors
    return ImportRun.objects.latest("pk")


def url(name: str, run: ImportRun) -> str:
    return reverse(f"admin:consultation_importrun_{name}", args=(run.pk,))


def assigned(desk: Client, run: ImportRun, **chosen: Any) -> Any:
    form = desk.get(url("columns", run)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    return desk.post(url("columns", run), {**data, **chosen})


def test_what_is_missing_is_said_by_name(desk: Client, earlier: Call):
    form = desk.post(ADD, {"call": ""}).context["form"]
    assert form.errors == {"call": ["Choose a call."], "file": ["Choose a file."]}
    run = taken(desk, earlier, csv_of(HEADER, row("a")))
    errors = assigned(desk, run, **{"column-title": ""}).context["form"].errors
    words = "Choose the column: no row is taken over without its “title”."
    assert errors == {"column-title": [words]}


def test_the_whole_way_of_a_file(desk: Client, earlier: Call):
    rows = [row("a", Title="مدخلات"), row("b", Disposition="Retenu", Reason="Utile."), row("")]
    run = taken(desk, earlier, csv_of(HEADER, *rows))
    response = assigned(desk, run)
    assert response["Location"] == url("words", run)
    page = desk.get(response["Location"])
    assert [field.label for field in page.context["form"]] == ["Disposition: Retenu"]
    response = desk.post(response["Location"], {"disposition-0": "informs"})
    assert response["Location"] == url("change", run)
    html = desk.get(response["Location"]).content.decode()
    assert "Take over 2 rows" in html
    assert "Key of the row is empty" in html
    assert not Submission.objects.exists()
    desk.post(url("land", run))
    html = desk.get(url("change", run)).content.decode()
    assert "2 rows were taken over" in html
    assert "WSIS-2019-0001" in html
    keys = [one["key"] for one in desk.get(url("change", run)).context["rows"]]
    assert keys == ["a", "b", ""]
    answer: Any = desk.get(url("refused", run))
    refused = b"".join(answer.streaming_content).decode()
    assert refused.count("\n") == 2
    assert Submission.objects.count() == 2


def test_a_word_is_guessed_but_never_what_became_of_an_input(desk: Client, earlier: Call):
    said = row("a", Language="Frensh", Disposition="Accepted", Reason="Useful.")
    run = taken(desk, earlier, csv_of(HEADER, said))
    form = desk.get(assigned(desk, run).url).context["form"]
    guessed = {field.label: field.value() for field in form}
    # It is close to "not accepted".
    assert guessed == {"Language of the text: Frensh": "fr", "Disposition: Accepted": ""}


def test_fates_are_filtered(desk: Client, earlier: Call):
    run = taken(desk, earlier, csv_of(HEADER, row("a"), row("")))
    assigned(desk, run)
    page = desk.get(url("change", run), {"fate": "refused"})
    assert [one["line"] for one in page.context["rows"]] == [3]
    assert desk.get(url("change", run), {"fate": "x'", "page": "zz"}).status_code == 200


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_in_every_usual_encoding(desk: Client, earlier: Call, encoding: str, delimiter: str):
    content = csv_of(HEADER, row("a", Title="Compétences, école"), delimiter=delimiter)
    run = taken(desk, earlier, content.decode().encode(encoding))
    assert run.header == HEADER
    assert run.rows.get().cells[1] == "Compétences, école"
    note = "Windows-1252" if encoding == "latin-1" else ""
    assert run.note == note
    assert (note in desk.get(url("columns", run)).content.decode()) is True


def test_a_sheet_of_excel_is_read_as_values(desk: Client, earlier: Call):
    def change(sheet: Any) -> None:
        sheet["A3"] = "=1+1"
        sheet["B3"] = "=HYPERLINK(1)"
        sheet["A4"] = "merged"
        sheet.merge_cells("A4:A5")
        sheet["B6"] = "x"

    days = [row("a"), row("b"), row("c"), row("d")]
    days[0][7] = date(2019, 2, 10)  # type: ignore[call-overload]
    days[1][7] = 43506  # type: ignore[call-overload]
    run = taken(desk, earlier, xlsx_of(HEADER, *days, change=change), "2019.xlsx")
    assert [one.cells[7] for one in run.rows.all()[:2]] == ["2019-02-10", "43506"]
    assigned(desk, run)
    # The formula has no value, the merged cell belongs to its first row.
    wanted = ["new", "refused", "new", "refused", "refused"]
    assert [one.fate for one in run.rows.all()] == wanted


def bomb() -> bytes:
    held = io.BytesIO()
    source = xlsx_of(HEADER, row("a"))
    with (
        zipfile.ZipFile(io.BytesIO(source)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry.filename))
        new.writestr("xl/media/image1.png", b"0" * 80_000_000)
    return held.getvalue()


def foreign() -> bytes:
    """Make a sheet whose XML names an entity a billion times."""
    held = io.BytesIO()
    source = xlsx_of(HEADER, row("a"))
    with (
        zipfile.ZipFile(io.BytesIO(source)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry.filename)
            if entry.filename == "xl/workbook.xml":
                content = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'
            new.writestr(entry.filename, content)
    return held.getvalue()


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.csv", b" \n", "no table"),
    "header only": ("a.csv", b"Key,Title\n", "no row below"),
    "NUL": ("a.csv", b"Key,Title\na,\x00b\n", "not what its name says"),
    "300 columns": ("a.csv", csv_of(["x"] * 300, ["y"] * 300), "too wide"),
    "another format": ("a.ods", b"PK", "cannot be taken"),
    "no archive": ("a.xlsx", b"Key,Title\na,b\n", "not what its name says"),
    "too long": ("a.csv", b"Key\n" + b"x\n" * 20_001, "too long"),
    "11 MB": ("a.csv", b"Key\n" + b"x" * 11_000_000, "too large"),
    "cut off": ("a.xlsx", xlsx_of(HEADER, row("a"))[:-400], "damaged"),
    "bomb": ("a.xlsx", bomb(), "unpacked"),
    "entities": ("a.xlsx", foreign(), "cannot be read"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused_beside_the_field(desk: Client, earlier: Call, case: str):
    name, content, said = REFUSED[case]
    response = upload(desk, earlier, content, name)
    assert response.status_code == 200
    assert said in response.context["form"].errors["file"][0]
    assert not ImportRun.objects.exists()


def test_strangers_text_stays_text(desk: Client, earlier: Call):
    cells = row("<b>k</b>", Title="<script>alert(1)</script>\u202e=1+1", Date="<i>")
    run = taken(desk, earlier, csv_of(["<u>Key</u>", *HEADER[1:]], cells, row("=cmd", Date="x")))
    pages = [desk.get(url("columns", run)).content.decode()]
    assigned(desk, run, **{"column-key": "0"})
    pages.append(desk.get(url("change", run)).content.decode())
    for html in pages:
        assert "<script>alert" not in html
        assert "<b>k" not in html
        assert "<i>" not in html
    answer: Any = desk.get(url("refused", run))
    refused = b"".join(answer.streaming_content).decode()
    assert ",'=cmd" in refused


def test_rows_shorter_or_longer_than_the_header_are_rows(desk: Client, earlier: Call):
    run = taken(desk, earlier, csv_of(HEADER, ["a", "Title"], [*row("b"), "more", "and more"]))
    assigned(desk, run)
    assert [one.fate for one in run.rows.all()] == ["new", "new"]


def test_missing_choices_are_said_beside_the_field(desk: Client, earlier: Call):
    run = taken(desk, earlier, csv_of(HEADER, row("a")))
    chosen = {"column-key": "", "column-title": "99", "otherwise-decided": "spring"}
    response = assigned(desk, run, **chosen)
    assert set(response.context["form"].errors) == set(chosen)
    run.refresh_from_db()
    assert run.state == ImportState.MAPPING


def test_a_long_file_is_a_workers(
    desk: Client, earlier: Call, django_capture_on_commit_callbacks: Any, monkeypatch: Any
):
    told: list[str] = []
    monkeypatch.setattr("wsis_forum.letters.nudge.tell", lambda task, **ids: told.append(task))
    run = taken(desk, earlier, csv_of(HEADER, *(row(f"k{n}") for n in range(201))))
    with django_capture_on_commit_callbacks(execute=True):
        assigned(desk, run)
    assert "This goes on without you" in desk.get(url("change", run)).content.decode()
    assert told == ["consultation.tasks.work_on_import"]
    sweep_imports()
    run.refresh_from_db()
    assert run.state == ImportState.CHECKED
    desk.post(url("land", run))
    assert Submission.objects.count() == 0
    sweep_imports()
    assert Submission.objects.count() == 201


def test_landing_twice_is_said_and_lands_once(desk: Client, earlier: Call):
    run = taken(desk, earlier, csv_of(HEADER, row("a")))
    assigned(desk, run)
    desk.post(url("land", run))
    response = desk.post(url("land", run), follow=True)
    assert "at another step" in response.content.decode()
    assert Submission.objects.count() == 1
    assert desk.get(url("land", run)).status_code == 405


def test_rows_are_shown_to_whoever_brought_the_file_only(
    desk: Client, client: Client, earlier: Call, secretary: User
):
    run = taken(desk, earlier, csv_of(HEADER, row("a", Title="Zebrafish")))
    assigned(desk, run)
    other = UserFactory(is_staff=True)
    other.groups.set(secretary.groups.all())
    client.force_login(other)
    assert "Zebrafish" not in client.get(url("change", run)).content.decode()
    for name in ("columns", "words", "refused"):
        assert client.get(url(name, run)).status_code == 403
    assert client.post(url("land", run)).status_code == 403


def test_an_input_too_near_is_not_named_once_it_is_there(
    desk: Client, earlier: Call, secretary: User
):
    run = taken(desk, earlier, csv_of(HEADER, row("a", Title="Zebrafish", Organization="Mine")))
    assigned(desk, run)
    desk.post(url("land", run))
    secretary.organization_name = "Mine"
    secretary.save()
    assert "Zebrafish" not in desk.get(url("change", run)).content.decode()


@pytest.mark.parametrize("role", ["reviewer", "organizer"])
def test_others_do_not_import(request: Any, client: Client, earlier: Call, role: str):
    client.force_login(request.getfixturevalue(role))
    assert client.get(ADD).status_code == 403
    assert client.get("/admin/consultation/importrun/").status_code == 403


def test_a_page_of_rows_takes_as_many_queries_for_one_as_for_thirty(desk: Client, earlier: Call):
    def count(rows: int) -> int:
        run = taken(desk, earlier, csv_of(HEADER, *(row(f"{rows}-{n}") for n in range(rows))))
        assigned(desk, run)
        desk.post(url("land", run))
        desk.get(url("change", run))
        with CaptureQueriesContext(connection) as queries:
            assert len(desk.get(url("change", run)).context["rows"]) == rows
        return len(queries)

    assert count(1) == count(30)
