"""The steps of a Forum's timetable: the latest revision, and what a person can undo."""

from collections.abc import Sequence

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from agenda.choices import StepKind
from agenda.models import PlacingStep
from wsis_forum.accounts.models import User

# What stands, as long as no step reverses it.
DOES = (StepKind.CHANGE, StepKind.REDO)


def revision_of(forum_id: int) -> int:
    """Return the number of the latest step; 0 before the first."""
    latest = PlacingStep.objects.filter(forum=forum_id).aggregate(latest=Max("revision"))
    return latest["latest"] or 0


def latest_since(session_id: int, revision: int) -> PlacingStep | None:
    """Return the latest step that changed a session after a revision."""
    steps = PlacingStep.objects.select_related("by", "session")
    return steps.filter(session=session_id, revision__gt=revision).order_by("-revision").first()


def undoable(forum_id: int, by: User) -> QuerySet[PlacingStep]:
    """
    Keep a person's own steps that she can undo, the newest first.

    A step can be undone while it stands and nobody, herself included, has a later step of the same
    session that stands. What somebody else changed since is hers to undo, not ours.
    """
    later = PlacingStep.objects.filter(
        session=OuterRef("session"),
        revision__gt=OuterRef("revision"),
        kind__in=DOES,
        reversed_by__isnull=True,
    )
    return _own(forum_id, by, DOES).filter(~Exists(later))


def redoable(forum_id: int, by: User) -> QuerySet[PlacingStep]:
    """
    Keep a person's own undone steps that she can do again, the one undone last first.

    A change of her own ends that, as in every editor; so does a later step of anybody that changed
    the same session.
    """
    changed = _own(forum_id, by, (StepKind.CHANGE,), standing=False).aggregate(at=Max("revision"))
    later = PlacingStep.objects.filter(
        session=OuterRef("session"), revision__gt=OuterRef("revision")
    ).filter(Q(kind__in=DOES, reversed_by__isnull=True) & ~Q(by=by))
    rows = _own(forum_id, by, (StepKind.UNDO,)).filter(~Exists(later))
    return rows.filter(revision__gt=changed["at"] or 0)


def _own(
    forum_id: int, by: User, kinds: Sequence[StepKind], *, standing: bool = True
) -> QuerySet[PlacingStep]:
    rows = PlacingStep.objects.filter(forum=forum_id, by=by, kind__in=kinds, session__isnull=False)
    if standing:
        rows = rows.filter(reversed_by__isnull=True)
    return rows.select_related("by", "session").order_by(F("revision").desc())
