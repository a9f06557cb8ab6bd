"""What readers of a frozen release see now: refusals, merges, and what a part of it had before."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from agenda.actions.merging import merge_speakers
from agenda.actions.releases import release
from agenda.choices import Consent, SpeakerRole
from agenda.exports import FORMATS
from agenda.models import AgendaItem, Appearance, Release, Session, Slot, Speaker
from agenda.queries.releases import before_of, changes_between, programme_of
from tests.factories import RoomFactory, SessionFactory, SpeakerFactory, TrackFactory
from wsis_forum import clock

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGES = "/en/forums/2027/"
ICS = f"{PAGES}agenda/export/agenda.ics"
NAME = "Ada Lovelace"


def _speaks(session: Session, **facts: Any) -> Speaker:
    person: Speaker = SpeakerFactory(**facts)
    Appearance.objects.create(session=session, speaker=person, role=SpeakerRole.CHAIR)
    return person


def _placed(number: int, start: datetime, **facts: Any) -> Session:
    session: Session = SessionFactory(number=number, **facts)
    room = RoomFactory(name=f"Room {number}")
    Slot.objects.create(session=session, room=room, period=(start, start + HOUR))
    return session


def _issue(at: datetime) -> Release:
    forum_id = Session.objects.values_list("forum", flat=True)[0]
    return release(forum_id=forum_id, public=True, remark="", by=None, at=at)


def _events(client: Client, query: str) -> dict[str, Any]:
    answer = client.get(f"{ICS}?{query}")
    assert answer.status_code == 200
    return {
        str(event["SUMMARY"]).split(" ")[0]: event
        for event in Calendar.from_ical(answer.content).events
    }


def _content(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    assert answer.status_code == 200
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode(errors="replace").replace("\r\n ", "")


def test_who_comes_to_refuse_is_in_no_page_and_no_file_of_any_release(
    client: Client, at: datetime
) -> None:
    session = _placed(101, at + DAY)
    person = _speaks(session, slug="ada", name=NAME, sort_name="Lovelace, Ada")
    AgendaItem.objects.create(session=session, order=1, title="Engines").speakers.add(person)
    _issue(at)
    _issue(at + HOUR)
    pages = [f"{PAGES}{path}" for path in ("agenda/sessions/101/", "speakers/")]
    texts = ("ics", "csv", "json", "schedule.xml", "schedule.json")
    files = [
        f"{PAGES}agenda/export/{one if '.' in one else f'agenda.{one}'}"
        for one in FORMATS
        if one in texts
    ]
    addresses = [*pages, *files, f"{ICS}?session=101", "/embed/2027/agenda/"]
    old = [f"{address}{'&' if '?' in address else '?'}release=v1.0" for address in addresses]
    named = [one for one in (*addresses, *old) if NAME in _content(client, one)]
    assert set(pages) | set(files) <= set(named)
    Speaker.objects.update(consent=Consent.NO)
    assert [one for one in (*addresses, *old) if NAME in _content(client, one)] == []
    assert client.get(f"{PAGES}speakers/ada/").status_code == 404
    assert client.get(f"{PAGES}agenda/export/agenda.ics?speaker=ada").status_code == 404
    # The release itself is as it was issued: she may agree again.
    Speaker.objects.update(consent=Consent.YES)
    assert [one for one in (*addresses, *old) if NAME in _content(client, one)] == named


def test_a_day_keeps_what_has_gone_to_another_one(client: Client, at: datetime) -> None:
    session = _placed(101, at + DAY)
    _placed(102, at + DAY + HOUR)
    _issue(at)
    day = f"day={at + DAY:%Y-%m-%d}"
    uid = _events(client, day)["101"]["UID"]
    Slot.objects.filter(session=session).update(period=(at + 3 * DAY, at + 3 * DAY + HOUR))
    _issue(at + HOUR)
    moved = _events(client, day)["101"]
    assert moved["UID"] == uid
    assert moved["DTSTART"].dt == at + 3 * DAY
    assert moved.get("STATUS") != "CANCELLED"


def test_a_track_and_a_speaker_lose_what_has_left_them(client: Client, at: datetime) -> None:
    session = _placed(101, at + DAY)
    track = session.track.code
    _speaks(session, slug="ada", name=NAME)
    _issue(at)
    assert set(_events(client, f"track={track}")) == {"101"}
    Appearance.objects.all().delete()
    session.track = TrackFactory(code="OTHER")
    session.save()
    _issue(at + HOUR)
    for query in (f"track={track}", "speaker=ada"):
        assert _events(client, query)["101"]["STATUS"] == "CANCELLED"


def test_the_address_of_a_meeting_shows_in_calendars_from_its_moment_on(
    client: Client, at: datetime
) -> None:
    _placed(101, at + DAY, remote_url="https://meet.example/101", remote_from=at + 2 * HOUR)
    _issue(at)
    for query in ("", "session=101"):
        with clock.previewing(at + HOUR):
            before = client.get(f"{ICS}?{query}")
            assert "meet.example" not in _content(client, f"{ICS}?{query}")
        with clock.previewing(at + 3 * HOUR):
            after = client.get(f"{ICS}?{query}")
            assert "meet.example" in _content(client, f"{ICS}?{query}")
        assert before["ETag"] != after["ETag"]


def test_a_merge_moves_the_address_of_a_person_and_is_no_change(
    client: Client, at: datetime, organizer
) -> None:
    session = _placed(101, at + DAY)
    kept = _speaks(session, slug="ada", name=NAME)
    gone = _speaks(_placed(102, at + 2 * DAY), slug="ada-2", name=NAME)
    _issue(at)
    seen = (kept.version, gone.version)
    merge_speakers(kept_id=kept.pk, gone_id=gone.pk, seen=seen, by=organizer, at=at + HOUR)
    after = _issue(at + 2 * HOUR)
    answer = client.get(f"{PAGES}speakers/ada-2/?lang=x")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGES}speakers/ada/?lang=x")
    assert changes_between(before_of(after), after) == ()
    assert [one.slug for one in programme_of(after).speakers] == ["ada"]


def test_who_speaks_at_a_point_only_keeps_what_is_gone(client: Client, at: datetime) -> None:
    session = _placed(101, at + DAY)
    person = _speaks(_placed(102, at + 2 * DAY), slug="ada", name=NAME)
    AgendaItem.objects.create(session=session, order=1, title="Engines").speakers.add(person)
    _issue(at)
    Slot.objects.filter(session=session).delete()
    for hours in (1, 2):
        _issue(at + hours * HOUR)
        assert _events(client, "speaker=ada")["101"]["STATUS"] == "CANCELLED"
