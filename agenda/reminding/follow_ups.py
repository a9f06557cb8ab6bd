"""Reminders of what the organizers of a session owe: one letter per session and day."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from agenda.choices import FollowUpKind
from agenda.letters_follow_ups import REMINDER, day_of, reminder
from agenda.models import FollowUpDate, FollowUpException
from agenda.queries.contacts import Contact, contacts_of
from agenda.queries.follow_ups import Owed, owed_by, that_owe
from consultation.models import Forum
from consultation.reminding.subjects import Audience, Occasion, Planned, Reader, Subject, Window
from wsis_forum.accounts.zones import zone_or_utc
from wsis_forum.letters.rendering import Request

if TYPE_CHECKING:
    from django.utils.functional import Promise

# A date that has passed longer ago reminds of nothing: whoever wants it still writes by hand.
FORGOTTEN = timedelta(days=30)
# Forums longer over owe nothing that anybody waits for.
OVER = timedelta(days=200)
# The date was there before anybody could be told of it.
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FollowUpOwed(Subject):
    """What is owed of some kinds until the same day."""

    name: str
    title: "str | Promise"
    kinds: frozenset[FollowUpKind]
    # Stands in the keys.
    word: str
    audiences = (Audience("organizers", _("the contact of the session"), REMINDER),)
    is_after = True

    def occasions(self, window: Window) -> Sequence[Occasion]:
        """Return the days on which something open is due (6 queries)."""
        sessions = that_owe()
        if (numbers := window.numbers(1)) is not None:
            sessions = sessions.filter(pk__in=numbers)
        rows = list(sessions.filter(forum__in=_forums(window.since)))
        return [
            _occasion(some, self.word)
            for owed in owed_by(rows).values()
            for some in self._by_day(owed)
            if window.since - FORGOTTEN < _first(some) <= window.until
        ]

    def readers(
        self, audience: str, occasions: Sequence[Occasion], *, only: Collection[str] | None = None
    ) -> Mapping[str, Sequence[Reader]]:
        """Return to whom the sessions' letters go (3 queries)."""
        contacts = contacts_of([one.thing[0].session for one in occasions])
        found = {}
        for one in occasions:
            session = one.thing[0].session
            contact = contacts.get(session.pk)
            if contact is not None:
                reader = _reader(contact, session.forum.timezone)
                if only is None or reader.key in only:
                    found[one.key] = [reader]
        return found

    def requests(self, planned: Sequence[Planned], *, at: datetime) -> Iterator[Request]:
        """Write the letters (no query)."""
        for one in planned:
            yield reminder(one.reader.things, one.occasion.thing, key=one.key, at=at)

    def _by_day(self, owed: Sequence[Owed]) -> Iterator[list[Owed]]:
        days: dict[str, list[Owed]] = defaultdict(list)
        for one in owed:
            if one.is_open and one.due_at is not None and one.kind in self.kinds:
                days[day_of(one)].append(one)
        yield from days.values()


def _first(rows: Sequence[Owed]) -> datetime:
    """Return the first moment of a day at which something is due."""
    return min(one.due_at for one in rows if one.due_at is not None)


def _occasion(rows: list[Owed], word: str) -> Occasion:
    session, first = rows[0].session, _first(rows)
    key = f"session:{session.pk}:{word}:{day_of(rows[0])}"
    title = f"{session.number} · {session.title}"
    return Occasion(key, first, first + FORGOTTEN, session.forum_id, title, rows)


def _reader(contact: Contact, zone: str) -> Reader:
    user = contact.user
    return Reader(
        f"contact:{contact.who}",
        _EVER,
        zone_or_utc(user.timezone) if user and user.timezone else zone,
        contact.language,
        user.pk if user else None,
        contact.name,
        contact.email,
        contact,
    )


def _forums(at: datetime) -> list[int]:
    """Return the Forums that ask for anything and are not long over (2 queries)."""
    dated = FollowUpDate.objects.values("forum").union(
        FollowUpException.objects.filter(is_asked=True).values("session__forum")
    )
    keys = [pk for (pk,) in dated.values_list("forum")]
    recent = Forum.objects.filter(pk__in=keys, end_date__gte=(at - OVER).date())
    return list(recent.order_by("pk").values_list("pk", flat=True))


OWED = FollowUpOwed(
    "follow-up-owed",
    _("A session’s follow-up is owed"),
    frozenset(FollowUpKind) - {FollowUpKind.OUTCOME},
    "owed",
)
OUTCOME = FollowUpOwed(
    "outcome-missing", _("An outcome is missing"), frozenset({FollowUpKind.OUTCOME}), "outcome"
)
