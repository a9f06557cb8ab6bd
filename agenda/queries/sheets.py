"""One session, a room's door sheet or a speaker's sheet of a release as PDF."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from agenda.exports import REVISION, Labels
from agenda.exports.pdf import write_room, write_session, write_speaker
from agenda.labels import labels_for
from agenda.models import Release
from agenda.programme import Programme
from agenda.queries.photos import photos_for_files, photos_in
from agenda.queries.releases import edition_of, programme_of

Writer = Callable[[Programme, Labels], bytes]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of a release as PDF; ``subject`` is short and ASCII: ``session-124``."""

    release: Release
    programme: Programme
    labels: Labels
    subject: str
    writer: Writer

    media_type = "application/pdf"

    @property
    def etag(self) -> str:
        """A strong entity tag, as that of a whole export."""
        parts = (REVISION, self.subject, edition_of(self.release), self.labels)
        return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'

    @property
    def filename(self) -> str:
        """A name that tells Forum, subject, version and language."""
        stem = f"wsis-forum-{self.programme.forum}-{self.subject}-{self.release.version}"
        return f"{stem}-{self.labels.language}.pdf"

    def write(self) -> bytes:
        """Return the file."""
        return self.writer(self.programme, self.labels)


def session_sheet(release: Release, *, number: int, language: str) -> Sheet:
    """
    Prepare one session's PDF.

    :raises KeyError: the release has no such session
    """
    session = programme_of(release).index.sessions[number]
    writer = partial(write_session, session=session)
    return _sheet(release, f"session-{number}", writer, language)


def room_sheet(release: Release, *, room: str, language: str) -> Sheet:
    """
    Prepare a room's door sheet.

    :raises KeyError: the release has no such room
    """
    names = [one.name for one in programme_of(release).rooms]
    if room not in names:
        raise KeyError(room)
    # A room's name is in any script; its place among the rooms is short and says the same.
    subject = f"room-{names.index(room) + 1}"
    return _sheet(release, subject, partial(write_room, room=room), language)


def speaker_sheet(release: Release, *, slug: str, language: str) -> Sheet:
    """
    Prepare a speaker's sheet.

    :raises KeyError: the release has no such speaker
    """
    speaker = programme_of(release).index.speakers[slug]
    writer = partial(write_speaker, speaker=speaker)
    one = _sheet(release, f"speaker-{slug}", writer, language)
    names = photos_for_files(release.forum_id) if speaker.photo else ()
    mine = photos_in(one.programme, tuple(pair for pair in names if pair[0] == slug))
    return replace(one, labels=replace(one.labels, photos=mine))


def _sheet(release: Release, subject: str, writer: Writer, language: str) -> Sheet:
    programme = programme_of(release)
    return Sheet(release, programme, labels_for(programme, language), subject, writer)
