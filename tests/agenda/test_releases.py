"""Releases: numbered, frozen, and never the same twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agenda.actions.releases import release, release_again
from agenda.actions.sessions import make_session
from agenda.choices import SessionStatus, SpeakerRole
from agenda.exceptions import InputsEndNowhere, NothingToRelease
from agenda.models import AgendaItem, Appearance, Release, Session, Slot
from agenda.programme import checksum, from_data
from agenda.queries import releases as queries
from agenda.queries.releases import find, is_up_to_date, latest_public, programme_of
from tests.agenda.sessions import accepted_request
from tests.factories import (
    ActionLineFactory,
    ForumFactory,
    GoalFactory,
    RoomFactory,
    SessionFactory,
    SpeakerFactory,
)

pytestmark = pytest.mark.django_db


def _issue(at: datetime, *, public: bool = True, remark: str = "") -> Release:
    return release(forum_id=ForumFactory().pk, public=public, remark=remark, by=None, at=at)


def test_versions_count_internal_and_public_releases_apart(at: datetime) -> None:
    SessionFactory()
    made = [_issue(at, public=public) for public in (False, False, True, False, True)]
    assert [one.version for one in made] == ["v0.1", "v0.2", "v1.0", "v0.3", "v1.1"]
    assert [programme_of(one).sequence for one in made] == [0, 1, 2, 3, 4]


def test_v1_10_comes_after_v1_9(at: datetime) -> None:
    SessionFactory()
    for _ in range(11):
        last = _issue(at)
    assert last.version == "v1.10"
    assert latest_public(ForumFactory()) == last


def test_a_programme_without_a_session_is_not_released(at: datetime) -> None:
    with pytest.raises(NothingToRelease):
        _issue(at)
    assert Release.objects.count() == 0


def test_a_release_says_everything(at: datetime, organizer) -> None:
    session = SessionFactory(number=124, title_zh_hans="会议", unverified=["title_en"])
    session.action_lines.add(ActionLineFactory())
    session.goals.add(GoalFactory())
    room = RoomFactory(name="Popov Room")
    Slot.objects.create(session=session, room=room, period=(at, at + timedelta(hours=1)))
    first = AgendaItem.objects.create(session=session, order=1, is_numbered=True, title="Opening")
    below = AgendaItem.objects.create(session=session, parent=first, order=1, title="ITU")
    AgendaItem.objects.create(session=session, order=2, is_numbered=True, title="Talk")
    speaker = SpeakerFactory(slug="opp", name="Robert Opp", name_zh_hans="罗伯特·奥普")
    below.speakers.add(speaker)
    Appearance.objects.create(session=session, speaker=speaker, role=SpeakerRole.CHAIR)
    made = _issue(at, remark="First")
    programme = from_data(Release.objects.get(pk=made.pk).programme)
    said = programme.index.sessions[124]
    assert (programme.version, programme.remark, programme.released_at) == ("v1.0", "First", at)
    assert said.title == {"en": "A session", "zh-hans": "会议"}
    assert said.unverified == ("title_en",)
    assert [(item.number, item.title["en"]) for item in said.items] == [
        ("1", "Opening"),
        ("2", "Talk"),
    ]
    assert [(i.number, i.title, i.speakers) for i in said.items[0].items] == [
        (None, {"en": "ITU"}, ("opp",))
    ]
    assert [(slot.room, slot.starts_at, slot.timezone) for slot in said.slots] == [
        ("Popov Room", at, "Europe/Zurich")
    ]
    assert [(one.speaker, one.role) for one in said.appearances] == [("opp", "chair")]
    assert programme.index.speakers["opp"].name == {"en": "Robert Opp", "zh-hans": "罗伯特·奥普"}
    assert (said.action_lines, said.goals) == (("C4",), (4,))
    assert programme.index.goals[4].color == "#C5192D"
    assert made.session_count == 1
    assert made.checksum == checksum(Release.objects.get(pk=made.pk).programme)


def test_a_release_names_the_inputs_it_was_built_from(at: datetime, organizer) -> None:
    submission = accepted_request(at)
    session = make_session(submission_id=submission.pk, by=organizer, at=at)
    programme = programme_of(_issue(at))
    assert programme.index.sessions[session.number].submissions == (submission.number,)


def test_a_release_is_frozen_in_the_database(at: datetime) -> None:
    SessionFactory()
    made = _issue(at)
    changes: tuple[dict[str, Any], ...] = (
        {"programme": {}},
        {"checksum": ""},
        {"minor": 7},
        {"session_count": 9},
    )
    for change in changes:
        with pytest.raises(IntegrityError, match="release_is_frozen"), transaction.atomic():
            Release.objects.filter(pk=made.pk).update(**change)


def test_a_later_change_is_not_in_a_release(at: datetime) -> None:
    session = SessionFactory()
    made = _issue(at)
    Session.objects.filter(pk=session.pk).update(title_en="Renamed")
    queries._programme.cache_clear()
    assert programme_of(made).sessions[0].title == {"en": "A session"}
    assert is_up_to_date(session.forum) is False


def test_an_unchanged_programme_is_up_to_date(at: datetime) -> None:
    session = SessionFactory()
    assert is_up_to_date(session.forum) is False
    _issue(at)
    assert is_up_to_date(session.forum) is True


def test_only_changed_sessions_get_a_new_sequence(at: datetime) -> None:
    same, changed = SessionFactory(number=100), SessionFactory(number=101)
    _issue(at)
    _issue(at, public=False)
    Session.objects.filter(pk=changed.pk).update(status=SessionStatus.CANCELLED)
    later = at + timedelta(days=14)
    programme = programme_of(_issue(later))
    assert [(one.number, one.sequence, one.changed_at) for one in programme.sessions] == [
        (same.number, 0, at),
        (changed.number, 2, later),
    ]


@pytest.mark.parametrize(
    "version", ["v1.0", "v0.1", "v7.0", "1.0", "v1", "v1.0 ", "v99999999.0", ""]
)
def test_only_a_public_version_is_found_by_everybody(at: datetime, version: str) -> None:
    forum = SessionFactory().forum
    _issue(at, public=False)
    _issue(at)
    found = find(forum, version)
    assert (found.version if found else None) == ("v1.0" if version == "v1.0" else None)
    inside = find(forum, version, internal=True)
    assert (inside.version if inside else None) == (
        version if version in {"v1.0", "v0.1"} else None
    )


def test_a_programme_is_read_once_per_process(at: datetime) -> None:
    SessionFactory()
    made = _issue(at)
    programme_of(made)
    with CaptureQueriesContext(connection) as queries_made:
        programme_of(made)
    assert len(queries_made) == 0


def _queries_of_a_release(at: datetime) -> int:
    with CaptureQueriesContext(connection) as queries_made:
        _issue(at, public=False)
    return len(queries_made)


def test_a_release_takes_as_many_queries_with_30_sessions_as_with_1(at: datetime) -> None:
    def add() -> None:
        session = SessionFactory()
        speaker = SpeakerFactory()
        AgendaItem.objects.create(session=session, order=1, title="One").speakers.add(speaker)
        Appearance.objects.create(session=session, speaker=speaker)
        session.action_lines.add(ActionLineFactory())
        session.goals.add(GoalFactory())
        Slot.objects.create(
            session=session, room=RoomFactory(), period=(at, at + timedelta(hours=1))
        )

    add()
    _issue(at, public=False)
    few = _queries_of_a_release(at)
    for _ in range(29):
        add()
    assert _queries_of_a_release(at) == few


# --- Accepted inputs without a session ---


def test_a_public_release_is_refused_while_an_accepted_input_ends_nowhere(at, organizer) -> None:
    SessionFactory()
    lost = accepted_request(at)
    with pytest.raises(InputsEndNowhere) as refusal:
        _issue(at)
    assert refusal.value.numbers == (lost.number,)
    assert _issue(at, public=False).version == "v0.1"
    make_session(submission_id=lost.pk, by=organizer, at=at)
    assert _issue(at).taken_on_by is None


def test_a_named_person_takes_it_on_with_a_reason(at: datetime, organizer) -> None:
    forum_id = SessionFactory().forum_id
    accepted_request(at)
    facts = {"forum_id": forum_id, "public": True, "remark": "", "at": at}
    for person, reason in ((None, "Why not."), (organizer, " ")):
        with pytest.raises(InputsEndNowhere):
            release(by=person, takes_on=reason, **facts)
    made = release(by=organizer, takes_on=" It is placed next week. ", **facts)
    assert (made.taken_on_by, made.taken_on_reason) == (organizer, "It is placed next week.")


def test_nothing_is_taken_on_where_nothing_is_open(at: datetime, organizer) -> None:
    forum_id = SessionFactory().forum_id
    made = release(
        forum_id=forum_id, public=True, remark="", by=organizer, at=at, takes_on="In any case."
    )
    assert (made.taken_on_by, made.taken_on_reason) == (None, "")


def test_who_takes_on_says_why_in_the_database(at: datetime, organizer) -> None:
    SessionFactory()
    made = _issue(at)
    made.pk, made.minor, made.taken_on_by = None, 9, organizer
    with pytest.raises(IntegrityError, match="who_takes_inputs_on_says_why"), transaction.atomic():
        made.save(force_insert=True)


# --- Going back ---


def test_an_older_release_is_issued_anew(at: datetime, organizer) -> None:
    same, changed = SessionFactory(number=100), SessionFactory(number=101, title="First")
    older = _issue(at, remark="Good")
    Session.objects.filter(pk=changed.pk).update(title_en="Second")
    SessionFactory(number=102)
    _issue(at + timedelta(days=1))
    later = at + timedelta(days=2)
    made = release_again(release_id=older.pk, by=organizer, at=later, remark="Back")
    programme = programme_of(made)
    assert (made.version, made.again_of, made.remark) == ("v1.2", older, "Back")
    assert (programme.version, programme.released_at) == ("v1.2", later)
    assert [(one.number, one.title["en"], one.sequence) for one in programme.sessions] == [
        (same.number, "A session", 0),
        (changed.number, "First", 2),
    ]
    assert programme.sessions[1].changed_at == later
    # The working copy stays as it is.
    assert Session.objects.get(number=101).title == "Second"
    assert latest_public(same.forum) == made


def test_an_internal_release_is_issued_anew_as_an_internal_one(at: datetime, organizer) -> None:
    SessionFactory()
    older = _issue(at, public=False)
    accepted_request(at)
    assert release_again(release_id=older.pk, by=organizer, at=at).version == "v0.2"


def test_going_back_in_public_asks_for_the_inputs_too(at: datetime, organizer) -> None:
    SessionFactory()
    older = _issue(at)
    accepted_request(at)
    with pytest.raises(InputsEndNowhere):
        release_again(release_id=older.pk, by=organizer, at=at)


def test_going_back_asks_for_inputs_whose_session_is_not_in_it(at: datetime, organizer) -> None:
    SessionFactory()
    older = _issue(at)
    lost = accepted_request(at)
    make_session(submission_id=lost.pk, by=organizer, at=at)
    _issue(at)
    with pytest.raises(InputsEndNowhere) as refused:
        release_again(release_id=older.pk, by=organizer, at=at)
    assert list(refused.value.numbers) == [lost.number]
    made = release_again(release_id=older.pk, by=organizer, at=at, takes_on="For a day.")
    assert (made.taken_on_by, made.taken_on_reason) == (organizer, "For a day.")
    assert made.taken_on_inputs == [lost.number]


def test_name_and_going_back_are_frozen(at: datetime, organizer) -> None:
    SessionFactory()
    made = _issue(at)
    for change in (
        {"name": "x"},
        {"again_of": made},
        {"taken_on_reason": "x"},
        {"taken_on_inputs": ["x"]},
    ):
        with pytest.raises(IntegrityError, match="release_is_frozen"), transaction.atomic():
            Release.objects.filter(pk=made.pk).update(**change)
