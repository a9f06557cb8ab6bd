"""
Which kinds of rows one input has at all.

Some thirty tables can hold something about an input, and most inputs have rows in few of them. One
query says in which; asking each of the others would take the page of an input a third of its time.
"""

from functools import cache
from typing import Any

from django.db import connection, models

from consultation.history import KEPT
from consultation.models import (
    Assignment,
    Attachment,
    BasketItem,
    ChosenActionLine,
    ChosenGoal,
    Clarification,
    Conflict,
    Contributor,
    Decision,
    ProposedSpeaker,
    Relation,
    Review,
    Screening,
    Submission,
    SubmissionVersion,
    TeamNote,
    WorkshopDetails,
)

Kind = type[models.Model]

# Kind of row -> the columns by which one belongs to an input.
_KINDS: dict[Kind, tuple[str, ...]] = {
    Assignment: ("submission",),
    BasketItem: ("submission",),
    Clarification: ("submission",),
    Conflict: ("submission",),
    Contributor: ("submission",),
    Decision: ("submission",),
    ProposedSpeaker: ("submission",),
    Relation: ("source", "target"),
    Review: ("submission",),
    Screening: ("submission",),
    TeamNote: ("submission",),
}
# Kinds of rows whose changes are kept.
_CHANGED: tuple[Kind, ...] = (
    Assignment,
    Attachment,
    ChosenActionLine,
    ChosenGoal,
    Clarification,
    Conflict,
    Decision,
    ProposedSpeaker,
    Relation,
    Review,
    Screening,
    SubmissionVersion,
    TeamNote,
    WorkshopDetails,
)


def kinds_there(submission: Submission) -> frozenset[Kind]:
    """
    Return the kinds of rows that an input has, and the tables of changes that say something of it.

    None is read again for a row that ``desk.page_of`` has read for one page (1 query, or none).
    """
    known: frozenset[Kind] | None = getattr(submission, "_kinds_there", None)
    return kinds_of(submission.pk) if known is None else known


def kinds_of(submission_id: int) -> frozenset[Kind]:
    """Return the same of an input by its key (1 query)."""
    kinds, statement = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, {"about": submission_id})
        found = zip(kinds, cursor.fetchone(), strict=True)
    return frozenset(kind for kind, is_there in found if is_there)


def keep_kinds(submission: Submission, there: frozenset[Kind]) -> None:
    """Note on a row what it has: one that is read for one page, never one that is kept."""
    submission._kinds_there = there  # type: ignore[attr-defined]  # noqa: SLF001 ours alone


def changes_there(submission: Submission, kind: Kind) -> bool:
    """Tell whether rows of a kind below an input were ever changed (``kinds_there``)."""
    return KEPT[kind][0] in kinds_there(submission)


@cache
def _statement() -> tuple[tuple[Kind, ...], str]:
    """Make the SQL, which is always the same."""
    wanted = dict(_KINDS)
    for kind in _CHANGED:
        wanted[KEPT[kind][0]] = ("source",) if kind is Relation else ("submission",)
    columns = ", ".join(_exists(kind, names) for kind, names in wanted.items())
    return tuple(wanted), f"SELECT {columns}"


def _exists(kind: Kind, names: tuple[str, ...]) -> str:
    meta: Any = kind._meta
    belongs = " OR ".join(f'"{meta.get_field(name).column}" = %(about)s' for name in names)
    return f'EXISTS (SELECT FROM "{meta.db_table}" WHERE {belongs})'
