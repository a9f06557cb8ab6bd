"""Words for the codes of a programme, in the active language."""

from datetime import datetime

from django import template

from agenda.choices import SessionMode, SessionStatus, SpeakerRole
from agenda.programme import Programme
from wsis_forum import dates
from wsis_forum.languages import language

register = template.Library()

# Status -> tone of components/badge.html.
_TONES = {SessionStatus.TENTATIVE: "waiting", SessionStatus.CANCELLED: "bad"}


@register.filter
def status_words(code: str) -> str:
    """Write a session's status: "Tentative"."""
    return str(SessionStatus(code).label)


@register.filter
def status_tone(code: str) -> str:
    """Return the tone in which a status is shown."""
    return _TONES.get(SessionStatus(code), "good")


@register.filter
def mode_words(code: str) -> str:
    """Write how a session is attended: "on site and remote"."""
    return str(SessionMode(code).label)


@register.filter
def role_words(code: str) -> str:
    """Write a role: "Moderator"."""
    return str(SpeakerRole(code).label)


@register.filter
def country_words(code: str) -> str:
    """Write the name of a country by its two-letter code."""
    return str(language().locale.territories.get(code, code))


@register.filter
def languages_words(codes: tuple[str, ...]) -> str:
    """Write the names of languages as the page's language lists them: "English, French"."""
    names = language().locale.languages
    return ", ".join(str(names.get(code.split("-")[0], code)) for code in codes)


@register.simple_tag
def released_on(programme: Programme) -> str:
    """Write the day of a release in the Forum's zone: "10 February 2019"."""
    return dates.day_words(programme.released_at.astimezone(programme.zone).date())


@register.simple_tag
def zone_words(value: datetime, zone: str) -> str:
    """Name a zone with its offset at a moment: "Geneva time, UTC+01:00"."""
    return dates.zone_and_offset_words(value, zone)
