"""The draft agenda as a Word document: read back part by part, and the template as a stranger's."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from hypothesis import HealthCheck, given, settings
from lxml import etree

from agenda.actions.releases import release
from agenda.exports.word import BUILT_IN, BrokenTemplate, apart, write_docx
from agenda.exports.word.runs import plain
from agenda.labels import labels_for
from agenda.models import Release, WordTemplate
from agenda.programme import Programme
from agenda.queries.exports import export_of
from agenda.queries.releases import programme_of
from tests.agenda.programmes import programmes, small_programme
from tests.agenda.test_session_124 import (
    CODES,
    DESCRIPTION,
    POINTS,
    SPEAKERS,
    TITLES,
    forum_2023,  # noqa: F401 a fixture
)
from tests.factories import NOW, SessionFactory
from tests.lengths import length
from wsis_forum.uploads.storing import path_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def body_of(document: bytes) -> Any:
    """Read the main part with another library than the writer's."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        assert package.testzip() is None
        return etree.fromstring(package.read("word/document.xml"))


def text_of(element: Any) -> str:
    """Return what a reader reads: text, tabs as blanks, breaks as lines; a paragraph a line."""
    signs = {f"{W}tab": " ", f"{W}br": "\n", f"{W}p": "\n"}
    return "".join(
        (one.text or "") if one.tag == f"{W}t" else signs.get(one.tag, "") for one in element.iter()
    )


def made_of(template: Any) -> bytes:
    """Return a Word file as bytes."""
    file = io.BytesIO()
    template.save(file)
    return file.getvalue()


def template_with(*words: str) -> bytes:
    """Return a template of a few paragraphs."""
    document = Document()
    for line in words:
        document.add_paragraph(line)
    return made_of(document)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_session_124_is_in_it_whole(forum_2023: None, language: str) -> None:  # noqa: F811 the fixture
    programme = programme_of(Release.objects.get(forum__slug="2023"))
    text = text_of(body_of(write_docx(programme, labels_for(programme, language))))
    biographies = {"他获得了", "Lamanauskas 先生旨在", "她拥有哲学", "Tomas Lamanauskas took"}
    speakers = [one for one in SPEAKERS[language] if not one.startswith(tuple(biographies))]
    wanted = [TITLES[language], *DESCRIPTION[language], *POINTS[language], *speakers]
    wanted += [f"{code} " for code in CODES.split()]
    assert [words for words in wanted if words not in text] == []


def test_headings_are_real_and_heads_of_tables_come_again() -> None:
    programme = small_programme()
    body = body_of(write_docx(programme, labels_for(programme, "en")))
    styles = [
        (paragraph.find(f".//{W}pStyle").get(f"{W}val"), text_of(paragraph).strip())
        for paragraph in body.iter(f"{W}p")
        if paragraph.find(f".//{W}pStyle") is not None
    ]
    assert ("Heading1", "Friday, 27 January 2023") in styles
    assert ("Heading2", "124 · Skills for all") in styles
    assert ("Point1", "1. Opening") in [(style, text.rstrip()) for style, text in styles]
    tables = list(body.iter(f"{W}tbl"))
    assert len(tables) == 2
    assert all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables)


def test_every_run_says_its_language_and_arabic_runs_from_right_to_left() -> None:
    programme = small_programme(name={"ar": "منتدى 2023", "en": "WSIS Forum 2023"})
    english = body_of(write_docx(programme, labels_for(programme, "en")))
    assert all(run.find(f"{W}rPr/{W}lang") is not None for run in english.iter(f"{W}r"))
    arabic = body_of(write_docx(programme, labels_for(programme, "ar")))
    forum = next(run for run in arabic.iter(f"{W}r") if text_of(run) == "منتدى 2023")
    assert forum.find(f"{W}rPr/{W}rtl") is not None
    assert forum.find(f"{W}rPr/{W}lang").get(f"{W}bidi") == "ar-SA"
    title = next(run for run in arabic.iter(f"{W}r") if text_of(run) == "Skills for all")
    assert title.find(f"{W}rPr/{W}rtl") is None
    assert title.find(f"{W}rPr/{W}lang").get(f"{W}val") == "en-GB"
    assert all(paragraph.find(f"{W}pPr/{W}bidi") is not None for paragraph in arabic.iter(f"{W}p"))
    assert all(
        table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in arabic.iter(f"{W}tbl")
    )


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_header_and_footer_say_their_language_and_direction_too(language: str) -> None:
    programme = small_programme(name={"ar": "منتدى 2023", "en": "WSIS Forum 2023"})
    data = write_docx(programme, labels_for(programme, language))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [one for one in packed.namelist() if re.match(r"word/(head|foot)er", one)]
        parts = [etree.fromstring(packed.read(name)) for name in names]
    assert sorted(names) == ["word/footer1.xml", "word/header1.xml"]
    for part in parts:
        runs = list(part.iter(f"{W}r"))
        assert runs
        assert all(run.find(f"{W}rPr/{W}lang") is not None for run in runs)
        turned = [one.find(f"{W}pPr/{W}bidi") is not None for one in part.iter(f"{W}p")]
        assert turned == [language == "ar"] * len(turned)


def test_the_header_names_release_and_date() -> None:
    programme = small_programme()
    document = Document(io.BytesIO(write_docx(programme, labels_for(programme, "en"))))
    assert document.sections[0].header.paragraphs[0].text == (
        "WSIS Forum 2023 · Release v1.0 of 2 January 2023"
    )
    assert document.core_properties.language == "en-GB"


def test_the_same_release_makes_the_same_bytes() -> None:
    programme = small_programme()
    labels = labels_for(programme, "fr")
    assert write_docx(programme, labels) == write_docx(programme, labels)


@pytest.mark.soak
@settings(
    max_examples=length(50, soak=1_000),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(programme=programmes())
def test_hostile_text_stays_text_and_whole(programme: Programme) -> None:
    text = text_of(body_of(write_docx(programme, labels_for(programme, "en"))))
    for session in programme.sessions:
        for words in (session.title, session.description, session.organizers):
            own = words.get("en", "")
            lines = [line.strip() for line in plain(own).replace("\t", " ").split("\n")]
            assert [line for line in lines if line not in text] == []


def test_what_looks_like_a_template_in_a_text_is_text() -> None:
    programme = small_programme()
    evil = "{{ 7 * 7 }} {% raw %} {_{ <w:p> &amp; {{r forum }}"
    session = replace(programme.sessions[0], title={"en": evil})
    programme = replace(programme, sessions=(session,))
    assert evil in text_of(body_of(write_docx(programme, labels_for(programme, "en"))))


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Of {{ forum", "Of {{ forumThree"),
        ("{% for day in days %}", "{% for day in days %}"),
        ("Here: {{ session.numbre }}", "Here: {{ session.numbre }}"),
        ("{{ forum.__class__.__mro__ }}", "{{ forum.__class__.__mro__ }}"),
        ("{{ sessions.clear() }}", "{{ sessions.clear() }}"),
        ("{{ 1 / 0 }}", "{{ 1 / 0 }}"),
    ],
)
def test_a_broken_template_is_refused_with_its_place(words: str, place: str) -> None:
    programme = small_programme()
    template = template_with("One", words, "Three")
    labels = replace(labels_for(programme, "en"), word_template=template)
    with pytest.raises(BrokenTemplate) as caught:
        write_docx(programme, labels)
    assert caught.value.place == place


@pytest.mark.parametrize(
    "words",
    [
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        "{{ 'a' * 2000000000 }}",
        "{{ '%1900000000d' % 1 }}",
    ],
)
def test_a_template_without_end_is_refused(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 3)
    programme = small_programme()
    labels = replace(labels_for(programme, "en"), word_template=template_with(words))
    with pytest.raises(BrokenTemplate):
        write_docx(programme, labels)


def test_a_file_whose_text_is_no_xml_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(BUILT_IN) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[:-20] if name == "word/document.xml" else data)
    programme = small_programme()
    labels = replace(labels_for(programme, "en"), word_template=made.getvalue())
    with pytest.raises(BrokenTemplate):
        write_docx(programme, labels)


def test_a_file_of_another_kind_is_refused() -> None:
    programme = small_programme()
    labels = replace(labels_for(programme, "en"), word_template=b"not a zip")
    with pytest.raises(BrokenTemplate):
        write_docx(programme, labels)


# --- Uploaded by the secretariat ----------------------------------------------------------------


@pytest.fixture
def released(db: None) -> Release:
    """Return a release to try templates with."""
    session = SessionFactory(title="A session")
    return release(forum_id=session.forum_id, public=True, remark="", by=None, at=NOW)


def upload(client: Any, content: bytes, name: str = "ours.docx") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("admin:agenda_wordtemplate_add"), {"file": file})


@pytest.mark.django_db
def test_an_uploaded_template_makes_the_documents_from_then_on(desk, released) -> None:
    before = export_of(released, extension="docx", language="en")
    ours = template_with("Ours: {{r forum }}")
    assert upload(desk, ours).status_code == 302
    after = export_of(released, extension="docx", language="en")
    assert text_of(body_of(after.write())).strip() == "Ours: WSIS Forum 2027"
    assert after.etag != before.etag
    desk.post(reverse("admin:agenda_wordtemplate_use"), {"template": ""})
    assert export_of(released, extension="docx", language="en").etag == before.etag
    row = WordTemplate.objects.get()
    given_back = desk.get(reverse("admin:agenda_wordtemplate_file", args=(row.pk,)))
    assert b"".join(given_back.streaming_content) == ours


@pytest.mark.django_db
def test_a_template_that_needs_a_large_programme_is_refused(desk, released) -> None:
    for _ in range(2):
        SessionFactory(forum=released.forum)
    release(forum_id=released.forum_id, public=True, remark="", by=None, at=NOW)
    page = upload(desk, template_with("The third: {{r sessions[2].title }}"))
    assert "sessions[2]" in page.context["form"].errors["file"][1]
    assert not WordTemplate.objects.exists()


@pytest.mark.django_db
def test_where_the_one_in_use_fails_the_portal_s_own_is_written(
    desk, released, caplog: pytest.LogCaptureFixture
) -> None:
    upload(desk, template_with("Ours: {{r forum }}"))
    row = WordTemplate.objects.get()
    path_of(row.stored_name).write_bytes(b"no zip any more")
    document = body_of(export_of(released, extension="docx", language="en").write())
    assert "A session" in text_of(document)
    assert "word template failed" in caplog.text


@pytest.mark.django_db
def test_a_broken_upload_changes_nothing_and_says_where(desk, released) -> None:
    page = upload(desk, template_with("Dear {{ nobody }}"))
    assert page.status_code == 200
    assert "Dear {{ nobody }}" in page.context["form"].errors["file"][1]
    assert not WordTemplate.objects.exists()
    page = upload(desk, b"no zip")
    assert page.context["form"].errors["file"]
    page = upload(desk, BUILT_IN.read_bytes(), name="ours.txt")
    assert "DOCX" in page.context["form"].errors["file"][0]


@pytest.mark.django_db
def test_the_list_of_templates_asks_as_many_queries_for_30_as_for_1(desk, secretary) -> None:
    url = reverse("admin:agenda_wordtemplate_changelist")
    counts = []
    for number in (1, 30):
        WordTemplate.objects.all().delete()
        WordTemplate.objects.bulk_create(
            WordTemplate(
                name=f"{place}.docx",
                stored_name=f"00/{place:032x}",
                size=1,
                sha256="0" * 64,
                uploaded_by=secretary,
                uploaded_at=NOW,
            )
            for place in range(number)
        )
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
