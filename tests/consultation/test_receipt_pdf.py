"""The receipt as a stored document: made once by a worker, handed out to its owners only."""

import io

import pytest
from celery import current_app
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from consultation import tasks
from consultation.actions import receipts
from consultation.models import ReceiptDocument, SubmissionVersion
from consultation.queries.receipts import receipt_of, waiting
from tests.factories import (
    ActionLineFactory,
    AttachmentFactory,
    CountryFactory,
    DraftFactory,
    GoalFactory,
    SubmissionFactory,
)
from wsis_forum.letters import nudge

pytestmark = pytest.mark.django_db


def address(submission) -> str:
    return reverse("consultation:receipt_pdf", args=(submission.reference,))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def made(submission, at):
    version = submission.versions.get()
    receipts.make_receipt(version_id=version.pk, at=at)
    return version.receipt


@pytest.fixture
def handed_in(stakeholder):
    return SubmissionFactory(author=stakeholder, number="WSIS-2027-0007")


def test_it_holds_the_answers_of_its_version_in_their_language(at):
    ActionLineFactory()
    GoalFactory()
    CountryFactory()
    submission = SubmissionFactory(
        language="fr",
        title="Compétences",
        call__title_fr="Demandes d’ateliers",
        answers={
            "action_lines": ["C4"],
            "goals": [4],
            "speakers": [
                {"name": "Amina Diallo", "honorific": "Dr", "country": "CHE", "biography": "བ"}
            ],
            "unknown": "no longer asked",
        },
    )
    photo = AttachmentFactory(submission=submission, name="amina.png", sha256="cd" * 32)
    version = submission.versions.get()
    version.answers["speakers"][0]["photo"] = photo.pk
    version.save()

    text = text_of(bytes(made(submission, at).pdf))

    for line in (
        submission.number,
        "Compétences",
        "Demandes d’ateliers",
        "What we propose.",
        "Dr Amina Diallo",
        "Suisse",
        "[U+0F56]",
        "amina.png",
        "cd" * 32,
        "20 novembre 2026, 13:00",
    ):
        assert line in text, line
    assert "no longer asked" not in text


def test_a_version_gets_one_document_however_often_it_is_asked_for(at, handed_in):
    first = made(handed_in, at)
    receipts.make_receipt(version_id=first.version_id, at=at)
    assert [row.pk for row in ReceiptDocument.objects.all()] == [first.pk]
    receipts.make_receipt(version_id=first.version_id + 1, at=at)
    assert waiting() == []


def test_the_queries_do_not_grow_with_the_answers(at):
    lines = [ActionLineFactory(code=f"C{n}").code for n in range(1, 11)]
    goals = [GoalFactory(number=n).number for n in range(1, 18)]
    counts = []
    for answers in ({}, {"action_lines": lines[:1]}, {"action_lines": lines, "goals": goals}):
        version = SubmissionFactory(answers=answers).versions.get()
        with CaptureQueriesContext(connection) as queries:
            receipt_of(version)
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 6


@pytest.mark.expects_error_log
def test_a_sweep_makes_what_is_missing_and_one_failure_stops_no_other(monkeypatch, at):
    bad, good = SubmissionFactory().versions.get(), SubmissionFactory().versions.get()
    render = receipts.exporter.render

    def fail(receipt):
        if receipt.number == bad.submission.number:
            raise ValueError
        return render(receipt)

    monkeypatch.setattr(receipts.exporter, "render", fail)
    tasks.sweep_receipts()
    assert [row.version_id for row in ReceiptDocument.objects.all()] == [good.pk]
    assert waiting() == [bad.pk]


def test_the_worker_is_told_after_the_commit(
    handed_in, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(nudge, "_silent_until", 0.0)
    current_app.control.purge()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        receipts.nudge(handed_in.versions.get())
        assert current_app.control.purge() == 0
    assert current_app.control.purge() == 1


def test_the_task_makes_it(handed_in):
    version = handed_in.versions.get()
    tasks.make_receipt(version_id=version.pk)
    assert bytes(version.receipt.pdf).startswith(b"%PDF")


def test_its_owner_gets_it_as_a_file_and_not_twice(client, handed_in, stakeholder, at):
    document = made(handed_in, at)
    client.force_login(stakeholder)
    response = client.get(address(handed_in))
    assert response.content == bytes(document.pdf)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="WSIS-2027-0007.pdf"'
    assert response["Cache-Control"] == "private, no-cache"
    again = client.get(address(handed_in), headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_earlier_version_has_its_own(client, handed_in, stakeholder, at):
    first = made(handed_in, at)
    second = SubmissionVersion.objects.create(
        submission=handed_in, number=2, answers={"title": "Newer"}, at=at, by=stakeholder
    )
    receipts.make_receipt(version_id=second.pk, at=at)
    client.force_login(stakeholder)
    assert "Newer" in text_of(client.get(address(handed_in)).content)
    earlier = client.get(address(handed_in), {"version": "1"})
    assert earlier.content == bytes(first.pdf)
    for wrong in ("3", "0", "x", "-1", "9" * 30, "٢"):
        assert client.get(address(handed_in), {"version": wrong}).status_code == 404


def test_until_it_is_made_a_page_says_so_and_looks_again(client, handed_in, stakeholder):
    client.force_login(stakeholder)
    response = client.get(address(handed_in))
    assert (response.status_code, response["Refresh"]) == (202, "5")
    assert "no-store" in response["Cache-Control"]
    assert "Your receipt is being made" in response.content.decode()
    assert ReceiptDocument.objects.count() == 0


def test_nobody_else_gets_it(client, handed_in, secretary, at):
    made(handed_in, at)
    assert client.get(address(handed_in)).status_code == 302
    client.force_login(secretary)
    assert client.get(address(handed_in)).status_code == 404


def test_a_draft_has_none(client, stakeholder):
    client.force_login(stakeholder)
    assert client.get(address(DraftFactory(author=stakeholder))).status_code == 404
