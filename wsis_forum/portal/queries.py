"""What the pages of both domains read; the number of queries does not depend on the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from agenda.models import Release, SessionSource
from agenda.queries.releases import latest_public, programme_of
from consultation.choices import REFUSALS, PartnerRole, Status
from consultation.models import Call, DateChange, Forum, ForumPartner, Phase, Submission

# How much of what comes next the home page shows.
NEXT_LINES = 6


class Progress(StrEnum):
    """Where a phase or a call stands at a moment."""

    PAST = "past"
    NOW = "now"
    NEXT = "next"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PhaseLine:
    """A phase on the time line; ``session_numbers`` are those of its meetings in the agenda."""

    phase: Phase
    progress: Progress
    session_numbers: Sequence[int] = ()
    unlinked_number: int | None = None


@dataclass(frozen=True)
class CallLine:
    """A call with where it stands: ``now`` is open, ``next`` opens later, ``past`` is closed."""

    call: Call
    progress: Progress
    left: timedelta | None = None


@dataclass(frozen=True)
class Step:
    """One thing that comes: a phase, or the opening of a call; ``starts_at`` only orders them."""

    starts_at: datetime
    phase: Phase | None = None
    call: Call | None = None


@dataclass(frozen=True)
class Figures:
    """What became of a Forum's input: counts of submissions, and of sessions made of them."""

    received: int
    waiting: int
    under_review: int
    accepted: int
    declined: int
    withdrawn: int
    sessions: int


@dataclass(frozen=True)
class ForumPage:
    """Everything that a Forum's page shows."""

    forum: Forum
    phases: Sequence[PhaseLine]
    calls: Sequence[CallLine]
    organizers: Sequence[ForumPartner]
    collaborators: Sequence[ForumPartner]
    release: Release | None

    @property
    def has_letter(self) -> bool:
        """Whether anything is known of a letter of invitation."""
        forum = self.forum
        return bool(
            forum.invitation_date
            or forum.invitation_title
            or forum.introduction
            or forum.contact_email
        )


def current_forum() -> Forum | None:
    """Return the Forum of the home page, with its country (one query)."""
    rows: QuerySet[Forum] = Forum.objects.current().select_related("country")
    return rows.first()


def open_calls(forum: Forum, *, at: datetime) -> list[CallLine]:
    """Return the calls that take drafts at ``at``, the first to close first (two queries)."""
    calls = (
        Call.objects.filter(forum=forum, takes_drafts=True)
        .open_at(at)
        .prefetch_related("date_changes")
        .order_by("closes_at", "order", "pk")
    )
    return [_call_line(call, at=at) for call in calls]


def next_steps(forum: Forum, *, at: datetime) -> list[Step]:
    """Return the phases and the openings of calls that come after ``at`` (three queries)."""
    phases = forum.phases.prefetch_related("date_changes")
    steps = [
        Step(starts_at=span[0], phase=phase)
        for phase in phases
        if (span := span_of(phase)) is not None and span[1] > at
    ]
    upcoming = Call.objects.filter(forum=forum, takes_drafts=True).upcoming_at(at)
    steps += [Step(starts_at=call.opens_at, call=call) for call in upcoming if call.opens_at]
    return sorted(steps, key=lambda step: step.starts_at)[:NEXT_LINES]


def figures(forum: Forum) -> Figures:
    """Count what became of the Forum's input (two queries)."""
    refused = Q(decision__disposition__in=REFUSALS)
    counts = Submission.objects.filter(call__forum=forum).aggregate(
        received=Count("pk", filter=~Q(status=Status.DRAFT)),
        waiting=Count("pk", filter=Q(status=Status.SUBMITTED)),
        under_review=Count("pk", filter=Q(status__in=(Status.UNDER_REVIEW, Status.RETURNED))),
        accepted=Count("pk", filter=Q(status=Status.DECIDED) & ~refused),
        declined=Count("pk", filter=Q(status=Status.DECIDED) & refused),
        withdrawn=Count("pk", filter=Q(status=Status.WITHDRAWN)),
    )
    sessions = SessionSource.objects.filter(submission__call__forum=forum).aggregate(
        sessions=Count("session", distinct=True)
    )
    return Figures(**counts, **sessions)


def forums() -> QuerySet[Forum]:
    """Return all Forums, the newest first, each with ``has_agenda`` (one query)."""
    public = Release.objects.public().filter(forum=OuterRef("pk"))
    return Forum.objects.select_related("country").annotate(has_agenda=Exists(public))


def forum_page(forum: Forum, *, at: datetime) -> ForumPage:
    """Read a Forum's page: its phases, calls, partners and public release (eight queries)."""
    changes = Prefetch("date_changes", DateChange.objects.order_by("changed_at", "pk"))
    phases = forum.phases.prefetch_related("activities", changes, "sessions")
    calls = forum.calls.prefetch_related(changes)
    partners = list(forum.partners.all())
    release = latest_public(forum)
    public = {one.number for one in programme_of(release).sessions} if release else set()
    return ForumPage(
        forum=forum,
        phases=_phase_lines(phases, public=public, at=at, is_over=is_over(forum, at=at)),
        calls=[_call_line(call, at=at, is_over=is_over(forum, at=at)) for call in calls],
        organizers=[one for one in partners if one.role == PartnerRole.ORGANIZER],
        collaborators=[one for one in partners if one.role == PartnerRole.COLLABORATOR],
        release=release,
    )


def is_over(forum: Forum, *, at: datetime) -> bool:
    """Tell whether the Forum's last day has passed in its zone."""
    return at.astimezone(ZoneInfo(forum.timezone)).date() > forum.end_date


def span_of(phase: Phase) -> tuple[datetime, datetime] | None:
    """Return from when to when a phase lasts; a moment without an end lasts until its day ends."""
    first, last = phase.first_day, phase.last_day
    if first is None or last is None:
        return None
    start = phase.starts_at or _midnight(first, phase.timezone)
    return start, phase.ends_at or _midnight(last + timedelta(days=1), phase.timezone)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _phase_lines(
    phases: Iterable[Phase], *, public: set[int], at: datetime, is_over: bool
) -> list[PhaseLine]:
    """Say of each phase where it stands; the first of those to come is the next one."""
    rows = list(phases)
    coming = [span[0] for row in rows if (span := span_of(row)) is not None and span[0] > at]
    following = min(coming, default=None)
    lines = []
    for row in rows:
        numbers = {session.number for session in row.sessions.all()}
        if row.session_number:
            numbers.add(row.session_number)
        shown = sorted(numbers & public)
        lines.append(
            PhaseLine(
                phase=row,
                progress=_phase_progress(row, at=at, following=following, is_over=is_over),
                session_numbers=shown,
                unlinked_number=None if shown else row.session_number,
            )
        )
    return lines


def _phase_progress(
    phase: Phase, *, at: datetime, following: datetime | None, is_over: bool
) -> Progress:
    span = span_of(phase)
    if span is None:
        return Progress.PAST if is_over else Progress.UNKNOWN
    start, end = span
    if end <= at:
        return Progress.PAST
    if start <= at:
        return Progress.NOW
    return Progress.NEXT if start == following else Progress.LATER


def _call_line(call: Call, *, at: datetime, is_over: bool = False) -> CallLine:
    if call.closes_at and call.closes_at <= at:
        return CallLine(call, Progress.PAST)
    if call.is_open(at) and call.closes_at:
        return CallLine(call, Progress.NOW, left=call.closes_at - at)
    if call.opens_at and call.opens_at > at:
        return CallLine(call, Progress.NEXT)
    return CallLine(call, Progress.PAST if is_over else Progress.UNKNOWN)
