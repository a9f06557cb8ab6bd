"""Who speaks where: the one rule for conflicts and for the limit on appearances."""

from collections.abc import Collection
from typing import NamedTuple

from agenda.choices import Answer, SessionStatus
from agenda.models import AgendaItem, Appearance, Release, Session, Speaker
from agenda.queries.releases import programme_of

Pair = tuple[int, int]


class Speaking(NamedTuple):
    """Pairs of a session's key and a speaker's: all who speak, and those who do from elsewhere."""

    pairs: frozenset[Pair]
    remote: frozenset[Pair]


def who_speaks(forums: Collection[int]) -> Speaking:
    """
    Return who speaks in each session of some Forums, on a point of its agenda or as a whole.

    Who declined speaks neither here nor there (2 queries).
    """
    rows = list(
        Appearance.objects.filter(session__forum__in=forums)
        .order_by()
        .values_list("session_id", "speaker_id", "is_remote", "answer")
    )
    points = AgendaItem.speakers.through.objects.filter(agendaitem__session__forum__in=forums)
    named = {(session, person) for session, person, _remote, _answer in rows}
    named |= set(points.values_list("agendaitem__session_id", "speaker_id"))
    declined = {(row[0], row[1]) for row in rows if row[3] == Answer.DECLINED}
    remote = {(session, person) for session, person, is_remote, _answer in rows if is_remote}
    return Speaking(frozenset(named - declined), frozenset(remote))


def spoken_sessions(forums: Collection[int]) -> dict[int, set[int]]:
    """Return the keys of the sessions in which each speaks, cancelled ones aside (3 queries)."""
    gone = Session.objects.filter(forum__in=forums, status=SessionStatus.CANCELLED)
    cancelled = set(gone.values_list("pk", flat=True))
    found: dict[int, set[int]] = {}
    for session, person in who_speaks(forums).pairs:
        if session not in cancelled:
            found.setdefault(person, set()).add(session)
    return found


def declined_since(release: Release) -> list[Speaker]:
    """Return whom a release names in a session for which she has declined by now (1 query)."""
    named = {
        (session.number, one.speaker)
        for session in programme_of(release).sessions
        for one in session.appearances
    }
    rows = Appearance.objects.filter(session__forum=release.forum_id, answer=Answer.DECLINED)
    found = {
        row.speaker_id: row.speaker
        for row in rows.select_related("session", "speaker").order_by("speaker__sort_name", "pk")
        if (row.session.number, row.speaker.slug) in named
    }
    return list(found.values())
