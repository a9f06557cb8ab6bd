"""The receipt's PDF, read back by a library that did not write it."""

import io
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from consultation.exports import fonts
from consultation.exports.receipt import (
    FileEntry,
    Labels,
    Receipt,
    ReceiptAnswer,
    ReceiptSection,
    plain_text,
    render,
)
from consultation.exports.shown import is_rtl, is_whole, isolated, shown

LABELS = Labels(
    portal="WSIS Forum consultation",
    receipt="Receipt",
    number="Number",
    version="Version",
    handed_in="Handed in",
    call="Call",
    forum="Forum",
    organization="Organization",
    publication="Publication",
    privacy_version="Version of the privacy notice",
    digest="SHA-256",
    no_answer="Not answered",
    page="Page {page} of {pages}",
    attached="The text is attached.",
    substituted="Numbers stand for characters.",
)
DIGEST = "ab" * 32


def receipt(**values) -> Receipt:
    """Make a receipt whose one section has a text, a list, a file and a question without answer."""
    answers = (
        ReceiptAnswer(label="Summary", text=values.pop("text", "What we propose.")),
        ReceiptAnswer(label="Action Lines", items=("C4", "C7")),
        ReceiptAnswer(label="Logo", files=(FileEntry("logo.png", "1.2 MB", DIGEST),)),
        ReceiptAnswer(label="Expected people"),
    )
    given = {
        "language": "en",
        "number": "WSIS-2027-0001",
        "version": 2,
        "title": "Skills for all",
        "forum": "WSIS Forum 2027",
        "call": "Workshops",
        "organization": "Network",
        "at": datetime(2026, 12, 12, 22, 59, tzinfo=UTC),
        "handed_in": "12 December 2026, 23:59 (Geneva time, UTC+01:00)",
        "publication": "Published in full",
        "privacy_version": "1",
        "sections": (ReceiptSection("Your input", answers),),
        "labels": LABELS,
    }
    return Receipt(**{**given, **values})


def read(one: Receipt) -> PdfReader:
    return PdfReader(io.BytesIO(render(one)))


def words(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def tags(reader):
    """Return the names of the structure elements in reading order."""
    found = []

    def walk(element) -> None:
        element = element.get_object()
        if isinstance(element, list):
            for kid in element:
                walk(kid)
        elif isinstance(element, dict):
            if "/S" in element:
                found.append(element["/S"])
            if "/K" in element:
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def attached(reader: PdfReader) -> dict[str, str]:
    return {name: files[0].decode() for name, files in reader.attachments.items()}


def test_it_declares_pdf_ua_its_title_its_language_and_its_headings():
    reader = read(receipt())
    root = reader.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata["/Title"] == "WSIS-2027-0001 · Skills for all"
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    headings = [tag for tag in tags(reader) if tag.startswith("/H")]
    assert headings == ["/H1", "/H2", "/H3", "/H3", "/H3", "/H3"]


def test_it_says_all_that_was_handed_in():
    text = words(read(receipt()))
    for line in ("WSIS-2027-0001", "What we propose.", "C7", "logo.png", DIGEST, "Not answered"):
        assert line in text
    assert "12 December 2026, 23:59 (Geneva time, UTC+01:00)" in text
    assert "Page 1 of 1" in text


@pytest.mark.parametrize(
    ("language", "tag", "text"),
    [
        ("fr", "fr", "Une société où chacun a sa place"),
        ("ru", "ru", "Доступ к информации"),
        ("zh-hans", "zh-CN", "这是一段中文，骨直与发展。"),
    ],
)
def test_each_language_can_be_read_back(language, tag, text):
    reader = read(receipt(language=language, text=text))
    assert reader.trailer["/Root"]["/Lang"] == tag
    assert text in words(reader)


def test_arabic_goes_from_right_to_left_and_each_letter_is_there_once():
    reader = read(receipt(language="ar", text="منتدى القمة العالمية"))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/ViewerPreferences"]["/Direction"]) == ("ar", "/R2L")
    text = words(reader)
    assert sorted("العالمية") in [sorted(word) for word in text.split()]


def test_the_same_receipt_is_the_same_document():
    assert render(receipt()) == render(receipt())


def test_what_a_person_wrote_is_never_markup():
    hostile = '#panic("x") *bold* $x$ <l> @ref // c\n= Title\n#read("/etc/passwd") \\u{41} `raw`'
    reader = read(receipt(text=hostile, title="#panic()", organization='"); #panic("'))
    text = words(reader)
    assert all(line in text for line in hostile.split("\n"))
    assert tags(reader).count("/H1") == 1


FURTHER = {
    "Armenian": "Հայկ Սարգսյան",
    "Bengali": "শেখ হাসিনা",
    "Ethiopic": "አበበ ቢቂላ",
    "Georgian": "ქეთევან",
    "Gujarati": "નરેન્દ્ર",
    "Gurmukhi": "ਮਨਮੋਹਨ ਸਿੰਘ",
    "Hebrew": "דוד בן־גוריון",
    "Kannada": "ದೇವೇಗೌಡ",
    "Khmer": "សុខ ចាន់",
    "Lao": "ສົມໄຊ",
    "Malayalam": "കൃഷ്ണൻ",
    "Myanmar": "အောင်ဆန်း",
    "Oriya": "ନବୀନ",
    "Sinhala": "ශ්‍රීමතී",
    "Tamil": "கலாம்",
    "Telugu": "నరసింహ రావు",
    "Thai": "สมชาย ใจดี",
}


def test_every_further_script_is_tried():
    # Noto Sans itself has Devanagari.
    assert {*FURTHER, "Devanagari"} == set(fonts.FURTHER)


@pytest.mark.parametrize(("script", "name"), FURTHER.items())
@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_a_name_is_drawn_in_its_own_script(script: str, name: str, language: str):
    one = receipt(language=language, organization=name, title=name)
    assert is_whole(name)
    reader = read(one)
    assert LABELS.substituted not in words(reader)
    used = {str(each["/BaseFont"]) for each in fonts_of(reader)}
    assert any(f"NotoSans{script}" in each for each in used), used


def fonts_of(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for each in resources["/Font"].values():
            yield each.get_object()


def test_what_no_font_has_is_a_number_and_the_text_is_attached_as_it_is():
    one = receipt(text="བོད 😀", title="བ")
    reader = read(one)
    assert "[U+0F56][U+0F7C][U+0F51] [U+1F600]" in words(reader)
    assert LABELS.substituted in words(reader)
    assert attached(reader) == {"WSIS-2027-0001-2.txt": plain_text(one)}
    assert "བོད 😀" in plain_text(one)
    assert LABELS.substituted not in words(read(receipt()))


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(), max_size=200)
    | st.text(st.characters(categories=["Mn", "Mc", "Me", "Cf", "Lo", "Cc", "Co", "Cs"]))
)
def test_no_text_keeps_the_receipt_from_being_made(text):
    for language in ("en", "ar", "zh-hans"):
        render(receipt(language=language, text=text, title=text, organization=text))


@pytest.mark.parametrize(
    "values",
    [
        {"text": "word " * 50_000},
        {"title": "Title " * 333},
        {"text": "x" * 10_000},
        {"text": "W" * 10_000 + "\n" + "م" * 10_000 + "\n" + "བ" * 10_000},
        {"text": "line\n" * 5_000},
    ],
    ids=["50,000 words", "a long title", "a long word", "long words", "many lines"],
)
def test_lengths_neither_break_nor_delay_it(values):
    begin = time.monotonic()
    assert render(receipt(**values)).startswith(b"%PDF-1.7")
    assert time.monotonic() - begin < 20


def test_a_long_word_stays_on_the_page():
    page = read(receipt(text="W" * 2_000)).pages[0]
    lines = [line for line in page.extract_text().splitlines() if set(line) == {"W"}]
    assert lines
    assert max(map(len, lines)) <= 45


def test_long_words_break_between_characters_never_before_a_mark():
    text = shown("e\u0301" * 200)
    assert text.replace("\u200b", "") == "e\u0301" * 200
    pieces = text.split("\u200b")
    assert len(pieces) > 10
    assert not any(unicodedata.combining(piece[0]) for piece in pieces)


def test_an_ordinary_text_is_shown_as_it_is():
    text = "Ça va — voilà: “né” (1/2) https://example.org/a?b=1\nمرحبا 你好 Привет ñ"
    assert shown(text) == text


def test_overrides_of_direction_are_shown_and_a_line_is_isolated():
    assert shown("a\u202eb") == "a[U+202E]b"
    assert isolated("a\nb\u2069") == "\u2068a b[U+2069]\u2069"


@pytest.mark.parametrize(
    ("text", "rtl"), [("1. abc", False), ("(x) مرحبا", False), ("1. مرحبا x", True), ("123", True)]
)
def test_the_first_letter_decides_the_direction(text, rtl):
    assert is_rtl(text, default=True) is rtl


def test_the_fonts_have_the_letters_of_the_six_languages():
    latin, plex, noto, chinese, *_further = fonts.coverage()
    assert set(map(ord, "éèñ¿œЖщ«»…–’№")) <= latin
    assert all(set(map(ord, "ابتثجحخدذ؟،٠٩")) <= font for font in (plex, noto))
    assert set(map(ord, "信息社会世界峰会，。")) <= chinese


def test_a_receipt_without_title_or_sections_is_made():
    bare = replace(receipt(), title="", organization="", sections=())
    assert "Receipt" in words(read(bare))
