"""The export addresses and the command: the right release, fetched again only when it changed."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import vobject
from django.core.management import CommandError, call_command
from django.test import Client

from agenda.actions.releases import release
from agenda.models import Session, Slot
from tests.factories import ForumFactory, SessionFactory

pytestmark = pytest.mark.django_db

ICS = "/en/forums/2027/agenda/export/agenda.ics"
CSV = "/en/forums/2027/agenda/export/agenda.csv"


@pytest.fixture
def issued(at: datetime):
    """Return a placed session of a Forum with the releases v0.1 and v1.0."""
    session = SessionFactory(number=124, title="Skills", title_zh_hans="技能")
    Slot.objects.create(session=session, period=(at, at + timedelta(hours=1)))
    for public in (False, True):
        release(forum_id=session.forum_id, public=public, remark="", by=None, at=at)
    return session


def test_the_calendar_is_served_as_a_file(client: Client, issued) -> None:
    response = client.get(ICS)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="wsis-forum-2027-agenda-v1.0-en.ics"'
    )
    assert response["Cache-Control"] == "no-cache"
    assert vobject.readOne(response.getvalue().decode()).vevent.summary.value == "124 · Skills"


def test_the_language_is_that_of_the_address(client: Client, issued) -> None:
    response = client.get(CSV.replace("/en/", "/zh-hans/"))
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline="")))
    assert rows[1][:2] == ["124", "技能"]
    assert response["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("url", [ICS, CSV])
def test_what_the_reader_has_is_not_sent_again(client: Client, issued, url: str) -> None:
    etag = client.get(url)["ETag"]
    again = client.get(url, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_the_tag_tells_language_format_and_release_apart(client: Client, at, issued) -> None:
    before = {client.get(url)["ETag"] for url in (ICS, CSV, ICS.replace("/en/", "/fr/"))}
    assert len(before) == 3
    Session.objects.update(title_en="Other")
    release(forum_id=issued.forum_id, public=True, remark="", by=None, at=at)
    assert client.get(ICS)["ETag"] not in before
    assert client.get(f"{ICS}?release=v1.0")["ETag"] in before


def test_an_internal_release_is_for_organizers_and_secretariat(
    client: Client, issued, organizer, secretary, reviewer, stakeholder
) -> None:
    url = f"{ICS}?release=v0.1"
    seen = [client.get(url).status_code]
    for person in (stakeholder, reviewer, organizer, secretary):
        client.force_login(person)
        response = client.get(url)
        seen.append(response.status_code)
    assert seen == [404, 404, 404, 200, 200]
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("ext", ["exe", "ICS", "pdf", "ics.bak"])
def test_an_unknown_format_is_not_found(client: Client, issued, ext: str) -> None:
    assert client.get(ICS.replace("ics", ext)).status_code == 404


def test_without_a_public_release_there_is_nothing_to_export(client: Client, at) -> None:
    session = SessionFactory()
    release(forum_id=session.forum_id, public=False, remark="", by=None, at=at)
    assert client.get(ICS).status_code == 404


def test_only_reading_is_allowed(client: Client, issued) -> None:
    assert client.post(ICS).status_code == 405
    assert client.head(ICS).status_code == 200


def test_the_command_writes_what_the_page_serves(client: Client, issued, tmp_path: Path) -> None:
    out = io.StringIO()
    file = tmp_path / "agenda.ics"
    call_command("export_agenda", "2027", format="ics", language="en", output=str(file), stdout=out)
    assert file.read_bytes() == client.get(ICS).getvalue()
    assert out.getvalue() == (
        f"Wrote {file}: v1.0 of 2027, 1 sessions, {file.stat().st_size} bytes.\n"
    )


def test_the_command_writes_an_internal_release_where_asked(issued, tmp_path: Path) -> None:
    file = tmp_path / "agenda.csv"
    call_command(
        "export_agenda",
        "2027",
        format="csv",
        language="fr",
        release="v0.1",
        output=str(file),
        verbosity=0,
        stdout=io.StringIO(),
    )
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"year": "1999"}, "There is no Forum “1999”. There are: 2027."),
        ({"format": "pdf"}, "Unknown format “pdf”. Choose one of: ics csv."),
        ({"language": "zh"}, "Unknown language “zh”. Choose one of: en fr es ar zh-hans ru."),
        ({"release": "v3.0"}, "The Forum 2027 has no release “v3.0”. There are: v1.0, v0.1."),
        ({"output": "/nowhere/agenda.ics"}, "Cannot write /nowhere/agenda.ics: No such file"),
    ],
)
def test_a_wrong_argument_is_said_in_one_line(issued, tmp_path, change, message) -> None:
    options = {"format": "ics", "language": "en", "output": str(tmp_path / "x.ics")} | change
    year = options.pop("year", "2027")
    with pytest.raises(CommandError) as refusal:
        call_command("export_agenda", year, **options)
    assert str(refusal.value).startswith(message)
    assert list(tmp_path.iterdir()) == []


def test_the_command_asks_for_a_release_where_none_is_public(tmp_path: Path) -> None:
    ForumFactory()
    with pytest.raises(CommandError, match="has no public release"):
        call_command(
            "export_agenda", "2027", format="ics", language="en", output=str(tmp_path / "x.ics")
        )
