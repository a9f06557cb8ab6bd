"""Makes the words of an export in the asked language."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from agenda.choices import SessionMode, SessionStatus, SpeakerRole
from agenda.exports.labels import Labels, Span
from agenda.presentation import last_day
from agenda.programme import Programme, ProgrammeItem, pick
from agenda.words import WORDS
from wsis_forum.dates import day_words, days_words, short_day_words, span_words, zone_over_words
from wsis_forum.languages import Language, language, languages, spoken_name

COLUMNS = {
    "number": pgettext_lazy("column of a table", "Number"),
    "title": pgettext_lazy("column of a table", "Title"),
    "title_language": gettext_lazy("Language of the title"),
    "track": gettext_lazy("Track"),
    "type": pgettext_lazy("kind of session", "Type"),
    "status": gettext_lazy("Status"),
    "date": gettext_lazy("Date"),
    "start": gettext_lazy("Start"),
    "end": gettext_lazy("End"),
    "offset": gettext_lazy("UTC offset"),
    "zone": gettext_lazy("Time zone"),
    "room": gettext_lazy("Room"),
    "further_times": gettext_lazy("Further times"),
    "mode": gettext_lazy("Attendance"),
    "organizers": gettext_lazy("Organizers"),
    "speakers": gettext_lazy("Speakers"),
    "description": gettext_lazy("Description"),
    "draft_agenda": gettext_lazy("Draft agenda"),
    "action_lines": gettext_lazy("Action Lines"),
    "goals": gettext_lazy("Sustainable Development Goals"),
    "captioning": gettext_lazy("Captioning"),
    "sign_language": gettext_lazy("Sign language"),
    "floor_languages": gettext_lazy("Languages on the floor"),
    "interpretation": gettext_lazy("Interpretation"),
    "passive": gettext_lazy("Passive interpretation"),
    "remote": gettext_lazy("Remote participation"),
    "recording": gettext_lazy("Recording"),
    "outcome": gettext_lazy("Outcome"),
    "documents": gettext_lazy("Documents"),
    "links": gettext_lazy("Links"),
    "inputs": gettext_lazy("Built from the inputs"),
    "unverified": gettext_lazy("Wording to be checked"),
    "url": gettext_lazy("Address"),
    "unplaced": gettext_lazy("Time not yet fixed"),
    "local_time": gettext_lazy("Local time"),
    "sessions": gettext_lazy("Sessions"),
    "name": pgettext_lazy("column of a table", "Name"),
    "sort_name": gettext_lazy("Sorted as"),
    "honorific": pgettext_lazy("column of a table", "Honorific"),
    "function": pgettext_lazy("column of a table", "Function"),
    "organization": gettext_lazy("Organization"),
    "country": gettext_lazy("Country"),
    "biography": pgettext_lazy("column of a table", "Biography"),
}


def labels_for(programme: Programme, code: str) -> Labels:
    """Return the words for an export of ``programme`` in the language ``code``."""
    with translation.override(code):
        return _labels(programme, language(code))


def _labels(programme: Programme, spoken: Language) -> Labels:
    agenda_url = reverse("agenda:agenda", kwargs={"year": programme.forum})
    base = f"{settings.PORTAL_URL}{agenda_url}"
    forum, _language = pick(programme.name, spoken.code)
    calendar_name = gettext("%(forum)s: agenda")
    return Labels(
        language=spoken.code,
        tag=spoken.tag,
        direction=spoken.direction,
        agenda_url=base,
        sessions_url=f"{base}sessions/",
        calendar_name=calendar_name % {"forum": forum},
        columns={name: str(words) for name, words in COLUMNS.items()},
        statuses={value: str(words) for value, words in SessionStatus.choices},
        modes={value: str(words) for value, words in SessionMode.choices},
        roles={value: str(words) for value, words in SpeakerRole.choices},
        languages=_language_names(programme, spoken.locale),
        in_language={other.code: other.in_language for other in languages()},
        countries=_country_names(programme, spoken.locale),
        goals={
            row.number: gettext("Goal %(number)s") % {"number": row.number}
            for row in programme.goals
        },
        online=gettext("Online"),
        remotely=gettext("remotely"),
        yes=gettext("yes"),
        no=gettext("no"),
        unverified=gettext("Part of the wording was not read on an official page."),
        words={name: str(words) for name, words in WORDS.items()},
        **_times(programme, spoken.locale),
    )


def _times(programme: Programme, locale: Locale) -> Mapping[str, Any]:
    """Put every day, time and length of the programme into words."""
    released = programme.released_at.astimezone(programme.zone).date()
    release = gettext("Release %(version)s of %(date)s")
    slots = [slot for session in programme.sessions for slot in session.slots]
    starts = [slot.starts_at for slot in slots] or [programme.released_at]
    zone = gettext("Times are those of the Forum: %(zone)s.")
    return {
        "dates": days_words(programme.start_date, programme.end_date),
        "release": release % {"version": programme.version, "date": day_words(released)},
        "zone": zone % {"zone": zone_over_words(starts, programme.timezone)},
        "days": _days((slot.starts_at.astimezone(programme.zone) for slot in slots), locale),
        "end_days": _end_days(programme),
        "spans": {span: span_words(*span) for span in dict.fromkeys(_spans(programme))},
        "minutes": _minutes(session.items for session in programme.sessions),
    }


def _days(days: Iterable[date], locale: Locale) -> dict[date, str]:
    found = sorted({date(day.year, day.month, day.day) for day in days})
    return {day: format_date(day, "full", locale=locale) for day in found}


def _end_days(programme: Programme) -> dict[date, str]:
    """Name days on which something ends that began on another: "Wed 15 Mar"."""
    spans = [(one.starts_at, one.ends_at) for one in programme.breaks]
    spans += [(one.starts_at, one.ends_at) for each in programme.sessions for one in each.slots]
    zone = programme.zone
    found = {last_day(first.astimezone(zone), last.astimezone(zone)) for first, last in spans}
    return {day: short_day_words(day) for day in found if day}


def _spans(programme: Programme) -> Iterator[Span]:
    for session in programme.sessions:
        for slot in session.slots:
            yield slot.starts_at, slot.ends_at, slot.timezone
            yield slot.starts_at, slot.ends_at, programme.timezone
        if session.remote_from:
            yield session.remote_from, None, programme.timezone


def _minutes(trees: Iterable[Iterable[ProgrammeItem]]) -> dict[int, str]:
    lengths = {item.minutes for items in trees for item in _flat(items) if item.minutes}
    return {
        minutes: ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes)
        % {"minutes": minutes}
        for minutes in sorted(lengths)
    }


def _flat(items: Iterable[ProgrammeItem]) -> Iterator[ProgrammeItem]:
    for item in items:
        yield item
        yield from _flat(item.items)


def _language_names(programme: Programme, locale: Locale) -> dict[str, str]:
    said = {
        code
        for one in programme.sessions
        for code in (*one.floor_languages, *one.interpretation, *one.interpretation_passive)
    }
    codes = dict.fromkeys((*(code for code, _name in settings.LANGUAGES), *sorted(said)))
    return {code: spoken_name(code, locale) for code in codes}


def _country_names(programme: Programme, locale: Locale) -> dict[str, str]:
    codes = {speaker.country for speaker in programme.speakers if speaker.country}
    return {code: str(locale.territories.get(code, code)) for code in sorted(codes)}
