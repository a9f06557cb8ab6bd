"""What the confirm page shows and the letters say of a decision in a basket: the one list of it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from consultation.choices import Status
from consultation.models import (
    BasketItem,
    Clarification,
    Contributor,
    Relation,
    Review,
    Submission,
    SubmissionVersion,
    TeamNote,
)
from consultation.queries.decisions import public_from
from consultation.queries.formats import named_formats


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Count the rows of an item's input."""
    per_input = rows.filter(submission=OuterRef("submission")).order_by().values("submission")
    return Coalesce(Subquery(per_input.annotate(count=Count("pk")).values("count")), 0)


# What is counted of an input when it is put into a basket, and again when somebody looks.
_COUNTED: Mapping[str, Coalesce] = {
    "texts": _count(SubmissionVersion.objects.all()),
    "reviews": _count(Review.objects.counted()),
    "notes": _count(TeamNote.objects.all()),
    "questions": _count(Clarification.objects.all()),
    "answers": _count(Clarification.objects.filter(answered_at__isnull=False)),
}


def with_facts(rows: QuerySet[BasketItem]) -> QuerySet[BasketItem]:
    """Preload all that a decision, its letters and ``facts_of`` need (no query more)."""
    ours: dict[str, Any] = {"submission": OuterRef("submission")}
    writers = Contributor.objects.written_to().filter(**ours).order_by("pk")
    notes = Review.objects.counted().with_note().filter(**ours).order_by("pk")
    codes = Q(code=OuterRef("accepted_format")) | Q(code=OuterRef("submission__workshop__format"))
    person = JSONObject(
        pk=F("user"), email=F("user__email"), name=F("user__name"), language=F("user__language")
    )
    return rows.select_related(
        "put_by",
        "submission__call__forum",
        "submission__author",
        "submission__workshop",
        "submission__decision__decided_by",
        "target__call__forum",
        "target__decision",
        "target__organization",
        "chosen_reason",
    ).annotate(
        **_COUNTED,
        holds_others=Exists(
            Relation.objects.active().filter(target=OuterRef("submission")).values("pk")
        ),
        written_to=ArraySubquery(writers.values(said=person)),
        notes_for_author=ArraySubquery(notes.values("note_for_author")),
        format_names=ArraySubquery(named_formats().filter(codes).values("said")),
    )


def facts_of(item: BasketItem, at: datetime) -> dict[str, Any]:
    """
    Return everything that the page and the letters say of an item, besides the decision itself.

    Numbers and the status are kept as they are; of all else a digest is. Needs ``with_facts``.
    """
    submission, annotated = item.submission, vars(item)
    counted = {"status": submission.status, **{name: annotated[name] for name in _COUNTED}}
    shown = {
        "input": [submission.number, *_asked_for(submission)],
        "public": [public_from(submission, at), submission.publication],
        "call": _call(submission, at),
        "letter": [_author(submission), annotated["written_to"]],
        "note": annotated["notes_for_author"],
        "reason": item.chosen_reason and item.chosen_reason.texts,
        "target": _target(item.target, at),
        "sources": annotated["holds_others"],
        "formats": annotated["format_names"],
    }
    return counted | {name: digest(value) for name, value in shown.items()}


def digest(value: Any) -> str:
    """Return a short mark of a value; another one for another value."""
    written = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:12]


def _asked_for(submission: Submission) -> list[Any]:
    workshop = getattr(submission, "workshop", None)
    wanted = [workshop.format, workshop.minutes] if workshop else []
    return [submission.title, submission.language, *wanted]


def _call(submission: Submission, at: datetime) -> list[Any]:
    call = submission.call
    return [call.pk, str(call), str(call.forum), call.timezone, call.is_binding, call.is_open(at)]


def _author(submission: Submission) -> Any:
    author = submission.author
    return author and [author.pk, author.email, author.name, author.language, author.is_active]


def _target(target: Submission | None, at: datetime) -> Any:
    """Say what is shown of the input that it is merged into, and whether the letter may, too."""
    if target is None:
        return None
    since = public_from(target, at)
    gone = target.status in {Status.DRAFT, Status.WITHDRAWN}
    is_public = since is not None and since <= at and not gone
    organization = target.organization
    return [
        *(target.pk, target.number, target.title, target.language, target.status),
        *(target.publication, is_public, target.decision and target.decision.disposition),
        *(target.decision_id, organization and organization.name, target.organization_name),
    ]
