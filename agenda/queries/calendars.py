"""A chosen part of a release as a calendar, with what a reader needs to know whether it changed."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from agenda.as_of_now import as_one
from agenda.exports import REVISION
from agenda.exports.ical import write_ical
from agenda.exports.subset import Choice, subset
from agenda.labels import labels_for
from agenda.models import Release
from agenda.programme import Programme, opened, opened_by, pick
from agenda.queries.releases import edition_of, merged_in, programme_of
from wsis_forum import dates

# As many as a Forum has; an address that names more is none of ours.
MOST_SESSIONS = 500
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_NUMBERS = re.compile(r"\d{1,6}(,\d{1,6})*\Z", re.ASCII)


class UnknownChoice(Exception):
    """The address chooses something that is not in the programme."""


@dataclass(frozen=True, slots=True)
class PartCalendar:
    """
    A part of a release in a language, as it may be shown at ``at``; ``write`` makes the bytes.

    ``before`` is the release that its readers had before: what the part had there stays in it.
    """

    release: Release
    before: Release | None
    choice: Choice
    language: str
    at: datetime

    @property
    def etag(self) -> str:
        """A strong entity tag: it changes with the programme, the words, the choice, the writer."""
        programme = programme_of(self.release)
        labels = labels_for(programme, self.language)
        editions = [edition_of(one) if one else None for one in (self.release, self.before)]
        shown = (self.choice, labels, self._part, opened_by(programme, self.at))
        parts = (REVISION, editions, merged_in(self.release), shown)
        return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'

    @property
    def filename(self) -> str:
        """A name that tells Forum, version, part and language."""
        part = re.sub(r"[^A-Za-z0-9-]+", "-", query_of(self.choice)).strip("-")[:60]
        stem = f"wsis-forum-{programme_of(self.release).forum}-agenda-{self.release.version}"
        return f"{stem}-{part}-{self.language}.ics"

    def write(self) -> bytes:
        """Return the file."""
        programme = programme_of(self.release)
        labels = labels_for(programme, self.language)
        now = opened(programme, opened_by(programme, self.at))
        chosen = subset(now, self.choice, former(self.release, self.before))
        return write_ical(chosen, labels, query=query_of(self.choice), part=self._part)

    @property
    def _part(self) -> str:
        """What the part is called in the calendar's name, in the active language."""
        programme, choice = programme_of(self.release), self.choice
        before = former(self.release, self.before) or programme
        names = []
        if choice.day:
            names.append(dates.day_words(choice.day))
        if choice.track:
            track = (before.index.tracks | programme.index.tracks)[choice.track]
            names.append(pick(track.title, self.language)[0])
        if choice.speaker:
            person = (before.index.speakers | programme.index.speakers)[choice.speaker]
            names.append(pick(person.name, self.language)[0])
        if choice.sessions is not None:
            one = programme.index.sessions.get(choice.sessions[0])
            if len(choice.sessions) == 1 and one:
                names.append(f"{one.number} · {pick(one.title, self.language)[0]}")
            else:
                names.append(_("My choice"))
        return " – ".join(names)


def former(release: Release, before: Release | None) -> Programme | None:
    """Return what readers had before a release, with those as one who were found to be one."""
    return as_one(programme_of(before), merged_in(release)) if before else None


def read_choice(data: Mapping[str, str], release: Release, before: Release | None = None) -> Choice:
    """
    Read what an address chooses: ``day``, ``track``, ``session``, ``sessions``, ``speaker``.

    A number that the programme lacks stays: its session may have been cancelled. A track or person
    may be one of ``before``, the release that readers had; a person may be another one by now.

    :raises UnknownChoice: it is no day, no number, or names a track or person that is not there
    """
    known = [one for one in (programme_of(release), former(release, before)) if one]
    track, speaker = data.get("track", ""), data.get("speaker", "")
    if track and not any(track in one.index.tracks for one in known):
        raise UnknownChoice(track)
    if speaker and not any(speaker in one.index.speakers for one in known):
        speaker = merged_in(release).get(speaker, "")
        if not any(speaker in one.index.speakers for one in known):
            raise UnknownChoice(data["speaker"])
    return Choice(day=_day(data), track=track, sessions=_numbers(data), speaker=speaker)


def query_of(choice: Choice) -> str:
    """Return the query string that asks for a part."""
    numbers = choice.sessions or ()
    asked = {
        "day": f"{choice.day:%Y-%m-%d}" if choice.day else "",
        "track": choice.track,
        "session": str(numbers[0]) if len(numbers) == 1 else "",
        "sessions": ",".join(str(number) for number in numbers) if len(numbers) > 1 else "",
        "speaker": choice.speaker,
    }
    return urlencode({name: value for name, value in asked.items() if value}, safe=",")


def _day(data: Mapping[str, str]) -> date | None:
    text = data.get("day", "")
    if not text:
        return None
    if not _DAY.match(text):
        raise UnknownChoice(text)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnknownChoice(text) from error


def _numbers(data: Mapping[str, str]) -> tuple[int, ...] | None:
    text = data.get("sessions") or data.get("session") or ""
    if not text:
        return None
    if not _NUMBERS.match(text):
        raise UnknownChoice(text)
    numbers = tuple(sorted({int(number) for number in text.split(",")}))
    if len(numbers) > MOST_SESSIONS:
        raise UnknownChoice(text)
    return numbers
