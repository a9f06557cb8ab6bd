"""Uploads: each bad file of the issue is refused in words, each good one is stored harmless."""

import hashlib
import io
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext
from PIL import Image

from tests.platform import files
from wsis_forum import errors
from wsis_forum.uploads import (
    BadUpload,
    Received,
    Rule,
    answer_with,
    handler,
    names,
    packed,
    pictures,
    receive,
    storing,
)

EVERYTHING = Rule(("picture", "document", "slides", "table"), 1)


@pytest.fixture(autouse=True)
def root(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def lying(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def taken(name: str, content: bytes, rule: Rule = EVERYTHING) -> Received:
    return receive(files.upload(name, content), rule)


def refused(name: str, content: bytes, root: Path, rule: Rule = EVERYTHING) -> str:
    with pytest.raises(BadUpload) as caught:
        taken(name, content, rule)
    assert lying(root) == [], "nothing of a refused file is kept"
    assert caught.value.message
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("photo.JPG", files.picture(), "image/jpeg"),
        ("photo.jpeg", files.picture(), "image/jpeg"),
        ("logo.png", files.picture("PNG", mode="RGBA"), "image/png"),
        ("photo.webp", files.picture("WEBP"), "image/webp"),
        ("paper.pdf", files.pdf(), "application/pdf"),
        ("paper.docx", files.office("docx"), f"{files.OOXML}.wordprocessingml.document"),
        ("slides.pptx", files.office("pptx"), f"{files.OOXML}.presentationml.presentation"),
        ("table.xlsx", files.office("xlsx"), f"{files.OOXML}.spreadsheetml.sheet"),
        ("paper.odt", files.office("odt"), "application/vnd.oasis.opendocument.text"),
        ("slides.odp", files.office("odp"), "application/vnd.oasis.opendocument.presentation"),
        ("table.ods", files.office("ods"), "application/vnd.oasis.opendocument.spreadsheet"),
        ("table.csv", "الاسم,البلد\n".encode(), "text/csv"),
        ("table.csv", "名,国\n".encode("utf-16"), "text/csv"),
        ("table.csv", "名,国\n".encode("gbk"), "text/csv"),
    ],
)
def test_good_files_are_stored_under_a_name_of_ours(name, content, media_type, root):
    file = taken(name, content)
    stored = storing.path_of(file.stored_name).read_bytes()
    assert (file.name, file.media_type) == (name, media_type)
    assert (file.size, file.sha256) == (len(stored), hashlib.sha256(stored).hexdigest())
    assert lying(root) == [storing.path_of(file.stored_name)]
    if file.width is None:
        assert stored == content


MACROS = files.archive(
    {"[Content_Types].xml": '<x ContentType="application/vnd.ms-word.document.macroEnabled"/>'}
)
VBA = "_VBA_PROJECT".encode("utf-16-le")
OBJECTS = b"<< /Type /ObjStm /Length 9 >>\nstream\n" + zlib.compress(b"<< /S /JavaScript >>")
BOMB = b"\0" * 20_000_000


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        # The wrong kind, by its name or under a right one.
        ("run.exe", b"MZ\x90\0", "kind"),
        ("paper.docm", MACROS, "kind"),
        ("no ending", files.pdf(), "kind"),
        ("paper.pdf", b"MZ\x90\0" + bytes(200), "content"),
        ("paper.pdf", files.picture(), "content"),
        ("photo.jpg", files.pdf(), "content"),
        ("photo.png", b"<html><script>alert(1)</script>", "content"),
        ("photo.jpg", files.picture("GIF", mode="P"), "content"),
        ("paper.docx", files.office("xlsx"), "content"),
        ("paper.odt", files.office("ods"), "content"),
        ("paper.docx", files.archive({"a.txt": "a"}), "content"),
        ("paper.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "content"),
        ("table.csv", b"<!doctype html><script>", "content"),
        ("table.csv", b"a,b\n\0\1", "content"),
        ("table.csv", files.office("xlsx"), "content"),
        # Two formats in one file.
        ("paper.pdf", files.pdf() + files.archive({"a.class": "a"}), "content"),
        ("paper.docx", b"GIF89a" + files.office("docx"), "content"),
        ("paper.docx", files.office("docx") + b"<script>", "content"),
        # Macros and scripts.
        ("paper.docx", MACROS, "macros"),
        ("paper.docx", files.archive({"a": "a", "word/vbaProject.bin": "x"}), "macros"),
        ("paper.docx", files.archive({"word/embeddings/book.xlsm": "x"}), "macros"),
        ("paper.docx", files.office("docx", ole=b"x" * 65530 + VBA), "macros"),
        ("paper.odt", files.office("odt", Basic__Standard__Module1="x"), "macros"),
        ("paper.odt", files.office("odt", Scripts__python="x"), "macros"),
        ("paper.pdf", files.pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "macros"),
        ("paper.pdf", files.pdf(b"<< /S /J#61vaScript >>"), "macros"),
        ("paper.pdf", files.pdf(b"<< /S /Launch /F (cmd.exe) >>"), "macros"),
        ("paper.pdf", files.pdf(OBJECTS), "macros"),
        # Locked, damaged, empty.
        ("paper.pdf", files.pdf(b"trailer << /Encrypt 5 0 R >>"), "locked"),
        ("paper.pdf", files.pdf()[:-7], "damaged"),
        ("paper.docx", files.office("docx")[:-30], "damaged"),
        ("photo.jpg", files.picture()[:-200], "damaged"),
        ("photo.png", files.picture("PNG")[:-200], "damaged"),
        ("photo.webp", files.picture("WEBP")[:-100], "damaged"),
        ("paper.pdf", b"", "empty"),
        # Too large, at once or when unpacked.
        ("table.csv", b"a" * (1024 * 1024 + 1), "size"),
        ("paper.docx", files.office("docx", word__media=BOMB), "unpacked"),
        ("paper.docx", files.office("docx", **{f"p{n}": "" for n in range(5001)}), "unpacked"),
    ],
)
def test_bad_files_are_refused(name, content, code, root):
    assert refused(name, content, root) == code


def test_a_kind_that_the_question_does_not_take_is_named(root):
    rule = Rule(("picture", "document"), 5)
    with pytest.raises(BadUpload) as caught:
        taken("table.csv", b"a,b", rule)
    assert caught.value.message == (
        "A file of this kind cannot be taken. Possible here: JPG, PNG, WEBP, PDF, DOCX, ODT."
    )


def test_a_locked_archive_is_refused(root):
    content = bytearray(files.office("docx"))
    # The first bit of the flags, in the directory at the end.
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refused("paper.docx", bytes(content), root) == "locked"


def test_an_archive_that_lies_about_its_size_is_found(root):
    content = bytearray(files.office("docx", media=BOMB))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    assert refused("paper.docx", bytes(content), root) == "unpacked"


def test_a_table_of_equal_rows_is_no_bomb():
    rows = b'<row><c t="n"><v>1</v></c></row>' * 100_000
    assert taken("table.xlsx", files.office("xlsx", sheet=rows)).size < 100_000


def test_a_bomb_costs_no_more_than_is_allowed(monkeypatch, root):
    monkeypatch.setattr(packed, "MOST_UNPACKED", 1_000_000)
    parts = {f"part{n}": b"%d" % n * 300_000 for n in range(4)}
    assert refused("paper.docx", files.office("docx", **parts), root) == "unpacked"


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(root):
    content = bytearray(files.picture("PNG", (10, 10)))
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    assert refused("photo.png", bytes(content), root) == "pixels"
    content[16:24] = (7_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    assert refused("photo.png", bytes(content), root) == "pixels"


def camera() -> bytes:
    """Return a photo with place, name, comment and preview, taken with the camera on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Amina Diallo"
    exif.get_ifd(0x8825).update({1: "N", 2: (46.0, 13.0, 9.0), 3: "E", 4: (6.0, 8.0, 11.0)})
    return files.picture(
        size=(60, 20), exif=exif, comment=b"Private", xmp=b"<x:xmpmeta>Private</x:xmpmeta>"
    )


def test_a_photo_loses_place_name_and_comment_and_stands_upright():
    before = Image.open(io.BytesIO(camera()))
    assert before.getexif().get_ifd(0x8825)
    file = taken("photo.jpg", camera())
    stored = storing.path_of(file.stored_name).read_bytes()
    after = Image.open(io.BytesIO(stored))
    assert (file.width, file.height) == after.size == (20, 60)
    assert dict(after.getexif()) == {}
    assert set(after.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    for word in (b"Amina", b"Private", b"Exif", b"xmp"):
        assert word not in stored


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_lose_their_notes_too(kind):
    exif = Image.Exif()
    exif[0x013B] = "Amina Diallo"
    content = files.picture(kind, mode="RGBA", exif=exif, icc_profile=b"Amina")
    assert b"Amina" in content
    stored = storing.path_of(taken(f"a.{kind.lower()}", content).stored_name).read_bytes()
    assert b"Amina" not in stored


def test_what_hangs_behind_a_picture_is_gone():
    file = taken("photo.jpg", files.picture() + files.archive({"a.class": "a"}))
    assert not zipfile.is_zipfile(storing.path_of(file.stored_name))


def test_a_large_photo_is_made_smaller():
    rule = Rule(("picture",), 10)
    file = taken("photo.jpg", files.picture(size=(4800, 1200)), rule)
    assert (file.width, file.height) == (pictures.LONGEST_SIDE, 1024)


def test_a_picture_under_another_picture_s_name_is_named_what_it_is():
    file = taken("photo.jpg", files.picture("WEBP"))
    assert (file.name, file.media_type) == ("photo.webp", "image/webp")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a.pdf", "a.pdf"),
        ("..\\..\\etc/passwd/a b\t c.pdf", "a b c.pdf"),
        ("a\0b\n\x1b.pdf", "ab.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066عقد\u2069.pdf", "عقد.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("\ud800\ufffe.pdf", "file.pdf"),
        (".pdf", "file.pdf"),
        ("..", "file"),
        ("", "file"),
        (None, "file"),
        ("a" * 300 + ".pdf", "a" * 236 + ".pdf"),
        ("文" * 300 + ".DOCX", "文" * 78 + ".DOCX"),
        ("a." + "b" * 300, "a." + "b" * 238),
    ],
)
def test_names_are_kept_for_people_and_hurt_nothing(raw, clean):
    assert names.clean_name(raw) == clean
    assert len(clean.encode()) <= names.MOST_BYTES


def test_a_message_is_in_the_reader_s_language():
    with translation.override("en"), pytest.raises(BadUpload) as caught:
        taken("a.pdf", b"")
    assert caught.value.message == "This file is empty."


def test_a_file_is_answered_so_that_no_browser_runs_it():
    file = taken('عقد "1"\r\n.csv', b"a,b\n")
    answer = answer_with(file.stored_name, name=file.name, media_type=file.media_type)
    assert b"".join(answer.streaming_content) == b"a,b\n"
    assert {
        name: answer.headers[name]
        for name in (
            "X-Content-Type-Options",
            "Content-Security-Policy",
            "Content-Type",
            "Content-Disposition",
        )
    } == {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Type": "text/csv",
        "Content-Disposition": "attachment; filename*=utf-8''%D8%B9%D9%82%D8%AF%20%221%22.csv",
    }
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_only_a_picture_is_ever_shown_in_a_page():
    file = taken("a.csv", b"a,b\n")
    for media_type, disposition in (("text/csv", "attachment"), ("image/png", "inline")):
        answer = answer_with(file.stored_name, name="a", media_type=media_type, is_shown=True)
        answer.close()
        assert answer.headers["Content-Disposition"].startswith(disposition)


@pytest.mark.parametrize("name", ["../secret_key", "ab/" + "0" * 32, "/etc/passwd", ""])
def test_no_other_file_is_ever_answered(name, root):
    root.mkdir()
    (root.parent / "secret_key").write_text("x")
    with pytest.raises(Exception, match=r"^$"):
        answer_with(name, name="a", media_type="text/csv")


# --- What comes over the line ------------------------------------------------------------


def post(content: bytes, text: str = "kept"):
    request = RequestFactory().post("/", {"file": files.upload("film.pdf", content), "text": text})
    return request, request.FILES["file"], request.POST["text"]


def test_of_a_file_without_end_only_so_much_is_kept_and_the_text_survives(monkeypatch, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    monkeypatch.setattr(handler, "MOST_FILE", 100_000)
    request, film, text = post(files.pdf(b"a" * 500_000))
    assert (Path(film.temporary_file_path()).stat().st_size, text) == (100_000, "kept")
    with pytest.raises(BadUpload) as caught:
        receive(film, Rule(("document",), 0))
    assert caught.value.code == "size"
    assert film.size == len(files.pdf(b"a" * 500_000))
    request.close()


def test_a_large_file_comes_whole(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    content = files.pdf(b"a" * 500_000)
    request, film, _text = post(content)
    file = receive(film, EVERYTHING)
    assert storing.path_of(file.stored_name).read_bytes() == content
    request.close()


@pytest.mark.expects_error_log
@pytest.mark.parametrize("kind", ["multipart", "urlencoded"])
def test_ten_megabytes_of_text_get_a_page_with_words(client: Client, kind):
    body = {"email": "a" * 10_000_000}
    if kind == "multipart":
        answer = client.post("/fr/account/login/", body)
    else:
        answer = client.post(
            "/fr/account/login/",
            urlencode(body),
            content_type="application/x-www-form-urlencoded",
        )
    with translation.override("fr"):
        heading = gettext("This is too large to be saved")
    assert answer.status_code == 413
    assert f"<h1>{heading}</h1>" in answer.content.decode()
    assert '<html lang="fr"' in answer.content.decode()


@pytest.mark.expects_error_log
def test_a_request_beyond_measure_is_refused_in_words(client: Client, monkeypatch):
    monkeypatch.setattr(handler, "MOST_REQUEST", 1000)
    answer = client.post("/en/account/login/", {"file": files.upload("a.pdf", bytes(5000))})
    assert answer.status_code == 413


def test_what_is_too_large_is_taken_in_to_its_end():
    """A browser reads no answer before it has sent all; else the words never reach it."""
    request = RequestFactory().post(
        "/", "a=" + "a" * 200_000, content_type="application/x-www-form-urlencoded"
    )
    assert errors.bad_request(request, RequestDataTooBig()).status_code == 413
    assert request.read(1) == b""
