"""Who is reminded of an unfinished draft, and when: from rows, so outages are caught up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from consultation.models import Call, Submission
from wsis_forum.accounts.models import User
from wsis_forum.dates import utc_stamp
from wsis_forum.letters.models import Letter, Refusal

KIND = "reminder"
# How long before a call closes, by the name that stands in the letter's key.
MOMENTS: Mapping[str, timedelta] = {"-3d": timedelta(days=3), "-1d": timedelta(days=1)}
_KEY = re.compile(r"call:(\d+):closes:([^Z]+Z):r(\d+):author:(\d+):(-\dd)\Z")


@dataclass(frozen=True)
class Reminder:
    """One letter that is due: to one person about all her drafts in one call."""

    call: Call
    author: User
    drafts: Sequence[Submission]
    label: str

    @property
    def key(self) -> str:
        """Why it is sent: a moved deadline is another reason, a second draft is not."""
        return f"{_prefix(self.call)}{self.author.pk}:{self.label}"


def newest_label(*, closes_at: datetime, at: datetime) -> str | None:
    """Return which reminder was due last at ``at``; none before the first, and none once closed."""
    if at >= closes_at:
        return None
    reached = [label for label, before in MOMENTS.items() if closes_at - before <= at]
    return min(reached, key=MOMENTS.__getitem__, default=None)


def is_due(*, closes_at: datetime, begun_at: datetime, at: datetime) -> str | None:
    """Return a draft's reminder that is due at ``at``, unless its moment lay before the draft."""
    label = newest_label(closes_at=closes_at, at=at)
    if label is None or closes_at - MOMENTS[label] < begun_at:
        return None
    return label


def due_reminders(at: datetime) -> Iterator[Reminder]:
    """Find the reminders that are due at ``at`` and not queued yet: one query per closing call."""
    soon = at + max(MOMENTS.values())
    calls = Call.objects.open_at(at).filter(takes_drafts=True, closes_at__lte=soon)
    for call in calls.select_related("forum"):
        if call.closes_at is None:
            raise AssertionError(call)
        label = newest_label(closes_at=call.closes_at, at=at)
        if label is None:
            continue
        for author, drafts in groupby(_drafts(call, label), key=lambda draft: draft.author):
            own = tuple(drafts)
            first = min(draft.begun_at for draft in own)
            if is_due(closes_at=call.closes_at, begun_at=first, at=at):
                yield Reminder(call, author, own, label)


def unwanted(letters: Sequence[Letter], at: datetime) -> set[str]:
    """
    Return the keys of queued reminders that must not leave at ``at``.

    The deadline has moved or passed, nothing is left to hand in, or a later reminder is due.
    """
    named = {letter.key: match for letter in letters if (match := _KEY.match(letter.key))}
    calls = Call.objects.open_at(at).filter(takes_drafts=True)
    valid = {
        f"{_prefix(call)}": newest_label(closes_at=call.closes_at, at=at)
        for call in calls.filter(pk__in={int(match[1]) for match in named.values()})
        if call.closes_at
    }
    drafts = Submission.objects.drafts().filter(author__is_active=True)
    pairs = set(
        drafts.filter(author__in={int(match[4]) for match in named.values()}).values_list(
            "call_id", "author_id"
        )
    )
    return {
        key
        for key, match in named.items()
        if valid.get(key[: match.start(4)]) != match[5]
        or (int(match[1]), int(match[4])) not in pairs
    }


def _prefix(call: Call) -> str:
    """Return the part of a key that names the call and its deadline."""
    if call.closes_at is None:
        raise AssertionError(call)
    deadline = f"closes:{utc_stamp(call.closes_at)}:r{call.closes_revision}"
    return f"call:{call.pk}:{deadline}:author:"


def _drafts(call: Call, label: str) -> Iterator[Submission]:
    """Read the drafts of those who have not got this reminder and did not refuse reminders."""
    key = Concat(
        Value(_prefix(call)),
        Cast(OuterRef("author_id"), CharField()),
        Value(f":{label}"),
        output_field=CharField(),
    )
    drafts = (
        Submission.objects.drafts()
        .filter(call=call, author__is_active=True)
        .exclude(Exists(Letter.objects.filter(key=key)))
        .exclude(Exists(Refusal.objects.filter(user=OuterRef("author"), kind=KIND)))
    )
    return drafts.select_related("author").order_by("author_id", "pk").iterator(chunk_size=1000)
