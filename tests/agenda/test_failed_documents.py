"""A document that cannot be made: what readers, organizers and operators are told of it."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agenda import tasks
from agenda.actions.documents import TRIED_AGAIN, document_of
from agenda.actions.releases import release
from agenda.exceptions import DocumentFailed
from agenda.exports import FORMATS, file_name
from agenda.models import FailedDocument, Release, Slot
from agenda.queries import calendars, sheets
from agenda.queries import exports as queries
from tests.factories import SessionFactory
from wsis_forum import clock

pytestmark = [pytest.mark.django_db, pytest.mark.expects_error_log]
PDF = "/{}/forums/2027/agenda/export/agenda.pdf"
SECRET = "typst says: <b>/srv/portal/key</b>"


@pytest.fixture
def made(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Release:
    session = SessionFactory(number=124)
    Slot.objects.create(session=session, period=(at, at + timedelta(hours=1)))
    monkeypatch.setattr(clock, "now", lambda: at)
    return release(forum_id=session.forum_id, public=True, remark="", by=None, at=at)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let no PDF be made; count who asks for one."""
    found: list[str] = []

    def write(_programme: Any, labels: Any) -> bytes:
        found.append(labels.language)
        raise RuntimeError(f"{SECRET}\n and more " + "x" * 999)

    broken = replace(FORMATS["pdf"], write=write)
    monkeypatch.setattr(queries, "FORMATS", {**FORMATS, "pdf": broken})
    return found


@pytest.mark.parametrize(
    ("code", "words"),
    [("en", "The PDF file cannot be made at the moment"), ("ar", 'dir="rtl"')],
)
def test_a_reader_is_told_and_offered_the_other_formats(
    client: Client, made: Release, asked: list[str], code: str, words: str
) -> None:
    answer = client.get(PDF.format(code))
    html = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "600")
    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex", "no-store")
    assert words in html
    for ext in FORMATS:
        url = f"/{code}/forums/2027/agenda/export/{file_name(ext)}?release={made.version}"
        assert (f'href="{url}"' in html) is (ext != "pdf")
    assert "typst" not in html
    assert asked == [code]


def test_it_is_logged_once_and_not_tried_again_for_ten_minutes(
    client: Client, made: Release, asked: list[str], at: datetime, monkeypatch, caplog
) -> None:
    with caplog.at_level(logging.ERROR, logger="agenda"):
        for _ in range(3):
            client.get(PDF.format("en"))
        monkeypatch.setattr(clock, "now", lambda: at + TRIED_AGAIN)
        client.get(PDF.format("en"))
    assert asked == ["en", "en"]
    (said,) = [one.getMessage() for one in caplog.records if one.name.startswith("agenda")]
    assert said.startswith(f"Release {made.pk}: cannot make pdf in en: RuntimeError: typst says")
    row = FailedDocument.objects.get()
    assert (row.failed_at, row.tried_at) == (at, at + TRIED_AGAIN)
    assert len(row.reason) == 300
    assert "\n" not in row.reason


def test_what_works_again_is_no_failure_any_more(
    made: Release, asked: list[str], at: datetime, monkeypatch
) -> None:
    document = partial(document_of, release=made, extension="pdf", language="en")
    with pytest.raises(DocumentFailed):
        document(at=at)
    monkeypatch.undo()
    assert document(at=at + TRIED_AGAIN).size
    assert not FailedDocument.objects.exists()


def test_other_words_are_tried_at_once(made: Release, asked: list[str], at: datetime, monkeypatch):
    document = partial(document_of, release=made, extension="pdf", language="en", at=at)
    with pytest.raises(DocumentFailed):
        document()
    monkeypatch.setattr(queries, "REVISION", 999)
    queries._about.cache_clear()
    with pytest.raises(DocumentFailed):
        document()
    queries._about.cache_clear()
    assert asked == ["en", "en"]


def test_a_worker_goes_on_with_the_others(made: Release, asked: list[str], settings) -> None:
    for code, _name in settings.LANGUAGES:
        tasks.make_document(release_id=made.pk, extension="pdf", language=code)
    assert FailedDocument.objects.count() == len(asked) == 6


def test_the_release_lists_them_and_has_them_tried_again(
    client: Client, made: Release, asked: list[str], organizer, monkeypatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr("agenda.actions.documents.nudge", told.append)
    client.force_login(organizer)
    page = reverse("admin:agenda_release_change", args=(made.pk,))
    assert "failed-title" not in client.get(page).content.decode()
    client.get(PDF.format("fr"))
    html = client.get(page).content.decode()
    assert "1 document cannot be made" in html
    assert "RuntimeError: typst says: &lt;b&gt;" in html
    url = reverse("admin:agenda_release_documents", args=(made.pk,))
    assert client.get(url).status_code == 405
    answer = client.post(url, follow=True)
    assert "1 document is made again." in answer.content.decode()
    assert told == [made]
    tasks.make_document(release_id=made.pk, extension="pdf", language="fr")
    assert asked == ["fr", "fr"]


def test_the_list_costs_the_same_however_long_it_is(
    client: Client, made: Release, asked: list[str], organizer, settings
) -> None:
    client.force_login(organizer)
    page = reverse("admin:agenda_release_change", args=(made.pk,))
    client.get(page)
    counts = []
    for code, _name in settings.LANGUAGES:
        tasks.make_document(release_id=made.pk, extension="pdf", language=code)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        counts.append(len(captured))
    assert len(set(counts)) == 1


def test_who_may_not_issue_releases_has_nothing_tried(
    client: Client, made: Release, asked: list[str], reviewer
) -> None:
    client.get(PDF.format("en"))
    client.force_login(reviewer)
    url = reverse("admin:agenda_release_documents", args=(made.pk,))
    assert client.post(url).status_code == 403


def test_the_command_says_so_in_one_line(made: Release, asked: list[str], tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"^Cannot make pdf in en: RuntimeError: typst"):
        call_command(
            "export_agenda",
            "2027",
            "--format=pdf",
            "--language=en",
            f"--output={tmp_path / 'agenda.pdf'}",
            stdout=StringIO(),
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        ("export/session-124.pdf", (sheets.Sheet, "write")),
        ("export/agenda.ics?session=124", (calendars.PartCalendar, "write")),
    ],
)
def test_a_sheet_or_a_calendar_of_a_part_says_the_same(
    client: Client, made: Release, monkeypatch, caplog, path: str, broken: tuple[type, str]
) -> None:
    def write(_self: Any) -> bytes:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(*broken, write)
    answer = client.get(f"/en/forums/2027/agenda/{path}")
    assert answer.status_code == 503
    assert "typst" not in answer.content.decode()
    assert any("cannot be made" in one.getMessage() for one in caplog.records)
