"""Makes the words of an export in the asked language."""

from babel import Locale
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from agenda.choices import SessionMode, SessionStatus, SpeakerRole
from agenda.exports.labels import Labels
from agenda.programme import Programme, pick
from wsis_forum.languages import Language, language, languages

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
        languages=_language_names(spoken.locale),
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
    )


def _language_names(locale: Locale) -> dict[str, str]:
    names = locale.languages
    return {code: str(names.get(code.split("-")[0], code)) for code, _name in settings.LANGUAGES}


def _country_names(programme: Programme, locale: Locale) -> dict[str, str]:
    codes = {speaker.country for speaker in programme.speakers if speaker.country}
    return {code: str(locale.territories.get(code, code)) for code in sorted(codes)}
