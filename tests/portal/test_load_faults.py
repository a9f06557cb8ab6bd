"""Broken files: the line and the field at fault, and nothing loaded."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from consultation.models import Forum, LoadedFile
from wsis_forum import clock

FORUMS = settings.BASE_DIR / "agenda" / "data" / "forums"


def refused(path: Path) -> list[str]:
    """Load a file that cannot be loaded and return the lines of the message."""
    with pytest.raises(CommandError) as caught:
        call_command("load_forum", str(path), verbosity=0)
    assert not Forum.objects.exists()
    assert not LoadedFile.objects.filter(name__startswith="forum:").exists()
    return str(caught.value).splitlines()


def write(path: Path, year: str, change: Callable[[Any], Any]) -> list[str]:
    """Write a changed copy of a Forum's file and return its lines."""
    data = json.loads((FORUMS / f"{year}.json").read_text(encoding="utf-8"))
    change(data)
    text = json.dumps(data, ensure_ascii=False, indent=1)
    path.write_text(text, encoding="utf-8")
    return text.splitlines()


def phase(position: int, **values: Any) -> Callable[[Any], Any]:
    return lambda data: data["ocp"]["phases"][position].update(values)


def call(position: int, **values: Any) -> Callable[[Any], Any]:
    return lambda data: data["ocp"]["calls"][position].update(values)


def session(position: int, **values: Any) -> Callable[[Any], Any]:
    return lambda data: data["sessions"][position].update(values)


NO_MOMENT = "is not a moment such as 2018-07-02T14:30:00+02:00"

FAULTS: list[tuple[str, Callable[[Any], Any], str, str]] = [
    (
        "2019",
        phase(1, start="2018-13-12T12:20:00+01:00"),
        f"ocp.phases[1].start: “2018-13-12T12:20:00+01:00” {NO_MOMENT}",
        '"start": "2018-13-12T12:20:00+01:00"',
    ),
    (
        "2019",
        phase(1, start="2018-11-12T12:20:00"),
        "ocp.phases[1].start: “2018-11-12T12:20:00” has no offset from UTC",
        '"start": "2018-11-12T12:20:00"',
    ),
    (
        "2019",
        phase(3, end="2019-02-30"),
        "ocp.phases[3].end: “2019-02-30” is not a day such as 2019-02-10",
        '"end": "2019-02-30"',
    ),
    (
        "2019",
        phase(2, end="2018-12"),
        "ocp.phases[2].end: lies before the start",
        '"end": "2018-12"',
    ),
    (
        "2019",
        phase(0, end="2018-07-02T14:00:00+02:00"),
        "ocp.phases[0].end: is not after the start",
        '"end": "2018-07-02T14:00:00+02:00"',
    ),
    (
        "2019",
        phase(2, date_precision="date"),
        "ocp.phases[2].start: is known to the month, but date_precision says date",
        '"start": "2019-01"',
    ),
    (
        "2019",
        phase(4, start=None),
        "ocp.phases[4].start: is missing although date_precision says date",
        '"start": null',
    ),
    (
        "2019",
        phase(4, order=4),
        "ocp.phases[4].order: “4” stands twice",
        '"order": 4',
    ),
    (
        "2019",
        phase(4, timezone="Europe/Geneva"),
        "ocp.phases[4].timezone: “Europe/Geneva” is not a time zone",
        '"timezone": "Europe/Geneva"',
    ),
    (
        "2019",
        phase(0, kind="party"),
        "ocp.phases[0].kind: “party” is none of invitation, launch, meeting, deadline",
        '"kind": "party"',
    ),
    (
        "2019",
        phase(0, color="red"),
        "ocp.phases[0].color: is not a field of this file",
        '"color": "red"',
    ),
    (
        "2019",
        phase(0, title={"en": "x" * 301}),
        "ocp.phases[0].title: en: 301 characters, at most 300 fit",
        '"title": {',
    ),
    (
        "2019",
        phase(0, title={"de": "Auftakt"}),
        "ocp.phases[0].title.de: is not a field of this file",
        '"de": "Auftakt"',
    ),
    (
        "2019",
        lambda data: data["ocp"]["phases"][0].pop("title"),
        "ocp.phases[0].title: is missing",
        "{",
    ),
    (
        "2019",
        lambda data: data["forum"].update(year="2019"),
        "forum.year: Input should be a valid integer",
        '"year": "2019"',
    ),
    (
        "2019",
        lambda data: data["forum"].update(end="2019-04-01"),
        "forum.end: lies before the start",
        '"end": "2019-04-01"',
    ),
    (
        "2019",
        lambda data: data["forum"]["place"].update(country="CHX"),
        "forum.place.country: “CHX” is not a country",
        '"country": "CHX"',
    ),
    (
        "2019",
        lambda data: data["forum"]["invitation"]["addressed_to"].append("NGO"),
        "forum.invitation.addressed_to[5]: “NGO” is not a stakeholder type",
        '"NGO"',
    ),
    (
        "2019",
        lambda data: data["forum"]["collaborators"][3].update(code="FAO"),
        "forum.collaborators[3].code: “FAO” stands twice",
        '"code": "FAO"',
    ),
    (
        "2019",
        call(0, phase=9),
        "ocp.calls[0].phase: “9” is not the order of a phase",
        '"phase": 9',
    ),
    (
        "2019",
        call(0, slug="workshop-request"),
        "ocp.calls[1].slug: “workshop-request” stands twice",
        '"slug": "workshop-request"',
    ),
    (
        "2019",
        call(1, takes_drafts=True),
        "ocp.calls[1].start: is missing although the call takes drafts",
        '"start": null',
    ),
    (
        "2019",
        call(0, deadline="2018-07-01"),
        "ocp.calls[0].deadline: is not after the start",
        '"deadline": "2018-07-01"',
    ),
    (
        "2019",
        call(0, deadline="2019-03-31T02:30:00+01:00", title={"en": "nul\0"}),
        "ocp.calls[0].title.en: holds a NUL character",
        '"en": "nul\\u0000"',
    ),
    (
        "2023",
        session(1, action_lines=["C7"]),
        "sessions[1].action_lines[0]: “C7” is not an Action Line that can be chosen",
        '"C7"',
    ),
    (
        "2023",
        session(1, sdgs=[18]),
        "sessions[1].sdgs[0]: “18” is not the number of a Goal",
        "18",
    ),
    (
        "2023",
        session(1, type="DINNER"),
        "sessions[1].type: “DINNER” is not a session type",
        '"type": "DINNER"',
    ),
    (
        "2023",
        session(1, track="NOWHERE"),
        "sessions[1].track: “NOWHERE” is not a track",
        '"track": "NOWHERE"',
    ),
    (
        "2023",
        session(1, number=145),
        "sessions[3].number: “145” stands twice",
        '"number": 145',
    ),
    (
        "2023",
        session(1, number=99),
        "sessions[1].number: Input should be greater than or equal to 100",
        '"number": 99',
    ),
    (
        "2023",
        session(
            1, start="2023-01-27T14:30:00+01:00", end=None, room="Popov Room, ITU Tower Building"
        ),
        "sessions[1].room: “Popov Room, ITU Tower Building” is taken by session 124 at that time",
        '"room": "Popov Room, ITU Tower Building"',
    ),
    (
        "2023",
        lambda data: data["sessions"][0]["draft_agenda"][1].update(number="3"),
        "sessions[0].draft_agenda[1].number: “3”: the next number here is 2",
        '"number": "3"',
    ),
    (
        "2023",
        lambda data: data["sessions"][0]["draft_agenda"][1].update(speakers=["nobody"]),
        "sessions[0].draft_agenda[1].speakers[0]: “nobody” is not a speaker of this session",
        '"nobody"',
    ),
    (
        "2023",
        lambda data: data["sessions"][0]["speakers"][5].update(country="XXX"),
        "sessions[0].speakers[5].country: “XXX” is not a country",
        '"country": "XXX"',
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[fault[2][:60] for fault in FAULTS])
def test_a_fault_is_told_with_its_line_and_field(load_reference_tables, tmp_path, fault):
    year, change, message, on_line = fault
    path = tmp_path / "broken.json"
    lines = write(path, year, change)
    told = [line for line in refused(path) if line.endswith(message)]
    assert len(told) == 1, refused(path)
    name, number, _words = told[0].split(":", 2)
    assert name == "broken.json"
    assert on_line in lines[int(number) - 1]


def test_a_missing_field_names_the_object_that_lacks_it(load_reference_tables, tmp_path):
    path = tmp_path / "broken.json"
    lines = write(path, "2019", lambda data: data["ocp"]["phases"][2].pop("kind"))
    (told,) = refused(path)
    number = int(told.split(":")[1])
    assert told == f"broken.json:{number}: ocp.phases[2].kind: is missing"
    assert (lines[number - 1].strip(), lines[number].strip()) == ("{", '"order": 3,')


def test_all_faults_are_told_at_once_in_the_order_of_the_file(load_reference_tables, tmp_path):
    path = tmp_path / "broken.json"

    def change(data: Any) -> None:
        data["ocp"]["phases"][0]["kind"] = "party"
        data["forum"]["timezone"] = "Mars"
        data["forum"]["year"] = True

    write(path, "2019", change)
    fields = [line.split(": ")[1] for line in refused(path)]
    assert fields == ["forum.year", "forum.timezone", "ocp.phases[0].kind"]


def test_a_syntax_error_names_its_line(load_reference_tables, tmp_path):
    path = tmp_path / "broken.json"
    path.write_text('{\n "forum": {\n  "year": 2019,\n  "name" "x"\n }\n}\n', encoding="utf-8")
    assert refused(path) == ["broken.json:4: not JSON: Expecting ':' delimiter"]


def test_a_key_that_stands_twice_is_refused_on_its_second_line(load_reference_tables, tmp_path):
    path = tmp_path / "broken.json"
    text = (FORUMS / "2019.json").read_text(encoding="utf-8")
    path.write_text(
        text.replace('"year": 2019,', '"year": 2019,\n    "year": 2020,'), encoding="utf-8"
    )
    line = text[: text.index('"year": 2019')].count("\n") + 2
    assert refused(path) == [f"broken.json:{line}: forum.year: stands twice"]


def test_another_encoding_is_refused_on_its_line(load_reference_tables, tmp_path):
    path = tmp_path / "broken.json"
    path.write_bytes('{\n "a": 1,\n "b": "Genève"}'.encode("latin-1"))
    assert refused(path) == ["broken.json:3: byte 11 of the line is not UTF-8"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "broken.json:1: Input should be a valid dictionary or instance of ForumFile"),
        ('{"forum": NaN}', "broken.json: not JSON that can be read: NaN is not a value of JSON"),
        ("", "broken.json:1: not JSON: Expecting value"),
        ("[" * 100_000, "broken.json: not JSON that can be read:"),
    ],
)
def test_what_is_no_forum_at_all_is_refused(load_reference_tables, tmp_path, content, message):
    path = tmp_path / "broken.json"
    path.write_text(content, encoding="utf-8")
    assert refused(path)[0].startswith(message)


def test_a_missing_file_and_a_folder_are_refused(load_reference_tables, tmp_path):
    assert refused(tmp_path / "none.json") == [
        f"{tmp_path}/none.json: cannot be read: No such file or directory"
    ]
    assert refused(tmp_path) == [f"{tmp_path}: cannot be read: Is a directory"]


def test_without_reference_tables_the_message_says_what_to_do(db):
    (told, *_others) = refused(FORUMS / "2019.json")
    assert told.endswith("forum.place.country: “CHE” is not a country (run load_reference first)")


def test_a_moved_hour_that_the_clocks_skip_is_a_fault(load_reference_tables, tmp_path, monkeypatch):
    path = tmp_path / "broken.json"

    def change(data: Any) -> None:
        data["ocp"]["phases"][3].update(end="2019-02-10T02:30:00+01:00", date_precision="datetime")

    write(path, "2027", change)
    # Three weeks later the clocks of Geneva go from 2 to 3.
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 7, 12, 0, tzinfo=UTC))
    (told,) = refused(path)
    assert told.endswith(
        "ocp.phases[3].end: 2027-03-28 02:30 is skipped or shown twice in Europe/Zurich"
    )
