"""Two speakers become one and two again, to the last column."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda.actions.merging import merge_speakers, undo_merge
from agenda.actions.releases import release
from agenda.exceptions import MergeImpossible, SpeakerChanged, UndoImpossible
from agenda.models import AgendaItem, Appearance, Release, Speaker, SpeakerWindow
from tests.factories import NOW, ForumFactory, SessionFactory, SpeakerFactory, UserFactory
from tests.lengths import length

pytestmark = pytest.mark.django_db

_TABLES = ("speaker", "appearance", "speakerwindow", "agendaitem_speakers")


def _state() -> dict[str, list[Any]]:
    """Return every row that a merge may touch; versions count up, keys of lists are made anew."""
    found = {}
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"SELECT (to_jsonb(t) - 'version')::text FROM agenda_{table} t")  # noqa: S608
            rows = (text for (text,) in cursor.fetchall())
            found[table] = sorted(rows)
        cursor.execute("SELECT agendaitem_id, speaker_id FROM agenda_agendaitem_speakers")
        found["agendaitem_speakers"] = sorted(cursor.fetchall())
    return found


def _merge(kept: Speaker, gone: Speaker, by: Any) -> Any:
    kept.refresh_from_db()
    gone.refresh_from_db()
    return merge_speakers(
        kept_id=kept.pk, gone_id=gone.pk, seen=(kept.version, gone.version), by=by, at=NOW
    )


@pytest.fixture
def pair() -> tuple[Speaker, Speaker]:
    kept = SpeakerFactory(name="Ada King", biography="")
    gone = SpeakerFactory(name="King, Ada", email="ada@example.org", consent="yes", consent_at=NOW)
    Speaker.objects.filter(pk=gone.pk).update(
        biography_zh_hans="数学家",
        links=[{"url": "https://example.org"}],
        photo_name="ab/" + "a" * 32,
    )
    return kept, gone


def test_everything_is_moved_and_what_is_empty_is_filled(pair, organizer) -> None:
    kept, gone = pair
    both, only = SessionFactory(), SessionFactory()
    for session, role in ((both, "chair"), (only, "speaker")):
        Appearance.objects.create(session=session, speaker=gone, role=role)
    Appearance.objects.create(session=both, speaker=kept, role="chair")
    line = AgendaItem.objects.create(session=only, order=1, title="Talk")
    line.speakers.add(gone)
    before = _state()
    merge = _merge(kept, gone, organizer)
    kept.refresh_from_db()
    assert list(Speaker.objects.all()) == [kept]
    assert {(one.session, one.role) for one in kept.appearances.all()} == {
        (both, "chair"),
        (only, "speaker"),
    }
    assert list(line.speakers.all()) == [kept]
    assert (kept.name, kept.email, kept.biography_zh_hans, kept.consent, kept.consent_at) == (
        "Ada King",
        "ada@example.org",
        "数学家",
        "yes",
        NOW,
    )
    undo_merge(merge_id=merge.pk, by=organizer, at=NOW)
    assert _state() == before
    with pytest.raises(UndoImpossible):
        undo_merge(merge_id=merge.pk, by=organizer, at=NOW)


def test_what_was_changed_since_stays(pair, organizer) -> None:
    kept, gone = pair
    session = SessionFactory()
    Appearance.objects.create(session=session, speaker=gone)
    merge = _merge(kept, gone, organizer)
    Speaker.objects.filter(pk=kept.pk).update(email="new@example.org")
    Appearance.objects.all().delete()
    undo_merge(merge_id=merge.pk, by=organizer, at=NOW)
    kept.refresh_from_db()
    assert kept.email == "new@example.org"
    assert (Speaker.objects.count(), Appearance.objects.count()) == (2, 0)


def test_a_release_is_not_touched(pair, organizer) -> None:
    kept, gone = pair
    Appearance.objects.create(session=SessionFactory(), speaker=gone)
    made = release(forum_id=kept.forum_id, public=False, remark="", by=None, at=NOW)
    _merge(kept, gone, organizer)
    assert Release.objects.get().checksum == made.checksum
    assert gone.slug in str(Release.objects.get().programme)


def test_who_was_changed_or_is_elsewhere_is_not_merged(pair, organizer) -> None:
    kept, gone = pair
    with pytest.raises(SpeakerChanged):
        merge_speakers(kept_id=kept.pk, gone_id=gone.pk, seen=(1, 7), by=organizer, at=NOW)
    other = SpeakerFactory(forum=ForumFactory(slug="2019"))
    for wrong in (other, kept):
        with pytest.raises(MergeImpossible):
            _merge(kept, wrong, organizer)


def test_an_address_that_was_given_anew_is_not_taken_back(pair, organizer) -> None:
    kept, gone = pair
    slug = gone.slug
    merge = _merge(kept, gone, organizer)
    SpeakerFactory(slug=slug)
    with pytest.raises(UndoImpossible):
        undo_merge(merge_id=merge.pk, by=organizer, at=NOW)


@pytest.mark.soak
@settings(
    max_examples=length(10, soak=300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_n_merges_and_n_undos_give_the_same_state(data) -> None:
    by = UserFactory()
    forum = ForumFactory()
    people = [SpeakerFactory(forum=forum) for _ in range(4)]
    sessions = [SessionFactory(forum=forum) for _ in range(2)]
    lines = [AgendaItem.objects.create(session=one, order=1, title="x") for one in sessions]
    for person in people:
        texts = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=8)
        Speaker.objects.filter(pk=person.pk).update(
            biography_fr=data.draw(texts), function_ar=data.draw(texts)
        )
        for session, line in zip(sessions, lines, strict=True):
            for role in data.draw(st.sets(st.sampled_from(["chair", "speaker"]))):
                Appearance.objects.create(session=session, speaker=person, role=role)
            if data.draw(st.booleans()):
                line.speakers.add(person)
        if data.draw(st.booleans()):
            SpeakerWindow.objects.create(speaker=person, period=(NOW, NOW.replace(hour=23)))
    states, merges = [], []
    left = list(people)
    while len(left) > 1:
        kept, gone = data.draw(st.permutations(left))[:2]
        states.append(_state())
        merges.append(_merge(kept, gone, by))
        left.remove(gone)
    while merges:
        undo_merge(merge_id=merges.pop().pk, by=by, at=NOW)
        assert _state() == states.pop()
    Appearance.objects.all().delete()
    Speaker.objects.all().delete()
