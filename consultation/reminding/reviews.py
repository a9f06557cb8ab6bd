"""Reminders of reviews that are due: one letter per reviewer, call and date."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from consultation.actions.review_letters import request
from consultation.models import Call
from consultation.queries import reviews
from consultation.queries.access import readable
from consultation.queries.load import Owing
from consultation.reminding.people import account, numbers_of, people
from consultation.reminding.subjects import Audience, Occasion, Planned, Reader, Subject, Window
from wsis_forum.dates import utc_stamp
from wsis_forum.letters.rendering import Request

KIND = "review-reminder"
# Whoever still wants a review after this writes by hand.
FORGOTTEN = timedelta(days=30)


class ReviewDue(Subject):
    """Reviews of a call that were asked for until the same moment."""

    name = "review-due"
    title = _("A review is due")
    audiences = (Audience("reviewers", _("who owes the review"), KIND),)
    is_after = True

    def occasions(self, window: Window) -> Sequence[Occasion]:
        """Return the dates until which reviews are owed (2 queries)."""
        owed = reviews.owed().filter(due_at__gt=window.since - FORGOTTEN, due_at__lte=window.until)
        if (numbers := window.numbers(1)) is not None:
            owed = owed.filter(submission__call__in=numbers)
        dates = owed.order_by().values_list("submission__call", "due_at").distinct()
        calls = Call.objects.select_related("forum").in_bulk({call for call, _due in dates})
        return [_occasion(calls[call], due_at) for call, due_at in sorted(dates)]

    def readers(
        self, audience: str, occasions: Sequence[Occasion], *, only: Collection[str] | None = None
    ) -> Mapping[str, Sequence[Reader]]:
        """Return who owes what (1 query, and 1 per reviewer: what is too near her is not owed)."""
        dates = {(one.thing.pk, one.at): one for one in occasions}
        rows = (
            reviews.owed()
            .filter(submission__call__in={pk for pk, _at in dates}, reviewer__is_active=True)
            .filter(due_at__in={at for _pk, at in dates})
            .select_related("reviewer", "submission__call__forum")
            .order_by("due_at", "submission__number")
        )
        if (numbers := numbers_of(only)) is not None:
            rows = rows.filter(reviewer__in=numbers)
        found: dict[str, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for row in _seen_by_their_reviewers(rows):
            occasion = dates.get((row.submission.call_id, row.due_at))
            if occasion is not None:
                found[occasion.key][row.reviewer_id].append(row)
        return {key: [_reader(rows) for rows in owing.values()] for key, owing in found.items()}

    def requests(self, planned: Sequence[Planned], *, at: datetime) -> Iterator[Request]:
        """Write the letters, with the inputs as each reviewer may read them."""
        users = people(planned)
        for one in planned:
            user = users.get(one.reader.user_id)
            if user is None:
                continue
            rows = one.reader.things
            late = len(rows) if one.occasion.at <= at else 0
            letter = request(Owing(user, rows, late), one.occasion.thing, at)
            yield replace(letter, kind=KIND, key=one.key)


def _occasion(call: Call, due_at: datetime) -> Occasion:
    key = f"call:{call.pk}:reviews:{utc_stamp(due_at)}"
    return Occasion(key, due_at, due_at + FORGOTTEN, call.forum_id, call.title, call)


def _seen_by_their_reviewers(rows: Any) -> list[Any]:
    """Leave out what the reviewer must not see."""
    by_reviewer: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_reviewer[row.reviewer_id].append(row)
    found = []
    for own in by_reviewer.values():
        keys = {row.submission_id for row in own}
        seen = set(readable(own[0].reviewer).filter(pk__in=keys).values_list("pk", flat=True))
        found += [row for row in own if row.submission_id in seen]
    return found


def _reader(rows: list[Any]) -> Reader:
    person = rows[0].reviewer
    since = min(row.made_at for row in rows)
    reader = account(person.pk, zone=person.timezone, language=person.language, since=since)
    return replace(reader, things=rows)
