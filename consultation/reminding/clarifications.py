"""Reminders of questions of the secretariat that wait for an answer."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from consultation.choices import Status
from consultation.letters import about
from consultation.models import Clarification, Contributor
from consultation.reminding.people import account, numbers_of, people
from consultation.reminding.subjects import Audience, Occasion, Planned, Reader, Subject, Window
from wsis_forum.dates import utc_stamp
from wsis_forum.letters.rendering import Request

KIND = "clarification-reminder"


class ClarificationWaits(Subject):
    """A question about an input waits for its answer, which can be given until a moment."""

    name = "clarification-waits"
    title = _("A question of the secretariat waits")
    audiences = (Audience("writers", _("who handed the input in, or helped to write it"), KIND),)

    def occasions(self, window: Window) -> Sequence[Occasion]:
        """Return the open questions (1 query)."""
        rows = Clarification.objects.filter(
            answered_at__isnull=True,
            submission__status=Status.RETURNED,
            until__gt=window.since,
            until__lte=window.until,
        )
        if (numbers := window.numbers(1)) is not None:
            rows = rows.filter(pk__in=numbers)
        rows = rows.select_related("submission__call__forum").order_by("until", "pk")
        return [_occasion(row) for row in rows]

    def readers(
        self, audience: str, occasions: Sequence[Occasion], *, only: Collection[str] | None = None
    ) -> Mapping[str, Sequence[Reader]]:
        """Return who can answer (2 queries)."""
        asked = {one.thing.submission_id: one for one in occasions}
        numbers = numbers_of(only)
        authors = Clarification.objects.filter(
            pk__in=[one.thing.pk for one in occasions], submission__author__is_active=True
        )
        helpers = Contributor.objects.written_to().filter(submission__in=asked)
        if numbers is not None:
            authors = authors.filter(submission__author__in=numbers)
            helpers = helpers.filter(user__in=numbers)
        about_authors = ("pk", "author", "author__timezone", "author__language")
        rows = [
            *authors.values_list(*(f"submission__{name}" for name in about_authors)),
            *helpers.values_list("submission", "user", "user__timezone", "user__language"),
        ]
        found: dict[str, list[Reader]] = defaultdict(list)
        for submission_id, user_id, zone, language in rows:
            occasion = asked[submission_id]
            reader = account(user_id, zone=zone, language=language, since=occasion.thing.asked_at)
            found[occasion.key].append(reader)
        return found

    def requests(self, planned: Sequence[Planned], *, at: datetime) -> Iterator[Request]:
        """Write the letters (1 query)."""
        users = people(planned)
        for one in planned:
            user = users.get(one.reader.user_id)
            if user is not None:
                row = one.occasion.thing
                context = {**about(row.submission), "clarification": row}
                yield Request(KIND, one.key, context, user=user)


def _occasion(row: Clarification) -> Occasion:
    key = f"clarification:{row.pk}:until:{utc_stamp(row.until)}"
    submission = row.submission
    title = f"{submission.number} · {submission.title}"
    return Occasion(key, row.until, row.until, submission.call.forum_id, title, row)
