"""The letters about releases: to those concerned, to those who asked, to who planned one."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.calendar_files import calendar_file
from agenda.change_words import ShownChange, shown_changes
from agenda.differences import Change, differences
from agenda.models import PlannedRelease, Release
from agenda.programme import Programme
from agenda.queries.concerned import Concerned, concerned_by, subscribers_of
from wsis_forum.languages import language
from wsis_forum.letters import kinds, links, outbox
from wsis_forum.letters.attached import Attached
from wsis_forum.letters.rendering import Request

RELEASE = "release"


def register() -> None:
    """Make our kinds known to the outbox."""
    changes = pgettext_lazy("letter", "changes of one’s sessions")
    refused = pgettext_lazy("letter", "planned release refused")
    kinds.register(kinds.Kind("session-changes", title=changes))
    kinds.register(kinds.Kind("release-refused", title=refused))
    label = _("Letters about each public release of an agenda that I subscribed to")
    kinds.register(kinds.Kind(RELEASE, optional=True, label=label))


def queue_public(
    *, release: Release, before: Programme | None, after: Programme, at: datetime
) -> int:
    """
    Queue the letters about a public release, and return how many.

    One to each person whose sessions changed, with their calendar, and one to each who asked to
    hear of releases and is not among those.
    """
    changes = differences(before, after)
    concerned = concerned_by(changes, release.forum)
    others = subscribers_of(release.forum, but=[one.address for one in concerned])
    words = _Words(release, changes, before, after)
    requests = [
        *(words.to_concerned(one) for one in concerned),
        *(words.to_subscriber(one) for one in others),
    ]
    return outbox.queue_many(requests, at=at)


def queue_refused(*, plan: PlannedRelease, at: datetime) -> None:
    """Queue the letter that tells who planned a release why it was not issued; only once."""
    context = {
        "plan": plan,
        "forum": plan.forum,
        "link": links.page("admin:agenda_plannedrelease_change", object_id=plan.pk),
    }
    key = f"planned-release:{plan.pk}:refused"
    outbox.queue_many([Request("release-refused", key, context, user=plan.planned_by)], at=at)


class _Words:
    """What the letters about one release say, found once per language."""

    def __init__(
        self,
        release: Release,
        changes: Sequence[Change],
        before: Programme | None,
        after: Programme,
    ) -> None:
        self.release, self.changes, self.before, self.after = release, changes, before, after
        self._shown: dict[str, dict[int, ShownChange]] = {}
        self._files: dict[tuple[str, tuple[int, ...]], Sequence[Attached]] = {}

    def to_concerned(self, reader: Concerned) -> Request:
        """Tell one person what happened to her sessions."""
        numbers = tuple(sorted(reader.numbers))
        attached = self._calendar(reader.language, numbers)
        context = {**self._context(reader.language, numbers), "has_calendar": bool(attached)}
        key = f"release:{self.release.pk}:{reader.key}"
        return Request(
            "session-changes",
            key,
            context,
            user=reader.user,
            address=reader.address,
            language=reader.language,
            attached=attached,
        )

    def to_subscriber(self, reader: Concerned) -> Request:
        """Tell one person what happened to all sessions."""
        context = self._context(reader.language, tuple(change.number for change in self.changes))
        key = f"release:{self.release.pk}:{reader.key}"
        return Request(RELEASE, key, context, user=reader.user, language=reader.language)

    def _context(self, code: str, numbers: tuple[int, ...]) -> dict[str, Any]:
        forum = self.release.forum
        with translation.override(code):
            if code not in self._shown:
                shown = shown_changes(self.changes, self.before, self.after)
                self._shown[code] = {one.number: one for one in shown}
            compare = links.page("agenda:compare", year=forum.slug)
        return {
            "release": self.release,
            "forum": forum,
            "compare": f"{compare}?to={self.release.version}",
            "changes": [self._shown[code][number] for number in numbers],
        }

    def _calendar(self, code: str, numbers: tuple[int, ...]) -> Sequence[Attached]:
        key = (code, numbers)
        if key not in self._files:
            self._files[key] = tuple(self._made(code, numbers))
        return self._files[key]

    def _made(self, code: str, numbers: tuple[int, ...]) -> Iterator[Attached]:
        chosen = [change for change in self.changes if change.number in numbers]
        file = calendar_file(chosen, self.before, self.after, language(code).code)
        if file is not None:
            yield file
