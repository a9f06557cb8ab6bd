"""The history of one input in words: its events and the changes of its rows, the newest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import rules
from django.utils.translation import gettext as _

from consultation.admin.change_words import Line, lines_of, person_words
from consultation.admin.history_below import changes_below, title_of
from consultation.blind_reading import Blind
from consultation.models import (
    Assignment,
    Conflict,
    Decision,
    Relation,
    Review,
    Screening,
    Submission,
)
from consultation.queries import reviews
from consultation.queries.changes_of_rows import Change, Column, changes_of, changes_where, linked
from consultation.queries.there import changes_there
from wsis_forum.accounts.models import User

# A change and an event of one verb lie no further apart than this.
_TOGETHER = timedelta(seconds=5)
# An event says these already; the columns of a reopening are the event "Decision reopened".
_SAID_BY_EVENTS = frozenset({"status", "decision", "number"})
# Answers that fill columns, which have changes of their own.
_IN_COLUMNS = frozenset(
    {
        *("language", "title", "summary", "text", "organization_name", "on_behalf_of"),
        *("stakeholder_type", "country", "action_lines", "goals", "speakers"),
    }
)
_SAID_BY_REOPENING = frozenset({"reopened_by", "reopened_at", "reopen_reason"})


@dataclass
class Entry:
    """One thing that happened; ``is_unknown``: not through the portal, or nobody knows by whom."""

    at: datetime
    person: str
    title: str
    lines: list[Line] = field(default_factory=list)
    is_unknown: bool = False
    user_id: int | None = None


def history_of(submission: Submission, user: User, blind: Blind) -> list[Entry]:
    """
    Return what happened to an input, as far as this person may see it, the newest first.

    Preload ``events__by``. At most 5 queries, and 2 for each kind of row below the input that was
    ever changed, however much has happened.
    """
    own = [_with_answers(change, blind) for change in changes_of(submission)]
    may_assign = rules.has_perm("consultation.assign", user, submission)
    below = list(_below(submission, user, may_assign=may_assign))
    further = list(changes_below(submission, blind, sees_thread=may_assign))
    changes = [*own, *below, *further]
    people = _people(changes)
    zone = submission.call.timezone
    rows = linked(changes)
    events = _events(submission, blind)
    entries = list(events)
    for change in own:
        beside = _beside(change, events)
        shown = [
            one for one in change.columns if not (beside and one.field.name in _SAID_BY_EVENTS)
        ]
        change.columns = tuple(shown)
        lines = lines_of(change, rows, zone, blind)
        if beside is not None:
            beside.lines += lines
        elif lines:
            entries.append(_entry(change, _("Changed"), lines, people, blind))
    for change in below:
        # First, for it takes away the columns that it says.
        title = _title(change, people)
        entries.append(_entry(change, title, lines_of(change, rows, zone, blind), people, blind))
    for change in further:
        lines = lines_of(change, rows, zone, blind)
        entries.append(_entry(change, title_of(change), lines, people, blind))
    return sorted(entries, key=lambda one: one.at, reverse=True)


def _with_answers(change: Change, blind: Blind) -> Change:
    """Keep of the answers those that changed, and that no column of the input says."""
    columns = []
    for one in change.columns:
        if one.field.name != "answers":
            columns.append(one)
            continue
        before, after = one.before or {}, one.after or {}
        keys = {key for key in (*before, *after) if before.get(key) != after.get(key)} - _IN_COLUMNS
        if keys and not blind.hides_people:
            old, new = (_some(said, keys) for said in (before, after))
            columns.append(Column(one.field, old, new))
    change.columns = tuple(columns)
    return change


def _some(said: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: said[key] for key in sorted(keys) if key in said}


def _events(submission: Submission, blind: Blind) -> list[Entry]:
    return [
        Entry(
            one.at,
            person_words(one.by, blind),
            one.get_kind_display(),
            user_id=one.by_id,
        )
        for one in submission.events.all()
    ]


def _below(submission: Submission, user: User, *, may_assign: bool) -> Iterator[Change]:
    """Yield the changes of the rows below an input that the person may see."""
    asked = _changes(submission, Assignment)
    # Who else reviews, and who must not see it, is for those who assign.
    yield from (one for one in asked if may_assign or one.row.reviewer_id == user.pk)
    yield from _changes(submission, Screening)
    yield from _other_than(_changes(submission, Decision), _SAID_BY_REOPENING)
    yield from _other_than(_changes(submission, Relation, "source"), frozenset({"undone_at"}))
    if given := _changes(submission, Review):
        shown = set(reviews.visible_to(user, submission).values_list("pk", flat=True))
        yield from (one for one in given if one.row.pgh_obj_id in shown)
    if may_assign:
        yield from _changes(submission, Conflict)


def _changes(submission: Submission, kind: Any, column: str = "submission") -> list[Change]:
    """Return the changes of rows of a kind that belong to an input (2 queries, or none)."""
    if not changes_there(submission, kind):
        return []
    return changes_where(kind, **{column: submission.pk})


def _other_than(changes: list[Change], said: frozenset[str]) -> Iterator[Change]:
    """Keep changes by which something else changed than what an event says."""
    for one in changes:
        one.columns = tuple(each for each in one.columns if each.field.name not in said)
        if one.kind == "deleted" or one.columns:
            yield one


def _people(changes: list[Change]) -> dict[int, User]:
    """Read everybody whom the changes name (1 query)."""
    wanted = {one.user_id for one in changes}
    for one in changes:
        wanted |= {getattr(one.row, name, None) for name in ("reviewer_id", "user_id", "by_id")}
    return User.objects.in_bulk([key for key in wanted if key is not None])


def _beside(change: Change, events: list[Entry]) -> Entry | None:
    """Return the event of the verb that made the change."""
    near = [
        one
        for one in events
        if abs(one.at - change.at) < _TOGETHER and change.user_id in {None, one.user_id}
    ]
    return min(near, key=lambda one: abs(one.at - change.at), default=None)


def _entry(
    change: Change, title: str, lines: list[Line], people: dict[int, User], blind: Blind
) -> Entry:
    by = people.get(change.user_id or 0)
    return Entry(change.at, person_words(by, blind), title, lines, is_unknown=by is None)


def _title(change: Change, people: dict[int, User]) -> str:
    """Say what happened to the row of a change."""
    words, person = _WORDS[change.model]
    said = words(change, {one.field.name for one in change.columns})
    return said % {"person": _name(people, getattr(change.row, person))} if person else said


def _conflict(change: Change, names: set[str]) -> str:
    if change.kind == "deleted" or "ended_at" in names:
        return _("Conflict of interest of %(person)s ended")
    return _("Conflict of interest declared for %(person)s")


def _screening(change: Change, names: set[str]) -> str:
    if change.kind == "added":
        met, failed = _("Screened: meets the minimum"), _("Screened: does not meet the minimum")
        return met if change.row.is_met else failed
    return _("Screening changed") if change.kind == "changed" else _("Screening deleted")


def _decision(change: Change, names: set[str]) -> str:
    return _("Decision changed") if change.kind == "changed" else _("Decision deleted")


def _relation(change: Change, names: set[str]) -> str:
    return _("Relation changed") if change.kind == "changed" else _("Relation deleted")


def _assignment(change: Change, names: set[str]) -> str:
    if change.kind == "added":
        return _("Assigned to %(person)s")
    if change.kind == "deleted" or "ended_at" in names:
        return _("Assignment of %(person)s taken back")
    return _("Assignment of %(person)s changed")


def _review(change: Change, names: set[str]) -> str:
    if change.kind == "deleted":
        return _("Review of %(person)s deleted")
    if change.kind == "added" or ("submitted_at" in names and change.row.submitted_at is None):
        change.columns = ()
        return _("Review given by %(person)s")
    if "submitted_at" in names:
        change.columns = ()
        return _("Review of %(person)s opened again")
    return _("Review of %(person)s changed")


# How each row's change is said, and the column of the person whom that names.
_WORDS: dict[Any, tuple[Callable[[Change, set[str]], str], str]] = {
    Assignment: (_assignment, "reviewer_id"),
    Review: (_review, "reviewer_id"),
    Conflict: (_conflict, "user_id"),
    Screening: (_screening, ""),
    Decision: (_decision, ""),
    Relation: (_relation, ""),
}


def _name(people: dict[int, User], key: Any) -> str:
    return person_words(people.get(key)) or _("account erased")
