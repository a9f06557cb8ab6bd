"""The letter that asks a speaker to confirm, with her personal link."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from agenda.choices import Answer
from agenda.models import Appearance, Speaker
from agenda.personal import token_of
from wsis_forum.languages import column
from wsis_forum.letters import kinds
from wsis_forum.letters.models import Letter
from wsis_forum.letters.rendering import Request

KIND = "speaker-invitation"
_KEY = re.compile(r"appearance:(\d+):invitation:")


def register() -> None:
    """Make the kind known to the outbox."""
    kinds.register(kinds.Kind(KIND, check=unwanted))


def invitation(appearance: Appearance, *, at: datetime) -> Request:
    """Return the letter for one appearance: one a day at most, whoever presses the button."""
    speaker, session = appearance.speaker, appearance.session
    token = token_of(speaker)
    slot = session.slots.order_by("period", "pk").select_related("room").first()
    context = {
        "reader": {"name": str(speaker)},
        "appearance": appearance,
        "session": session,
        "forum": session.forum,
        "slot": slot,
        "token": token,
    }
    key = f"appearance:{appearance.pk}:invitation:{at:%Y-%m-%d}"
    return Request(
        KIND,
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
    """Return the keys of invitations to those who have answered, or speak there no more."""
    named = {letter.key: match for letter in letters if (match := _KEY.match(letter.key))}
    open_ones = Appearance.objects.filter(
        pk__in={int(match[1]) for match in named.values()}, answer=Answer.NONE
    )
    waiting = set(open_ones.values_list("pk", flat=True))
    return {key for key, match in named.items() if int(match[1]) not in waiting}
