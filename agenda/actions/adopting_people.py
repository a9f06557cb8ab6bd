"""Puts the panellists of a list into a session: a part of the verb ``adopt``."""

from collections.abc import Mapping
from typing import Any

from agenda.actions.sessions import free_slug
from agenda.choices import SpeakerRole
from agenda.models import Appearance, FollowUp, Session, Speaker, SpeakerMerge
from wsis_forum.languages import column

_WRITTEN = ("honorific", "name", "function", "organization")


def appear(session: Session, row: FollowUp, people: Mapping[int, int | None]) -> None:
    """Let those in ``people`` appear in the locked session, each once."""
    known = {one.pk: one for one in Speaker.objects.filter(forum=session.forum_id)}
    # The address of one that was merged is kept free: undoing the merge takes it again.
    merged = SpeakerMerge.objects.filter(forum=session.forum_id).values_list("slug", flat=True)
    taken = {*merged, *(one.slug for one in known.values())}
    there = {one.speaker_id: one for one in session.appearances.order_by("-order")}
    order = max((one.order for one in there.values()), default=0)
    for position, panellist in enumerate(row.panellists):
        if position not in people:
            continue
        speaker = known.get(people[position] or 0) or _new_speaker(session, row, panellist, taken)
        if not speaker.email and panellist["email"]:
            speaker.email, speaker.version = panellist["email"], speaker.version + 1
            speaker.save()
        appearance = there.get(speaker.pk)
        if appearance is None:
            order += 1
            appearance = Appearance(
                session=session, speaker=speaker, role=SpeakerRole.PANELLIST, order=order
            )
            there[speaker.pk] = appearance
        appearance.is_remote = panellist["is_remote"]
        appearance.save()


def _new_speaker(
    session: Session, row: FollowUp, panellist: Mapping[str, Any], taken: set[str]
) -> Speaker:
    slug = free_slug(panellist["name"], taken)
    taken.add(slug)
    written = {column(name, row.language): panellist[name] for name in _WRITTEN}
    return Speaker.objects.create(
        forum_id=session.forum_id,
        slug=slug,
        sort_name=panellist["name"],
        email=panellist["email"],
        **written,
    )
