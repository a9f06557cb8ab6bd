"""Verbs that issue a release: of the working copy, or an older one anew."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from agenda.actions import documents, telling
from agenda.exceptions import InputsEndNowhere, NothingToRelease
from agenda.models import Release
from agenda.programme import Programme, checksum, to_data
from agenda.queries.open_points import open_inputs
from agenda.queries.programme import Header, anew, build
from agenda.queries.releases import issued, next_sequence, programme_of, releases_of
from consultation.models import Forum
from wsis_forum.accounts.models import User


@transaction.atomic
def release(
    *,
    forum_id: int,
    public: bool,
    remark: str,
    by: User | None,
    at: datetime,
    name: str = "",
    takes_on: str = "",
    covers: Collection[str] | None = None,
) -> Release:
    """
    Freeze the whole programme of a Forum as its next release.

    Internal releases count v0.1, v0.2 …; public ones v1.0, v1.1 …. ``at`` is timezone-aware and
    becomes the moment of the release; ``by`` is ``None`` for a programme read from a file. With
    ``takes_on``, a reason, ``by`` answers for accepted inputs that end in no session: for all, or
    for those that ``covers`` numbers. Those whom a public one concerns get letters (``telling``).

    :raises NothingToRelease: the Forum has no session
    :raises InputsEndNowhere: it is public, and accepted inputs have no session
    """
    forum = _locked(forum_id)
    before = _before(forum, public=public)
    header = _header(forum, public=public, name=name, remark=remark, at=at)
    programme = build(forum, header=header, before=before)
    if not programme.sessions:
        raise NothingToRelease(forum.slug)
    taken_on = _taken_on(forum, public=public, by=by, reason=takes_on, covers=covers)
    return _freeze(forum, programme, released_by=by, **taken_on)


@transaction.atomic
def release_again(
    *, release_id: int, by: User, at: datetime, remark: str = "", takes_on: str = ""
) -> Release:
    """
    Issue an older release anew, as the next one for the same readers; the working copy stays.

    Sessions that it changes get a higher sequence, so that calendars follow.

    :raises InputsEndNowhere: it is public, and accepted inputs have no session in it
    """
    older = Release.objects.select_related("forum").defer("programme").get(pk=release_id)
    forum, public = _locked(older.forum_id), older.is_public
    before = _before(forum, public=public)
    header = _header(forum, public=public, name=older.name, remark=remark, at=at)
    programme = anew(programme_of(older), header=header, before=before)
    numbers = [one.number for one in programme.sessions]
    taken_on = _taken_on(forum, public=public, by=by, reason=takes_on, among=numbers)
    return _freeze(forum, programme, released_by=by, again_of=older, **taken_on)


def _locked(forum_id: int) -> Forum:
    # The row lock makes one release of a Forum wait for the other, so no version is counted twice.
    return Forum.objects.select_for_update(of=("self",)).select_related("country").get(pk=forum_id)


def _before(forum: Forum, *, public: bool) -> Programme | None:
    """Return what the readers of the next release saw before: the public, public ones only."""
    rows = releases_of(forum)
    before = rows.public().first() if public else rows.order_by("-released_at", "-pk").first()
    return issued(before) if before else None


def _header(forum: Forum, *, public: bool, name: str, remark: str, at: datetime) -> Header:
    rows = releases_of(forum)
    newest = rows.filter(is_public=public).first()
    major, minor = (newest.major, newest.minor + 1) if newest else ((1, 0) if public else (0, 1))
    return Header(
        version=f"v{major}.{minor}",
        is_public=public,
        name=name,
        remark=remark,
        released_at=at,
        sequence=next_sequence(forum),
    )


def _taken_on(
    forum: Forum,
    *,
    public: bool,
    by: User | None,
    reason: str,
    among: Collection[int] | None = None,
    covers: Collection[str] | None = None,
) -> dict[str, Any]:
    """
    Return who takes on which open inputs; nothing where there are none.

    ``covers`` are those that she knew of when she took them on; nothing: she sees them now.
    """
    numbers = open_inputs(forum.pk, among) if public else []
    if not numbers:
        return {}
    if by is None or not reason.strip():
        raise InputsEndNowhere(numbers)
    if covers is not None and (later := [one for one in numbers if one not in covers]):
        raise InputsEndNowhere(later)
    return {"taken_on_by": by, "taken_on_reason": reason.strip(), "taken_on_inputs": numbers}


def _freeze(forum: Forum, programme: Programme, **columns: Any) -> Release:
    data = to_data(programme)
    major, minor = programme.version.removeprefix("v").split(".")
    made = Release.objects.create(
        forum=forum,
        major=int(major),
        minor=int(minor),
        is_public=programme.is_public,
        name=programme.release_name,
        remark=programme.remark,
        programme=data,
        checksum=checksum(data),
        session_count=len(programme.sessions),
        released_at=programme.released_at,
        **columns,
    )
    if made.is_public:
        telling.nudge(made)
        # A Forum that was read from files has its documents made when somebody asks for one.
        if made.released_by is not None:
            documents.nudge(made)
    return made
