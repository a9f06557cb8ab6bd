"""Accepted requests become sessions: once, with everything, under a number of their own."""

from datetime import datetime
from typing import Any

import pytest

from agenda.actions.photos import PHOTO
from agenda.actions.releases import release
from agenda.actions.sessions import (
    add_requests,
    delete_session,
    free_slug,
    make_session,
    take_number,
)
from agenda.exceptions import NotAccepted, NotOfOneForum, SessionReleased
from agenda.models import Session, SessionSource, Speaker
from consultation.choices import Disposition, EventKind
from consultation.models import SubmissionEvent
from tests.agenda.sessions import accepted_request, full_request
from tests.agenda.test_people import _picture
from tests.factories import (
    AttachmentFactory,
    CallFactory,
    ForumFactory,
    GoalFactory,
    SessionFactory,
    SessionTypeFactory,
    SubmissionFactory,
    end,
)
from wsis_forum import uploads
from wsis_forum.uploads import storing

pytestmark = pytest.mark.django_db


def test_everything_is_carried_over(at: datetime, organizer) -> None:
    kind = SessionTypeFactory()
    submission = full_request(at)
    session = make_session(submission_id=submission.pk, by=organizer, at=at)
    session.refresh_from_db()
    assert (session.forum, session.number, session.type, session.track) == (
        submission.call.forum,
        100,
        kind,
        kind.track,
    )
    # The columns of the languages are made at run time.
    written: Any = session
    assert (written.title_fr, written.title_en) == ("Compétences numériques", None)
    assert written.description_fr == "Résumé.\n\nTexte."
    assert written.organizers_fr == str(submission.organization)
    assert (session.original_language, session.status, session.mode) == (
        "fr",
        "tentative",
        "hybrid",
    )
    assert (session.expected_people, session.minutes) == (80, 60)
    assert [line.code for line in session.action_lines.all()] == ["C4"]
    assert [goal.number for goal in session.goals.all()] == [4]
    assert [
        (one.speaker.honorific_fr, one.speaker.name_fr, one.speaker.function_fr, one.is_remote)
        for one in written.appearances.all()
    ] == [("Mme", "Aïcha Traoré", "Directrice", False), ("", "李雷", "", True)]
    assert [one.speaker.slug for one in session.appearances.all()] == ["aicha-traore", "speaker"]
    first = written.appearances.all()[0].speaker
    assert (first.organization_fr, first.country) == ("AGETIC", submission.country)
    assert (first.biography_fr, first.photo_name) == ("Elle écrit des programmes.", "")


def test_a_photo_of_the_request_becomes_the_speaker_s_own(at: datetime, organizer) -> None:
    submission = full_request(at)
    received = uploads.receive(_picture("PNG"), PHOTO)
    attachment = AttachmentFactory(
        submission=submission,
        name="aicha.png",
        media_type=received.media_type,
        stored_name=received.stored_name,
    )
    submission.speakers.filter(order=1).update(photo=attachment)
    make_session(submission_id=submission.pk, by=organizer, at=at)
    first: Any = Speaker.objects.get(slug="aicha-traore")
    assert (first.photo_type, first.photo_name == received.stored_name) == ("image/png", False)
    content = storing.path_of(received.stored_name).read_bytes()
    assert storing.path_of(first.photo_name).read_bytes() == content
    # What is there is kept: she may have sent another one meanwhile.
    again = full_request(at)
    again.speakers.filter(order=1).update(biography="Autre.")
    make_session(submission_id=again.pk, by=organizer, at=at)
    first.refresh_from_db()
    assert first.biography_fr == "Elle écrit des programmes."


def test_what_a_request_adds_is_a_change_to_whoever_has_the_form_open(
    at: datetime, organizer
) -> None:
    submission = full_request(at)
    make_session(submission_id=submission.pk, by=organizer, at=at)
    Speaker.objects.filter(slug="aicha-traore").update(biography_fr=None)
    before = Speaker.objects.get(slug="aicha-traore").version
    make_session(submission_id=full_request(at).pk, by=organizer, at=at)
    assert Speaker.objects.get(slug="aicha-traore").version == before + 1


@pytest.mark.parametrize(("consent", "said"), [("yes", ""), ("no", ""), ("unknown", "Elle écrit")])
def test_what_somebody_who_has_answered_took_away_does_not_come_back(
    at: datetime, organizer, consent: str, said: str
) -> None:
    make_session(submission_id=full_request(at).pk, by=organizer, at=at)
    Speaker.objects.filter(slug="aicha-traore").update(biography_fr=None, consent=consent)
    again = full_request(at)
    photo = uploads.receive(_picture("PNG"), PHOTO)
    attachment = AttachmentFactory(
        submission=again, media_type=photo.media_type, stored_name=photo.stored_name
    )
    again.speakers.filter(order=1).update(photo=attachment)
    make_session(submission_id=again.pk, by=organizer, at=at)
    first: Any = Speaker.objects.get(slug="aicha-traore")
    assert (first.biography_fr or "").startswith(said)
    assert bool(first.biography_fr) == bool(first.photo_name) == bool(said)


def test_a_photo_that_is_gone_keeps_no_session_from_being_made(at: datetime, organizer) -> None:
    submission = full_request(at)
    gone = AttachmentFactory(submission=submission, media_type="image/png")
    submission.speakers.filter(order=1).update(photo=gone)
    make_session(submission_id=submission.pk, by=organizer, at=at)
    assert Speaker.objects.get(slug="aicha-traore").photo_name == ""


def test_a_session_that_is_there_is_built_from_further_requests(at: datetime, organizer) -> None:
    session = SessionFactory(number=150, title="Ours")
    submission = full_request(at)
    add_requests(session_id=session.pk, submission_ids=[submission.pk], by=organizer, at=at)
    session.refresh_from_db()
    assert session.title == "Ours"
    assert list(session.submissions.all()) == [submission]
    assert [line.code for line in session.action_lines.all()] == ["C4"]
    assert [one.speaker.slug for one in session.appearances.all()] == ["aicha-traore", "speaker"]
    assert SubmissionEvent.objects.get(submission=submission).note == "150"
    # The same person in a second request appears once, and nothing is linked twice.
    second = full_request(at)
    keys = [submission.pk, second.pk]
    add_requests(session_id=session.pk, submission_ids=keys, by=organizer, at=at)
    assert session.submissions.count() == 2
    names = [one.speaker.slug for one in session.appearances.order_by("order")]
    assert names == ["aicha-traore", "speaker"]


def test_only_accepted_requests_of_its_forum_are_added(at: datetime, organizer) -> None:
    session = SessionFactory()
    other = accepted_request(at, call=CallFactory(forum=ForumFactory(slug="2031", year=2031)))
    for submission, error in ((SubmissionFactory(), NotAccepted), (other, NotOfOneForum)):
        with pytest.raises(error):
            add_requests(session_id=session.pk, submission_ids=[submission.pk], by=organizer, at=at)
    assert session.submissions.count() == 0


def test_a_second_call_adds_what_it_names_further(at: datetime, organizer) -> None:
    first, late = accepted_request(at), accepted_request(at)
    session = make_session(submission_id=first.pk, by=organizer, at=at)
    again = make_session(submission_id=first.pk, also=[late.pk], by=organizer, at=at)
    assert again == session
    assert set(session.submissions.all()) == {first, late}


def test_the_link_is_kept_both_ways_and_recorded(at: datetime, organizer) -> None:
    submission = accepted_request(at)
    session = make_session(submission_id=submission.pk, by=organizer, at=at)
    assert list(session.submissions.all()) == [submission]
    assert list(submission.sessions.all()) == [session]
    event = SubmissionEvent.objects.get(submission=submission)
    assert (event.kind, event.at, event.by, event.note) == (
        EventKind.SCHEDULED,
        at,
        organizer,
        "100",
    )


def test_it_becomes_what_was_accepted_not_what_was_submitted(at: datetime, organizer) -> None:
    SessionTypeFactory(code="HACKATHON", track__code="SPECIAL")
    submission = full_request(at)
    decision = submission.decision
    assert decision is not None
    decision.accepted_title, decision.accepted_format = "Compétences", "HACKATHON"
    decision.accepted_minutes = 45
    decision.save()
    session: Any = make_session(submission_id=submission.pk, by=organizer, at=at)
    assert (session.title_fr, session.type.code, session.minutes) == (
        "Compétences",
        "HACKATHON",
        45,
    )
    assert session.track.code == "SPECIAL"


def test_a_second_call_returns_the_first_session(at: datetime, organizer) -> None:
    submission = full_request(at)
    made = [make_session(submission_id=submission.pk, by=organizer, at=at) for _ in range(2)]
    assert made[0] == made[1]
    assert (Session.objects.count(), SessionSource.objects.count()) == (1, 1)
    assert (Speaker.objects.count(), SubmissionEvent.objects.count()) == (2, 1)


@pytest.mark.parametrize("disposition", [None, Disposition.DECLINED, Disposition.INFORMS])
def test_only_what_was_accepted_as_a_session_becomes_one(at, organizer, disposition) -> None:
    submission = SubmissionFactory()
    if disposition:
        end(submission, disposition=disposition)
    with pytest.raises(NotAccepted):
        make_session(submission_id=submission.pk, by=organizer, at=at)
    assert Session.objects.count() == 0


def test_numbers_start_at_100_and_count_per_forum(at: datetime, organizer) -> None:
    SessionFactory(forum=ForumFactory(slug="2019"), number=460)
    made = [
        make_session(submission_id=accepted_request(at).pk, by=organizer, at=at).number
        for _ in range(2)
    ]
    assert made == [100, 101]


def test_a_number_is_never_used_twice_even_after_deletion(at: datetime, organizer) -> None:
    session = SessionFactory(number=145)
    delete_session(session_id=session.pk, by=organizer, at=at)
    assert take_number(session.forum_id) == 146
    Session.objects.filter(pk=SessionFactory(number=150).pk).update(number=300)
    Session.objects.all().delete()
    assert take_number(session.forum_id) == 301


def test_a_session_in_a_release_cannot_be_deleted(at: datetime, organizer) -> None:
    session, other = SessionFactory(number=100), None
    release(forum_id=session.forum_id, public=False, remark="", by=None, at=at)
    other = SessionFactory(number=101)
    with pytest.raises(SessionReleased):
        delete_session(session_id=session.pk, by=organizer, at=at)
    delete_session(session_id=other.pk, by=organizer, at=at)
    assert list(Session.objects.all()) == [session]


def test_one_person_in_two_requests_is_one_speaker(at: datetime, organizer) -> None:
    for _ in range(2):
        make_session(submission_id=full_request(at).pk, by=organizer, at=at)
    assert Speaker.objects.count() == 2
    assert [one.appearances.count() for one in Speaker.objects.all()] == [2, 2]


def test_a_request_without_format_stands_in_the_forum_track(at: datetime, organizer) -> None:
    session = make_session(submission_id=accepted_request(at).pk, by=organizer, at=at)
    assert (session.type, session.track.code, session.mode) == (None, "FORUM", "")


def test_addresses_of_speakers_are_made_of_their_names() -> None:
    assert free_slug("Isa Ali Ibrahim (Pantami)", set()) == "isa-ali-ibrahim-pantami"
    assert free_slug("罗伯特", {"speaker", "speaker-2"}) == "speaker-3"
    assert len(free_slug("x" * 300, set())) == 70


def test_several_requests_become_one_session(at: datetime, organizer) -> None:
    first, second = full_request(at), full_request(at, language="en", title="Digital skills")
    second.goals.add(GoalFactory(number=9))
    second.speakers.filter(order=1).update(name="Ada Lovelace")
    made = [
        make_session(submission_id=first.pk, also=[second.pk], by=organizer, at=at)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    session: Any = Session.objects.get()
    assert (session.title_fr, session.title_en) == ("Compétences numériques", None)
    assert set(session.submissions.all()) == {first, second}
    assert sorted(goal.number for goal in session.goals.all()) == [4, 9]
    names = [one.speaker.sort_name for one in session.appearances.all()]
    assert names[:3] == ["Aïcha Traoré", "李雷", "Ada Lovelace"]
    assert SubmissionEvent.objects.filter(kind=EventKind.SCHEDULED, note="100").count() == 2


def test_requests_of_two_forums_or_not_accepted_do_not_become_one_session(at, organizer) -> None:
    first = accepted_request(at)
    elsewhere = accepted_request(at, call=CallFactory(forum=ForumFactory(slug="2019")))
    for other, refusal in ((elsewhere, NotOfOneForum), (SubmissionFactory(), NotAccepted)):
        with pytest.raises(refusal):
            make_session(submission_id=first.pk, also=[other.pk], by=organizer, at=at)
    assert Session.objects.count() == 0
