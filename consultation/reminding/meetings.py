"""Reminders of the meetings of a consultation's phases."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from consultation.choices import DatePrecision, PhaseKind
from consultation.models import Phase, Submission
from consultation.reminding.people import account, numbers_of, people
from consultation.reminding.subjects import Audience, Occasion, Planned, Reader, Subject, Window
from wsis_forum.dates import utc_stamp
from wsis_forum.letters.rendering import Request

KIND = "meeting-reminder"
PARTICIPANTS = "participants"


class PhaseMeets(Subject):
    """A launch or a meeting whose day and time are known."""

    name = "phase-meets"
    title = _("A meeting of a phase begins")
    audiences = (Audience(PARTICIPANTS, _("who has a draft or an input in the Forum"), KIND),)

    def occasions(self, window: Window) -> Sequence[Occasion]:
        """Return the meetings that begin in a window (1 query)."""
        rows = Phase.objects.filter(
            kind__in=(PhaseKind.LAUNCH, PhaseKind.MEETING),
            precision=DatePrecision.MOMENT,
            starts_at__gt=window.since,
            starts_at__lte=window.until,
        )
        if (numbers := window.numbers(1)) is not None:
            rows = rows.filter(pk__in=numbers)
        rows = rows.select_related("forum").order_by("starts_at", "pk")
        return [_occasion(row) for row in rows]

    def readers(
        self, audience: str, occasions: Sequence[Occasion], *, only: Collection[str] | None = None
    ) -> Mapping[str, Sequence[Reader]]:
        """Return who takes part in the consultations (1 query)."""
        rows = Submission.objects.filter(
            call__forum__in={one.forum_id for one in occasions}, author__is_active=True
        )
        if (numbers := numbers_of(only)) is not None:
            rows = rows.filter(author__in=numbers)
        asked = (
            rows.order_by()
            .values_list("call__forum", "author", "author__timezone", "author__language")
            .annotate(since=Min("begun_at"))
        )
        by_forum: dict[int, list[Reader]] = {}
        for forum_id, user_id, zone, language, since in asked:
            reader = account(user_id, zone=zone, language=language, since=since)
            by_forum.setdefault(forum_id, []).append(reader)
        return {one.key: by_forum.get(one.forum_id, []) for one in occasions}

    def requests(self, planned: Sequence[Planned], *, at: datetime) -> Iterator[Request]:
        """Write the letters (1 query)."""
        users = people(planned)
        for one in planned:
            user = users.get(one.reader.user_id)
            if user is not None:
                phase = one.occasion.thing
                yield Request(KIND, one.key, {"phase": phase, "forum": phase.forum}, user=user)


def _occasion(phase: Phase) -> Occasion:
    starts_at = phase.starts_at
    if starts_at is None:
        raise AssertionError(phase)
    key = f"phase:{phase.pk}:starts:{utc_stamp(starts_at)}"
    return Occasion(key, starts_at, starts_at, phase.forum_id, str(phase), phase)
