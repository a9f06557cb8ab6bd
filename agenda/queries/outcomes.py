"""The sessions that were made of a submission, for its author's page and its public one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.choices import SessionStatus
from agenda.models import Session
from agenda.programme import ProgrammeSession, pick
from agenda.queries.releases import latest_public, programme_of
from consultation.outcome_links import OutcomeLink
from wsis_forum.languages import language

if TYPE_CHECKING:
    from consultation.models import Submission


def sessions_of(submission: "Submission") -> Iterator[OutcomeLink]:
    """
    Name each session made of a submission; linked once the public agenda has it (3 queries).

    What the organizers plan stays theirs until then: number, title and time are those of the latest
    public release, and none is said of a session that is not in it.
    """
    made = Session.objects.filter(submissions=submission).order_by("number")
    numbers = list(made.values_list("number", flat=True))
    if not numbers:
        return
    forum = submission.call.forum
    release = latest_public(forum)
    public = programme_of(release).index.sessions if release else {}
    for number in numbers:
        if number in public:
            url = reverse("agenda:session", args=(forum.slug, number))
            yield _link(public[number], url)
        else:
            yield OutcomeLink(_("A session that is not yet in the public agenda"))


def _link(session: ProgrammeSession, url: str) -> OutcomeLink:
    here = language().code
    title, spoken = pick(session.title, here, original=session.original_language)
    first = min(session.slots, key=lambda slot: slot.starts_at, default=None)
    is_cancelled = session.status == SessionStatus.CANCELLED
    return OutcomeLink(
        text=f"{session.number} · {title}",
        url=url,
        language="" if spoken == here else spoken,
        starts_at=first.starts_at if first else None,
        ends_at=first.ends_at if first else None,
        timezone=first.timezone if first else "",
        note=str(SessionStatus.CANCELLED.label) if is_cancelled else "",
    )
