"""The organizers' pages of a release: what is open, who answers for it, and going back."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agenda.actions.releases import release
from agenda.actions.sessions import make_session
from agenda.choices import Answer, Consent, SessionStatus
from agenda.models import Appearance, ProgrammeSettings, Release, Slot
from consultation.models import Conflict, Submission
from tests.agenda.sessions import accepted_request
from tests.factories import SessionFactory, SpeakerFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db
NEW = reverse("admin:agenda_release_add")


def _text(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def test_the_page_says_what_is_open(desk: Client, at: datetime) -> None:
    session = SessionFactory(number=100)
    cancelled = SessionFactory(number=101, status=SessionStatus.CANCELLED)
    for one, name, answer in (
        (session, "Silent", Answer.NONE),
        (session, "Sure", Answer.CONFIRMED),
        (cancelled, "Gone", Answer.NONE),
    ):
        speaker = SpeakerFactory(slug=name.lower(), name=name, consent=Consent.YES)
        Appearance.objects.create(session=one, speaker=speaker, answer=answer)
    lost = accepted_request(at)
    page = _text(desk, f"{NEW}?forum=2027")
    assert "1 speaker without an answer" in page
    assert "Silent" in page
    assert "Sure" not in page
    assert "Gone" not in page
    assert "1 accepted request without a session" in page
    (link,) = re.findall(r'href="([^"]*#request-\d+)"', page)
    address, anchor = link.split("#")
    assert f'<tr id="{anchor}">' in desk.get(address).content.decode()
    assert str(lost.number) in page
    assert 'name="takes_on"' in page


def test_the_page_names_who_declined_and_who_was_never_asked(desk: Client) -> None:
    session = SessionFactory(number=100)
    for name, answer, consent in (
        ("Away", Answer.DECLINED, Consent.YES),
        ("Unasked", Answer.CONFIRMED, Consent.NOT_ASKED),
        ("Agreed", Answer.CONFIRMED, Consent.YES),
    ):
        speaker = SpeakerFactory(slug=name.lower(), name=name, consent=consent)
        Appearance.objects.create(session=session, speaker=speaker, answer=answer)
    page = _text(desk, f"{NEW}?forum=2027")
    assert "1 speaker has declined and still stands in the session" in page
    assert "Away" in page
    assert "1 speaker was not asked whether she agrees to be shown" in page
    assert "Unasked" in page
    assert "Agreed" not in page


def test_without_lost_inputs_nobody_is_asked_to_answer(desk: Client) -> None:
    SessionFactory()
    assert 'name="takes_on"' not in _text(desk, f"{NEW}?forum=2027")


def test_inputs_that_the_person_may_not_see_are_counted_only(client, at, organizer) -> None:
    SessionFactory()
    lost = accepted_request(at)
    Conflict.objects.create(submission=lost, user=organizer, declared_at=at)
    client.force_login(organizer)
    page = _text(client, f"{NEW}?forum=2027")
    typed = {"forum": "2027", "kind": "public"}
    page += client.post(NEW, typed).content.decode()
    assert "1 more accepted request without a session that you may not see" in page
    assert str(lost.number) not in page


def test_a_refusal_is_said_at_its_field_and_a_reason_lets_it_through(
    desk: Client, at: datetime, secretary
) -> None:
    SessionFactory()
    accepted_request(at)
    typed = {"forum": "2027", "kind": "public", "name": "Final"}
    page = desk.post(NEW, typed).content.decode()
    assert "1 accepted input has no session." in page
    assert not Release.objects.exists()
    page = desk.post(NEW, typed | {"takes_on": "Comes <next> week."}, follow=True).content.decode()
    made = Release.objects.get()
    assert (made.name, made.taken_on_by) == ("Final", secretary)
    assert "Comes &lt;next&gt; week." in page


def test_an_older_release_is_issued_anew_after_a_look(desk: Client, at: datetime) -> None:
    forum_id = SessionFactory().forum_id
    older = release(forum_id=forum_id, public=True, remark="", by=None, at=at)
    url = reverse("admin:agenda_release_again", args=(older.pk,))
    assert (
        url in desk.get(reverse("admin:agenda_release_change", args=(older.pk,))).content.decode()
    )
    assert "word for word" in _text(desk, url)
    newer = release(forum_id=forum_id, public=True, remark="", by=None, at=at)
    assert "compare?from=v1.1&amp;to=v1.0" in _text(desk, url)
    assert Release.objects.count() == 2
    page = desk.post(url, {"remark": "Back"}, follow=True).content.decode()
    assert "Release v1.2 is issued; it says again what v1.0 said." in page
    made = Release.objects.get(minor=2)
    assert newer.again_of is None
    assert (made.again_of, made.remark) == (older, "Back")


def test_going_back_asks_who_answers_for_lost_inputs(desk: Client, at: datetime) -> None:
    forum_id = SessionFactory().forum_id
    older = release(forum_id=forum_id, public=True, remark="", by=None, at=at)
    accepted_request(at)
    url = reverse("admin:agenda_release_again", args=(older.pk,))
    assert "1 accepted input has no session." in desk.post(url, {"remark": ""}).content.decode()
    desk.post(url, {"takes_on": "For a day only."})
    made = Release.objects.get(minor=1)
    assert made.taken_on_reason == "For a day only."
    (number,) = made.taken_on_inputs
    page = reverse("admin:agenda_release_change", args=(made.pk,))
    assert f"<bdi>{number}</bdi></a>" in desk.get(page).content.decode()
    # Too near to the reader: counted, not named.
    submission = Submission.objects.get(number=number)
    reader = get_user(desk)
    assert isinstance(reader, User)
    Conflict.objects.create(submission=submission, user=reader, declared_at=at)
    text = desk.get(page).content.decode()
    assert number not in text
    assert "and 1 more that you may not see" in text


def test_going_back_says_who_has_declined_since(desk: Client, at: datetime) -> None:
    session = SessionFactory()
    here, gone = (SpeakerFactory(slug=slug, name=slug.title()) for slug in ("here", "gone"))
    for speaker in (here, gone):
        Appearance.objects.create(session=session, speaker=speaker)
    older = release(forum_id=session.forum_id, public=True, remark="", by=None, at=at)
    url = reverse("admin:agenda_release_again", args=(older.pk,))
    assert "declined since" not in _text(desk, url)
    Appearance.objects.filter(speaker=gone).update(answer=Answer.DECLINED)
    text = _text(desk, url).replace("\u2068", "").replace("\u2069", "")
    assert "Named again, though they have declined since" in text
    assert "Gone" in text
    assert "Here" not in text


def test_conflicts_that_the_forum_does_not_allow_stand_apart(desk: Client, at: datetime) -> None:
    ann, sessions = SpeakerFactory(), [SessionFactory() for _ in range(2)]
    for session in sessions:
        Appearance.objects.create(session=session, speaker=ann)
        Slot.objects.create(session=session, period=(at, at + timedelta(hours=1)))
    url = f"{NEW}?forum=2027"
    assert "does not allow" not in desk.get(url).content.decode()
    ProgrammeSettings.objects.create(forum=ann.forum, speaker_twice="block")
    assert "1 of them this Forum does not allow." in desk.get(url).content.decode()


def test_going_back_asks_for_inputs_that_the_older_release_has_no_session_of(
    desk: Client, at: datetime, organizer
) -> None:
    forum_id = SessionFactory().forum_id
    older = release(forum_id=forum_id, public=True, remark="", by=None, at=at)
    make_session(submission_id=accepted_request(at).pk, by=organizer, at=at)
    url = reverse("admin:agenda_release_again", args=(older.pk,))
    assert "takes_on" in desk.get(url).content.decode()
    assert "1 accepted input has no session." in desk.post(url, {"remark": ""}).content.decode()


def test_pages_take_as_many_queries_with_30_rows_as_with_1(desk: Client, at: datetime) -> None:
    urls = (f"{NEW}?forum=2027", reverse("admin:agenda_release_changelist"))

    def add() -> None:
        session = SessionFactory()
        Appearance.objects.create(session=session, speaker=SpeakerFactory())
        accepted_request(at)
        release(forum_id=session.forum_id, public=False, remark="", by=None, at=at)

    def count() -> list[int]:
        found = []
        for url in urls:
            desk.get(url)
            with CaptureQueriesContext(connection) as made:
                assert desk.get(url).status_code == 200
            found.append(len(made))
        return found

    add()
    few = count()
    for _ in range(29):
        add()
    assert count() == few
