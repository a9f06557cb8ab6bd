"""The verb that takes a programme in from our own JSON."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from agenda.exceptions import NotImportable
from agenda.importing.checks import Fault, faults, first_difference, version_of
from agenda.importing.places import forum_row
from agenda.importing.reference import Reference, reference_rows
from agenda.importing.rows import write_rows
from agenda.models import Release
from agenda.programme import Programme, ProgrammeSession, checksum, ordinal_in, to_data
from agenda.queries.programme import Header, build, session_uid
from consultation.models import Forum, Submission
from wsis_forum.accounts.models import User

_FACTS = (
    "year",
    "name",
    "theme",
    "timezone",
    "start_date",
    "end_date",
    "city",
    "country",
    "venue",
    "is_demonstration",
)
_TABLES = (("tracks", "code"), ("types", "code"), ("action_lines", "code"), ("goals", "number"))


@dataclass(frozen=True, slots=True)
class Imported:
    """The release that was taken in, and where this portal goes on saying something else."""

    release: Release
    remarks: tuple[str, ...]


@transaction.atomic
def import_programme(*, programme: Programme, by: User | None, at: datetime) -> Imported:
    """
    Take a programme into a Forum without sessions, and keep it as the very release that it is.

    The Forum is made where there is none. What the file names and the portal does not know is made:
    tracks, types, Action Lines, Goals, rooms, phases. What it does know keeps its own words; each
    such difference is a remark. The working copy then says what the release says.

    :raises NotImportable: the Forum has sessions or releases, or the programme contradicts itself,
        what a column can hold, or what the portal would write
    """
    for place, message in (*faults(programme), *_misnamed(programme)):
        raise NotImportable(message, place=place)
    said_forum = forum_row(programme)
    forum = Forum.objects.select_for_update(of=("self",)).filter(slug=programme.forum).first()
    is_new = forum is None
    if forum is None:
        said_forum.save()
        forum = said_forum
    _require_empty(forum)
    reference = reference_rows(programme)
    write_rows(
        forum=forum,
        programme=programme,
        reference=reference,
        inputs=_inputs(forum, programme),
        at=at,
    )
    # The working copy cannot know what was taken out of it: that comes from the file alone.
    built = replace(build(forum, header=Header.of(programme), before=None), gone=programme.gone)
    expected = _as_here(programme, built, reference, is_new=is_new)
    difference = first_difference(to_data(_unsequenced(expected)), to_data(_unsequenced(built)))
    if difference is not None:
        raise NotImportable(difference[1], place=difference[0])
    return Imported(_release(forum, programme, by), tuple(_remarks(programme, built)))


def _misnamed(programme: Programme) -> Iterator[Fault]:
    """Give what is gone and is not called as the calendars of its session call it."""
    for place, one in enumerate(programme.gone):
        try:
            ordinal_in(one.uid, session_uid(programme.forum, one.number))
        except ValueError:
            yield f"gone[{place}].uid", f"not the name of a time of session {one.number}"


def _require_empty(forum: Forum) -> None:
    count = forum.sessions.count()
    if count:
        raise NotImportable(f"The Forum {forum.slug} has {count} sessions already.")
    if forum.releases.exists():
        raise NotImportable(f"The Forum {forum.slug} has releases already.")


def _inputs(forum: Forum, programme: Programme) -> dict[str, Submission]:
    """Return the Forum's inputs that sessions were made of, by number."""
    numbers = {number for session in programme.sessions for number in session.submissions}
    rows = Submission.objects.filter(call__forum=forum, number__in=numbers)
    return {row.number: row for row in rows if row.number}


def _as_here(said: Programme, built: Programme, reference: Reference, *, is_new: bool) -> Programme:
    """Return what the file says, in the words of the rows that were here before it came."""
    tables: dict[str, Any] = {}
    for name, key in _TABLES:
        rows = {getattr(row, key): row for row in getattr(said, name)}
        tables[name] = tuple(
            rows[code] if (name, code := getattr(row, key)) in reference.made else row
            for row in getattr(built, name)
        )
    facts = {} if is_new else {name: getattr(built, name) for name in _FACTS}
    sessions = tuple(_tagged(session.with_ordinals(), built) for session in said.sessions)
    return replace(said, rooms=built.rooms, sessions=sessions, **tables, **facts)


def _tagged(session: ProgrammeSession, built: Programme) -> ProgrammeSession:
    """Put a session's tags in the order of this portal; of its inputs keep those that are here."""
    lines, goals = list(built.index.action_lines), list(built.index.goals)
    return replace(
        session,
        action_lines=tuple(sorted(session.action_lines, key=lines.index)),
        goals=tuple(sorted(session.goals, key=goals.index)),
        submissions=built.index.sessions[session.number].submissions,
    )


def _unsequenced(programme: Programme) -> Programme:
    sessions = (replace(one, sequence=0, changed_at=None) for one in programme.sessions)
    return replace(programme, sessions=tuple(sessions))


def _release(forum: Forum, programme: Programme, by: User | None) -> Release:
    major, minor = version_of(programme)
    data = to_data(programme)
    return Release.objects.create(
        forum=forum,
        major=major,
        minor=minor,
        is_public=programme.is_public,
        name=programme.release_name,
        remark=programme.remark,
        programme=data,
        checksum=checksum(data),
        session_count=len(programme.sessions),
        released_at=programme.released_at,
        released_by=by,
    )


def _remarks(said: Programme, built: Programme) -> Iterator[str]:
    """Say where the next release of this portal will differ from the file."""
    facts = [name for name in _FACTS if getattr(said, name) != getattr(built, name)]
    if facts:
        yield f"the Forum here has other words or dates, which stay: {', '.join(facts)}"
    for name, key in _TABLES:
        here = {getattr(row, key): row for row in getattr(built, name)}
        codes = [
            str(code)
            for row in getattr(said, name)
            if (code := getattr(row, key)) in here and here[code] != row
        ]
        if codes:
            yield f"{name} have other words here, which stay: {', '.join(codes)}"
    kept = {number for session in built.sessions for number in session.submissions}
    named = {number for session in said.sessions for number in session.submissions}
    if named - kept:
        yield f"inputs that are not here: {', '.join(sorted(named - kept))}"
