"""Documents of releases: made once, whole, served from storage; anew where something else is."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda import exports, stored, tasks
from agenda.actions.documents import TRIED_AGAIN, document_of
from agenda.actions.releases import release
from agenda.exceptions import DocumentFailed
from agenda.exports import FORMATS
from agenda.models import Release, ReleaseDocument, Slot
from agenda.queries import exports as queries
from tests.factories import SessionFactory
from wsis_forum.uploads import storing

pytestmark = pytest.mark.django_db
ICS = "/en/forums/2027/agenda/export/agenda.ics"


def _issued(at: datetime) -> Release:
    session = SessionFactory(number=124)
    Slot.objects.create(session=session, period=(at, at + timedelta(hours=1)))
    return release(forum_id=session.forum_id, public=True, remark="", by=None, at=at)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count what the calendar's writer is asked for."""
    asked: list[str] = []
    usual = FORMATS["ics"]

    def write(programme: Any, labels: Any) -> bytes:
        asked.append(labels.language)
        return usual.write(programme, labels)

    monkeypatch.setattr(queries, "FORMATS", {**FORMATS, "ics": replace(usual, write=write)})
    return asked


def test_a_document_is_made_once_per_language(at: datetime, written: list[str]) -> None:
    made = _issued(at)
    first = document_of(release=made, extension="ics", language="en", at=at)
    again = document_of(release=made, extension="ics", language="en", at=at + timedelta(days=1))
    document_of(release=made, extension="ics", language="ar", at=at)
    assert written == ["en", "ar"]
    assert again == first
    assert again.made_at == at
    content = stored.path_of(first.stored_name).read_bytes()
    assert (content[:15], len(content)) == (b"BEGIN:VCALENDAR", first.size)


@pytest.mark.expects_error_log
def test_a_writer_that_fails_leaves_nothing_behind(at: datetime, monkeypatch) -> None:
    made = _issued(at)

    def write(*_: Any) -> bytes:
        raise RuntimeError("no paper")

    broken = replace(FORMATS["ics"], write=write)
    monkeypatch.setattr(queries, "FORMATS", {**FORMATS, "ics": broken})
    with pytest.raises(DocumentFailed, match="RuntimeError: no paper"):
        document_of(release=made, extension="ics", language="en", at=at)
    assert not ReleaseDocument.objects.exists()
    monkeypatch.undo()
    later = at + TRIED_AGAIN
    assert document_of(release=made, extension="ics", language="en", at=later).size


def test_another_writer_and_a_lost_file_make_it_anew(
    at: datetime, written: list[str], monkeypatch
) -> None:
    made = _issued(at)
    first = document_of(release=made, extension="ics", language="en", at=at)
    stored.path_of(first.stored_name).unlink()
    document_of(release=made, extension="ics", language="en", at=at)
    monkeypatch.setattr(queries, "REVISION", exports.REVISION + 1)
    queries._about.cache_clear()
    document_of(release=made, extension="ics", language="en", at=at)
    queries._about.cache_clear()
    assert written == ["en", "en", "en"]
    assert ReleaseDocument.objects.count() == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "ab/" + "c" * 63, "incoming/x", ""])
def test_only_names_that_the_server_made_lead_to_a_file(name: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(repr(name)[1:-1]) + "$"):
        stored.path_of(name)


def test_documents_are_no_orphans_among_the_uploads(at: datetime) -> None:
    made = _issued(at)
    document = document_of(release=made, extension="csv", language="en", at=at)
    assert document.stored_name not in [name for name, _ in storing.stored()]
    assert list(storing.leftovers()) == []


def test_what_is_there_costs_three_queries(client: Client, at: datetime) -> None:
    _issued(at)
    client.get(ICS)
    with CaptureQueriesContext(connection) as made:
        assert client.get(ICS).status_code == 200
    assert len(made) == 3


def test_a_worker_makes_every_format_in_every_language(at: datetime, settings) -> None:
    made = _issued(at)
    for extension in FORMATS:
        for code, _name in settings.LANGUAGES:
            tasks.make_document(release_id=made.pk, extension=extension, language=code)
    assert ReleaseDocument.objects.count() == len(FORMATS) * 6


@pytest.mark.parametrize("public", [True, False])
def test_a_public_release_asks_a_worker_for_letters_and_documents(
    at: datetime, organizer, monkeypatch, django_capture_on_commit_callbacks, public
) -> None:
    told: list[str] = []
    monkeypatch.setattr("wsis_forum.letters.nudge._publish", lambda task, ids: told.append(task))
    forum_id = SessionFactory().forum_id
    with django_capture_on_commit_callbacks(execute=True):
        release(forum_id=forum_id, public=public, remark="", by=organizer, at=at)
    asked = ["agenda.tasks.tell_of_release", "agenda.tasks.make_documents"]
    assert told == (asked if public else [])


@pytest.mark.django_db(transaction=True)
def test_four_readers_at_once_get_one_document(at: datetime, written: list[str]) -> None:
    made = _issued(at)
    start = Barrier(4)

    def ask() -> str:
        try:
            start.wait(timeout=10)
            return document_of(release=made, extension="ics", language="en", at=at).sha256
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = {future.result() for future in [pool.submit(ask) for _ in range(4)]}
    assert len(found) == 1
    assert written == ["en"]
    assert ReleaseDocument.objects.count() == 1
