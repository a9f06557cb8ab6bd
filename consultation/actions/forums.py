"""A Forum's calendar: move a deadline or a phase, make it current, copy it to the next year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from django.db import transaction

from consultation.actions.copies import Mover, copied, copy_questions, without
from consultation.actions.criteria import copy_criteria
from consultation.choices import DatePrecision
from consultation.exceptions import DateImpossible, ForumExists, StaleVersion
from consultation.models import Call, DateChange, Forum, Phase
from wsis_forum.accounts.models import User
from wsis_forum.languages import column

# What belongs to one year only: a copy begins without it.
_OF_ONE_YEAR = (
    "reference",
    "invitation_date",
    "invitation_title",
    "invitation_signed_by",
    "chair_name",
    "chair_role",
    "chair_country",
    "statistics",
    "is_current",
    "is_demonstration",
    "shift_days",
    "last_number",
)


@dataclass(frozen=True)
class PhaseDates:
    """
    A phase's date as exact as it is known.

    ``moment`` → ``starts_at`` (and ``ends_at``), timezone-aware; ``date`` and ``month-range`` →
    ``start_date`` and ``end_date``, both included; ``unknown`` → nothing.
    """

    precision: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    start_date: date | None = None
    end_date: date | None = None


@transaction.atomic
def move_deadline(
    *,
    call_id: int,
    by: User,
    closes_at: datetime,
    notes: Mapping[str, str],
    version: int,
    at: datetime,
) -> Call:
    """
    Move the deadline of a call; the former one stays on record with a public note.

    ``notes`` are the note by language code. Reminders are counted anew (``closes_revision``).

    :raises StaleVersion: the call is no longer at ``version``
    :raises DateImpossible: it would close before it opens, or just when it closes already
    """
    call = Call.objects.select_for_update().get(pk=call_id)
    _require_version(call, version)
    if call.opens_at and closes_at <= call.opens_at:
        raise DateImpossible("the call would close before it opens")
    if closes_at == call.closes_at:
        raise DateImpossible("the call closes at that moment already")
    former = _former_deadline(call)
    call.closes_at = closes_at
    call.closes_revision += 1
    call.deadline_is_assumed = False
    call.version += 1
    call.save(update_fields=("closes_at", "closes_revision", "deadline_is_assumed", "version"))
    if former:
        _record(call=call, former=former, notes=notes, by=by, at=at)
    return call


@transaction.atomic
def move_phase(
    *,
    phase_id: int,
    by: User,
    dates: PhaseDates,
    notes: Mapping[str, str],
    version: int,
    at: datetime,
) -> Phase:
    """
    Move the date of a phase; the former one stays on record with a public note.

    :raises StaleVersion: the phase is no longer at ``version``
    :raises DateImpossible: the dates do not fit their precision, end before they start, or stay
    """
    phase = Phase.objects.select_for_update().get(pk=phase_id)
    _require_version(phase, version)
    _require_possible(dates)
    former = _former_date(phase)
    phase.precision = dates.precision
    phase.starts_at, phase.ends_at = dates.starts_at, dates.ends_at
    phase.start_date, phase.end_date = dates.start_date, dates.end_date
    if _former_date(phase) == former:
        raise DateImpossible("the phase has that date already")
    phase.version += 1
    phase.save(
        update_fields=("precision", "starts_at", "ends_at", "start_date", "end_date", "version")
    )
    _record(phase=phase, former=former, notes=notes, by=by, at=at)
    return phase


@transaction.atomic
def make_current(*, forum_id: int, by: User, at: datetime) -> Forum:
    """Show this Forum on the home page, in place of the one that was shown there."""
    forum = Forum.objects.select_for_update().get(pk=forum_id)
    if not forum.is_current:
        for former in Forum.objects.current().select_for_update():
            former.is_current = False
            former.version += 1
            former.save(update_fields=("is_current", "version"))
        forum.is_current = True
        forum.version += 1
        forum.save(update_fields=("is_current", "version"))
    return forum


@transaction.atomic
def copy_forum(
    *, forum_id: int, by: User, slug: str, year: int, start_date: date, at: datetime
) -> Forum:
    """
    Copy a Forum with its partners, phases, calls and their questions to another year.

    Every date moves by the days between the two first days; hours stay what the clock on the wall
    says in each zone; a range of months stays one of whole months. In titles the year is replaced.

    :raises ForumExists: there is a Forum at that address
    :raises DateImpossible: an hour falls into one that the clocks skip or show twice
    """
    source = Forum.objects.select_for_update().get(pk=forum_id)
    if Forum.objects.filter(slug=slug).exists():
        raise ForumExists(slug)
    mover = Mover(days=(start_date - source.start_date).days, years=(source.year, year))
    forum = copied(source, slug=slug, year=year, **without(Forum, *_OF_ONE_YEAR))
    mover.move_dates(
        forum, "start_date", "end_date", "final_week_start_date", "final_week_end_date"
    )
    mover.rename(forum, "name", "consultation_title")
    forum.save()
    forum.addressed_to.set(source.addressed_to.all())
    for partner in source.partners.all():
        copied(partner, forum=forum).save()
    phases = {phase.pk: _copy_phase(phase, forum, mover) for phase in source.phases.all()}
    for call in source.calls.all():
        _copy_call(call, forum, phases, mover)
    return forum


@transaction.atomic
def copy_call(*, call_id: int, forum_id: int, by: User, at: datetime) -> Call:
    """
    Copy a call with its sections, questions and options to another Forum.

    Its dates move by the days between the two Forums' first days, hours stay. It gets the same
    address, or the next free one (``workshops-2``), and no phase: phases differ from year to year.

    :raises DateImpossible: an hour falls into one that the clocks skip or show twice
    """
    source = Call.objects.select_for_update(of=("self",)).select_related("forum").get(pk=call_id)
    forum = Forum.objects.select_for_update(of=("self",)).get(pk=forum_id)
    days = (forum.start_date - source.forum.start_date).days
    mover = Mover(days=days, years=(source.forum.year, forum.year))
    return _copy_call(source, forum, {}, mover, slug=_free_address(forum, source.slug))


def _free_address(forum: Forum, slug: str) -> str:
    """Return the address of a call, with a number where the Forum has it already."""
    taken = set(forum.calls.values_list("slug", flat=True))
    most = Call._meta.get_field("slug").max_length or 0
    numbered = (f"{slug[: most - len(str(number)) - 1]}-{number}" for number in count(2))
    return slug if slug not in taken else next(free for free in numbered if free not in taken)


def _copy_phase(source: Phase, forum: Forum, mover: Mover) -> Phase:
    """Copy one phase with its activities."""
    phase = copied(source, forum=forum, **without(Phase, "session_number", "remote_url", "note"))
    mover.move_moments(phase, "starts_at", "ends_at")
    if phase.precision == DatePrecision.MONTH_RANGE:
        mover.move_months(phase, "start_date", "end_date")
    else:
        mover.move_dates(phase, "start_date", "end_date")
    mover.rename(phase, "title")
    phase.save()
    for activity in source.activities.all():
        line = copied(activity, phase=phase)
        mover.rename(line, "text")
        line.save()
    return phase


def _copy_call(
    source: Call, forum: Forum, phases: Mapping[int, Phase], mover: Mover, *, slug: str = ""
) -> Call:
    """Copy one call with its questions; its deadline is new, so its revision begins anew."""
    phase = phases.get(source.phase_id) if source.phase_id else None
    fresh = without(Call, "closes_revision", "note")
    call = copied(source, forum=forum, phase=phase, slug=slug or source.slug, **fresh)
    mover.move_moments(call, "opens_at", "closes_at")
    mover.rename(call, "title")
    call.save()
    copy_questions(source, call, mover)
    copy_criteria(source, call, mover)
    return call


def _require_version(row: Call | Phase, version: int) -> None:
    """Refuse a change of a row that somebody else has changed since it was read."""
    if row.version != version:
        raise StaleVersion(current=row.version)


def _require_possible(dates: PhaseDates) -> None:
    """Refuse dates that do not fit their precision, as the database does, but with words."""
    moments, days = (dates.starts_at, dates.ends_at), (dates.start_date, dates.end_date)
    fits = {
        DatePrecision.MOMENT: dates.starts_at and days == (None, None),
        DatePrecision.DATE: all(days) and moments == (None, None),
        DatePrecision.MONTH_RANGE: all(days) and moments == (None, None),
        DatePrecision.UNKNOWN: (*moments, *days) == (None, None, None, None),
    }
    if not fits[DatePrecision(dates.precision)]:
        raise DateImpossible("the dates do not fit their precision")
    if dates.starts_at and dates.ends_at and dates.ends_at <= dates.starts_at:
        raise DateImpossible("the phase would end before it starts")
    if dates.start_date and dates.end_date and dates.end_date < dates.start_date:
        raise DateImpossible("the last day is before the first")


def _former_deadline(call: Call) -> dict[str, Any] | None:
    """Write down when the call closed, as exactly as it was known; ``None`` without a deadline."""
    if call.closes_at is None:
        return None
    local = call.closes_at.astimezone(call.zone)
    assumed = call.deadline_is_assumed
    text = local.date().isoformat() if assumed else local.isoformat()
    precision = DatePrecision.DATE if assumed else DatePrecision.MOMENT
    return {"precision": precision, "start": text, "end": text, "timezone": call.timezone}


def _former_date(phase: Phase) -> dict[str, Any]:
    """Write down a phase's date as exactly as it was known."""
    start: date | None
    end: date | None
    if phase.precision == DatePrecision.MOMENT:
        start = phase.starts_at and phase.starts_at.astimezone(phase.zone)
        end = phase.ends_at and phase.ends_at.astimezone(phase.zone)
    else:
        start, end = phase.start_date, phase.end_date
    return {
        "precision": phase.precision,
        "start": start and start.isoformat(),
        "end": end and end.isoformat(),
        "timezone": phase.timezone,
    }


def _record(
    *, former: dict[str, Any], notes: Mapping[str, str], by: User, at: datetime, **target: Any
) -> None:
    """Keep a former date with its public note in every language that has one."""
    texts = {column("note", code): text.strip() for code, text in notes.items() if text.strip()}
    DateChange.objects.create(former=former, changed_by=by, changed_at=at, **texts, **target)
