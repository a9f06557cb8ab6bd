"""Loading a Forum's file again: nothing, or just what changed."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.models import Session, Slot
from agenda.queries.releases import releases_of
from consultation.actions.forums import move_deadline
from consultation.models import Call, DateChange, Forum, Phase
from tests.factories import NOW, DraftFactory, SubmissionFactory
from tests.portal.snapshots import snapshot, writes
from wsis_forum.portal.loading.faults import BrokenFile
from wsis_forum.portal.loading.forum import Loaded, load_forum
from wsis_forum.portal.loading.source import read

FORUMS = settings.BASE_DIR / "agenda" / "data" / "forums"
LATER = NOW + timedelta(days=9)

Load = Callable[..., Loaded]


@pytest.fixture
def load(load_reference_tables, tmp_path: Path) -> Load:
    """Return a function that loads a Forum's file, changed or not."""

    def run(
        year: str, change: Callable[[Any], Any] | None = None, at: datetime = NOW, **options: bool
    ) -> Loaded:
        data = json.loads((FORUMS / f"{year}.json").read_text(encoding="utf-8"))
        if change:
            change(data)
        path = tmp_path / f"{year}.json"
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        return load_forum(read(path), at=at, **options)

    return run


def last_phase() -> Any:
    """Return the last phase of the current Forum."""
    return Phase.objects.get(forum__slug="2027", order=5)


def slot_of(number: int) -> Any:
    """Return the slot of a session."""
    return Slot.objects.get(session__number=number)


@pytest.mark.parametrize("year", ["2019", "2022", "2023", "2027"])
def test_a_second_run_writes_nothing(load_reference_tables, capsys, year):
    file = str(FORUMS / f"{year}.json")
    call_command("load_forum", file, verbosity=0)
    before = snapshot()
    with CaptureQueriesContext(connection) as queries:
        call_command("load_forum", file)
    assert capsys.readouterr().out == f"WSIS Forum {year}: unchanged\n"
    assert writes(queries) == []
    assert snapshot() == before


def test_restoring_an_untouched_forum_changes_no_row(load):
    load("2023")
    rows = snapshot()
    rows.pop("consultation.LoadedFile")
    assert load("2023", restore=True).outcome.is_unchanged
    after = snapshot()
    after.pop("consultation.LoadedFile")
    assert after == rows


def test_a_changed_file_changes_just_what_changed(load):
    load("2023")
    before = snapshot()

    def change(data: Any) -> None:
        data["ocp"]["phases"][2]["title"]["en"] = "Second Meeting"

    loaded = load("2023", change)
    assert dict(loaded.outcome.changed) == {"phase": 1}
    after = snapshot()
    changed = {name for name in after if after[name] != before[name]}
    # What the public reads of the programme has not changed: no new release.
    assert changed == {"consultation.Phase", "consultation.PhaseChange", "consultation.LoadedFile"}
    old, new = (
        next(
            row
            for row in rows["consultation.Phase"]
            if row["order"] == 3 and row["session_number"] == 124
        )
        for rows in (before, after)
    )
    different = {name for name in new if new[name] != old[name]}
    assert different == {"title", "title_en", "version"}


def test_what_staff_changed_survives_a_restart(load, secretary):
    load("2027")
    call = Call.objects.get(forum__slug="2027", slug="workshop-request")
    moved = move_deadline(
        call_id=call.pk,
        by=secretary,
        closes_at=call.closes_at + timedelta(days=3),
        notes={"en": "extended"},
        version=call.version,
        at=NOW,
    )
    Phase.objects.filter(forum__slug="2027", order=5).update(title_en="Last briefing")
    assert load("2027", at=LATER).outcome.is_unchanged

    def change(data: Any) -> None:
        data["ocp"]["calls"][1]["title"]["en"] = "Requests for workshops"

    load("2027", change, at=LATER)
    call.refresh_from_db()
    assert (call.title_en, call.closes_at) == ("Requests for workshops", moved.closes_at)
    assert last_phase().title_en == "Last briefing"
    load("2027", change, at=LATER, restore=True)
    assert last_phase().title_en.startswith("Final Brief")


def test_what_staff_deleted_stays_deleted_until_the_file_changes_it(load):
    load("2023")
    Session.objects.get(number=145).delete()
    assert load("2023").outcome.is_unchanged
    assert not Session.objects.filter(number=145).exists()

    def change(data: Any) -> None:
        data["sessions"][3]["captioning"] = False

    outcome = load("2023", change).outcome
    assert (outcome.created["session"], outcome.created["slot"]) == (1, 1)
    assert slot_of(145).room.name == "Room A, CICG, Ground Floor"


def test_a_forum_that_was_deleted_comes_back(load):
    load("2022")
    Session.objects.all().delete()
    forum = Forum.objects.get(slug="2022")
    forum.rooms.all().delete()
    forum.releases.all().delete()
    forum.delete()
    assert load("2022").outcome.created["forum"] == 1


def test_a_changed_session_becomes_release_1_1(load):
    load("2023")

    def change(data: Any) -> None:
        data["sessions"][0]["draft_agenda"][3]["title"]["zh"] = "讨论"

    loaded = load("2023", change, at=LATER)
    assert dict(loaded.outcome.changed) == {"item": 1}
    assert loaded.release.version == "v1.1"
    assert load("2023", change, at=LATER).release is None
    versions = [row.version for row in releases_of(loaded.forum)]
    assert versions == ["v1.1", "v1.0"]


def test_two_sessions_may_change_rooms_and_times(load):
    load("2023")
    numbers = (124, 135)
    before = [Slot.objects.get(session__number=number) for number in numbers]

    def swap(data: Any) -> None:
        first, second = data["sessions"][:2]
        for name in ("start", "end", "room"):
            first[name], second[name] = second[name], first[name]

    assert load("2023", swap).outcome.changed["slot"] == 2
    after = [Slot.objects.get(session__number=number) for number in numbers]
    assert [(slot.period, slot.room) for slot in after] == [
        (slot.period, slot.room) for slot in reversed(before)
    ]


def test_a_new_session_may_take_the_place_of_one_that_is_dropped(load):
    load("2023")

    def replace(data: Any) -> None:
        other = copy.deepcopy(data["sessions"][1])
        other["number"] = 136
        data["sessions"][1] = other
        data["ocp"]["phases"][3]["session_number"] = 136

    outcome = load("2023", replace).outcome
    assert (outcome.created["session"], outcome.removed["session"]) == (1, 1)
    assert slot_of(136).room.name == "Room A, ITU Tower Building"


def test_a_call_with_inputs_is_kept_although_its_file_drops_it(load):
    forum = load("2027").forum
    draft = DraftFactory(call=forum.calls.get(slug="workshop-request"))

    def drop(data: Any) -> None:
        del data["ocp"]["calls"][1:]
        data["ocp"]["phases"] = [
            phase for phase in data["ocp"]["phases"] if phase["order"] not in (4, 5)
        ]
        data["ocp"]["calls"][0]["phase"] = None

    outcome = load("2027", drop).outcome
    assert outcome.remarks == [
        "kept call:workshop-request: other rows need it",
        "kept phase:4: inputs belong to it",
    ]
    assert [call.slug for call in forum.calls.all()] == ["official-submission", "workshop-request"]
    assert [phase.order for phase in forum.phases.all()] == [1, 2, 3, 4]
    draft.refresh_from_db()


def test_a_number_that_was_given_to_a_session_made_here_is_refused(load):
    forum = load("2023").forum
    session = Session.objects.get(forum=forum, number=124)
    made = copy.copy(session)
    made.pk, made.number, made.phase = None, 150, None
    made.save()
    submission = SubmissionFactory()
    made.session_sources.create(submission=submission, linked_at=NOW)

    def add(data: Any) -> None:
        other = copy.deepcopy(data["sessions"][1])
        other.update(number=150, room=None)
        data["sessions"].append(other)

    with pytest.raises(BrokenFile) as caught:
        load("2023", add)
    assert caught.value.lines[0].endswith(
        "sessions[4].number: “150” is a session that was made here"
    )


# --- The shift of a demonstration --------------------------------------------------------


def test_the_shift_of_the_first_load_is_kept(load):
    first = load("2027").forum
    closes_at = first.calls.get(slug="workshop-request").closes_at
    again = load("2027", at=LATER)
    assert again.outcome.is_unchanged
    assert again.forum.shift_days == first.shift_days
    assert again.forum.calls.get(slug="workshop-request").closes_at == closes_at


def test_reanchor_moves_the_dates_and_keeps_rows_and_inputs(load, secretary):
    forum = load("2027").forum
    call = forum.calls.get(slug="workshop-request")
    draft = DraftFactory(call=call)
    move_deadline(
        call_id=call.pk,
        by=secretary,
        closes_at=call.closes_at + timedelta(days=1),
        notes={"en": "extended"},
        version=call.version,
        at=NOW,
    )
    loaded = load("2027", at=LATER, reanchor=True)
    assert loaded.forum.pk == forum.pk
    assert loaded.forum.shift_days == forum.shift_days + 9
    assert loaded.forum.start_date == forum.start_date + timedelta(days=9)
    call.refresh_from_db()
    assert call.closes_at == datetime(2026, 12, 21, 22, 59, 59, tzinfo=UTC)
    assert call.deadline_is_assumed
    # Once by the secretariat, once by the load: both times reminders are counted anew.
    assert call.closes_revision == 3
    # A new start is no extension: it leaves no note, and notes of before are about other dates.
    assert not DateChange.objects.filter(call=call).exists()
    assert loaded.outcome.remarks == ["dropped 1 notes on dates that had been moved here"]
    draft.refresh_from_db()
    assert draft.call_id == call.pk
    assert load("2027", at=LATER + timedelta(days=1)).outcome.is_unchanged


def test_reanchor_on_the_same_day_puts_dates_back_that_were_moved_here(load):
    forum = load("2027").forum
    Forum.objects.filter(pk=forum.pk).update(start_date=date(2027, 5, 1), end_date=date(2027, 5, 2))
    loaded = load("2027", reanchor=True)
    assert dict(loaded.outcome.changed) == {"forum": 1}
    assert loaded.forum.start_date == date(2027, 2, 7)


def test_a_real_forum_has_no_anchor(load_reference_tables):
    with pytest.raises(CommandError, match=r"2019.json: has no forum.anchor"):
        call_command("load_forum", str(FORUMS / "2019.json"), "--reanchor", verbosity=0)


def test_another_current_forum_stays_the_current_one(load):
    load("2022")
    Forum.objects.filter(slug="2022").update(is_current=True)
    loaded = load("2027")
    assert not loaded.forum.is_current
    assert loaded.outcome.remarks == ["another Forum is the current one, and stays so"]
