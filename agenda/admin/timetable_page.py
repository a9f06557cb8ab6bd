"""What the page of the timetable shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from agenda.admin.conflict_words import Said, by_session, explained
from agenda.admin.move_form import MoveForm
from agenda.admin.place_words import step_words
from agenda.models import PlacingStep, Session
from agenda.queries.conflicts import conflicts_of
from agenda.queries.day_grid import STEP, Card, Grid, cards_of, days_of, grid_of
from agenda.queries.steps import redoable, revision_of, undoable
from agenda.scheduling.facts import Placement, Timetable
from consultation.models import Forum
from wsis_forum import dates


@dataclass(frozen=True, slots=True)
class Reversal:
    """The step that a press on "Undo" or "Do again" would reverse."""

    step_id: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A day of a Forum's timetable with all that stands beside it."""

    forum: Forum
    day: date
    days: Sequence[date]
    zone_words: str
    grid: Grid
    unplaced: Sequence[Card]
    conflicts: Mapping[int, Sequence[Said]]
    conflict_count: int
    revision: int
    undo: Reversal | None
    redo: Reversal | None
    may_move: bool
    form: MoveForm | None
    step_minutes: int = int(STEP.total_seconds() // 60)


def forums() -> QuerySet[Forum]:
    """Return the Forums whose timetable can be looked at, the latest first."""
    return Forum.objects.order_by("-start_date")


def forum_asked(request: HttpRequest) -> Forum | None:
    """Return the Forum that the request names, else the current one, else the latest."""
    slug = (request.POST if request.method == "POST" else request.GET).get("forum", "")
    rows = forums()
    return rows.filter(slug=slug).first() or rows.filter(is_current=True).first() or rows.first()


def page_of(
    request: HttpRequest, forum: Forum, *, may_move: bool, form: MoveForm | None = None
) -> Page:
    """Gather a day, in a number of queries that does not grow with the programme."""
    found, timetable = conflicts_of(forum.pk)
    cards = cards_of(forum.pk)
    zone = ZoneInfo(forum.timezone)
    days = days_of(timetable, zone)
    day = _day(request, days, timetable)
    grid = grid_of(timetable, cards, day, zone, _("Online"))
    placed = {one.session.id for one in (*timetable.placements, *timetable.cancelled)}
    shown = [one for one in found if any(grid.holds(each.session.id) for each in one.placements)]
    revision = revision_of(forum.pk)
    if form is None and may_move:
        form = _form(request, forum, timetable, cards, day, revision)
    return Page(
        forum=forum,
        day=day,
        days=days,
        zone_words=dates.zone_and_offset_words(grid.end, forum.timezone),
        grid=grid,
        unplaced=[
            card for card in cards.values() if card.pk not in placed and not card.is_cancelled
        ],
        conflicts=by_session(explained(shown, timetable)),
        conflict_count=len(found),
        revision=revision,
        undo=_reversal(undoable(forum.pk, request.user), timetable) if may_move else None,  # type: ignore[arg-type]
        redo=_reversal(redoable(forum.pk, request.user), timetable) if may_move else None,  # type: ignore[arg-type]
        may_move=may_move,
        form=form,
    )


def _day(request: HttpRequest, days: Sequence[date], timetable: Timetable) -> date:
    sent = request.POST.get("shown") if request.method == "POST" else request.GET.get("day")
    try:
        day = parse_date(sent or "")
    except ValueError:
        day = None
    if day is not None and day in days:
        return day
    return timetable.days[0].day if timetable.days else days[0]


def _reversal(steps: QuerySet[PlacingStep], timetable: Timetable) -> Reversal | None:
    step = steps.first()
    return Reversal(step.pk, step_words(step, timetable.rooms)) if step else None


def _form(
    request: HttpRequest,
    forum: Forum,
    timetable: Timetable,
    cards: Mapping[int, Card],
    day: date,
    revision: int,
) -> MoveForm | None:
    """Make the form of the session that the address names (``?session=12&slot=34``)."""
    wanted = {name: request.GET.get(name, "") for name in ("session", "slot", "room", "start")}
    card = next((one for one in cards.values() if str(one.pk) == wanted["session"]), None)
    if card is None:
        return None
    placements = [one for one in _all(timetable) if one.session.id == card.pk]
    named = [one for one in placements if str(one.slot_id) == wanted["slot"]]
    initial: dict[str, Any] = {"day": day, "minutes": card.minutes, "revision": revision}
    if one := next(iter((*named, *placements)), None):
        initial |= _as_initial(one, ZoneInfo(forum.timezone))
    # What a remedy proposes; the form checks it like anything typed.
    initial |= {name: wanted[name] for name in ("room", "start") if wanted[name]}
    if wanted["start"]:
        initial["day"] = day
    session = Session.objects.select_related("forum").get(pk=card.pk)
    return MoveForm(session, initial=initial)


def _all(timetable: Timetable) -> tuple[Placement, ...]:
    return (*timetable.placements, *timetable.cancelled)


def _as_initial(one: Placement, zone: ZoneInfo) -> dict[str, Any]:
    start = one.start.astimezone(zone)
    return {
        "room": one.room_id,
        "day": start.date(),
        "start": start.time(),
        "minutes": int((one.end - one.start).total_seconds() // 60),
        "slot": one.slot_id,
    }
