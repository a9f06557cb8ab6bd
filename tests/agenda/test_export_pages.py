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
from agenda.models import Appearance, Session, Slot
from tests.factories import ForumFactory, RoomFactory, SessionFactory, SpeakerFactory

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


@pytest.mark.parametrize("ext", ["exe", "ICS", "schedule.xml", "ics.bak", "xml"])
def test_an_unknown_format_is_not_found(client: Client, issued, ext: str) -> None:
    assert client.get(ICS.replace("ics", ext)).status_code == 404


@pytest.mark.parametrize(
    ("ext", "media_type"),
    [("xml", "application/vnd.c3voc.schedule+xml"), ("json", "application/json")],
)
def test_a_schedule_has_an_address_of_its_own(
    client: Client, issued, tmp_path: Path, ext: str, media_type: str
) -> None:
    url = f"/fr/forums/2027/agenda/export/schedule.{ext}"
    response = client.get(url)
    assert response["Content-Type"] == media_type
    name = f"wsis-forum-2027-schedule-v1.0-fr.{ext}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    file = tmp_path / name
    out = io.StringIO()
    options = {"language": "fr", "output": str(file), "stdout": out}
    call_command("export_agenda", "2027", format=f"schedule.{ext}", **options)
    assert file.read_bytes() == response.getvalue()
    assert f'href="{url}?release=v1.0"' in client.get("/fr/forums/2027/agenda/").content.decode()


@pytest.mark.parametrize("name", ["schedule.ics", "schedule.csv", "agenda.schedule.json", "x.xml"])
def test_no_format_has_two_addresses(client: Client, issued, name: str) -> None:
    assert client.get(f"/en/forums/2027/agenda/export/{name}").status_code == 404


def test_without_a_public_release_there_is_nothing_to_export(client: Client, at) -> None:
    session = SessionFactory()
    release(forum_id=session.forum_id, public=False, remark="", by=None, at=at)
    assert client.get(ICS).status_code == 404


def test_only_reading_is_allowed(client: Client, issued) -> None:
    assert client.post(ICS).status_code == 405
    assert client.head(ICS).status_code == 200


SHEETS = ("session-124", "room-Hall A/B", "speaker-ada")


@pytest.fixture
def printed(at: datetime):
    """Return a session in a room with a speaker, in a public and in an internal release."""
    session = SessionFactory(number=124, title="Skills")
    room = RoomFactory(name="Hall A/B")
    Slot.objects.create(session=session, room=room, period=(at, at + timedelta(hours=1)))
    Appearance.objects.create(session=session, speaker=SpeakerFactory(slug="ada"))
    for public in (False, True):
        release(forum_id=session.forum_id, public=public, remark="", by=None, at=at)
    return session


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_a_pdf_that_is_not_sent_twice(client: Client, printed, sheet: str) -> None:
    url = f"/en/forums/2027/agenda/export/{sheet}.pdf"
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF")
    again = client.get(url, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(url.replace("/en/", "/ru/"))["ETag"] != response["ETag"]


def test_sheets_have_names_of_their_own(client: Client, printed) -> None:
    names = [
        client.get(f"/en/forums/2027/agenda/export/{sheet}.pdf")["Content-Disposition"]
        for sheet in SHEETS
    ]
    assert names == [
        f'attachment; filename="wsis-forum-2027-{subject}-v1.0-en.pdf"'
        for subject in ("session-124", "room-1", "speaker-ada")
    ]


@pytest.mark.parametrize("sheet", ["session-125", "room-Hall", "room-", "speaker-bob"])
def test_there_is_no_sheet_of_what_the_release_does_not_name(client, printed, sheet: str) -> None:
    assert client.get(f"/en/forums/2027/agenda/export/{sheet}.pdf").status_code == 404


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_of_an_internal_release_is_not_for_the_public(client, printed, sheet, organizer):
    url = f"/en/forums/2027/agenda/export/{sheet}.pdf?release=v0.1"
    assert client.get(url).status_code == 404
    client.force_login(organizer)
    assert client.get(url)["Cache-Control"] == "private, no-cache"


def test_the_page_of_a_session_links_to_its_pdf(client: Client, printed) -> None:
    page = client.get("/en/forums/2027/agenda/sessions/124/").content.decode()
    assert 'href="/en/forums/2027/agenda/export/session-124.pdf"' in page


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
        ({"format": "exe"}, "Unknown format “exe”. Choose one of: ics pdf docx"),
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
