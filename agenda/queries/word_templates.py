"""Which Word template makes the draft agenda, and a programme to try one with."""

from dataclasses import replace

from agenda.models import Release, WordTemplate
from agenda.programme import Programme, ProgrammeSession
from agenda.queries.programme import Header, build
from agenda.queries.releases import programme_of
from consultation.models import Forum
from wsis_forum import clock
from wsis_forum.uploads.storing import path_of


def active_template() -> WordTemplate | None:
    """Return the template in use; ``None``: the portal's own (1 query)."""
    return WordTemplate.objects.filter(is_active=True).first()


def template_bytes(row: WordTemplate | None) -> bytes:
    """Return a template's file; nothing for the portal's own."""
    return path_of(row.stored_name).read_bytes() if row else b""


def named_templates() -> list[str]:
    """Return the stored names of all templates, which the sweep of uploads keeps."""
    return list(WordTemplate.objects.values_list("stored_name", flat=True))


def least_of(programme: Programme) -> Programme:
    """Return a programme of one session without a time, of which nothing is said but its title."""
    row = programme.sessions[0]
    bare = ProgrammeSession(
        number=row.number,
        uid=row.uid,
        type=row.type,
        track=row.track,
        status=row.status,
        original_language=row.original_language,
        title=row.title,
        changed_at=row.changed_at,
    )
    return replace(programme, sessions=(bare,), speakers=(), rooms=(), breaks=(), gone=())


def sample() -> Programme:
    """
    Return the programme that a new template is tried with: the newest release with most sessions.

    Before the first release it is the working copy of the current Forum.
    """
    release = Release.objects.defer("programme").order_by("-session_count", "-released_at").first()
    if release is not None:
        return programme_of(release)
    forum = Forum.objects.current()[0]
    header = Header(version="v0.0", is_public=False, remark="", released_at=clock.now(), sequence=0)
    return build(forum, header=header, before=None)
