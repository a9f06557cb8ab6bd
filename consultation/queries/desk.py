"""What the secretariat's desk reads: the page of one submission, its list, what waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from consultation.choices import Disposition, Status
from consultation.models import (
    Assignment,
    Call,
    Clarification,
    Contributor,
    Decision,
    Forum,
    ProposedSpeaker,
    Review,
    StakeholderType,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
)
from consultation.models.submission import SubmissionQuerySet
from consultation.queries import access, screened
from consultation.queries.blind import blinds_for
from consultation.queries.there import Kind, keep_kinds, kinds_of
from consultation.queries.work_order import WORK_ORDER
from wsis_forum.accounts.models import User
from wsis_forum.languages import column

_WAITING = (Status.SUBMITTED, Status.UNDER_REVIEW)

# What no list shows of an input, and what it shows of rows that many inputs have in common.
_UNLISTED = ("text", "summary", "answers", "section_versions", "section_pages")
_CALL = ("id", "forum_id", "kind", "timezone", "is_blind")
_FORUM = ("id", "slug", "year")
_TYPE = ("id", "code", *(column("title", code) for code, _name in settings.LANGUAGES))
_IN_COMMON = {
    **{f"of_call_{name}": F(f"call__{name}") for name in _CALL},
    **{f"of_forum_{name}": F(f"call__forum__{name}") for name in _FORUM},
    **{f"of_type_{name}": F(f"stakeholder_type__{name}") for name in _TYPE},
}

# What is read along for the page of one input, and what of it no such page shows: the call's and
# the Forum's own texts, in six languages each.
_JOINED = ("call__forum", "author", "organization", "stakeholder_type", "country", "workshop")
_DECISION = ("decision__decided_by",)
_CALL_TEXTS = ("description", "note", "sources")
_FORUM_TEXTS = (
    *("chair", "city", "consultation", "contact", "final", "introduction", "invitation", "sources"),
    *("theme", "venue"),
)
_UNSHOWN = tuple(
    f"{prefix}{field.name}"
    for model, prefix, texts in (
        (Call, "call__", _CALL_TEXTS),
        (Forum, "call__forum__", _FORUM_TEXTS),
    )
    for field in model._meta.concrete_fields
    if field.name.startswith(texts)
)

_open_question = Clarification.objects.filter(submission=OuterRef("pk"), answered_at__isnull=True)


def worklist(submissions: SubmissionQuerySet) -> SubmissionQuerySet:
    """
    Read what a list of submissions shows; long texts stay in the database.

    Keeps what was handed in; drafts belong to their authors. ``answer_until`` is the date of the
    open question to the author, if there is one.
    """
    return (
        submissions.handed_in()
        .select_related("call__forum", "stakeholder_type", "author", "handler", "organization")
        .defer("text", "summary", "answers")
        .annotate(answer_until=Subquery(_open_question.values("until")[:1]))
    )


def rows(keys: Sequence[int]) -> list[Submission]:
    """
    Read what a list shows of the inputs with these keys, in their order (3 queries).

    ``active_assignments`` are those that were not taken back, ``given_reviews`` the reviews that
    are in: who gave them, not what they say.
    """
    read = _listed().filter(pk__in=keys)
    _share(read)
    found = {row.pk: row for row in read}
    return [found[key] for key in keys if key in found]


@lru_cache(maxsize=1)
def _listed() -> SubmissionQuerySet:
    """Return the inputs with what a list shows of them; putting this together takes its time."""
    active = Assignment.objects.active().select_related("reviewer").order_by("made_at", "pk")
    given = Review.objects.counted().only("submission_id", "reviewer_id")
    return (
        Submission.objects.handed_in()
        .select_related("handler", "organization")
        .defer(*_UNLISTED)
        .annotate(
            answer_until=Subquery(_open_question.values("until")[:1]),
            **_IN_COMMON,
            **screened.columns(),
        )
        .prefetch_related(
            Prefetch("assignments", queryset=active, to_attr="active_assignments"),
            Prefetch("reviews", queryset=given, to_attr="given_reviews"),
        )
    )


def _share(rows: Iterable[Submission]) -> None:
    """
    Give rows of ``rows`` their call, its Forum and type: one object for all that have the same.

    Fifty inputs have a few calls; an object for each would cost more than the inputs themselves.
    """
    calls: dict[int, Call] = {}
    types: dict[int | None, StakeholderType | None] = {None: None}
    for row in rows:
        if row.call_id not in calls:
            call = _made(Call, "call", _CALL, row)
            call.forum = _made(Forum, "forum", _FORUM, row)
            calls[row.call_id] = call
        if row.stakeholder_type_id not in types:
            types[row.stakeholder_type_id] = _made(StakeholderType, "type", _TYPE, row)
        row.call = calls[row.call_id]
        row.stakeholder_type = types[row.stakeholder_type_id]


def _made(model: Any, name: str, columns: Sequence[str], row: Submission) -> Any:
    """Make a row of another table from what was read along; the rest of it is read when asked."""
    values = [getattr(row, f"of_{name}_{each}") for each in columns]
    return model.from_db(DEFAULT_DB_ALIAS, columns, values)


def page_of(submissions: SubmissionQuerySet, pk: int) -> Submission | None:
    """
    Read one handed-in submission with all that its page shows (at most 12 queries).

    What it has nothing of is not asked for.
    """
    there = kinds_of(pk)
    found = (
        submissions.handed_in()
        .select_related(*_JOINED, *(_DECISION if Decision in there else ()))
        .defer(*_UNSHOWN)
        .prefetch_related(
            "action_lines",
            "goals",
            "sessions",
            Prefetch("events", SubmissionEvent.objects.select_related("by")),
            Prefetch("versions", SubmissionVersion.objects.select_related("by")),
            _if_there(there, "speakers", ProposedSpeaker, "country"),
            _if_there(there, "contributors", Contributor, "user"),
            _if_there(there, "clarifications", Clarification, "asked_by", "answered_by"),
        )
        .filter(pk=pk)
        .first()
    )
    if found is not None:
        keep_kinds(found, there)
    return found


def _if_there(there: frozenset[Kind], name: str, kind: Any, *joined: str) -> "Prefetch[Any]":
    """Read rows of a kind along, or know without asking that there are none."""
    rows = kind.objects.select_related(*joined)
    return Prefetch(name, rows if kind in there else rows.none())


@dataclass(frozen=True)
class Waiting:
    """How many submissions are in a status, and since when the oldest of them waits."""

    status: Status
    count: int
    oldest: datetime | None


def waiting_by_status(user: User) -> list[Waiting]:
    """Count what waits for us or for its author, of what a person may see, in one query."""
    statuses = (*_WAITING, Status.RETURNED)
    found = {
        row["status"]: row
        for row in access.readable(user)
        .filter(status__in=statuses)
        .order_by()
        .values("status")
        .annotate(count=Count("pk"), oldest=Min("submitted_at"))
    }
    return [
        Waiting(status, found.get(status, {}).get("count", 0), found.get(status, {}).get("oldest"))
        for status in statuses
    ]


def oldest_waiting(user: User, limit: int) -> list[Submission]:
    """
    Read the submissions that have waited longest for us, of those that a person may see.

    ``read_title`` is the title as she may read it (``queries.blind``).
    """
    waiting = worklist(access.readable(user).filter(status__in=_WAITING))
    rows = list(waiting.order_by(*WORK_ORDER)[:limit])
    blinds = blinds_for(user, rows)
    for row in rows:
        row.read_title = blinds[row.pk].text(row.title)  # type: ignore[attr-defined]  # shown only
    return rows


def calls_to_watch(user: User, at: datetime) -> QuerySet[Call, Any]:
    """
    Keep the calls that are open or open later, what closes first on top, with both counts.

    What was handed in is counted as far as the person may see it.
    """
    draft = Q(submissions__status=Status.DRAFT)
    seen = Q(submissions__in=access.readable(user).values("pk"))
    return (
        Call.objects.filter(takes_drafts=True, closes_at__gt=at)
        .select_related("forum")
        .annotate(
            draft_count=Count("submissions", filter=draft),
            handed_in_count=Count("submissions", filter=seen),
        )
        .order_by("closes_at", "pk")
    )


def accepted_without_session(user: User) -> int:
    """Count the requests that were accepted as sessions and have none yet; those she may see."""
    accepted = Q(decision__disposition=Disposition.BECOMES, sessions__isnull=True)
    return access.readable(user).filter(accepted).count()
