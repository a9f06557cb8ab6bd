"""Reminders of speakers who were invited and have not answered."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.letters_people import KEY, KIND, REMINDER, language_of, reminder
from agenda.models import Appearance
from consultation.reminding.subjects import Audience, Occasion, Planned, Reader, Subject, Window
from wsis_forum.accounts.zones import zone_or_utc
from wsis_forum.letters.models import Letter
from wsis_forum.letters.rendering import Request

# An invitation older than this is history: whoever wants an answer writes again.
FORGOTTEN = timedelta(days=60)


class SpeakerUnconfirmed(Subject):
    """A speaker was invited into a session, lately, and the Forum has not begun."""

    name = "speaker-unconfirmed"
    title = _("A speaker has not confirmed")
    audiences = (Audience("speakers", _("the speaker"), REMINDER),)
    is_before = False
    is_after = True

    def occasions(self, window: Window) -> Sequence[Occasion]:
        """Return the last invitation of each whose answer is waited for (3 queries)."""
        invited = _invitations(window)
        rows = (
            Appearance.objects.waiting()
            .filter(pk__in=invited)
            .exclude(speaker__email="")
            .select_related("speaker", "session__forum")
            .prefetch_related("session__slots")
            .order_by("pk")
        )
        found = (_occasion(row, invited[row.pk]) for row in rows)
        return [one for one in found if one.ends_at > window.since]

    def readers(
        self, audience: str, occasions: Sequence[Occasion], *, only: Collection[str] | None = None
    ) -> Mapping[str, Sequence[Reader]]:
        """Return the speakers (no query)."""
        found = {}
        for one in occasions:
            reader = _reader(one)
            if only is None or reader.key in only:
                found[one.key] = [reader]
        return found

    def requests(self, planned: Sequence[Planned], *, at: datetime) -> Iterator[Request]:
        """Write the letters (no query)."""
        for one in planned:
            yield reminder(one.occasion.thing, key=one.key)


def _invitations(window: Window) -> dict[int, datetime]:
    """Return when each was invited last, by the appearance's key."""
    letters = Letter.objects.filter(
        kind=KIND, queued_at__gt=window.since - FORGOTTEN, queued_at__lte=window.until
    )
    if (numbers := window.numbers(1)) is not None:
        if not numbers:
            return {}
        letters = letters.filter(
            reduce(or_, (Q(key__startswith=f"appearance:{pk}:") for pk in set(numbers)))
        )
    found = {}
    for key, queued_at in letters.order_by("queued_at").values_list("key", "queued_at"):
        match = KEY.match(key)
        if match:
            found[int(match[1])] = queued_at
    return found


def _occasion(row: Appearance, invited_at: datetime) -> Occasion:
    forum = row.session.forum
    begins = datetime.combine(forum.start_date, time(), tzinfo=ZoneInfo(forum.timezone))
    ends_at = min(begins.astimezone(UTC), invited_at + FORGOTTEN)
    key = f"appearance:{row.pk}:invited:{invited_at:%Y-%m-%d}"
    title = f"{row.session.number} · {row.session.title}"
    return Occasion(key, invited_at, ends_at, forum.pk, title, row)


def _reader(occasion: Occasion) -> Reader:
    speaker = occasion.thing.speaker
    return Reader(
        f"speaker:{speaker.pk}",
        occasion.at,
        zone_or_utc(speaker.timezone or occasion.thing.session.forum.timezone),
        language_of(speaker),
        None,
        str(speaker),
        speaker.email,
    )
