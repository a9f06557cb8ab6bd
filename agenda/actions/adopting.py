"""The verb by which an organizer puts what was handed in into the session."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.text import capfirst

from agenda.actions.adopting_people import appear
from agenda.choices import FollowUpKind
from agenda.exceptions import AdoptedAlready, SessionChanged
from agenda.models import FollowUp, Session
from wsis_forum.accounts.models import User
from wsis_forum.languages import column
from wsis_forum.letters import links


@transaction.atomic
def adopt(
    *,
    follow_up_id: int,
    seen: int,
    people: Mapping[int, int | None],
    by: User,
    at: datetime,
) -> FollowUp:
    """
    Put what was handed in into its session, once; what stood there before is kept in its row.

    A text goes into the column of its language, a file becomes a document of the session. Of a list
    of panellists those in ``people`` are taken: position in the list -> the speaker that she is
    already, or ``None`` for a new one. ``seen`` is the version of the session that was looked at.

    :raises AdoptedAlready: it was put in before
    :raises SessionChanged: somebody else has changed the session since
    """
    row = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up_id)
    session = (
        Session.objects.select_for_update(of=("self",))
        .select_related("forum")
        .get(pk=row.session_id)
    )
    if row.adopted_at is not None:
        raise AdoptedAlready(follow_up_id)
    if session.version != seen:
        raise SessionChanged(session.number)
    replaced: dict[str, Any] = {}
    if row.text:
        replaced |= _write(session, row)
    if row.stored_name:
        replaced |= _attach(session, row)
    if row.kind == FollowUpKind.PANELLISTS:
        appear(session, row, people)
    session.version += 1
    session.save()
    row.replaced, row.adopted_at, row.adopted_by = replaced, at, by
    row.save(update_fields=("replaced", "adopted_at", "adopted_by"))
    return row


def text_column(row: FollowUp) -> str:
    """Return the column of the session that a text goes into."""
    name = "outcome" if row.kind == FollowUpKind.OUTCOME else "description"
    return column(name, row.language)


def public_address(row: FollowUp, session: Session) -> str:
    """Return where the public finds a file, once it stands in a public release."""
    with translation.override(row.language):
        where = {"year": session.forum.slug, "number": session.number, "pk": row.pk}
        return links.page("agenda:session_file", **where)


def _write(session: Session, row: FollowUp) -> dict[str, str]:
    name = text_column(row)
    before = getattr(session, name) or ""
    setattr(session, name, row.text)
    return {name: before}


def _attach(session: Session, row: FollowUp) -> dict[str, Any]:
    before = list(session.documents)
    with translation.override(row.language):
        label = capfirst(str(FollowUpKind(row.kind).label))
    link = {"url": public_address(row, session), "label": label, "language": row.language}
    session.documents = [*before, link]
    return {"documents": before}
