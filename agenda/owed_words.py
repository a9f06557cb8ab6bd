"""The state of a follow-up in words, for its contact and for organizers."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agenda.queries.follow_ups import Owed
from wsis_forum import dates


class State(NamedTuple):
    """A few words, and the tone of their badge."""

    words: str
    tone: str


def state_of(owed: Owed, at: datetime) -> State:
    """Say whether it was handed in, is late, is due, or is not asked."""
    days = owed.days_late(at)
    if owed.rows:
        if not days:
            return State(pgettext("follow-up", "handed in"), "good")
        words = ngettext("handed in %(count)d day late", "handed in %(count)d days late", days)
        return State(words % {"count": days}, "good")
    if not owed.is_asked:
        return State(pgettext("follow-up", "not asked"), "neutral")
    if days:
        words = ngettext("%(count)d day late", "%(count)d days late", days)
        return State(words % {"count": days}, "bad")
    if owed.due_at is None:
        return State(_("the date follows"), "neutral")
    return State(pgettext("follow-up", "due"), "waiting")


def due_words(owed: Owed) -> str:
    """Write the date in the Forum's zone; nothing where there is none."""
    if owed.due_at is None:
        return ""
    return dates.moment_words(owed.due_at, owed.session.forum.timezone)
