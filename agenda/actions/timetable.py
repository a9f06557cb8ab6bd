"""The one way in which the working timetable changes: each change is a step that can be undone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from agenda.actions.places import FURTHER, place, unplace
from agenda.choices import StepKind
from agenda.exceptions import InConflict, NothingToReverse, PlaceChanged
from agenda.models import PlacingStep, Room, Session, Slot
from agenda.queries.conflicts import conflicts_of
from agenda.queries.steps import DOES, latest_since, redoable, revision_of, undoable
from agenda.queries.timetable import blocks_anything
from agenda.scheduling.facts import Level
from consultation.models import Forum
from wsis_forum.accounts.models import User

# A slot as a step keeps it.
Place = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a session goes: a room (``None`` is online) and a time, said in ``timezone``."""

    room_id: int | None
    starts_at: datetime
    ends_at: datetime
    timezone: str


@transaction.atomic
def change(
    *,
    session_id: int,
    to: Target | None,
    by: User | None,
    at: datetime,
    revision: int | None,
    slot_id: int | None = None,
) -> PlacingStep | None:
    """
    Place, move, lengthen or shorten a session, or take it out of its room (``to=None``).

    ``revision`` is that of the timetable when it was read; ``None`` where no person read one.
    ``slot_id`` is the slot meant where the session has several. Returns ``None`` where everything
    is so already.

    :raises PlaceChanged: somebody changed the place of this session since
    :raises SlotImpossible: the end is not after the start, or the time cannot be meant
    :raises RoomTaken: another session is in that room at that time
    :raises InConflict: the place is in a conflict of a kind that the Forum blocks
    """
    session = _locked(session_id)
    latest = latest_since(session_id, revision) if revision is not None else None
    if latest is not None:
        raise PlaceChanged(latest)
    before = _places(session)
    if to is None:
        unplace(session_id=session_id, slot_id=slot_id, by=by, at=at)
    else:
        slot = place(
            session_id=session_id,
            slot_id=slot_id,
            room_id=to.room_id,
            starts_at=to.starts_at,
            ends_at=to.ends_at,
            timezone=to.timezone,
            by=by,
            at=at,
        )
        _require_allowed(session, slot)
    after = _places(session)
    if after == before:
        return None
    return _write(session, StepKind.CHANGE, before, after, by=by, at=at)


@transaction.atomic
def undo(*, forum_id: int, by: User, at: datetime, step_id: int | None = None) -> PlacingStep:
    """
    Undo a step of one's own, the last one unless another is named.

    Former places come back even where the Forum blocks their conflicts: it was so before.

    :raises NothingToReverse: there is none, or it cannot be undone
    :raises PlaceChanged: somebody changed the place of the session since
    :raises RoomTaken: another session is in the former room now
    """
    return _reverse(forum_id, step_id, StepKind.UNDO, by=by, at=at)


@transaction.atomic
def redo(*, forum_id: int, by: User, at: datetime, step_id: int | None = None) -> PlacingStep:
    """
    Do again what one has undone, the last one unless another is named.

    :raises NothingToReverse: there is none, or it cannot be done again
    :raises PlaceChanged: somebody changed the place of the session since
    :raises RoomTaken: another session is in the room now
    """
    return _reverse(forum_id, step_id, StepKind.REDO, by=by, at=at)


def _reverse(
    forum_id: int, step_id: int | None, kind: StepKind, *, by: User, at: datetime
) -> PlacingStep:
    _lock_timetable(forum_id)
    rows = (undoable if kind is StepKind.UNDO else redoable)(forum_id, by)
    step = rows.filter(pk=step_id).first() if step_id else rows.first()
    if step is None:
        raise _why_not(forum_id, step_id)
    session = _locked(step.session_id or 0)
    before = _places(session)
    if not _are_the_same(before, step.after):
        # Past the portal, or by a file that was loaded: no step tells of it.
        raise NothingToReverse("the session stands elsewhere")
    _restore(session, step.before, by=by, at=at)
    return _write(session, kind, before, step.before, by=by, at=at, reverses=step)


def _why_not(forum_id: int, step_id: int | None) -> NothingToReverse | PlaceChanged:
    step = PlacingStep.objects.filter(forum=forum_id, pk=step_id or 0).first()
    later = latest_since(step.session_id, step.revision) if step and step.session_id else None
    if later is not None and later.kind in DOES:
        return PlaceChanged(later)
    return NothingToReverse("no such step")


def _places(session: Session) -> list[dict[str, Any]]:
    """Return the slots of a session as a step keeps them."""
    return [_as_place(slot) for slot in session.slots.order_by("period", "room_id", "pk")]


def _as_place(slot: Slot) -> dict[str, Any]:
    place: dict[str, Any] = {
        "room": slot.room_id,
        "starts_at": slot.period.lower.astimezone(UTC).isoformat(),
        "ends_at": slot.period.upper.astimezone(UTC).isoformat(),
        "timezone": slot.timezone,
    }
    # The first one goes without, as in steps that were kept before slots had ordinals.
    return place if slot.ordinal == 1 else {**place, "ordinal": slot.ordinal}


def _are_the_same(places: Sequence[Place], others: Sequence[Place]) -> bool:
    """Tell whether a session stands where it stood, whichever of its slots is where."""
    return [{**one, "ordinal": 1} for one in places] == [{**one, "ordinal": 1} for one in others]


def _restore(session: Session, wanted: Sequence[Place], *, by: User, at: datetime) -> None:
    """Take out what was not there, then put back what is missing: so no two of them clash."""
    rooms = {one["room"] for one in wanted} - {None}
    if Room.objects.filter(pk__in=rooms).count() < len(rooms):
        raise NothingToReverse("the room is gone")
    missing, freed = list(wanted), []
    for slot in session.slots.order_by("period", "room_id", "pk"):
        here = _as_place(slot)
        if here in missing:
            missing.remove(here)
        else:
            unplace(session_id=session.pk, slot_id=slot.pk, by=by, at=at)
            freed.append(slot.ordinal)
    # Calendars go on with the event that they know: a slot comes back under its own ordinal.
    for one, ordinal in zip(missing, _ordinals(session, missing, freed), strict=True):
        slot = place(
            session_id=session.pk,
            slot_id=FURTHER,
            room_id=one["room"],
            starts_at=datetime.fromisoformat(one["starts_at"]),
            ends_at=datetime.fromisoformat(one["ends_at"]),
            timezone=one["timezone"],
            by=by,
            at=at,
        )
        if ordinal not in {0, slot.ordinal}:
            Slot.objects.filter(pk=slot.pk).update(ordinal=ordinal)


def _ordinals(session: Session, missing: Sequence[Place], freed: Sequence[int]) -> Iterator[int]:
    """Give the ordinal of each place that comes back; 0, a new one, where none is known."""
    taken = set(session.slots.values_list("ordinal", flat=True))
    for one in missing:
        known = (int(one.get("ordinal", 1)), *freed)
        ordinal = next((number for number in known if number not in taken), 0)
        taken.add(ordinal)
        yield ordinal


def _lock_timetable(forum_id: int) -> Forum:
    # Steps of one Forum take turns, so a revision is given once. Sessions and rooms that are added
    # meanwhile only share the row, which this lock lets them.
    return Forum.objects.select_for_update(of=("self",), no_key=True).get(pk=forum_id)


def _locked(session_id: int) -> Session:
    """Lock the timetable, then the session: in this order, so that two never wait in a circle."""
    forum_id = Session.objects.values_list("forum_id", flat=True).get(pk=session_id)
    _lock_timetable(forum_id)
    return Session.objects.select_for_update(of=("self",)).get(pk=session_id)


def _require_allowed(session: Session, slot: Slot) -> None:
    if not blocks_anything(session.forum_id):
        return
    found, timetable = conflicts_of(session.forum_id)
    blocking = [
        conflict
        for conflict in found
        if conflict.level is Level.BLOCK
        and any(one.slot_id == slot.pk for one in conflict.placements)
    ]
    if blocking:
        raise InConflict(blocking, timetable)


def _write(
    session: Session,
    kind: StepKind,
    before: Sequence[Place],
    after: Sequence[Place],
    *,
    by: User | None,
    at: datetime,
    reverses: PlacingStep | None = None,
) -> PlacingStep:
    return PlacingStep.objects.create(
        forum_id=session.forum_id,
        revision=revision_of(session.forum_id) + 1,
        session=session,
        kind=kind,
        reverses=reverses,
        before=before,
        after=after,
        by=by,
        at=at,
    )
