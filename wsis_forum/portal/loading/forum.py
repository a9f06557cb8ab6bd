"""Loads one Forum's file: checks it, moves a demonstration's dates, writes, asks, releases."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from agenda.actions.releases import release
from agenda.exceptions import InputsEndNowhere
from agenda.models import Release
from agenda.queries.releases import is_up_to_date, latest_public
from consultation.actions.criteria import give_standard_criteria
from consultation.actions.questions import give_standard_questions
from consultation.models import Call, DateChange, Forum
from wsis_forum.portal.loading import forum_checks, record
from wsis_forum.portal.loading.apply import Application, Outcome
from wsis_forum.portal.loading.dates import Calendar, shift_days
from wsis_forum.portal.loading.faults import BrokenFile
from wsis_forum.portal.loading.forum_checks import Known
from wsis_forum.portal.loading.forum_file import ForumFile
from wsis_forum.portal.loading.forum_rows import DATE_COLUMNS, rows_of_forum
from wsis_forum.portal.loading.programme_rows import rows_of_programme
from wsis_forum.portal.loading.rows import Row
from wsis_forum.portal.loading.source import Source

# Rows whose change shows in the published programme.
_PROGRAMME = (
    "forum",
    "phase",
    "room",
    "speaker",
    "session",
    "item",
    "appearance",
    "slot",
)


@dataclass(frozen=True)
class Loaded:
    """What a load did."""

    forum: Forum
    outcome: Outcome
    release: Release | None


@transaction.atomic
def load_forum(
    source: Source, *, at: datetime, reanchor: bool = False, restore: bool = False
) -> Loaded:
    """
    Bring a Forum to what its file says; nothing is written if anything in it is wrong.

    Only what changed in the file since its last load is touched; ``restore`` makes the file win
    over what was changed in the admin too. ``reanchor`` moves a demonstration's dates anew, as if
    it were first loaded at ``at`` (timezone-aware); rows and what was sent in stay.

    :raises BrokenFile: the file cannot be loaded
    """
    content = source.check(ForumFile)
    slug = content.forum.address
    record.lock()
    forum = Forum.objects.select_for_update(of=("self",)).filter(slug=slug).first()
    shift = _shift(source, content, forum, at=at, reanchor=reanchor)
    rows = _rows(source, content, shift)
    before = record.recall(f"forum:{slug}", forget=_forgotten(reanchor=reanchor, restore=restore))
    application = Application(rows, before if forum else [], forum)
    outcome = application.run()
    if forum is None:
        forum = Forum.objects.get(slug=slug)
    else:
        forum.refresh_from_db()
    if content.forum.is_current and not forum.is_current:
        outcome.remarks.append("another Forum is the current one, and stays so")
    if reanchor:
        _forget_moves(forum, outcome)
    _give_questions(forum, outcome)
    _give_criteria(forum, outcome)
    record.remember(f"forum:{slug}", rows, at=at)
    return Loaded(forum, outcome, _released(forum, rows, outcome, at=at))


def _shift(
    source: Source, content: ForumFile, forum: Forum | None, *, at: datetime, reanchor: bool
) -> int | None:
    """Return by how many days the dates are moved: as at the first load, unless asked anew."""
    anchor = content.forum.anchor
    if anchor is None:
        if reanchor:
            raise BrokenFile([f"{source.name}: has no forum.anchor, so its dates are not moved"])
        return None
    if forum is not None and forum.shift_days is not None and not reanchor:
        return forum.shift_days
    return shift_days(anchor, at=at, zone=content.forum.timezone)


def _rows(source: Source, content: ForumFile, shift: int | None) -> list[Row]:
    """Check what belongs together, then return the rows that the file wants."""
    calendar = Calendar(days=shift or 0)
    slug = content.forum.address
    known = Known.read(slug)
    found = list(forum_checks.faults(content, known, calendar))
    if found:
        source.refuse(found)
    others = Forum.objects.current().exclude(slug=slug)
    is_current = content.forum.is_current and not others.exists()
    return [
        *rows_of_forum(content, calendar, shift=shift, is_current=is_current),
        *rows_of_programme(content, known.session_types),
    ]


def _forgotten(*, reanchor: bool, restore: bool) -> frozenset[str] | None:
    if restore:
        return None
    return DATE_COLUMNS if reanchor else frozenset()


def _forget_moves(forum: Forum, outcome: Outcome) -> None:
    """Drop the notes on dates that were moved here: they speak of dates that are no more."""
    moves = DateChange.objects.filter(Q(call__forum=forum) | Q(phase__forum=forum))
    count, _rows_by_model = moves.filter(changed_by__isnull=False).delete()
    if count:
        outcome.remarks.append(f"dropped {count} notes on dates that had been moved here")


def _give_questions(forum: Forum, outcome: Outcome) -> None:
    """Give the calls that take inputs the questions of their kinds, where they ask nothing yet."""
    silent = Call.objects.filter(forum=forum, takes_drafts=True, sections__isnull=True)
    for pk in silent.order_by("order").values_list("pk", flat=True):
        outcome.created["set of questions"] += give_standard_questions(call_id=pk)


def _give_criteria(forum: Forum, outcome: Outcome) -> None:
    """Give the calls that take inputs the usual criteria, where they have none of either kind."""
    bare = Call.objects.filter(
        forum=forum, takes_drafts=True, criteria__isnull=True, screening_criteria__isnull=True
    )
    for pk in bare.order_by("order").values_list("pk", flat=True):
        outcome.created["set of criteria"] += give_standard_criteria(call_id=pk)


def _released(forum: Forum, rows: list[Row], outcome: Outcome, *, at: datetime) -> Release | None:
    """Issue the programme as a public release if the file changed what the public reads."""
    if not any(row.kind == "session" for row in rows):
        return None
    if latest_public(forum) is not None and not outcome.touched(*_PROGRAMME):
        return None
    if is_up_to_date(forum):
        return None
    try:
        return release(forum_id=forum.pk, public=True, remark="", by=None, at=at)
    except InputsEndNowhere as error:
        count = len(error.numbers)
        outcome.remarks.append(f"not released: {count} accepted inputs have no session yet")
        return None
