"""The sessions that were made of a submission, for its author's page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.models import Session
from agenda.queries.releases import latest_public, programme_of
from consultation.outcome_links import OutcomeLink

if TYPE_CHECKING:
    from consultation.models import Submission


def sessions_of(submission: "Submission") -> Iterator[OutcomeLink]:
    """
    Name each session made of a submission; linked once the public agenda has it.

    What the organizers plan stays theirs until then, so its number and title are not said.
    """
    made = list(Session.objects.filter(submissions=submission).order_by("number"))
    if not made:
        return
    forum = submission.call.forum
    release = latest_public(forum)
    public = programme_of(release).index.sessions if release else {}
    for session in made:
        if session.number in public:
            url = reverse("agenda:session", args=(forum.slug, session.number))
            yield OutcomeLink(str(session), url)
        else:
            yield OutcomeLink(_("A session that is not yet in the public agenda"))
