"""Our own JSON: a release leaves a portal, comes into an empty Forum, and leaves it unchanged."""

import io
import json
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import Phase as Step
from hypothesis import settings as hypothesis_settings

from agenda.actions.imports import import_programme
from agenda.actions.releases import release
from agenda.actions.sessions import take_number
from agenda.exports.agenda_json import read_json, write_json
from agenda.labels import labels_for
from agenda.models import Release, Session, Slot, Speaker, Track
from agenda.programme import Programme, ProgrammeRoom
from agenda.queries.programme import NAMESPACE, Header, build
from agenda.queries.releases import latest_public, programme_of
from consultation.models import Forum, Phase
from tests.agenda.programmes import small_programme, writable_programmes
from tests.factories import (
    NOW,
    ActionLineFactory,
    CallFactory,
    CountryFactory,
    ForumFactory,
    RoomFactory,
    SessionFactory,
    SubmissionFactory,
)
from tests.lengths import length

pytestmark = pytest.mark.django_db

FILE = Path(settings.BASE_DIR) / "agenda" / "data" / "forums" / "2023.json"


def _written(programme: Programme) -> bytes:
    return write_json(programme, labels_for(programme, "en"))


def _forget(slug: str) -> None:
    """Take a Forum with all its programme out of the database."""
    Release.objects.filter(forum__slug=slug).delete()
    Session.objects.filter(forum__slug=slug).delete()
    Speaker.objects.filter(forum__slug=slug).delete()
    forum = Forum.objects.get(slug=slug)
    forum.rooms.all().delete()
    forum.calls.all().delete()
    forum.delete()


def test_session_124_comes_back_byte_by_byte(load_reference_tables, tmp_path: Path, at) -> None:
    call_command("load_forum", str(FILE), verbosity=0, stdout=io.StringIO())
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    options = {"format": "json", "stdout": io.StringIO()}
    call_command("export_agenda", "2023", language="zh-hans", output=str(first), **options)
    published = latest_public(Forum.objects.get(slug="2023"))
    assert published is not None
    before = programme_of(published)
    _forget("2023")
    out = io.StringIO()
    call_command("import_agenda", str(first), stdout=out)
    assert out.getvalue() == "Imported v1.0 of 2023: 4 sessions, 6 speakers.\n"
    call_command("export_agenda", "2023", language="ar", output=str(second), **options)
    assert second.read_bytes() == first.read_bytes()
    forum = Forum.objects.get(slug="2023")
    assert build(forum, header=Header.of(before), before=before) == before


def _small(**changes: Any) -> Any:
    """Return the file of a small programme that can be taken in, changed on top."""
    programme = small_programme(**changes)
    uid = str(uuid.uuid5(NAMESPACE, f"{programme.forum}/sessions/124"))
    sessions = tuple(replace(one, uid=uid) for one in programme.sessions)
    return json.loads(
        _written(replace(programme, rooms=(ProgrammeRoom(name="Room A"),), sessions=sessions))
    )


def _import(data: Any, folder: Path) -> str:
    file = folder / "agenda.json"
    file.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    out = io.StringIO()
    call_command("import_agenda", str(file), stdout=out)
    return out.getvalue()


def _counts() -> list[int]:
    return [model.objects.count() for model in (Forum, Session, Speaker, Release, Track, Phase)]


def test_what_the_portal_does_not_know_is_made(tmp_path: Path) -> None:
    CountryFactory()
    data = _small()
    data["sessions"][0]["phase"] = {"en": "Phase I"}
    out = _import(data, tmp_path)
    assert out == (
        "Imported v1.0 of 2023: 1 sessions, 1 speakers.\n"
        "  inputs that are not here: WSIS-2023-0001\n"
    )
    session: Any = Session.objects.get()
    assert (session.number, session.track.code, session.type.code) == (124, "FORUM", "WS")
    assert (session.phase.label_en, session.phase.session_number) == ("Phase I", 124)
    assert [line.code for line in session.action_lines.all()] == ["C4"]
    assert [goal.number for goal in session.goals.all()] == [4]
    assert session.slots.get().room.name == "Room A"
    assert session.items.get(parent__isnull=False).speakers.get().slug == "ada"


def test_what_the_portal_knows_keeps_its_words(at, tmp_path: Path) -> None:
    forum = ForumFactory(slug="2023", year=2023, name="Forum of 2023")
    RoomFactory(forum=forum, name="Room B")
    ActionLineFactory(code="C4", title="Capacity building, reworded")
    call = CallFactory(forum=forum, questions=False)
    SubmissionFactory(call=call, number="WSIS-2023-0001")
    data = _small()
    out = _import(data, tmp_path)
    assert out.splitlines()[1:] == [
        (
            "  the Forum here has other words or dates, which stay:"
            " name, start_date, end_date, city, venue"
        ).replace(", venue", ""),
        "  action_lines have other words here, which stay: C4",
    ]
    forum.refresh_from_db()
    assert forum.name_en == "Forum of 2023"
    assert Session.objects.get().submissions.get().number == "WSIS-2023-0001"
    # The release is the very one of the file, whatever the words here.
    assert json.loads(_written(programme_of(Release.objects.get()))) == data


def _with_gone(**changes: Any) -> Any:
    """Return the file of a programme from which a time of session 124 and session 130 are gone."""
    data = _small()
    slot = data["sessions"][0]["slots"][0]
    common = {
        "track": "OLD",
        "original_language": "en",
        "title": {"en": "Gone"},
        "slot": slot,
        "speakers": ["ada"],
        "sequence": 1,
        "changed_at": "2023-01-03T00:00:00Z",
    }
    uids = [str(uuid.uuid5(NAMESPACE, f"2023/sessions/{number}")) for number in (124, 130)]
    data["gone"] = [
        {**common, "number": 124, "uid": f"{uids[0]}-4"},
        {**common, "number": 130, "uid": uids[1], **changes},
    ]
    return data


def test_what_is_gone_comes_along_and_its_names_are_not_given_again(at, tmp_path: Path) -> None:
    CountryFactory()
    data = _with_gone()
    _import(data, tmp_path)
    kept = programme_of(Release.objects.get())
    assert json.loads(_written(kept)) == data
    # Calendars know 130 and the fourth time of 124: neither may be anything else now.
    session, zone = Session.objects.get(), "Europe/Zurich"
    Slot.objects.create(session=session, period=(at, at + timedelta(hours=1)), timezone=zone)
    assert sorted(session.slots.values_list("ordinal", flat=True)) == [1, 5]
    assert take_number(session.forum_id) == 131
    following = release(forum_id=session.forum_id, public=True, remark="", by=None, at=at)
    assert programme_of(following).gone == kept.gone


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"uid": "x"}, r"gone\[1\].uid: not the name of a time of session 130"),
        ({"uid": "130"}, r"gone\[1\].uid: not the name of a time of session 130"),
        ({"number": 99}, r"gone\[1\].number: numbers of sessions are from 100"),
        ({"number": 2**40}, r"gone\[1\].number: numbers of sessions are from 100"),
        ({"speakers": ["eve"]}, r"gone\[1\].speakers: names 'eve'"),
        ({"sequence": -1}, "sequence: below 0"),
        ({"again": 1}, r"gone\[1\].uid: .* stands here for the second time"),
        ({"present": 1}, r"gone\[1\].uid: still takes place in the file"),
        ({"slot.timezone": "Mars"}, r"gone\[1\].slot.timezone: “Mars” is not known"),
        ({"slot.ends_at": "2020-01-01T00:00:00Z"}, r"gone\[1\].slot.ends_at: not after the start"),
    ],
)
def test_what_cannot_be_gone_is_refused(tmp_path: Path, changes: Any, message: str) -> None:
    CountryFactory()
    data = _with_gone()
    (before, row), session = data["gone"], data["sessions"][0]
    ((name, value),) = changes.items()
    if name == "again":
        row |= {"number": 124, "uid": before["uid"]}
    elif name == "present":
        row |= {"number": 124, "uid": session["uid"]}
    elif name.startswith("slot."):
        row["slot"] = {**row["slot"], name.removeprefix("slot."): value}
    else:
        row[name] = value
    counts = _counts()
    with pytest.raises(CommandError, match=message):
        _import(data, tmp_path)
    assert _counts() == counts


def test_the_next_release_counts_on(at, tmp_path: Path) -> None:
    CountryFactory()
    _import(_small(version="v1.4", sequence=7), tmp_path)
    following = release(forum_id=Forum.objects.get().pk, public=True, remark="", by=None, at=at)
    assert following.version == "v1.5"
    assert programme_of(following).sequence == 8


def test_a_forum_with_sessions_is_left_alone(tmp_path: Path) -> None:
    SessionFactory(forum=ForumFactory(slug="2023"))
    before = _counts()
    with pytest.raises(CommandError, match="The Forum 2023 has 1 sessions already"):
        _import(_small(), tmp_path)
    assert _counts() == before


def _edit(data: Any, path: str, value: Any) -> None:
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        data = data[step]
    data[last] = value


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("format", "other", "format: “wsis-forum-agenda-1” expected"),
        ("needs", "chairs", "programme: unknown needs"),
        ("year", "2023", "programme.year: int expected, not str"),
        ("released_at", "2023-01-02T00:00:00", "programme.released_at: a moment without its off"),
        ("remark", "\x00", "programme.remark: a character that the database cannot hold"),
        ("version", "v0.1", "version: must be v0.1 or the like for an internal release"),
        ("version", "1", "version: must be v0.1 or the like for an internal release"),
        ("remark", "x" * 301, "remark: "),
        ("sequence", -1, "sequence: "),
        ("timezone", "Europe/Geneva", "timezone: “Europe/Geneva” is not a time zone."),
        ("end_date", "2023-03-12", "end_date: before the first day"),
        ("country", "XX", "country: this portal has no country “XX”: run load_reference"),
        ("speakers.0.country", "XX", "speakers[0].country: this portal has no country “XX”"),
        ("speakers.0.slug", "bob", "sessions[0].appearances: names 'ada', which the file does"),
        ("sessions", [], "sessions: there is none"),
        ("sessions.0.number", 99, "sessions[0].number: numbers of sessions begin at 100"),
        ("sessions.0.number", 125, "sessions[0].uid: the portal would write"),
        ("sessions.0.track", "HLT", "sessions[0].track: names 'HLT', which the file does not"),
        ("sessions.0.status", "maybe", "sessions[0].status: Value 'maybe' is not a valid choice."),
        ("sessions.0.title", {"de": "Titel"}, "sessions[0].title.de: the portal would write None"),
        ("sessions.0.title.en", "x" * 301, "sessions[0].title_en: Ensure this value has at most"),
        ("sessions.0.remote_url", "javascript:alert(1)", "sessions[0].remote_url: Enter a valid"),
        ("sessions.0.links", [{"url": "javascript:x"}], "sessions[0].links: the portal would"),
        ("sessions.0.slots.0.room", "B", "sessions[0].slots: names 'B', which the file does not"),
        ("sessions.0.slots.0.timezone", "Mars", "sessions[0].slots[0].timezone: “Mars” is not"),
        ("sessions.0.slots.0.ends_at", "2023-01-27T13:00:00Z", "sessions[0].slots[0].ends_at: not"),
        (
            "sessions.0.items.0.number",
            "2",
            "sessions[0].items[0].number: the portal would write '1'",
        ),
    ],
)
def test_a_wrong_file_is_refused_in_one_line_with_its_place(
    tmp_path: Path, path: str, value: Any, message: str
) -> None:
    CountryFactory()
    data, before = _small(), _counts()
    _edit(data, path, value)
    with pytest.raises(CommandError) as refusal:
        _import(data, tmp_path)
    text = str(refusal.value)
    assert text.startswith(f"{tmp_path / 'agenda.json'} was not imported. {message}")
    assert "\n" not in text
    assert _counts() == before


def test_two_sessions_in_a_room_at_a_time_are_refused(tmp_path: Path) -> None:
    CountryFactory()
    data = _small()
    (session,) = data["sessions"]
    uid = str(uuid.uuid5(NAMESPACE, "2023/sessions/125"))
    data["sessions"].append({**session, "number": 125, "uid": uid})
    with pytest.raises(CommandError, match=r"sessions\[1\].slots\[0\]: session 124 is in “Room A”"):
        _import(data, tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"{", "not JSON in UTF-8"), (b"\xff", "not JSON in UTF-8"), (b"[]", "format: ")],
)
def test_what_is_not_our_json_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        _import(content, tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Cannot read .*agenda.json: No such file"):
        call_command("import_agenda", str(tmp_path / "agenda.json"))


@pytest.mark.soak
@given(writable_programmes())
@hypothesis_settings(
    max_examples=length(50, soak=1_000),
    deadline=None,
    phases=(Step.explicit, Step.reuse, Step.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_any_programme_comes_back_byte_by_byte(programme: Programme) -> None:
    with transaction.atomic():
        for alpha3, alpha2 in (("CHE", "CH"), ("NGA", "NG")):
            CountryFactory(alpha3=alpha3, alpha2=alpha2)
        written = _written(programme)
        kept = import_programme(programme=read_json(written), by=None, at=NOW).release
        assert _written(programme_of(kept)) == written
        transaction.set_rollback(True)
