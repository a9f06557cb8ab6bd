"""Photos of speakers in what leaves the portal: of who agrees, as long as she does."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html
from PIL import Image
from pypdf import PdfReader

from agenda import stored
from agenda.actions.documents import document_of
from agenda.actions.photos import remove_photo, set_photo
from agenda.actions.releases import release
from agenda.exports import FORMATS
from agenda.models import Appearance, Release, ReleaseDocument, Slot, Speaker
from agenda.queries.sheets import speaker_sheet
from consultation.actions.attachments import delete_unused
from tests.agenda.test_site_zip import _broken
from tests.factories import NOW, SessionFactory, SpeakerFactory
from wsis_forum.portal.erasure import erase_person
from wsis_forum.uploads import small, storing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def _picture(side: int = 2000, kind: str = "JPEG", mode: str = "RGB") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new(mode, (side, side // 2), "red").save(file, kind)
    return SimpleUploadedFile(f"ada.{kind.lower()}", file.getvalue())


def _speaker(name: str, session: Any, consent: str, **values: Any) -> Speaker:
    one = SpeakerFactory(
        name=name, slug=name.lower(), forum=session.forum, consent=consent, **values
    )
    set_photo(speaker_id=one.pk, upload=_picture(), by=None, at=NOW)
    Appearance.objects.create(session=session, speaker=one)
    return Speaker.objects.get(pk=one.pk)


@pytest.fixture
def issued() -> Release:
    """Issue a release that names three photos; one person agrees, one was not asked."""
    session = SessionFactory(number=124, title="Engines")
    Slot.objects.create(session=session, period=(NOW, NOW + timedelta(hours=1)))
    _speaker("Ada", session, "yes", email="amina@example.org")
    _speaker("Grace", session, "unknown")
    _speaker("Mary", session, "yes")
    return release(forum_id=session.forum_id, public=True, remark="", by=None, at=NOW)


def _files_of(issued: Release, code: str = "en") -> dict[str, bytes]:
    one = document_of(release=issued, extension="zip", language=code, at=NOW)
    with zipfile.ZipFile(stored.path_of(one.stored_name)) as archive:
        return {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}


def _photos(issued: Release) -> list[str]:
    return sorted(name for name in _files_of(issued) if name.startswith("photos/"))


def _avatars(issued: Release) -> dict[str, str | None]:
    one = document_of(release=issued, extension="schedule.json", language="en", at=NOW)
    data = json.loads(stored.path_of(one.stored_name).read_bytes())
    days = data["schedule"]["conference"]["days"]
    events = [event for day in days for room in day["rooms"].values() for event in room]
    return {person["name"]: person["avatar"] for event in events for person in event["persons"]}


def _images(issued: Release, slug: str) -> list[Any]:
    reader = PdfReader(io.BytesIO(speaker_sheet(issued, slug=slug, language="en").write()))
    return [image for page in reader.pages for image in page.images]


def test_the_zip_holds_small_photos_as_files_of_its_folder(issued) -> None:
    files = _files_of(issued)
    assert _photos(issued) == ["photos/ada.jpg", "photos/mary.jpg"]
    with Image.open(io.BytesIO(files["photos/ada.jpg"])) as image:
        assert (image.format, image.size) == ("JPEG", (320, 160))
    assert _broken(files) == []
    for name, folder in (("speakers.html", ""), ("sessions/124.html", "../")):
        found = html.document_fromstring(files[name].decode()).xpath("//img")
        assert [(one.get("src"), one.get("alt")) for one in found] == [
            (f"{folder}photos/ada.jpg", "Photo of Ada"),
            (f"{folder}photos/mary.jpg", "Photo of Mary"),
        ]


@pytest.mark.parametrize(
    ("code", "alt"),
    [
        ("fr", "Photo de Ada"), ("es", "Foto de Ada"), ("ar", "صورة Ada"),
        ("zh-hans", "Ada的照片"), ("ru", "Фотография: Ada"),
    ],
)  # fmt: skip
def test_what_a_photo_shows_is_said_in_the_asked_language(issued, code, alt) -> None:
    tree = html.document_fromstring(_files_of(issued, code)["speakers.html"].decode())
    assert tree.xpath("//img/@alt")[0] == alt


def test_the_sheet_of_a_speaker_has_her_photo_with_words_for_it(issued) -> None:
    assert [len(_images(issued, slug)) for slug in ("ada", "grace", "mary")] == [1, 0, 1]
    data = speaker_sheet(issued, slug="ada", language="en").write()
    root: Any = PdfReader(io.BytesIO(data)).trailer["/Root"]
    assert "Photo of Ada" in str(_alternatives(root["/StructTreeRoot"]))


def _alternatives(node: Any) -> list[str]:
    node = node.get_object()
    if isinstance(node, list):
        return [one for child in node for one in _alternatives(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + (_alternatives(node["/K"]) if "/K" in node else [])


def test_schedule_json_has_the_address_of_a_photo(client, issued) -> None:
    avatars = _avatars(issued)
    assert (avatars["Grace"], bool(avatars["Mary"])) == (None, True)
    address = avatars["Ada"]
    assert address is not None
    path = address.removeprefix("http://localhost:8000")
    assert path.endswith("/en/forums/2027/speakers/ada/photo?release=v1.0")
    page = client.get(path[path.index("/en/") :])
    assert (page.status_code, page["Content-Type"]) == (200, "image/jpeg")


@pytest.mark.parametrize("how", ["removed", "refused", "withdrawn", "another", "file lost"])
def test_a_photo_that_was_taken_away_is_in_no_file_and_breaks_none(issued, how) -> None:
    before = document_of(release=issued, extension="zip", language="en", at=NOW).sha256
    tag = speaker_sheet(issued, slug="ada", language="en").etag
    ada = Speaker.objects.get(slug="ada")
    if how == "removed":
        remove_photo(speaker_id=ada.pk, by=None, at=NOW)
    elif how == "another":
        set_photo(speaker_id=ada.pk, upload=_picture(), by=None, at=NOW)
    elif how == "file lost":
        storing.path_of(ada.photo_name).unlink()
        ReleaseDocument.objects.all().delete()
    else:
        consent = "no" if how == "refused" else "unknown"
        Speaker.objects.filter(pk=ada.pk).update(consent=consent)
    assert _photos(issued) == ["photos/mary.jpg"]
    assert _images(issued, "ada") == []
    after = document_of(release=issued, extension="zip", language="en", at=NOW)
    assert after.sha256 != before
    if how != "file lost":
        assert _avatars(issued)["Ada"] is None
        assert speaker_sheet(issued, slug="ada", language="en").etag != tag


def test_documents_with_the_photo_of_an_erased_person_are_gone_from_the_disk(
    issued, stakeholder, django_capture_on_commit_callbacks
) -> None:
    ada = Speaker.objects.get(slug="ada")
    one = document_of(release=issued, extension="zip", language="en", at=NOW)
    other = document_of(release=issued, extension="csv", language="en", at=NOW)
    small_one, large = storing.small_of(ada.photo_name), storing.path_of(ada.photo_name)
    assert small_one.exists()
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(user_id=stakeholder.pk)
    assert not any(path.exists() for path in (small_one, large, stored.path_of(one.stored_name)))
    assert stored.path_of(other.stored_name).exists()
    assert _photos(issued) == ["photos/mary.jpg"]


def test_a_document_that_is_made_anew_takes_the_place_of_the_former(
    issued, django_capture_on_commit_callbacks
) -> None:
    former = document_of(release=issued, extension="zip", language="en", at=NOW)
    Speaker.objects.filter(slug="ada").update(consent="no")
    with django_capture_on_commit_callbacks(execute=True):
        _files_of(issued)
    assert not stored.path_of(former.stored_name).exists()


def test_other_formats_ask_for_no_photos(issued, django_assert_num_queries) -> None:
    for extension in FORMATS:
        document_of(release=issued, extension=extension, language="en", at=NOW)
    for extension in FORMATS:
        more = FORMATS[extension].has_photos or extension == "docx"
        with django_assert_num_queries(2 if more else 1):
            document_of(release=issued, extension=extension, language="en", at=NOW)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("WEBP", "RGB")])
def test_a_small_copy_is_a_jpeg_whatever_the_picture_is(kind, mode) -> None:
    one = SpeakerFactory()
    upload = _picture(64, kind, mode)
    name = set_photo(speaker_id=one.pk, upload=upload, by=None, at=NOW).photo_name
    with Image.open(io.BytesIO(small.small_copy(name))) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (64, 32), "RGB")
    assert small.small_copy(name) == storing.small_of(name).read_bytes()


def test_what_is_no_picture_or_gone_gives_nothing(settings) -> None:
    name = storing.new_name()
    assert small.small_copy(name) == b""
    path = storing.path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"no picture")
    assert small.small_copy(name) == b""
    assert list((settings.MEDIA_ROOT / "incoming").glob("*")) == []


def test_a_small_copy_goes_with_its_picture() -> None:
    one = SpeakerFactory()
    names = [
        set_photo(speaker_id=one.pk, upload=_picture(), by=None, at=NOW).photo_name
        for _turn in range(2)
    ]
    for name in names:
        small.small_copy(name)
    storing.path_of(names[0]).unlink()
    delete_unused(at=NOW + timedelta(days=4000))
    assert [storing.small_of(name).exists() for name in names] == [False, True]
