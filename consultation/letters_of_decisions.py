"""The letters that tell the writers of inputs where these ended; many at once cost few queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from consultation import letters
from consultation.choices import Disposition, Publication
from consultation.dispositions import merged_into
from consultation.models import Contributor, Decision, Review, Submission
from consultation.queries.formats import formats_for
from consultation.queries.public import public_at
from wsis_forum.accounts.models import User
from wsis_forum.letters import outbox
from wsis_forum.letters.rendering import Request

if TYPE_CHECKING:
    from django.utils.functional import Promise

_ACCEPTED = _("Your input %(number)s to the %(forum)s was accepted.")
_REFUSED = _("Your input %(number)s to the %(forum)s was not accepted.")
_OPENINGS: Mapping[str, "Promise"] = {
    Disposition.BECOMES: _ACCEPTED,
    Disposition.TAKEN_UP: _ACCEPTED,
    Disposition.INFORMS: _ACCEPTED,
    Disposition.MERGED: _(
        "Your input %(number)s to the %(forum)s was joined with another input on the same subject."
    ),
    Disposition.DEFERRED: _("Your input %(number)s to the %(forum)s was kept for a later Forum."),
    Disposition.DECLINED: _REFUSED,
    Disposition.OUT_OF_SCOPE: _REFUSED,
    Disposition.WITHDRAWN: _REFUSED,
}


def queue_decisions(decisions: Sequence[Decision], *, at: datetime) -> int:
    """
    Queue the letter of each decision to the author and to those who write with her; only once.

    Returns how many letters were new. Where an author's account was erased, only those who write
    with her get one.
    """
    return outbox.queue_many(requests_of(decisions, at=at), at=at)


def requests_of(decisions: Sequence[Decision], *, at: datetime) -> Iterator[Request]:
    """
    Return the letters of decisions, which need not be saved yet, in their order (2 to 4 queries).

    Their inputs are read with call, Forum and author.
    """
    writers = _writers(decision.submission_id for decision in decisions)
    targets = _public(decisions, at)
    notes = _notes(decision.submission_id for decision in decisions)
    formats = formats_for(decisions)
    for decision in decisions:
        submission = decision.submission
        author = submission.author
        target = merged_into(decision)
        context: dict[str, Any] = {
            **letters.about(submission),
            "decision": decision,
            "formats": formats,
            "opening": partial(_opening, decision),
            "target": targets.get(target.pk) if target is not None else None,
        }
        key = f"decision:{decision.pk}"
        if author is not None:
            told = {**context, "notes": notes.get(submission.pk, ())}
            yield Request("decision", key, told, author)
        for user in writers.get(submission.pk, ()):
            yield Request("decision", f"{key}:{user.pk}", {**context, "notes": ()}, user)


def _opening(decision: Decision) -> str:
    """Say in a sentence where the input ended, in the active language."""
    submission = decision.submission
    named = {"number": submission.number, "forum": str(submission.call.forum)}
    return str(_OPENINGS[decision.disposition]) % named


def _writers(keys: Iterable[int]) -> dict[int, list[User]]:
    """Return those who write with the authors, by the key of the input (1 query)."""
    found: dict[int, list[User]] = {}
    rows = Contributor.objects.written_to().filter(submission__in=list(keys))
    for row in rows.select_related("user").order_by("pk"):
        if row.user is not None:
            found.setdefault(row.submission_id, []).append(row.user)
    return found


def _notes(keys: Iterable[int]) -> dict[int, list[str]]:
    """Return what reviewers want the authors to read, without names (1 query)."""
    found: dict[int, list[str]] = {}
    given = Review.objects.counted().with_note().filter(submission__in=list(keys))
    for pk, note in given.order_by("pk").values_list("submission", "note_for_author"):
        if note.strip():
            found.setdefault(pk, []).append(note)
    return found


def _public(decisions: Iterable[Decision], at: datetime) -> dict[int, dict[str, str]]:
    """Return what everybody may read of the inputs that others are merged into (0 or 1 query)."""
    wanted = {target.pk for one in decisions if (target := merged_into(one)) is not None}
    if not wanted:
        return {}
    rows = public_at(at).filter(pk__in=wanted).select_related("organization")
    return {row.pk: _shown(row) for row in rows}


def _shown(row: Submission) -> dict[str, str]:
    named = row.publication == Publication.FULL
    organization = row.organization.name if row.organization else row.organization_name
    return {
        "title": row.title,
        "language": row.language,
        "organization": organization if named else "",
    }
