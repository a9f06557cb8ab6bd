"""Every change of the timetable is a step: nothing is lost, and all of it can be undone."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.contrib import admin
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.forms import modelform_factory
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.actions.items import Line, arrange
from agenda.actions.places import FURTHER, place
from agenda.actions.timetable import Target, change, redo, undo
from agenda.admin.place_words import place_words
from agenda.admin.refusals import refusal
from agenda.admin.session_form import SessionForm
from agenda.choices import StepKind
from agenda.exceptions import (
    InConflict,
    LinesChanged,
    NothingToReverse,
    PlaceChanged,
    RoomTaken,
    SlotImpossible,
)
from agenda.models import PlacingStep, ProgrammeSettings, Room, Session, Slot
from agenda.queries.items import outline, revision
from agenda.queries.steps import redoable, revision_of, undoable
from consultation.admin.versioned import stamp
from tests.factories import NOW, ForumFactory, RoomFactory, SessionFactory, UserFactory
from tests.lengths import length

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
ZONE = "Europe/Zurich"


def to(room: Room | None, start: datetime = NOW, minutes: int = 60) -> Target:
    end = start + timedelta(minutes=minutes)
    return Target(room_id=room.pk if room else None, starts_at=start, ends_at=end, timezone=ZONE)


def act(session: Session, target: Target | None, by=None, revision=None, **more):
    return change(session_id=session.pk, to=target, by=by, at=NOW, revision=revision, **more)


def stands(session: Session) -> list[tuple[Any, ...]]:
    slots = session.slots.order_by("period", "pk")
    return [(slot.room_id, slot.period.lower, slot.period.upper) for slot in slots]


def test_a_change_is_recorded_with_what_it_was_and_became() -> None:
    session, room, by = SessionFactory(), RoomFactory(), UserFactory()
    first = act(session, to(room), by)
    assert (first.revision, first.kind, first.by, first.at) == (1, StepKind.CHANGE, by, NOW)
    after = {
        "room": room.pk,
        "starts_at": "2026-11-21T12:00:00+00:00",
        "ends_at": "2026-11-21T13:00:00+00:00",
        "timezone": ZONE,
    }
    assert (first.before, first.after) == ([], [after])
    second = act(session, to(room, minutes=90), by)
    assert (second.revision, second.before) == (2, [after])
    assert act(session, to(room, minutes=90), by) is None
    assert revision_of(session.forum_id) == 2


def test_a_stale_change_is_refused_with_the_present_state() -> None:
    ann, bob = UserFactory(), UserFactory()
    session, other, room = SessionFactory(), SessionFactory(), RoomFactory()
    seen = revision_of(session.forum_id)
    act(session, to(room), ann, seen)
    with pytest.raises(PlaceChanged) as refusal:
        act(session, None, bob, seen)
    assert (refusal.value.step.by, refusal.value.step.session) == (ann, session)
    assert len(stands(session)) == 1
    # What nobody else has touched is not stale.
    act(other, to(None), bob, seen)
    act(session, None, bob, revision_of(session.forum_id))
    assert stands(session) == []


def test_a_refused_change_leaves_no_step() -> None:
    room = RoomFactory()
    act(SessionFactory(), to(room))
    late = SessionFactory()
    with pytest.raises(RoomTaken):
        act(late, to(room, NOW + HOUR / 2))
    with pytest.raises(SlotImpossible):
        act(late, to(None, minutes=0))
    assert PlacingStep.objects.filter(session=late).count() == 0


def test_what_the_forum_blocks_is_refused_and_what_it_warns_of_is_not() -> None:
    settings_ = ProgrammeSettings.objects.create(forum=ForumFactory(), seats="block")
    small, large = RoomFactory(seats=10), RoomFactory(seats=100)
    session = SessionFactory(expected_people=50)
    with pytest.raises(InConflict) as refusal:
        act(session, to(small))
    assert [one.kind for one in refusal.value.conflicts] == ["seats"]
    assert stands(session) == []
    act(session, to(large))
    settings_.seats = "warn"
    settings_.save()
    act(session, to(small))
    assert stands(session)[0][0] == small.pk


def test_undo_and_redo_are_steps_and_survive_whatever_else_happens() -> None:
    by, session, room = UserFactory(), SessionFactory(), RoomFactory()
    act(session, to(room), by)
    act(session, to(room, NOW + HOUR), by)
    moved = stands(session)
    forum = session.forum_id
    undo(forum_id=forum, by=by, at=NOW)
    undo(forum_id=forum, by=by, at=NOW)
    assert stands(session) == []
    with pytest.raises(NothingToReverse):
        undo(forum_id=forum, by=by, at=NOW)
    redo(forum_id=forum, by=by, at=NOW)
    step = redo(forum_id=forum, by=by, at=NOW)
    assert (stands(session), step.revision, step.kind) == (moved, 6, StepKind.REDO)
    undo(forum_id=forum, by=by, at=NOW)
    act(SessionFactory(), to(None), by)
    # As in every editor, a new change ends what could be done again.
    assert not redoable(forum, by).exists()


def test_one_undoes_ones_own_steps_only() -> None:
    ann, bob, session, room = UserFactory(), UserFactory(), SessionFactory(), RoomFactory()
    mine = act(session, to(room), ann)
    theirs = act(session, to(room, NOW + HOUR), bob)
    with pytest.raises(PlaceChanged) as refusal:
        undo(forum_id=session.forum_id, by=ann, at=NOW, step_id=mine.pk)
    assert refusal.value.step == theirs
    with pytest.raises(NothingToReverse):
        undo(forum_id=session.forum_id, by=ann, at=NOW)
    # Once the other has taken hers back, mine is the last one again.
    undo(forum_id=session.forum_id, by=bob, at=NOW)
    undo(forum_id=session.forum_id, by=ann, at=NOW, step_id=mine.pk)
    assert stands(session) == []


def test_a_room_that_was_given_away_is_not_taken_back() -> None:
    ann, bob, session, room = UserFactory(), UserFactory(), SessionFactory(), RoomFactory()
    act(session, to(room), ann)
    act(session, None, ann)
    act(SessionFactory(), to(room), bob)
    with pytest.raises(RoomTaken):
        undo(forum_id=session.forum_id, by=ann, at=NOW)
    assert stands(session) == []
    assert revision_of(session.forum_id) == 3


def test_all_slots_come_back() -> None:
    by, session, room = UserFactory(), SessionFactory(), RoomFactory()
    for hour in range(3):
        start = NOW + 2 * hour * HOUR
        place(
            session_id=session.pk,
            room_id=room.pk,
            starts_at=start,
            ends_at=start + HOUR,
            timezone=ZONE,
            slot_id=FURTHER,
            by=by,
            at=NOW,
        )
    before = stands(session)
    slot = session.slots.last()
    act(session, to(None, NOW + 9 * HOUR), by, slot_id=slot.pk)
    act(session, None, by)
    undo(forum_id=session.forum_id, by=by, at=NOW)
    undo(forum_id=session.forum_id, by=by, at=NOW)
    assert stands(session) == before


def test_a_session_that_was_loaded_elsewhere_since_is_left_there() -> None:
    by, session = UserFactory(), SessionFactory()
    act(session, to(None), by)
    Slot.objects.filter(session=session).update(timezone="UTC")
    with pytest.raises(NothingToReverse):
        undo(forum_id=session.forum_id, by=by, at=NOW)
    assert len(stands(session)) == 1


def test_a_revision_is_not_given_twice_even_where_its_session_goes() -> None:
    session = SessionFactory()
    step = act(session, to(None), UserFactory())
    session.delete()
    assert revision_of(step.forum_id) == 1
    with (
        pytest.raises(IntegrityError, match="placing_revision_once_per_forum"),
        transaction.atomic(),
    ):
        PlacingStep.objects.create(
            forum_id=step.forum_id, revision=1, kind="change", before=[], after=[], at=NOW
        )


def test_a_change_costs_as_many_queries_with_30_sessions_as_with_1() -> None:
    room, session = RoomFactory(), SessionFactory()

    def cost(start: datetime) -> int:
        with CaptureQueriesContext(connection) as queries:
            act(session, to(room, start))
        return len(queries)

    act(session, to(room, NOW - 5 * HOUR))
    first = cost(NOW - 2 * HOUR)
    for hour in range(30):
        act(SessionFactory(), to(room, NOW + hour * HOUR))
    assert cost(NOW - 5 * HOUR) == first


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_one_session_at_once_one_is_told_of_the_other() -> None:
    people, session = [UserFactory(), UserFactory()], SessionFactory()
    rooms = [RoomFactory(), RoomFactory()]
    ready = threading.Barrier(2)
    told: list[tuple[str, int, Any]] = []

    def ask(place: int) -> None:
        try:
            ready.wait(timeout=10)
            step = act(session, to(rooms[place]), people[place], 0)
            told.append(("moved", step.revision, people[place]))
        except PlaceChanged as refusal:
            told.append(("refused", refusal.step.revision, refusal.step.by))
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    winner = PlacingStep.objects.get().by
    assert sorted(told, key=lambda one: one[0]) == [("moved", 1, winner), ("refused", 1, winner)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_edit_at_once_nobody_loses_a_change() -> None:
    people, sessions = [UserFactory(), UserFactory()], SessionFactory.create_batch(2)
    forum = sessions[0].forum_id
    ready = threading.Barrier(2)
    done: list[PlacingStep] = []
    told: list[int] = []

    def edit(who: int) -> None:
        chance = Random(who)  # noqa: S311 no secret
        try:
            ready.wait(timeout=10)
            for hour in range(12):
                session, start = chance.choice(sessions), NOW + (2 * hour + who) * HOUR
                slot_id = chance.choice([FURTHER, None])
                read = revision_of(forum)
                while True:
                    try:
                        step = act(session, to(None, start), people[who], read, slot_id=slot_id)
                        done.append(step)
                        break
                    except PlaceChanged as error:
                        told.append(error.step.revision)
                        read = error.step.revision
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=edit, args=(who,)) for who in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    steps = list(PlacingStep.objects.order_by("revision"))
    assert [one.revision for one in steps] == list(range(1, 25))
    assert {one.pk for one in done} == {one.pk for one in steps}
    # Each was made on what the one before it had left: nothing was written over unseen.
    for session in sessions:
        own = [one for one in steps if one.session_id == session.pk]
        assert [one.before for one in own] == [[], *(one.after for one in own[:-1])]
        assert len(stands(session)) == len(own[-1].after)
    for step in reversed(steps):
        assert step.by is not None
        undo(forum_id=forum, by=step.by, at=NOW, step_id=step.pk)
    assert not Slot.objects.exists()


# --- Two organizers, at random ---

# Of these, those with a slot mean the last time of the session.
_ON_A_SLOT = ("later", "lengthen", "away")
_VERBS = (
    "move",
    "move",
    *_ON_A_SLOT,
    "more",
    "more",
    "out",
    "undo",
    "redo",
    "write",
    "edit",
    "edit",
)
# Who does what with which session, where to, and how old the page is that was read.
_STEP = st.tuples(
    st.integers(0, 1),
    st.sampled_from(_VERBS),
    # The first one more often, so that two meet.
    st.sampled_from([0, 0, 0, 1, 2, 3]),
    st.integers(0, 2),
    st.integers(0, 3),
    st.sampled_from([0, 0, 0, 1, 2]),
)


# Short ones shrink well, in long ones the two meet.
_STEPS = st.lists(_STEP, min_size=1, max_size=8) | st.lists(_STEP, min_size=12, max_size=20)


@pytest.mark.soak
def test_no_change_is_lost_and_all_of_it_can_be_undone() -> None:
    world = _World()

    @settings(max_examples=length(60, soak=1_000), deadline=None)
    @given(steps=_STEPS)
    def run(steps: list[tuple[Any, ...]]) -> None:
        with transaction.atomic():
            world.begin()
            for step in steps:
                world.do(*step)
                world.check()
            world.undo_all()
            transaction.set_rollback(True)

    run()


def _sorted(places: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Order places as a person sees them; two online at one time are alike."""
    return sorted(places, key=lambda one: (one[1], one[2], one[0] or 0))


# A line of an agenda: its title, and how deep it stands.
_Line = tuple[str, int]
_EDIT: Any = modelform_factory(Session, form=SessionForm, fields=("title_en",))


class _World:
    """Four sessions, two rooms and online, two organizers; and what a plain model expects."""

    def __init__(self) -> None:
        forum = ForumFactory()
        self.forum = forum.pk
        self.people = [UserFactory(), UserFactory()]
        self.rooms: list[Room | None] = [RoomFactory(forum=forum), RoomFactory(forum=forum), None]
        self.sessions = SessionFactory.create_batch(4, forum=forum)
        self.begin()

    def begin(self) -> None:
        """Know of no place, no step and no line of an agenda."""
        self.expected: dict[int, list[tuple[Any, ...]]] = {one.pk: [] for one in self.sessions}
        self.changed_at = {one.pk: 0 for one in self.sessions}
        self.agendas: dict[int, list[list[_Line]]] = {one.pk: [[]] for one in self.sessions}
        self.titles = {one.pk: one.title for one in self.sessions}
        # Both have every session open from the beginning: the version that each form is based on.
        self.screens = {(who, one.pk): stamp(one) for who in range(2) for one in self.sessions}
        self.seen = {one.pk: [revision(outline(one.pk))] for one in self.sessions}

    def do(self, who: int, what: str, which: int, room: int, hour: int, age: int) -> None:
        by, session, now = self.people[who], self.sessions[which], revision_of(self.forum)
        if what == "write":
            self.write(by, session, (f"Line {room}{hour}", hour), age)
        elif what == "edit":
            self.edit(who, session, f"Title {room}{hour} of {who}", is_read_anew=not age)
        elif what in {"undo", "redo"}:
            with suppress(RoomTaken, NothingToReverse), transaction.atomic():
                self.note((undo if what == "undo" else redo)(forum_id=self.forum, by=by, at=NOW))
        else:
            self.put(by, session, what, (self.rooms[room], hour), max(0, now - age))

    def put(
        self, by: Any, session: Session, what: str, place: tuple[Room | None, int], read: int
    ) -> None:
        """Change the place of a session as its page was at a revision."""
        room, hour = place
        before = list(self.expected[session.pk])
        slot = session.slots.order_by("period", "pk").last() if what in _ON_A_SLOT else None
        slot_id = FURTHER if what == "more" else slot.pk if slot else None
        target = None if what in {"out", "away"} else to(room, NOW + hour * HOUR / 2)
        if what == "lengthen" and slot:
            target = to(slot.room, slot.period.lower, minutes=90)
        try:
            with transaction.atomic():
                step = act(session, target, by, read, slot_id=slot_id)
        except PlaceChanged as error:
            assert self.changed_at[session.pk] > read
            self.is_told(session, error)
            return
        except RoomTaken:
            return
        assert self.changed_at[session.pk] <= read
        wanted = [(target.room_id, target.starts_at, target.ends_at)] if target else []
        # A move is that of the first time, one more stands beside all others.
        first = before[0][1:] if before else None
        gone = (slot.room_id, slot.period.lower, slot.period.upper) if slot else None
        all_others: dict[str, Any] = {"more": [before], "out": [[]]}
        left = all_others.get(what) or [
            before[:at] + before[at + 1 :]
            for at, one in enumerate(before)
            if (one == gone if slot else one[1:] == first)
        ]
        now_there = _sorted(stands(session))
        assert now_there in [_sorted([*wanted, *others]) for others in left or [[]]]
        self.note(step)

    def is_told(self, session: Session, error: PlaceChanged) -> None:
        """Whoever is refused is told which step changed the session, and where it is now."""
        assert self.shape(error.step.after) == self.expected[session.pk]
        assert place_words(Session.objects.get(pk=session.pk)) in refusal(error)[1]

    def write(self, by: Any, session: Session, said: _Line, age: int) -> None:
        """Add a line to the agenda that a person has read, perhaps some changes ago."""
        told = self.agendas[session.pk]
        read = max(0, len(told) - 1 - age)
        title, deepest = said
        rows = [
            Line(item_id=line.row.pk, titles={"title": line.row.title}, depth=line.depth)
            for line in outline(session.pk)
        ]
        kept = rows[: len(told[read])]
        depth = min(deepest, kept[-1].depth + 1 if kept else 0)
        try:
            with transaction.atomic():
                arrange(
                    session_id=session.pk,
                    lines=[*kept, Line(titles={"title": title}, depth=depth)],
                    seen=self.seen[session.pk][read],
                    by=by,
                    at=NOW,
                )
        except LinesChanged:
            assert read < len(told) - 1
        else:
            assert read == len(told) - 1
            told.append([*told[read], (title, depth)])
            self.seen[session.pk].append(revision(outline(session.pk)))

    def edit(self, who: int, session: Session, title: str, *, is_read_anew: bool) -> None:
        """Save the form of a session, read now or as it still stands on a person's screen."""
        screen, row = (who, session.pk), Session.objects.get(pk=session.pk)
        seen = stamp(row) if is_read_anew else self.screens[screen]
        form = _EDIT({"title_en": title, "seen": seen}, instance=row)
        is_stale = seen != stamp(Session.objects.get(pk=session.pk))
        assert form.is_valid() is not is_stale
        if is_stale:
            # Both texts are on the page now, and what was typed too; the next save counts.
            theirs = [one.theirs for one in form.differences if one.anchor.endswith("title_en")]
            present = self.titles[session.pk]
            assert theirs == ([present] if present != title else [])
            assert form["title_en"].value() == title
            self.screens[screen] = str(form["seen"].value())
            return
        request = RequestFactory().post("/")
        request.user = self.people[who]
        admin.site.get_model_admin(Session).save_model(request, form.instance, form, change=True)
        self.titles[session.pk] = title
        # The answer to a save is the page anew.
        self.screens[screen] = stamp(Session.objects.get(pk=session.pk))

    def note(self, step: PlacingStep | None) -> None:
        if step is None:
            return
        key = step.session_id or 0
        # A step was made on what everybody before it had left there.
        assert self.shape(step.before) == self.expected[key]
        self.expected[key] = self.shape(step.after)
        self.changed_at[key] = step.revision

    def shape(self, places: list[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
        return [
            (one["room"], *(datetime.fromisoformat(one[n]) for n in ("starts_at", "ends_at")))
            for one in places
        ]

    def check(self) -> None:
        """Every session stands where the accepted changes have put it, and says what they say."""
        found: dict[int, list[tuple[Any, ...]]] = {one.pk: [] for one in self.sessions}
        for slot in Slot.objects.filter(session__in=self.sessions).order_by("period", "pk"):
            found[slot.session_id].append((slot.room_id, slot.period.lower, slot.period.upper))
        assert {pk: _sorted(places) for pk, places in found.items()} == {
            pk: _sorted(places) for pk, places in self.expected.items()
        }
        lines = {
            one.pk: [(line.row.title, line.depth) for line in outline(one.pk)]
            for one in self.sessions
        }
        assert lines == {pk: told[-1] for pk, told in self.agendas.items()}
        assert {
            row.pk: row.title for row in Session.objects.filter(forum=self.forum)
        } == self.titles

    def undo_all(self) -> None:
        """Undo all that stands, each step by who made it, the newest first."""
        while rows := [row for by in self.people for row in undoable(self.forum, by)[:1]]:
            step = max(rows, key=lambda row: row.revision)
            by = next(one for one in self.people if one == step.by)
            self.note(undo(forum_id=self.forum, by=by, at=NOW, step_id=step.pk))
        self.check()
        assert not any(self.expected.values())
