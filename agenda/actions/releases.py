"""Verbs that issue a release."""

from datetime import datetime

from django.db import transaction

from agenda.exceptions import NothingToRelease
from agenda.models import Release
from agenda.programme import checksum, to_data
from agenda.queries.programme import Header, build
from agenda.queries.releases import next_sequence, programme_of, releases_of
from consultation.models import Forum
from wsis_forum.accounts.models import User


@transaction.atomic
def release(*, forum_id: int, public: bool, remark: str, by: User | None, at: datetime) -> Release:
    """
    Freeze the whole programme of a Forum as its next release.

    Internal releases count v0.1, v0.2 …; public ones v1.0, v1.1 …. ``at`` is timezone-aware and
    becomes the moment of the release; ``by`` is ``None`` for a programme read from a file.

    :raises NothingToRelease: the Forum has no session
    """
    # The row lock makes one release of a Forum wait for the other, so no version is counted twice.
    forum = Forum.objects.select_for_update(of=("self",)).select_related("country").get(pk=forum_id)
    rows = releases_of(forum)
    newest = rows.filter(is_public=public).first()
    major, minor = (newest.major, newest.minor + 1) if newest else ((1, 0) if public else (0, 1))
    # What the readers of this release saw before: the public only ever saw public ones.
    before = newest if public else rows.order_by("-released_at", "-pk").first()
    header = Header(
        version=f"v{major}.{minor}",
        is_public=public,
        remark=remark,
        released_at=at,
        sequence=next_sequence(forum),
    )
    programme = build(forum, header=header, before=programme_of(before) if before else None)
    if not programme.sessions:
        raise NothingToRelease(forum.slug)
    data = to_data(programme)
    return Release.objects.create(
        forum=forum,
        major=major,
        minor=minor,
        is_public=public,
        remark=remark,
        programme=data,
        checksum=checksum(data),
        session_count=len(programme.sessions),
        released_at=at,
        released_by=by,
    )
