"""A session's page leads to the inputs it was made of, as far as their authors want it."""

from datetime import datetime

import pytest
from django.test import Client

from agenda.actions.releases import release
from agenda.models import SessionSource
from agenda.queries.releases import latest_public, programme_of
from consultation.actions.withdrawals import withdraw
from consultation.choices import Publication, PublicationRule
from consultation.models import Question, Submission
from tests.factories import CallFactory, SessionFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

SESSION = "/en/forums/2027/agenda/sessions/124/"


@pytest.fixture
def source(at: datetime) -> Submission:
    """Return a public input that a published session was made of."""
    call = CallFactory(publication_rule=PublicationRule.AT_ONCE)
    one: Submission = SubmissionFactory(call=call, title="Lighthouses")
    session = SessionFactory(number=124)
    SessionSource.objects.create(session=session, submission=one, linked_at=at)
    release(forum_id=session.forum_id, public=True, remark="", by=None, at=at)
    return one


def _html(client: Client) -> str:
    response = client.get(SESSION)
    assert response.status_code == 200
    return response.content.decode()


def test_a_public_input_is_linked_with_its_title_and_links_back(client: Client, source):
    page = f"/en/forums/2027/inputs/{source.number}/"
    assert f'<a href="{page}">' in _html(client)
    assert "Lighthouses" in _html(client)
    assert f'<a href="{SESSION}">' in client.get(page).content.decode()


def test_a_title_that_the_call_does_not_publish_stays_out(client: Client, source):
    Question.objects.filter(call=source.call, key="title").update(is_public=False)
    assert f"/inputs/{source.number}/" in _html(client)
    assert "Lighthouses" not in _html(client)


@pytest.mark.parametrize("publication", [Publication.NOT_PUBLIC, Publication.WITHOUT_NAME])
def test_an_input_without_names_is_counted_and_not_named(client: Client, source, publication: str):
    Submission.objects.update(publication=publication)
    html = _html(client)
    assert str(source.number) not in html
    assert "Lighthouses" not in html
    assert "1 input that its author did not want to be named here" in html


def test_a_new_release_does_not_name_it_either(at: datetime, source):
    release(forum_id=source.call.forum_id, public=True, remark="", by=None, at=at)
    stands = programme_of(latest_public(source.call.forum))  # type: ignore[arg-type]
    assert stands.index.sessions[124].submissions == (source.number,)
    Submission.objects.update(publication=Publication.WITHOUT_NAME)
    release(forum_id=source.call.forum_id, public=True, remark="", by=None, at=at)
    stands = programme_of(latest_public(source.call.forum))  # type: ignore[arg-type]
    assert stands.index.sessions[124].submissions == ()


def test_an_input_whose_page_is_not_there_is_named_by_its_number(
    client: Client, at: datetime, source
):
    withdraw(submission_id=source.pk, by=source.author, reason="No.", at=at)
    html = _html(client)
    assert str(source.number) in html
    assert f"/inputs/{source.number}/" not in html
    assert "Lighthouses" not in html


def test_what_the_organizers_change_is_not_told_before_it_is_released(
    client: Client, at: datetime, source
):
    session = source.sessions.get()
    type(session).objects.update(title_en="Not yet said")
    html = client.get(f"/en/forums/2027/inputs/{source.number}/").content.decode()
    assert "124 · A session" in html
    assert "Not yet said" not in html
