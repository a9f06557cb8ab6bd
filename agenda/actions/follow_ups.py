"""The verb of those who owe follow-ups, and which files were handed in."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from agenda import handing_in
from agenda.choices import FollowUpKind, SessionStatus
from agenda.exceptions import NotAsked, TooManyFollowUps
from agenda.handing_in import FILES, Said
from agenda.models import FollowUp, Session
from agenda.queries.contacts import Contact
from agenda.queries.follow_ups import owed_by
from wsis_forum import uploads


def hand_in(
    *, session_id: int, kind: FollowUpKind, said: Said, by: Contact, at: datetime
) -> FollowUp:
    """
    Keep what was handed in, late or not; the same twice in a row is kept once.

    :raises BadUpload: the file is not taken
    :raises NotAsked: this kind is not asked, or the session does not take place
    :raises TooManyFollowUps: it was handed in more often than anybody has to
    """
    # Before the lock: looking into a large file takes its time.
    received = uploads.receive(said.upload, FILES[kind]) if said.upload else None
    try:
        row = _keep(session_id, kind, said, received, by, at)
    except BaseException:
        if received:
            received.discard()
        raise
    if received and row.stored_name != received.stored_name:
        received.discard()
    return row


@transaction.atomic
def _keep(
    session_id: int,
    kind: FollowUpKind,
    said: Said,
    received: uploads.Received | None,
    by: Contact,
    at: datetime,
) -> FollowUp:
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("forum").get(pk=session_id)
    )
    owed = next(one for one in owed_by([session], with_texts=True)[session_id] if one.kind == kind)
    if session.status == SessionStatus.CANCELLED or not owed.is_asked:
        raise NotAsked(kind)
    row = FollowUp(
        session=session,
        kind=kind,
        number=len(owed.rows) + 1,
        language=said.language,
        text=said.text,
        panellists=[dict(one) for one in said.panellists],
        handed_in_at=at,
        by=by.user,
        by_name="" if by.user else by.name,
        by_email="" if by.user else by.email,
    )
    if received:
        row.file_name, row.stored_name = received.name, received.stored_name
        row.media_type, row.size, row.sha256 = received.media_type, received.size, received.sha256
    if owed.latest is not None and _said(owed.latest) == _said(row):
        return owed.latest
    if len(owed.rows) >= handing_in.MOST:
        raise TooManyFollowUps(kind)
    row.save()
    return row


def _said(row: FollowUp) -> tuple[Any, ...]:
    return row.language, row.text, row.panellists, row.sha256


def named_follow_ups() -> Iterator[str]:
    """Name every file that was handed in."""
    yield from FollowUp.objects.exclude(stored_name="").values_list("stored_name", flat=True)
