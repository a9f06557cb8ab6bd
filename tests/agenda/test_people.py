"""The pages of speakers in the workbench: twins, limit, merge and undo, photo, times, consent."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from agenda.actions.photos import named_photos, set_photo
from agenda.models import AgendaItem, Appearance, ProgrammeSettings, Session, Speaker
from consultation.actions.attachments import delete_unused
from tests.agenda.test_admin import _fields
from tests.factories import NOW, SessionFactory, SpeakerFactory
from wsis_forum.uploads import storing

pytestmark = pytest.mark.django_db

LIST = "/admin/agenda/speaker/"


@pytest.fixture
def desk(client: Client, organizer) -> Client:
    client.force_login(organizer)
    return client


def _url(name: str, speaker: Speaker) -> str:
    return reverse(f"admin:agenda_speaker_{name}", args=(speaker.pk,))


def _picture(kind: str = "JPEG") -> SimpleUploadedFile:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada"
    Image.new("RGB", (30, 20), "red").save(file, kind, exif=exif)
    return SimpleUploadedFile(f"ada.{kind.lower()}", file.getvalue())


def test_likely_twins_are_marked_and_merged_with_a_preview_and_undone(desk: Client) -> None:
    kept, gone = SpeakerFactory(name="Ada King"), SpeakerFactory(name="KING Ada", email="a@x.org")
    Appearance.objects.create(session=SessionFactory(title="Engines"), speaker=gone)
    SpeakerFactory(name="Somebody Else")
    page = desk.get(LIST).content.decode()
    assert page.count('tag-unverified" href') == 2
    assert len(desk.get(f"{LIST}?twice=yes").context["cl"].result_list) == 2
    link = f"{_url('merge', kept)}?with={gone.pk}"
    assert link in desk.get(_url("change", kept)).content.decode()
    preview = desk.get(link)
    text = preview.content.decode()
    assert "Engines" in text
    assert "filled in from the other" in text
    assert Speaker.objects.count() == 3
    seen = {"seen_kept": kept.version, "seen_gone": gone.version}
    Speaker.objects.filter(pk=kept.pk).update(version=2)
    assert "Look again." in desk.post(link, seen).content.decode()
    after: Any = desk.post(link, seen | {"seen_kept": 2}, follow=True)
    assert "is merged into this speaker" in after.content.decode()
    assert Speaker.objects.count() == 2
    merge = after.context["merges"][0]
    after = desk.post(_url("undo_merge", kept), {"merge": merge.pk}, follow=True)
    assert "is a speaker of its own again" in after.content.decode()
    assert gone.appearances.count() == 1


def test_who_speaks_too_often_is_shown_in_list_page_and_session(desk: Client) -> None:
    speaker = SpeakerFactory()
    sessions = [SessionFactory() for _ in range(3)]
    for session in sessions:
        Appearance.objects.create(session=session, speaker=speaker)
    session_page = reverse("admin:agenda_session_change", args=(sessions[0].pk,))
    words = "Speaks in 3 sessions; this Forum allows 2."
    for most, is_said in ((3, False), (2, True)):
        ProgrammeSettings.objects.update_or_create(
            forum=speaker.forum, defaults={"most_appearances": most}
        )
        assert ("3, at most 2" in desk.get(LIST).content.decode()) is is_said
        for url in (_url("change", speaker), session_page):
            assert (words in desk.get(url).content.decode()) is is_said


@pytest.mark.parametrize("what", ["declined", "cancelled", "a point"])
def test_the_limit_counts_where_somebody_really_speaks(desk: Client, what: str) -> None:
    speaker = SpeakerFactory()
    sessions = [SessionFactory() for _ in range(2)]
    ProgrammeSettings.objects.create(forum=speaker.forum, most_appearances=1)
    first = Appearance.objects.create(session=sessions[0], speaker=speaker)
    if what == "a point":
        # Only on a point of the second session: it counts as she speaks there.
        AgendaItem.objects.create(session=sessions[1], order=1, title="Point").speakers.add(speaker)
    else:
        Appearance.objects.create(session=sessions[1], speaker=speaker)
    if what == "declined":
        Appearance.objects.filter(pk=first.pk).update(answer="declined")
    if what == "cancelled":
        Session.objects.filter(pk=sessions[0].pk).update(status="cancelled")
    speaks_twice = what == "a point"
    page = reverse("admin:agenda_session_change", args=(sessions[1].pk,))
    words = "Speaks in 2 sessions; this Forum allows 1."
    assert ("2, at most 1" in desk.get(LIST).content.decode()) is speaks_twice
    for url in (_url("change", speaker), page):
        assert (words in desk.get(url).content.decode()) is speaks_twice


def test_a_photo_is_written_anew_and_sent_to_the_staff_only(desk: Client, reviewer) -> None:
    speaker = SpeakerFactory()
    answer = desk.post(_url("photo", speaker), {"photo": _picture()})
    assert answer.status_code == 302
    speaker.refresh_from_db()
    assert (speaker.photo_type, speaker.version) == ("image/jpeg", 2)
    photo: Any = desk.get(_url("photo_file", speaker))
    sent = b"".join(photo.streaming_content)
    assert b"Camera" not in sent
    assert Image.open(io.BytesIO(sent)).size == (30, 20)
    bad = SimpleUploadedFile("ada.jpg", b"<script>")
    page = desk.post(_url("photo", speaker), {"photo": bad})
    assert "not what its name says" in page.content.decode()
    outside = Client()
    assert outside.get(_url("photo_file", speaker)).status_code == 302
    outside.force_login(reviewer)
    assert outside.get(_url("photo_file", speaker)).status_code == 200
    assert outside.post(_url("photo", speaker), {"remove": "on"}).status_code == 403
    desk.post(_url("photo", speaker), {"remove": "on"})
    assert Speaker.objects.get().photo_name == ""


def test_the_sweep_keeps_the_photos_that_are_named(organizer) -> None:
    speaker, other = SpeakerFactory(), SpeakerFactory()
    for one in (speaker, other):
        set_photo(speaker_id=one.pk, upload=_picture(), by=organizer, at=NOW)
    speaker.refresh_from_db()
    other.refresh_from_db()
    assert set(named_photos()) == {speaker.photo_name, other.photo_name}
    Speaker.objects.filter(pk=other.pk).update(photo_name="")
    delete_unused(at=NOW.replace(year=NOW.year + 10))
    assert [name for name, _changed in storing.stored()] == [speaker.photo_name]


def test_times_are_typed_in_the_zone_of_the_speaker(desk: Client) -> None:
    speaker = SpeakerFactory()
    data = _fields(desk.get(_url("change", speaker))) | {
        "timezone": "Asia/Tokyo",
        "consent": "yes",
        "email": "ada@example.org",
        "links-0-url": "https://example.org",
        "windows-TOTAL_FORMS": 1,
        "windows-0-start": "2027-07-05T09:00",
        "windows-0-end": "2027-07-05T08:00",
    }
    page = desk.post(_url("change", speaker), data)
    assert "The end must be later than the start." in page.content.decode()
    page = desk.post(_url("change", speaker), data | {"windows-0-end": "2027-07-05T18:00"})
    assert page.status_code == 302
    speaker.refresh_from_db()
    period = speaker.windows.get().period
    assert (period.lower.isoformat(), period.upper.hour) == ("2027-07-05T00:00:00+00:00", 9)
    assert speaker.consent_at is not None
    assert speaker.links == [{"url": "https://example.org", "label": "", "language": ""}]
    page = desk.get(_url("change", speaker))
    assert 'value="2027-07-05T09:00"' in page.content.decode()
    assert desk.post(_url("change", speaker), _fields(page)).status_code == 302
    assert speaker.windows.get().period == period


def test_the_history_of_a_speaker_is_kept(desk: Client, organizer) -> None:
    speaker = SpeakerFactory(name="Before")
    data = _fields(desk.get(_url("change", speaker)), name_en="After")
    desk.post(_url("change", speaker), data)
    page = desk.get(_url("history", speaker)).content.decode()
    assert "Before" in page
    assert "After" in page


def test_names_are_never_markup(desk: Client) -> None:
    one, other = SpeakerFactory(name="<b>Ada</b> King"), SpeakerFactory(name="<b>Ada</b> King")
    Appearance.objects.create(session=SessionFactory(), speaker=other)
    for url in (LIST, _url("change", one), f"{_url('merge', one)}?with={other.pk}"):
        assert "<b>Ada" not in desk.get(url).content.decode()


def test_the_list_takes_as_many_queries_for_30_as_for_2(desk: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as made:
            assert desk.get(LIST).status_code == 200
        return len(made)

    for _ in range(2):
        SpeakerFactory(name="Ada King")
    few = count()
    for _ in range(28):
        SpeakerFactory(name="Ada King")
    assert count() == few
