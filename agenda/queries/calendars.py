"""A chosen part of a release as a calendar, with what a reader needs to know whether it changed."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from agenda.exports import REVISION
from agenda.exports.ical import write_ical
from agenda.exports.subset import Choice, subset
from agenda.labels import labels_for
from agenda.models import Release
from agenda.programme import Programme, pick
from agenda.queries.releases import programme_of
from wsis_forum import dates

# As many as a Forum has; an address that names more is none of ours.
MOST_SESSIONS = 500
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_NUMBERS = re.compile(r"\d{1,6}(,\d{1,6})*\Z", re.ASCII)


class UnknownChoice(Exception):
    """The address chooses something that is not in the programme."""


@dataclass(frozen=True, slots=True)
class PartCalendar:
    """A part of a release in a language; ``write`` makes the bytes."""

    release: Release
    choice: Choice
    language: str

    @property
    def etag(self) -> str:
        """A strong entity tag: it changes with the programme, the words, the choice, the writer."""
        labels = labels_for(programme_of(self.release), self.language)
        parts = (REVISION, self.release.checksum, self.choice, labels, self._part)
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
        chosen = subset(programme, self.choice)
        return write_ical(chosen, labels, query=query_of(self.choice), part=self._part)

    @property
    def _part(self) -> str:
        """What the part is called in the calendar's name, in the active language."""
        programme, choice = programme_of(self.release), self.choice
        names = []
        if choice.day:
            names.append(dates.day_words(choice.day))
        if choice.track:
            names.append(pick(programme.index.tracks[choice.track].title, self.language)[0])
        if choice.speaker:
            names.append(pick(programme.index.speakers[choice.speaker].name, self.language)[0])
        if choice.sessions is not None:
            one = programme.index.sessions.get(choice.sessions[0])
            if len(choice.sessions) == 1 and one:
                names.append(f"{one.number} · {pick(one.title, self.language)[0]}")
            else:
                names.append(_("My choice"))
        return " – ".join(names)


def read_choice(data: Mapping[str, str], programme: Programme) -> Choice:
    """
    Read what an address chooses: ``day``, ``track``, ``session``, ``sessions``, ``speaker``.

    A number that the programme lacks stays: its session may have been cancelled.

    :raises UnknownChoice: it is no day, no number, or names a track or person that is not there
    """
    track, speaker = data.get("track", ""), data.get("speaker", "")
    if track and track not in programme.index.tracks:
        raise UnknownChoice(track)
    if speaker and speaker not in programme.index.speakers:
        raise UnknownChoice(speaker)
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
