"""A person who speaks: what the programme and its merges lose with her, and what they keep."""

import json
import zipfile
from datetime import timedelta

import pytest

from agenda.actions.forgetting import OWN
from agenda.actions.merging import merge_speakers, undo_merge
from agenda.actions.photos import set_photo
from agenda.actions.releases import release
from agenda.models import Appearance, Release, Speaker, SpeakerWindow
from agenda.personal import speaker_of, token_of
from tests.agenda.test_people import _picture
from tests.factories import NOW, SessionFactory, SpeakerFactory, UserFactory
from tests.portal.test_erasure import ADDRESS, erase, tables_with
from wsis_forum import clock
from wsis_forum.portal import my_data
from wsis_forum.uploads import storing

pytestmark = pytest.mark.django_db
LIFE = "Born in a lighthouse"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: NOW)


def amina(**values):
    """Return a speaker with all that is a person's own, in a session."""
    one = SpeakerFactory(name="Amina", **{"email": ADDRESS.title(), **values})
    set_photo(speaker_id=one.pk, upload=_picture(), by=None, at=NOW)
    # The column without a language keeps a text of its own.
    Speaker.objects.rewrite(False).filter(pk=one.pk).update(
        biography=f"{LIFE} (old)",
        biography_ar=LIFE,
        function_en="Engineer",
        links=[{"url": "https://amina.example.net/"}],
        timezone="Africa/Nairobi",
        consent="yes",
        consent_at=NOW,
    )
    SpeakerWindow.objects.create(speaker=one, period=(NOW, NOW + timedelta(hours=1)))
    Appearance.objects.create(session=SessionFactory(forum=one.forum), speaker=one, role="chair")
    return Speaker.objects.get(pk=one.pk)


def merged(kept, gone, by):
    kept, gone = (Speaker.objects.get(pk=one.pk) for one in (kept, gone))
    return merge_speakers(
        kept_id=kept.pk, gone_id=gone.pk, seen=(kept.version, gone.version), by=by, at=NOW
    )


def own_of(speaker):
    row = Speaker.objects.rewrite(False).filter(pk=speaker.pk).values(*OWN).get()
    return {name: value for name, value in row.items() if value not in (None, OWN[name])}


PERSONAL = (ADDRESS, LIFE, "amina.example.net", "Nairobi")


def traces():
    return {word: found for word in PERSONAL if (found := tables_with(word))}


def test_the_programme_keeps_its_line_of_her_and_nothing_else(
    stakeholder, django_capture_on_commit_callbacks
):
    one, other = amina(), SpeakerFactory(name="Kofi", email="kofi@example.org")
    photo, link = storing.path_of(one.photo_name), token_of(one)
    Speaker.objects.filter(pk=one.pk).update(function_fr="Ingénieure")
    assert set(traces()) == set(PERSONAL)
    assert "agenda_speakerchange" in tables_with(ADDRESS)
    with django_capture_on_commit_callbacks(execute=True):
        erase(stakeholder)
    assert traces() == {}
    one.refresh_from_db()
    assert own_of(one) == {}
    assert (one.name, one.function_en, one.consent) == ("Amina", "Engineer", "yes")
    assert one.appearances.get().role == "chair"
    assert not one.windows.exists()
    assert not photo.exists()
    assert speaker_of(link, at=NOW) is None
    other.refresh_from_db()
    assert (other.email, other.version) == ("kofi@example.org", 1)


@pytest.mark.parametrize("is_undone_before", [False, True])
def test_the_copy_in_a_merge_loses_the_same_and_undoing_brings_nobody_back(
    stakeholder, organizer, is_undone_before
):
    gone = amina()
    kept = SpeakerFactory(name="Amina O.", forum=gone.forum)
    link = token_of(gone)
    merge = merged(kept, gone, organizer)
    assert speaker_of(link, at=NOW) == kept
    assert "agenda_speakermerge" in tables_with(LIFE)
    if is_undone_before:
        undo_merge(merge_id=merge.pk, by=organizer, at=NOW)
    erase(stakeholder)
    assert traces() == {}
    if not is_undone_before:
        undo_merge(merge_id=merge.pk, by=organizer, at=NOW)
    assert traces() == {}
    back = Speaker.objects.get(slug=gone.slug)
    assert (back.name, back.appearances.get().role) == ("Amina", "chair")
    assert own_of(back) == own_of(kept) == {}
    assert speaker_of(link, at=NOW) is None
    assert not SpeakerWindow.objects.exists()


def test_a_copy_with_another_address_of_the_same_person_goes_too(stakeholder, organizer):
    kept = amina()
    gone = SpeakerFactory(name="A.", forum=kept.forum, email="private@example.org")
    first = SpeakerFactory(name="A. A.", forum=kept.forum, email="first@example.org")
    merged(gone, first, organizer)
    merge = merged(kept, gone, organizer)
    erase(stakeholder)
    assert [tables_with(word) for word in ("private@", "first@", LIFE)] == [[], [], []]
    undo_merge(merge_id=merge.pk, by=organizer, at=NOW)
    assert tables_with("@example.org") == ["accounts_user"]


def test_who_was_taken_for_her_keeps_what_is_not_of_her_copy(stakeholder, organizer):
    gone = amina()
    kept = SpeakerFactory(
        name="Kofi", forum=gone.forum, email="kofi@example.org", biography="Sailor"
    )
    merged(kept, gone, organizer)
    kept.refresh_from_db()
    assert kept.photo_name == gone.photo_name
    erase(stakeholder)
    kept.refresh_from_db()
    assert (kept.email, kept.biography, kept.photo_name, kept.links) == (
        "kofi@example.org",
        "Sailor",
        "",
        [],
    )
    assert traces() == {}


def test_an_undone_merge_leaves_the_other_person_alone(stakeholder, organizer):
    kept = amina()
    other = SpeakerFactory(name="Kofi", forum=kept.forum, email="kofi@example.org")
    merge = merged(kept, other, organizer)
    undo_merge(merge_id=merge.pk, by=organizer, at=NOW)
    erase(stakeholder)
    assert Speaker.objects.get(name="Kofi").email == "kofi@example.org"


def test_released_agendas_stay_as_they_were(stakeholder):
    one = amina()
    made = release(forum_id=one.forum_id, public=False, remark="", by=None, at=NOW)
    erase(stakeholder)
    (kept,) = Release.objects.all()
    assert kept.checksum == made.checksum
    assert LIFE in json.dumps(kept.programme)
    assert ADDRESS not in json.dumps(kept.programme).lower()
    assert tables_with(LIFE) == ["agenda_release"]


# --- Her own data ----------------------------------------------------------------------


def unpacked(user):
    with zipfile.ZipFile(my_data.archive(user, at=NOW)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def test_her_data_have_what_the_programme_and_its_merges_keep_of_her(stakeholder, organizer):
    kept, gone = amina(), amina()
    gone_photo = gone.photo_name
    SpeakerFactory(name="Kofi", email="kofi@example.org", forum=kept.forum)
    merged(kept, gone, organizer)
    found = unpacked(stakeholder)
    own, copy = json.loads(found["speaker.json"])
    assert (own["email"], own["name"], own["biography"]) == (
        ADDRESS.title(),
        {"en": "Amina"},
        {"ar": LIFE},
    )
    assert [part["role"] for part in own["sessions"]] == ["chair", "chair"]
    assert own["can_speak"]
    assert copy["biography"] == {"ar": LIFE}
    assert copy["photo"] == gone_photo
    for name in (kept.photo_name, gone_photo):
        stored = storing.path_of(name).read_bytes()
        assert found[f"photos/{name.replace('/', '-')}"] == stored
    assert b"Kofi" not in b"".join(found.values())


def test_who_does_not_speak_has_no_such_file(stakeholder):
    amina(email="other@example.org")
    assert "speaker.json" not in unpacked(UserFactory())
