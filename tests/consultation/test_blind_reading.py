"""Blind reading: who is blind, which names are known, and what is left of an input."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.choices import Role
from consultation.differences import differences
from consultation.models import CallRole, SubmissionVersion
from consultation.presentation import shown_parts
from consultation.queries import blind, questions
from consultation.queries.wording import words_of
from tests.factories import (
    NOW,
    AttachmentFactory,
    CallFactory,
    OrganizationFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SECRETS = ("Diallo", "Petrov", "Telecoms", "gov.sn", "Annex", "diallo-cv")


@pytest.fixture
def call():
    return CallFactory(is_blind=True)


@pytest.fixture
def submission(call):
    author = UserFactory(email="amina@gov.sn", name="Amina Diallo")
    organization = OrganizationFactory(name="Ministry of Telecoms", acronym="MOT")
    speakers = [{"name": "Ivan Petrov", "organization": "Annex Ltd", "biography": "Mr Petrov is"}]
    return SubmissionFactory(
        call=call,
        author=author,
        organization=organization,
        organization_name="Ministry of Telecoms",
        title="What Diallo asks",
        text="Amina DIALLO (amina@gov.sn) of MOT, with I. Petrov of Annex Ltd",
        answers={"speakers": speakers},
    )


def test_only_who_is_not_of_the_secretariat_is_blind(submission, secretary, reviewer, organizer):
    assert not blind.is_blind_for(secretary, submission)
    assert blind.is_blind_for(reviewer, submission)
    assert blind.is_blind_for(organizer, submission)
    open_call = SubmissionFactory(call__is_blind=False)
    assert not blind.is_blind_for(reviewer, open_call)


def test_the_secretariat_of_one_call_is_blind_in_others(call, submission, reviewer):
    CallRole.objects.create(call=call, user=reviewer, role=Role.SECRETARIAT)
    other = SubmissionFactory(call__is_blind=True)
    assert not blind.is_blind_for(reviewer, submission)
    assert blind.is_blind_for(reviewer, other)


def test_the_names_that_the_portal_knows(submission):
    names = blind.names_of(submission)
    for name in ("Amina Diallo", "Diallo", "Ivan Petrov", "Annex Ltd", "MOT", "gov.sn"):
        assert name in names
    assert "Organization" not in names


def test_answers_hold_no_name(submission, reviewer):
    seen = blind.blind_for(reviewer, submission)
    asked = questions.of_call(submission.call)
    answers = seen.answers(asked, submission.versions.get().answers)
    shown = repr(seen.parts(shown_parts(submission, asked, answers)))
    assert "Person 1" in shown
    assert not [name for name in SECRETS if name in shown]
    assert seen.text(submission.title) == "What [name hidden] asks"


def test_names_of_an_earlier_version_stay_hidden_in_the_differences(submission, reviewer):
    before = submission.versions.get().answers
    after = {**before, "text": "Now without them.", "speakers": []}
    SubmissionVersion.objects.create(submission=submission, number=2, answers=after, at=NOW)
    seen = blind.blind_for(reviewer, submission)
    asked = questions.of_call(submission.call)
    found = differences(
        asked,
        seen.answers(asked, before),
        seen.answers(asked, after),
        word=seen.word(words_of(submission)),
    )
    assert found
    assert not [name for name in SECRETS if name in repr(found)]


def test_files_are_counted_instead_of_named(submission, reviewer, secretary):
    first = AttachmentFactory(submission=submission, name="diallo-cv.PDF")
    second = AttachmentFactory(submission=submission, name="Diallo budget")
    seen = blind.blind_for(reviewer, submission)
    assert seen.file_name(first) == "File 1.pdf"
    assert seen.file_name(second) == "File 2"
    assert blind.blind_for(secretary, submission).file_name(first) == "diallo-cv.PDF"


def test_who_is_not_blind_reads_what_was_written(submission, secretary):
    seen = blind.blind_for(secretary, submission)
    answers = submission.versions.get().answers
    asked = questions.of_call(submission.call)
    assert seen.answers(asked, answers) == answers
    assert seen.text(submission.text) == submission.text
    assert seen.person(submission.author) == "Amina Diallo"


@pytest.mark.parametrize("is_blind", [True, False])
def test_many_inputs_take_as_many_queries_as_one(reviewer, is_blind):
    call = CallFactory(is_blind=is_blind)
    counts = []
    for more in (1, 29):
        SubmissionFactory.create_batch(more, call=call)
        rows = list(call.submissions.select_related("call", "author", "organization"))
        vars(reviewer).pop("_calls_not_blind", None)
        vars(reviewer).pop("_role_names", None)
        with CaptureQueriesContext(connection) as made:
            blind.blinds_for(reviewer, rows)
        counts.append(len(made))
    assert counts[0] == counts[1] <= 7
