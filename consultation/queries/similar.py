"""Public inputs on the same subject as what somebody is writing."""

from datetime import datetime

from django.db.models import Case, Value, When

from consultation.choices import Publication
from consultation.models import Submission
from consultation.queries.facets import hidden_in
from consultation.queries.public import public_at
from consultation.queries.published_words import in_published
from consultation.queries.search import CODES, ranked
from wsis_forum.cleaning import clean_line

MOST = 5
_WANTED = "consultation_any_two_of"
# With fewer letters nobody has said a subject yet.
_LEAST_CHARACTERS = 6
_LEAST_HAN = 3


def similar(
    *, title: str, summary: str, forum_id: int, at: datetime, exclude: int | None = None
) -> list[Submission]:
    """
    Return up to five public inputs of a Forum that share two words of title and summary.

    Whatever their call, kind, language or tags. ``exclude`` is the id of the one being written.
    Nothing is found by a text that its call does not publish. ``names_organization`` and
    ``hides_summary`` say what may be shown of each (2 queries).
    """
    text = clean_line(f"{title[:500]} {summary[:500]}")
    if len(text) < (_LEAST_CHARACTERS if text.isascii() else _LEAST_HAN):
        return []
    hidden = hidden_in(forum_id)
    hides_summary = When(call__in=hidden.get("summary", ()), then=Value(value=True))
    others = public_at(at) if exclude is None else public_at(at).exclude(pk=exclude)
    public = (
        others.filter(call__forum=forum_id)
        .select_related("call")
        .exclude(call__in=hidden.get("title", ()))
        .annotate(hides_summary=Case(hides_summary, default=Value(value=False)))
    )
    found = ranked(public, text, CODES, wanted=_WANTED, ordering="consultation_any_of")
    return list(found.filter(in_published(text, hidden, _WANTED))[:MOST])


def names_organization(submission: Submission) -> bool:
    """Whether readers may see who handed it in."""
    return submission.publication == Publication.FULL


def hides_summary(submission: Submission) -> bool:
    """Whether the call of an input found here does not publish its summary."""
    return bool(getattr(submission, "hides_summary", False))
