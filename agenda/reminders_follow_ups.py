"""Who is reminded of what a session owes: from rows, so outages are caught up and none is twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from agenda.letters_follow_ups import Step, day_of, reminder, reminder_key
from agenda.models import FollowUpDate, FollowUpException
from agenda.queries.contacts import Contact, contacts_of
from agenda.queries.follow_ups import Owed, owed_by, that_owe
from consultation.models import Forum
from wsis_forum.letters import outbox
from wsis_forum.letters.models import Letter
from wsis_forum.letters.rendering import Request

# A date that has passed longer ago reminds of nothing: whoever wants it still writes by hand.
FORGOTTEN = timedelta(days=30)
# Forums longer over owe nothing that anybody waits for.
OVER = timedelta(days=200)


def queue_reminders(at: datetime) -> int:
    """Queue the reminders that are due, and return how many are new."""
    return outbox.queue_many(due(at), at=at)


def step_at(due_at: datetime, at: datetime) -> Step | None:
    """Return which reminder a date asks for at a moment: each until the next one comes."""
    if at >= due_at + FORGOTTEN:
        return None
    if at >= due_at + Step.LATE.after:
        return Step.LATE
    # Between the date and the third day is silence.
    if at >= due_at:
        return None
    return next((one for one in (Step.DAY, Step.WEEK) if at >= due_at + one.after), None)


def due(at: datetime) -> Iterator[Request]:
    """Find what is owed at a step and not reminded of yet, a letter for each session and day."""
    wanted = dict(_wanted(at))
    there = set(Letter.objects.filter(key__in=wanted).values_list("key", flat=True))
    for key, (contact, rows, step) in wanted.items():
        if key not in there:
            yield reminder(contact, rows, step, at=at)


def _wanted(at: datetime) -> Iterator[tuple[str, tuple[Contact, list[Owed], Step]]]:
    for forum in _forums(at):
        sessions = list(that_owe().filter(forum=forum))
        owed, contacts = owed_by(sessions), contacts_of(sessions)
        for session in sessions:
            contact = contacts.get(session.pk)
            if contact is None:
                continue
            for rows, step in _by_day(owed[session.pk], at):
                yield reminder_key(rows[0], contact, step), (contact, rows, step)


def _by_day(owed: tuple[Owed, ...], at: datetime) -> Iterator[tuple[list[Owed], Step]]:
    """Collect what is open by the day on which it is due; the day's first moment counts."""
    days: dict[str, list[Owed]] = {}
    for one in owed:
        if one.is_open and one.due_at is not None:
            days.setdefault(day_of(one), []).append(one)
    for rows in days.values():
        first = min(one.due_at for one in rows if one.due_at is not None)
        step = step_at(first, at)
        if step is not None:
            yield rows, step


def _forums(at: datetime) -> list[int]:
    """Return the Forums that ask for anything and are not long over."""
    dated = FollowUpDate.objects.values("forum").union(
        FollowUpException.objects.filter(is_asked=True).values("session__forum")
    )
    keys = [pk for (pk,) in dated.values_list("forum")]
    recent = Forum.objects.filter(pk__in=keys, end_date__gte=(at - OVER).date())
    return list(recent.order_by("pk").values_list("pk", flat=True))
