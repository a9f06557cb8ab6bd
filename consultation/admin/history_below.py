"""The history of what lies below an input, in words: tags, files, speakers, questions, versions."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultation.blind_reading import Blind
from consultation.models import (
    Attachment,
    ChosenActionLine,
    ChosenGoal,
    Clarification,
    ProposedSpeaker,
    Submission,
    SubmissionVersion,
    TeamNote,
    WorkshopDetails,
)
from consultation.queries.changes_of_rows import Change, Column, changes_where
from consultation.queries.there import changes_there

# Model -> the column by which one of its rows is named.
_NAMED: dict[type[Any], str] = {
    ChosenActionLine: "actionline",
    ChosenGoal: "goal",
    ProposedSpeaker: "name",
    Attachment: "name",
    WorkshopDetails: "format",
    Clarification: "question",
    SubmissionVersion: "number",
    TeamNote: "text",
}
# These name people, or let them be told.
_NAME_PEOPLE = frozenset({ProposedSpeaker, Attachment, SubmissionVersion, TeamNote})
# An event says that a question was answered, by whom and when.
_SAID_BY_EVENTS = frozenset({"answer", "answered_by", "answered_at"})
# Of these every hand-in writes all rows anew.
_WRITTEN_ANEW = frozenset({ChosenActionLine, ChosenGoal, ProposedSpeaker})


def changes_below(submission: Submission, blind: Blind, *, sees_thread: bool) -> Iterator[Change]:
    """Yield them, each with the columns that tell what it was (2 queries for each model)."""
    for model, name in _NAMED.items():
        if not changes_there(submission, model):
            continue
        is_hidden = blind.hides_people and model in _NAME_PEOPLE
        if is_hidden or (model is TeamNote and not sees_thread):
            continue
        changes = changes_where(model, submission=submission.pk)
        if model in _WRITTEN_ANEW:
            changes = _net(changes, name)
        for one in changes:
            yield from _told(one)


def title_of(change: Change) -> str:
    """Say what happened to which kind of row."""
    words = {
        "added": pgettext("history of a row", "Added"),
        "changed": pgettext("history of a row", "Changed"),
        "deleted": pgettext("history of a row", "Deleted"),
    }
    thing = capfirst(str(change.model._meta.verbose_name))
    return _("%(disposition)s: %(detail)s") % {"disposition": thing, "detail": words[change.kind]}


def _told(change: Change) -> Iterator[Change]:
    """Name the row that was added or deleted; leave out what an event says."""
    field: Any = change.model._meta.get_field(_NAMED[change.model])
    value = getattr(change.row, field.attname)
    if change.kind == "added":
        change.columns = (Column(field, None, value),)
    elif change.kind == "deleted":
        change.columns = (Column(field, value, None),)
    elif change.model is Clarification:
        kept = (one for one in change.columns if one.field.name not in _SAID_BY_EVENTS)
        change.columns = tuple(kept)
    if change.columns:
        yield change


def _net(changes: list[Change], name: str) -> list[Change]:
    """Leave out rows that one transaction deleted and wrote again as they were."""
    field: Any = changes[0].model._meta.get_field(name) if changes else None

    def mark(one: Change, kind: str) -> tuple[Any, ...]:
        return (one.at, kind, getattr(one.row, field.attname))

    there = {mark(one, one.kind) for one in changes}
    opposite = {"added": "deleted", "deleted": "added"}
    return [
        one
        for one in changes
        if one.kind not in opposite or mark(one, opposite[one.kind]) not in there
    ]
