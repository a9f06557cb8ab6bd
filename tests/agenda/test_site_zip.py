"""The agenda as static pages, read back with zipfile and lxml."""

import io
import posixpath
import zipfile
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import html

from agenda.exports.site_zip import write_site
from agenda.labels import labels_for
from agenda.programme import Programme, ProgrammeLink
from tests.agenda.large import large_programme
from tests.agenda.programmes import programmes, small_programme
from tests.lengths import length

LANGUAGES = ("en", "fr", "es", "ar", "zh-hans", "ru")
HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)>" onload="x'


def _pages(programme: Programme, language: str = "en") -> dict[str, bytes]:
    """Return the files by their names below the archive's one folder."""
    data = write_site(programme, labels_for(programme, language))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len({name.split("/")[0] for name in names}) == 1
        return {name.split("/", 1)[1]: archive.read(name) for name in names}


def _trees(files: dict[str, bytes]) -> dict[str, Any]:
    parser = html.HTMLParser(encoding="utf-8")
    return {
        name: html.document_fromstring(data, parser=parser)
        for name, data in files.items()
        if name.endswith(".html")
    }


def _addresses(tree: Any) -> list[str]:
    return [str(one) for one in tree.xpath("//@href | //@src | //@srcset | //@action | //@data")]


def _broken(files: dict[str, bytes], known: Collection[str] = ()) -> list[str]:
    """Return the addresses that lead nowhere inside the folder, but for the ``known`` ones."""
    trees = _trees(files)
    found = []
    for name, tree in trees.items():
        for address in _addresses(tree):
            path, _, fragment = address.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            target = target if path else name
            is_there = target in files and (
                not fragment or trees[target].xpath("//*[@id=$id]", id=fragment)
            )
            if not is_there and address not in known:
                found.append(f"{name}: {address}")
    return found


def test_every_session_has_a_page_and_every_link_leads_somewhere() -> None:
    programme = large_programme(sessions=40, speakers=30)
    files = _pages(programme)
    assert set(files) == {
        "index.html",
        "speakers.html",
        "agenda.css",
        "agenda.ics",
        *(f"sessions/{number}.html" for number in range(100, 140)),
    }
    assert _broken(files) == []
    index = _trees(files)["index.html"]
    assert len(index.xpath("//ol[@class='rows']/li")) == 40
    assert b"BEGIN:VCALENDAR" in files["agenda.ics"]
    assert b"url(" not in files["agenda.css"]


@pytest.mark.parametrize(
    ("language", "tag", "direction"),
    [("en", "en", "ltr"), ("zh-hans", "zh-Hans", "ltr"), ("ar", "ar", "rtl")],
)
def test_pages_are_in_the_asked_language(language: str, tag: str, direction: str) -> None:
    for tree in _trees(_pages(small_programme(), language)).values():
        assert (tree.get("lang"), tree.get("dir")) == (tag, direction)
        assert tree.xpath("//script | //style | //@style | //iframe | //form") == []


def test_a_session_says_all_and_names_the_language_of_a_fallback() -> None:
    tree = _trees(_pages(small_programme(), "zh-hans"))["sessions/124.html"]
    assert " ".join(tree.xpath("//h1")[0].text_content().split()) == "全民技能"
    text = tree.xpath("//main")[0].text_content()
    for words in (
        "2023年1月27日",
        "Room A",
        "ITU: a greeting",
        "Ada Lovelace",
        "C4",
        "WSIS-2023-0001",
    ):
        assert words in text
    (point,) = tree.xpath("//ol[@class='points']/li[1]/div/span[@lang]")[:1]
    assert (point.get("lang"), point.text) == ("en", "Opening")


def test_what_a_person_wrote_stays_text() -> None:
    text = {"en": HOSTILE}
    link = ProgrammeLink(url="javascript:alert(1)", label=HOSTILE)
    session = replace(
        small_programme().sessions[0], title=text, description=text, organizers=text, links=(link,)
    )
    files = _pages(small_programme(name=text, theme=text, sessions=(session,)))
    for tree in _trees(files).values():
        assert tree.xpath("//script | //img | //@onerror | //@onload") == []
    page = _trees(files)["sessions/124.html"]
    assert HOSTILE in page.xpath("//h1")[0].text_content()
    assert "javascript:alert(1)" not in _addresses(page)


def test_a_link_to_be_shown_later_is_not_in_the_pages() -> None:
    session = small_programme().sessions[0]
    at = session.slots[0].starts_at - timedelta(hours=1)
    later = replace(session, remote_url="https://example.org/join", remote_from=at)
    page = _pages(small_programme(sessions=(later,)))["sessions/124.html"].decode()
    assert "example.org" not in page
    assert "27 January 2023, 13:00 (Geneva time, UTC+01:00)" in page


@pytest.mark.soak
@given(programmes(), st.sampled_from(LANGUAGES))
@settings(
    max_examples=length(50, soak=1_000),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_programme_becomes_pages(programme: Programme, language: str) -> None:
    files = _pages(programme, language)
    own = (
        {link.url for one in programme.sessions for link in (*one.links, *one.documents)}
        | {one.remote_url for one in programme.sessions}
        | {one.recording_url for one in programme.sessions}
    )
    assert _broken(files, own) == []
    trees = _trees(files)
    assert [n for n in programme.index.sessions if f"sessions/{n}.html" not in trees] == []
    assert [name for name, tree in trees.items() if tree.xpath("//script | //@onerror")] == []
