"""The people of a programme in the shape that their pages show."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from agenda.exports.subset import speakers_of
from agenda.finding import plain
from agenda.models import Release
from agenda.presentation import Row, rows_of, without_time
from agenda.programme import Programme, ProgrammeSession, ProgrammeSpeaker, pick
from agenda.queries.releases import Edition, edition_of
from consultation.collation import sort_key
from wsis_forum.languages import language

# Under it stand names that begin with no letter.
NO_LETTER = "#"


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list of speakers: folded words that find it, its first letter, its HTML."""

    words: str
    letter: str
    html: str


@dataclass(frozen=True, slots=True)
class Part:
    """A session of a person: the roles that she has in it, and its times."""

    session: ProgrammeSession
    roles: Sequence[str]
    is_remote: bool
    rows: Sequence[Row]


def listed(release: Release, query: str) -> tuple[Listed, ...]:
    """Return every speaker of a release in the order of the active language, made once."""
    return _listed(edition_of(release), language().code, query)


def found(rows: Iterable[Listed], *, text: str, letter: str) -> list[Listed]:
    """Keep the speakers in whose line every word stands, and whose name begins with a letter."""
    words = plain(text).split()
    return [
        row
        for row in rows
        if (not letter or row.letter == letter) and all(word in row.words for word in words)
    ]


def joined(rows: Iterable[Listed]) -> SafeString:
    """Write the lines of a list."""
    return mark_safe("\n".join(row.html for row in rows))  # noqa: S308 of parts that are escaped


def parts_of(programme: Programme, speaker: ProgrammeSpeaker) -> list[Part]:
    """Return the sessions of a person by their first time, those without one last."""
    sessions = [one for one in programme.sessions if speaker.slug in set(speakers_of(one))]
    parts = [_part(programme, one, speaker.slug) for one in sessions]
    return sorted(parts, key=lambda part: _first(part.session))


def _part(programme: Programme, session: ProgrammeSession, slug: str) -> Part:
    mine = [one for one in session.appearances if one.speaker == slug]
    return Part(
        session=session,
        roles=[one.role for one in mine],
        is_remote=any(one.is_remote for one in mine),
        rows=list(rows_of(programme, session)) or [without_time(programme, session)],
    )


def _first(session: ProgrammeSession) -> tuple[bool, str, int]:
    starts = min((f"{slot.starts_at:%Y%m%d%H%M}" for slot in session.slots), default="")
    return not starts, starts, session.number


@lru_cache(maxsize=24)
def _listed(edition: Edition, code: str, query: str) -> tuple[Listed, ...]:
    programme = edition.programme
    counts: dict[str, int] = {}
    for session in programme.sessions:
        for slug in set(speakers_of(session)):
            counts[slug] = counts.get(slug, 0) + 1
    names = {one.slug: _sorted_as(one, code) for one in programme.speakers}
    people = sorted(programme.speakers, key=lambda one: (sort_key(names[one.slug], code), one.slug))
    return tuple(
        Listed(_words(one), _letter(names[one.slug]), _line(programme, one, query, counts))
        for one in people
    )


def _sorted_as(speaker: ProgrammeSpeaker, code: str) -> str:
    """Return the name by which a person is sorted: the one that is shown, if it is in no list."""
    return speaker.sort_name or pick(speaker.name, code)[0]


def _words(speaker: ProgrammeSpeaker) -> str:
    texts = (speaker.name, speaker.function, speaker.organization)
    return plain(" ".join((speaker.sort_name, *(t for text in texts for t in text.values()))))


def _letter(name: str) -> str:
    first = plain(name)[:1].upper()
    return first if first and unicodedata.category(first).startswith("L") else NO_LETTER


def _line(
    programme: Programme, speaker: ProgrammeSpeaker, query: str, counts: Mapping[str, int]
) -> str:
    context = {"programme": programme, "speaker": speaker, "query": query}
    context |= {"count": counts.get(speaker.slug, 0)}
    return render_to_string("agenda/_speaker_row.html", context).strip()
