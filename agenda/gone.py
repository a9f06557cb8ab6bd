"""What an earlier release had at a time, and a later one has no more."""

from collections.abc import Iterator
from dataclasses import replace

from agenda.differences import people_of
from agenda.programme import Programme, ProgrammeGone, ProgrammeSession


def gone_since(before: Programme, programme: Programme) -> tuple[ProgrammeGone, ...]:
    """
    Return what ``programme`` has no more of what stood in ``before``, or was gone there already.

    What is gone for the first time has the sequence and the moment of ``programme``; what comes
    back is gone no longer.
    """
    present = {uid for one in programme.sessions for uid in _uids(one)}
    known = {one.uid: one for one in before.gone}
    known |= {one.uid: one for session in before.sessions for one in _gone(session, programme)}
    return tuple(
        replace(one, speakers=tuple(s for s in one.speakers if s in programme.index.speakers))
        for one in sorted(known.values(), key=lambda one: (one.number, one.uid))
        if one.uid not in present
    )


def _uids(session: ProgrammeSession) -> Iterator[str]:
    return (session.event_uid(position) for position in range(len(session.slots)))


def _gone(session: ProgrammeSession, programme: Programme) -> Iterator[ProgrammeGone]:
    for position, slot in enumerate(session.slots):
        yield ProgrammeGone(
            number=session.number,
            uid=session.event_uid(position),
            track=session.track,
            original_language=session.original_language,
            title=session.title,
            slot=slot,
            speakers=tuple(sorted(people_of(session))),
            sequence=programme.sequence,
            changed_at=programme.released_at,
        )
