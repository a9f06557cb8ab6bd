"""The letters that ask a speaker to confirm, with her personal link."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.models import Appearance, Speaker
from agenda.personal import token_of
from consultation.reminding import planning
from wsis_forum.languages import column
from wsis_forum.letters import kinds
from wsis_forum.letters.models import Letter
from wsis_forum.letters.rendering import Request

KIND, REMINDER = "speaker-invitation", "speaker-reminder"
KEY = re.compile(r"appearance:(\d+):invitation:")


def register() -> None:
    """Make the kinds known to the outbox."""
    title = pgettext_lazy("letter", "invitation of a speaker")
    kinds.register(kinds.Kind(KIND, title=title, check=unwanted))
    repeated = pgettext_lazy("letter", "reminder of a speaker")
    label = _("Reminders of sessions in which you have not said whether you speak")
    kinds.register(
        kinds.Kind(REMINDER, title=repeated, label=label, optional=True, check=planning.unwanted)
    )


def invitation(appearance: Appearance, *, at: datetime) -> Request:
    """Return the letter for one appearance: one a day at most, whoever presses the button."""
    return _letter(appearance, f"appearance:{appearance.pk}:invitation:{at:%Y-%m-%d}")


def reminder(appearance: Appearance, *, key: str) -> Request:
    """Return the letter that repeats an invitation."""
    return _letter(appearance, key, kind=REMINDER)


def _letter(appearance: Appearance, key: str, *, kind: str = KIND) -> Request:
    speaker, session = appearance.speaker, appearance.session
    token = token_of(speaker)
    # Read along by those who write to many.
    slot = next(iter(session.slots.all()), None)
    context = {
        "reader": {"name": str(speaker)},
        "appearance": appearance,
        "session": session,
        "forum": session.forum,
        "slot": slot,
        "token": token,
        "is_reminder": kind == REMINDER,
    }
    return Request(
        kind,
        key,
        context,
        address=speaker.email,
        language=language_of(speaker),
        secrets=(token,),
    )


def language_of(speaker: Speaker) -> str:
    """Return the first of our languages in which the person's name is written."""
    written = (
        code for code, _name in settings.LANGUAGES if getattr(speaker, column("name", code), "")
    )
    return next(written, "en")


def unwanted(letters: Sequence[Letter], at: datetime) -> set[str]:
    """Return the keys of invitations of which no answer is wanted any more."""
    named = {letter.key: match for letter in letters if (match := KEY.match(letter.key))}
    open_ones = Appearance.objects.waiting().filter(
        pk__in={int(match[1]) for match in named.values()}
    )
    waiting = set(open_ones.values_list("pk", flat=True))
    return {key for key, match in named.items() if int(match[1]) not in waiting}
