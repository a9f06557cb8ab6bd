"""Reminders before a call closes: to those with an unfinished draft, and to those who follow it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from consultation.choices import Status
from consultation.letters import UNTITLED
from consultation.models import Call, Contributor, Submission
from consultation.reminding.people import account, numbers_of, people
from consultation.reminding.subjects import Audience, Occasion, Planned, Reader, Subject, Window
from wsis_forum.dates import utc_stamp
from wsis_forum.letters.rendering import Request

WRITERS = "writers"


class CallCloses(Subject):
    """A call closes, and what was begun can be handed in no more."""

    name = "call-closes"
    title = _("A call closes")
    audiences = (
        Audience(
            WRITERS, _("who has an unfinished draft in it, or helps to write one"), "reminder"
        ),
    )

    def occasions(self, window: Window) -> Sequence[Occasion]:
        """Return the calls that close in a window (1 query)."""
        calls = Call.objects.filter(
            takes_drafts=True, closes_at__gt=window.since, closes_at__lte=window.until
        )
        if (numbers := window.numbers(1)) is not None:
            calls = calls.filter(pk__in=numbers)
        return [
            _occasion(call) for call in calls.select_related("forum").order_by("closes_at", "pk")
        ]

    def readers(
        self, audience: str, occasions: Sequence[Occasion], *, only: Collection[str] | None = None
    ) -> Mapping[str, Sequence[Reader]]:
        """Return whom the calls concern (2 queries for those who write)."""
        calls = {one.thing.pk: one for one in occasions}
        found = _writers(calls, numbers_of(only))
        return {calls[pk].key: readers for pk, readers in found.items()}

    def requests(self, planned: Sequence[Planned], *, at: datetime) -> Iterator[Request]:
        """Write the letters, each about all drafts that its reader has in the call (4 queries)."""
        users = people(planned)
        drafts = _drafts_of({one.occasion.thing.pk for one in planned}, set(users))
        for one in planned:
            call, user = one.occasion.thing, users.get(one.reader.user_id)
            own = drafts.get((call.pk, one.reader.user_id), [])
            if user is None or not own:
                continue  # Handed in, or left, since the plan was made.
            context = {"call": call, "forum": call.forum, "drafts": own, "untitled": UNTITLED}
            yield Request(one.kind, one.key, context, user=user)


def _occasion(call: Call) -> Occasion:
    if call.closes_at is None:
        raise AssertionError(call)
    key = f"call:{call.pk}:closes:{utc_stamp(call.closes_at)}:r{call.closes_revision}"
    return Occasion(key, call.closes_at, call.closes_at, call.forum_id, call.title, call)


def _writers(
    calls: Mapping[int, Occasion], only: Collection[int] | None
) -> dict[int, list[Reader]]:
    """Return who has an unfinished draft, since its beginning or since the call is open."""
    drafts = Submission.objects.drafts().filter(call__in=calls, author__is_active=True)
    helpers = Contributor.objects.written_to().filter(
        submission__status=Status.DRAFT, submission__call__in=calls
    )
    if only is not None:
        drafts, helpers = drafts.filter(author__in=only), helpers.filter(user__in=only)
    rows: list[Any] = [
        *drafts.values_list("call", "begun_at", "author", "author__timezone", "author__language"),
        *helpers.values_list(
            "submission__call", "accepted_at", "user", "user__timezone", "user__language"
        ),
    ]
    found: dict[int, dict[int, Reader]] = defaultdict(dict)
    for call_id, since, user_id, zone, language in rows:
        reader = account(
            user_id, zone=zone, language=language, since=max(since, calls[call_id].thing.opens_at)
        )
        there = found[call_id].get(user_id, reader)
        found[call_id][user_id] = min(there, reader, key=attrgetter("since"))
    return {call_id: list(readers.values()) for call_id, readers in found.items()}


def _drafts_of(
    calls: Collection[int], users: Collection[int | None]
) -> dict[tuple[int, int | None], list[Submission]]:
    """Return the drafts that each writes in each call, her own first (2 queries)."""
    drafts = Submission.objects.drafts().filter(call__in=calls)
    found: dict[tuple[int, int | None], list[Submission]] = defaultdict(list)
    for draft in drafts.filter(author__in=users).order_by("pk"):
        found[draft.call_id, draft.author_id].append(draft)
    helpers = Contributor.objects.written_to().filter(
        submission__status=Status.DRAFT, submission__call__in=calls, user__in=users
    )
    for row in helpers.select_related("submission").order_by("submission", "pk"):
        own = found[row.submission.call_id, row.user_id]
        if row.submission not in own:
            own.append(row.submission)
    return found
