"""What is open in a Forum's programme: what an organizer wants to know before a release."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from agenda.choices import Answer, Consent, SessionStatus
from agenda.models import Appearance, Release, Session, SessionSource, Speaker
from agenda.queries.conflicts import conflicts_of
from agenda.queries.releases import is_up_to_date, latest_public, programme_of
from agenda.scheduling.facts import Level
from consultation.choices import Disposition
from consultation.models import Forum, Submission
from consultation.queries.access import readable
from consultation.queries.blind import mark_titles
from wsis_forum.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoints:
    """
    What a release would hold and what is open.

    ``unanswered`` are appearances whose speaker has not answered, ``declined`` those of who will
    not come and still stands there; ``unasked`` are speakers who were never asked whether they
    agree to be shown; ``conflicts`` how many there are in the timetable, ``forbidden`` how many of
    them the Forum allows no placing to make. ``unmade`` are the
    accepted inputs without a session that the person may read, their titles as she reads them;
    ``unmade_hidden`` counts the others.
    """

    count: int
    unplaced: Sequence[Session]
    tentative: Sequence[Session]
    cancelled: Sequence[Session]
    unanswered: Sequence[Appearance]
    declined: Sequence[Appearance]
    unasked: Sequence[Speaker]
    conflicts: int
    forbidden: int
    unmade: Sequence[Submission]
    unmade_hidden: int
    latest: Release | None
    is_up_to_date: bool

    @property
    def ends_nowhere(self) -> bool:
        """Whether a public release would be refused."""
        return bool(self.unmade) or self.unmade_hidden > 0


def ending_nowhere(numbers: Collection[int] | None = None) -> QuerySet[Submission]:
    """
    Return the inputs that were decided to become a session and have none in their Forum.

    With ``numbers``, none among the sessions with these: those of a release that is issued anew. A
    cancelled session is an end, too: it stays in releases and says what became of the input.
    """
    made = SessionSource.objects.filter(
        submission=OuterRef("pk"), session__forum=OuterRef("call__forum")
    )
    if numbers is not None:
        made = made.filter(session__number__in=numbers)
    return Submission.objects.filter(~Exists(made), decision__disposition=Disposition.BECOMES)


def open_inputs(forum_id: int, numbers: Collection[int] | None = None) -> list[str]:
    """Return the numbers of the inputs of a Forum that end nowhere, in order."""
    lost = ending_nowhere(numbers).filter(call__forum=forum_id).order_by("number")
    return [str(number) for number in lost.values_list("number", flat=True)]


def leaves_out_inputs(release: Release) -> bool:
    """Tell whether an accepted input of its Forum has no session in a release."""
    numbers = [one.number for one in programme_of(release).sessions]
    return bool(open_inputs(release.forum_id, numbers))


def open_points(forum: Forum, user: User) -> OpenPoints:
    """Return what is open before a release, in a constant number of queries."""
    sessions = list(Session.objects.filter(forum=forum).order_by("number"))
    unplaced = (
        Session.objects.filter(forum=forum).unplaced().exclude(status=SessionStatus.CANCELLED)
    )
    lost = ending_nowhere().filter(call__forum=forum)
    unmade = list(
        readable(user)
        .filter(pk__in=lost.values("pk"))
        .select_related("call", "organization")
        .order_by("decision__decided_at", "pk")
    )
    mark_titles(user, unmade)
    conflicts, _timetable = conflicts_of(forum.pk)
    return OpenPoints(
        count=len(sessions),
        unplaced=list(unplaced.order_by("number")),
        tentative=[one for one in sessions if one.status == SessionStatus.TENTATIVE],
        cancelled=[one for one in sessions if one.status == SessionStatus.CANCELLED],
        unanswered=_answered(forum, Answer.NONE),
        declined=_answered(forum, Answer.DECLINED),
        unasked=_unasked(forum),
        conflicts=len(conflicts),
        forbidden=sum(one.level is Level.BLOCK for one in conflicts),
        unmade=unmade,
        unmade_hidden=lost.count() - len(unmade),
        latest=latest_public(forum),
        is_up_to_date=is_up_to_date(forum),
    )


def _unasked(forum: Forum) -> list[Speaker]:
    """Return who stands in a session and was never asked whether she agrees to be shown."""
    speaks = Appearance.objects.filter(speaker=OuterRef("pk")).exclude(
        Q(answer=Answer.DECLINED) | Q(session__status=SessionStatus.CANCELLED)
    )
    rows = Speaker.objects.filter(Exists(speaks), forum=forum, consent=Consent.NOT_ASKED)
    return list(rows.order_by("sort_name", "pk"))


def _answered(forum: Forum, answer: str) -> list[Appearance]:
    rows = Appearance.objects.filter(session__forum=forum, answer=answer)
    rows = rows.exclude(session__status=SessionStatus.CANCELLED)
    return list(
        rows.select_related("session", "speaker").order_by("session__number", "order", "pk")
    )
