"""An author's page names the sessions made of an input, once the public agenda has them."""

import pytest

from agenda.actions.releases import release
from agenda.models import SessionSource
from agenda.queries.outcomes import sessions_of
from consultation import outcome_links
from consultation.outcome_links import OutcomeLink
from tests.factories import NOW, SessionFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def test_the_authors_page_asks_the_programme():
    assert sessions_of in outcome_links._finders


def test_an_input_without_a_session_became_none():
    assert list(sessions_of(SubmissionFactory())) == []


def test_a_session_that_is_not_public_is_not_named():
    submission = SubmissionFactory()
    session = SessionFactory(number=124, title="Still secret")
    SessionSource.objects.create(session=session, submission=submission, linked_at=NOW)

    assert list(sessions_of(submission)) == [
        OutcomeLink("A session that is not yet in the public agenda")
    ]


def test_a_public_session_is_named_and_linked(at):
    submission = SubmissionFactory()
    session = SessionFactory(number=124, title="Skills for all")
    SessionSource.objects.create(session=session, submission=submission, linked_at=at)
    release(forum_id=session.forum_id, public=True, remark="", by=None, at=at)

    assert list(sessions_of(submission)) == [
        OutcomeLink("124 · Skills for all", "/en/forums/2027/agenda/sessions/124/")
    ]
